import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { PublicJwk } from '../../../seal/keys.ts';
import { newKitCode, newMemberKey, newRingKey, openKit, openShare, type RingKey, shareRing, unlockMemberKey, type Wrapped, wrapKit } from '../../../seal/ring.ts'; // prettier-ignore
import { markReleasedKeys, servedDirectory } from './index.ts';
import { authenticator, Browser, CASEWORKER, FACTORY, foundOffice, idOf, installation, type Installation, joinOffice, LEAD, meOf, PASSWORD, workplace } from './network.fixture.ts'; // prettier-ignore

let here: Installation;
let lead: Browser;
let may: Browser;
let ring: RingKey & { publicJwk: PublicJwk };
before(async () => {
  here = await installation('empty');
  lead = await foundOffice(here);
});
after(() => here.close());

test('the first browser makes key, ring and kit; the server never holds what opens them', async () => {
  const own = await newMemberKey('my own passphrase');
  ring = await newRingKey();
  const kitCode = newKitCode();
  const shares = [{ memberId: await idOf(lead), share: await shareRing([ring], own.publicJwk) }];
  const body = { kid: ring.kid, jwk: ring.publicJwk, shares, recovery: await wrapKit([ring], kitCode) };
  assert.equal((await lead.post('/api/v1/desk/ring', body)).status, 422, 'no own key yet');
  assert.equal(
    (await lead.post('/api/v1/desk/me/key', { publicJwk: own.publicJwk, wrapped: own.wrapped })).status,
    200,
  );
  assert.equal(
    (await lead.post('/api/v1/desk/ring', { ...body, kid: own.kid })).status,
    422,
    'not its thumbprint',
  );
  const made = await lead.post('/api/v1/desk/ring', body);
  assert.equal(made.status, 200, made.text);
  assert.deepEqual((await lead.post('/api/v1/desk/ring', body)).json, made.json, 'the same again');

  const me = await meOf(lead);
  const opened = await unlockMemberKey(me.key.wrapped, 'my own passphrase');
  assert.ok(opened);
  assert.equal((await openShare(me.shares[0]?.share ?? '', opened))?.[0]?.privateJwk.d, ring.privateJwk.d);
  assert.deepEqual([me.ring.kid, me.directory.kid], [ring.kid, ring.kid]);
  assert.equal(me.ring.words, me.directory.words);
  const kit = (await lead.get('/api/v1/desk/ring/recovery')).json['recovery'] as Wrapped;
  assert.equal((await openKit(kit, kitCode))?.[0]?.kid, ring.kid);
  const dump = JSON.stringify(
    await here.sql('select * from vouch.member, vouch.ring_share, vouch.ring_recovery, vouch.org_key'),
  );
  assert.ok(!dump.includes(ring.privateJwk.d) && !dump.includes(own.privateJwk.d));
});

test('the ledger announces the key: a line waits, its document is public, and the entry is noted', async () => {
  const me = await meOf(lead);
  const waiting = await here.sql<{ line: string }>('select line from waiting_entry');
  const line = `release ${me.release.sha256} keys.vouch.river-office.${ring.kid.slice(0, 16)}\n`;
  assert.deepEqual(waiting, [{ line }]);
  const document = await new Browser(here.app).get(`/ledger/keys/${me.release.sha256}.json`);
  assert.equal(createHash('sha256').update(document.text).digest('hex'), me.release.sha256);
  assert.partialDeepStrictEqual(document.json, {
    org: 'vouch:river-office',
    kid: ring.kid,
    words: me.ring.words,
  });
  assert.match(String(document.headers['cache-control']), /immutable/);
  assert.equal((await new Browser(here.app).get(`/ledger/keys/${'0'.repeat(64)}.json`)).status, 404);
  assert.equal(await markReleasedKeys(here.world), 0);
  assert.equal(me.ring.released, false);
  await here.closeEpoch();
  assert.equal(await markReleasedKeys(here.world), 1);
  const [entry] = await here.sql<{ idx: number }>('select idx from log_entry where line = $1', [line]);
  assert.ok(entry);
  assert.partialDeepStrictEqual((await lead.get('/api/v1/desk/me')).json, { ring: { released: true }, release: { index: entry.idx } }); // prettier-ignore
});

test('an invitation is the lead’s to give, works once, and leads to password and second factor', async () => {
  const invited = await lead.post('/api/v1/desk/members', CASEWORKER);
  assert.equal(invited.status, 200, invited.text);
  const token = String(invited.json['token']);
  assert.equal(invited.json['path'], `/desk/invited#${token}`);
  may = new Browser(here.app);
  const shown = await may.post('/api/v1/auth/invitation', { token });
  assert.deepEqual(shown.json, { orgName: 'River Office', ...CASEWORKER });
  assert.equal((await may.post('/api/v1/auth/invitation', { token: `${token.slice(0, -2)}xx` })).status, 404);
  assert.equal((await may.post('/api/v1/auth/invitation/accept', { token, password: 'short' })).status, 422);
  const accepted = await may.post('/api/v1/auth/invitation/accept', { token, password: PASSWORD });
  assert.equal(accepted.status, 200, accepted.text);
  assert.equal((await may.get('/api/v1/desk/me')).status, 401);
  assert.equal(
    (await may.post('/api/v1/auth/totp', { code: authenticator(String(accepted.json['uri'])) })).status,
    200,
  );
  assert.equal((await may.get('/api/v1/desk/me')).status, 200);
  assert.equal(
    (await new Browser(here.app).post('/api/v1/auth/invitation/accept', { token, password: PASSWORD }))
      .status,
    404,
  );
  assert.equal((await may.post('/api/v1/desk/members', { ...CASEWORKER, email: 'x@y.example' })).status, 403);
  assert.equal((await lead.post('/api/v1/desk/members', CASEWORKER)).status, 409);
  assert.equal(
    (await lead.post('/api/v1/desk/members', { ...CASEWORKER, email: 'x@y.example', role: 'hr' })).status,
    422,
  );
  const tables = JSON.stringify(await here.sql('select * from vouch.invitation'));
  assert.ok(!tables.includes(token));
});

test('a share goes to the member it is sealed to, and to nobody else', async () => {
  const own = await newMemberKey('may’s passphrase');
  await may.post('/api/v1/desk/me/key', { publicJwk: own.publicJwk, wrapped: own.wrapped });
  const id = await idOf(may);
  const other = await newMemberKey('somebody else');
  const wrong = { kid: ring.kid, share: await shareRing([ring], other.publicJwk) };
  assert.equal((await lead.post(`/api/v1/desk/members/${id}/share`, wrong)).status, 422);
  const share = await shareRing([ring], own.publicJwk);
  assert.equal((await lead.post(`/api/v1/desk/members/${id}/share`, { kid: ring.kid, share })).status, 200);
  const list = (await lead.get('/api/v1/desk/members')).json['members'] as {
    email: string;
    hasShare: boolean;
  }[];
  assert.deepEqual(list.map((m) => [m.email, m.hasShare]), [[LEAD.email, true], [CASEWORKER.email, true]]); // prettier-ignore
  assert.deepEqual((await meOf(may)).shares, [{ kid: ring.kid, share }]);
});

test('another organisation reads, changes and receives nothing of this ring', async () => {
  const brought = await lead.post('/api/v1/desk/orgs', FACTORY);
  assert.equal(brought.status, 200, brought.text);
  const boss = await joinOffice(here, brought.json['token']);
  const me = await meOf(boss);
  assert.equal(me.member.kind, 'employer');
  assert.deepEqual([me.shares, me.ring], [[], null]);
  const members = (await boss.get('/api/v1/desk/members')).json['members'] as { email: string }[];
  assert.deepEqual(
    members.map((m) => m.email),
    ['boss@factory.example'],
  );
  const share = { kid: ring.kid, share: await shareRing([ring], ring.publicJwk) };
  assert.notEqual((await boss.post(`/api/v1/desk/members/${await idOf(lead)}/share`, share)).status, 200);
  assert.equal((await boss.post(`/api/v1/desk/members/${await idOf(may)}/remove`)).status, 404);
  assert.equal((await boss.post('/api/v1/desk/workplaces', { rows: [workplace('A1B2')] })).status, 403);
  const asBoss = { org: 'vouch:stone-factory', kind: 'employer', now: new Date().toISOString() };
  for (const table of ['ring_share', 'ring_recovery', 'invitation', 'supply_link'] as const)
    assert.deepEqual(await here.world.app.read(asBoss, (db) => db.selectFrom(table as 'ring_share').selectAll().execute()), []); // prettier-ignore
  await assert.rejects(
    here.world.app.write(asBoss, (tx) => tx.insertInto('docket').values({ docket_id: 99, kind: 'facility', id: 'vouch:X' }).execute()), // prettier-ignore
    /row-level security/,
  );
  const orgs = (await boss.get('/api/v1/desk/orgs')).json['orgs'] as { id: string }[];
  assert.deepEqual(
    orgs.map((o) => o.id),
    ['vouch:river-office', 'vouch:stone-factory'],
  );
});

test('a removed member is out in the middle of a session, and the ring is renewed without them', async () => {
  assert.equal((await may.get('/api/v1/desk/me')).status, 200);
  const id = await idOf(may);
  assert.equal((await may.post(`/api/v1/desk/members/${id}/remove`)).status, 403);
  assert.equal((await lead.post(`/api/v1/desk/members/${await idOf(lead)}/remove`)).status, 409);
  const removed = await lead.post(`/api/v1/desk/members/${id}/remove`);
  assert.deepEqual([removed.status, removed.json], [200, { ok: true, rotate: true }]);
  assert.equal((await may.get('/api/v1/desk/me')).status, 401);
  const again = await new Browser(here.app).post('/api/v1/auth/sign-in', {
    email: CASEWORKER.email,
    password: PASSWORD,
  });
  assert.equal(again.status, 401);
  assert.deepEqual(await here.sql('select 1 from ring_share where member_id = $1', [id]), []);

  const me = await meOf(lead);
  const next = await newRingKey();
  const keys = [next, ring];
  const shareOf = (to: PublicJwk) => shareRing(keys, to);
  const toRemoved = { memberId: id, share: await shareOf(me.key.publicJwk) };
  const mine = { memberId: me.member.memberId, share: await shareOf(me.key.publicJwk) };
  const recovery = await wrapKit(keys, newKitCode());
  const body = { kid: next.kid, jwk: next.publicJwk, recovery };
  assert.equal((await lead.post('/api/v1/desk/ring', { ...body, shares: [mine, toRemoved] })).status, 422);
  assert.equal((await lead.post('/api/v1/desk/ring', { ...body, shares: [mine] })).status, 200);
  const { directory } = await servedDirectory(here.world);
  assert.deepEqual(directory.receivers.map((r) => r.kid), [next.kid]); // prettier-ignore
  const back = { kid: ring.kid, jwk: ring.publicJwk, recovery, shares: [mine] };
  assert.equal((await lead.post('/api/v1/desk/ring', back)).status, 409, 'an old key does not come back');
});

test('whoever is invited again begins anew', async () => {
  const invited = await lead.post('/api/v1/desk/members', CASEWORKER);
  assert.equal(invited.status, 200, invited.text);
  const browser = await joinOffice(here, invited.json['token']);
  const me = await meOf(browser);
  assert.deepEqual([me.key, me.shares], [null, []]);
});

test('an invitation that was not used in a week is dead', async () => {
  const invited = await lead.post('/api/v1/desk/members', { ...CASEWORKER, email: 'late@office.example' });
  const token = invited.json['token'];
  const show = () => new Browser(here.app).post('/api/v1/auth/invitation', { token });
  assert.equal((await show()).status, 200);
  here.clock.forward(7 * 86_400);
  assert.equal((await show()).status, 404);
  const accept = { token, password: PASSWORD };
  assert.equal((await new Browser(here.app).post('/api/v1/auth/invitation/accept', accept)).status, 404);
});
