import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHash } from 'node:crypto';
import { newKitCode, newMemberKey, newRingKey, openKit, openShare, type RingKey, shareRing, unlockMemberKey, type Wrapped, wrapKit } from '../../../seal/ring.ts'; // prettier-ignore
import type { PublicJwk } from '../../../seal/keys.ts';
import { markReleasedKeys, prepareSignIn, servedDirectory, setupToken } from './index.ts';
import { authenticator, Browser, installation, type Installation } from './network.fixture.ts';

let here: Installation;
before(async () => void (here = await installation('empty')));
after(() => here.close());

const LEAD = { name: 'Anan Lead', email: 'lead@office.example', password: 'a long enough password' };
const OFFICE = {
  name: 'River Office',
  country: 'TH',
  languages: ['en', 'my', 'th'],
  about: 'Reads and answers.',
};
const CASEWORKER = { name: 'May Case', email: 'may@office.example', role: 'caseworker' };
const PASSWORD = 'another long password';

let lead: Browser;
let leadUri = '';
let ring: RingKey & { publicJwk: PublicJwk };
let kitCode = '';

const setup = (setupToken: string) =>
  new Browser(here.app).post('/api/v1/setup', { setupToken, organisation: OFFICE, lead: LEAD });

test('without the words on the terminal nobody takes an empty installation over', async () => {
  const visitor = new Browser(here.app);
  assert.deepEqual((await visitor.get('/api/v1/setup')).json, { needed: true });
  assert.equal((await setup('lusab-babad-gutih-tugad')).status, 403);
  assert.equal((await setup(setupToken(here.world).slice(0, -1))).status, 403);
  assert.deepEqual(await here.sql('select 1 from organisation'), []);
  assert.deepEqual(await here.sql('select 1 from auth."user"'), []);
});

test('setup makes organisation, dockets and a lead, who is nobody until the second factor is proven', async () => {
  lead = new Browser(here.app);
  const done = await lead.post('/api/v1/setup', {
    setupToken: setupToken(here.world).toUpperCase().replaceAll('-', ' '),
    organisation: OFFICE,
    lead: LEAD,
  });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json['orgId'], 'vouch:river-office');
  assert.match(String(done.json['qr']), /^<svg /);
  assert.match(String(done.headers['set-cookie']), /HttpOnly.*SameSite=Strict/);
  assert.equal((await lead.get('/api/v1/desk/me')).status, 401);
  leadUri = String(done.json['uri']);
  assert.equal((await lead.post('/api/v1/auth/totp', { code: '000000' })).status, 401);
  assert.equal((await lead.post('/api/v1/auth/totp', { code: authenticator(leadUri) })).status, 200);
  const me = await lead.get('/api/v1/desk/me');
  assert.equal(me.status, 200, me.text);
  assert.partialDeepStrictEqual(me.json, { member: { role: 'lead', orgName: 'River Office', kind: 'cso' }, ring: null, demo: false }); // prettier-ignore
  assert.equal(me.headers['cache-control'], 'no-store');
  const dockets = await here.sql('select docket_id, kind, id from docket order by 1');
  assert.deepEqual(dockets, [
    { docket_id: 0, kind: 'organisation', id: 'vouch:river-office' },
    { docket_id: 1, kind: 'unplaced', id: 'deployment:vouch.invalid' },
  ]);
});

test('a second setup is refused, whatever it knows', async () => {
  assert.equal((await setup(setupToken(here.world))).status, 409);
  assert.deepEqual((await lead.get('/api/v1/setup')).json, { needed: false });
});

test('a wrong password and an unknown person get the same answer, word for word, in the same time', async () => {
  const attempt = async (email: string) => {
    const begun = performance.now();
    const answer = await new Browser(here.app).post('/api/v1/auth/sign-in', {
      email,
      password: 'wrong wrong wrong',
    });
    return { answer: [answer.status, answer.text], ms: performance.now() - begun };
  };
  const known = [await attempt(LEAD.email), await attempt(LEAD.email)];
  const unknown = [await attempt('nobody@office.example'), await attempt('nobody@office.example')];
  assert.equal(known[0]?.answer[0], 401);
  assert.deepEqual(known[0]?.answer, unknown[0]?.answer);
  // A password hash takes tens of milliseconds; an answer without one would take a few.
  for (const { ms } of [...known, ...unknown]) assert.ok(ms > 15, `answered in ${ms} ms`);
});

test('sign-in takes both factors; the password alone opens nothing', async () => {
  const browser = new Browser(here.app);
  const first = await browser.post('/api/v1/auth/sign-in', {
    email: 'LEAD@office.example',
    password: LEAD.password,
  });
  assert.deepEqual([first.status, first.json], [200, { next: 'totp' }]);
  assert.equal((await browser.get('/api/v1/desk/me')).status, 401);
  assert.equal((await browser.post('/api/v1/auth/totp', { code: '123456' })).status, 401);
  assert.equal((await browser.post('/api/v1/auth/totp', { code: authenticator(leadUri) })).status, 200);
  assert.equal((await browser.get('/api/v1/desk/me')).status, 200);
  assert.equal((await browser.post('/api/v1/auth/sign-out')).status, 200);
  assert.equal((await browser.get('/api/v1/desk/me')).status, 401);
});

test('a signed-out session cookie that was kept opens nothing', async () => {
  const browser = new Browser(here.app);
  await browser.post('/api/v1/auth/sign-in', { email: LEAD.email, password: LEAD.password });
  await browser.post('/api/v1/auth/totp', { code: authenticator(leadUri) });
  const copy = new Browser(here.app);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  assert.equal((await copy.get('/api/v1/desk/me')).status, 200);
  await browser.post('/api/v1/auth/sign-out');
  assert.equal((await copy.get('/api/v1/desk/me')).status, 401);
});

test('guessing a password is slowed for the account, but not in a browser that signed in before', async () => {
  const stranger = new Browser(here.app);
  let last = 0;
  for (let n = 0; n < 12 && last !== 429; n++)
    last = (await stranger.post('/api/v1/auth/sign-in', { email: LEAD.email, password: 'guess' })).status;
  assert.equal(last, 429);
  const right = { email: LEAD.email, password: LEAD.password };
  assert.equal((await stranger.post('/api/v1/auth/sign-in', right)).status, 429);
  assert.equal((await lead.post('/api/v1/auth/sign-in', right)).status, 200);
  assert.equal((await lead.post('/api/v1/auth/totp', { code: authenticator(leadUri) })).status, 200);
  await here.sql('delete from auth.attempt');
});

test('another site’s page can not write with this person’s session', async () => {
  const answer = await lead.call('POST', '/api/v1/desk/members', CASEWORKER, {
    'sec-fetch-site': 'cross-site',
  });
  assert.equal(answer.status, 403);
});

test('the first browser makes key, ring and kit; the server never holds what opens them', async () => {
  const own = await newMemberKey('my own passphrase');
  ring = await newRingKey();
  kitCode = newKitCode();
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

  const me = (await lead.get('/api/v1/desk/me')).json as unknown as Me;
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
  const me = (await lead.get('/api/v1/desk/me')).json as unknown as Me;
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
  await here.sql('insert into log_entry values (7, $1)', [line]);
  assert.equal(await markReleasedKeys(here.world), 1);
  assert.partialDeepStrictEqual((await lead.get('/api/v1/desk/me')).json, { ring: { released: true }, release: { index: 7 } }); // prettier-ignore
});

let may: Browser;
let mayUri = '';

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
  mayUri = String(accepted.json['uri']);
  assert.equal((await may.get('/api/v1/desk/me')).status, 401);
  assert.equal((await may.post('/api/v1/auth/totp', { code: authenticator(mayUri) })).status, 200);
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
  assert.deepEqual(((await may.get('/api/v1/desk/me')).json as unknown as Me).shares, [
    { kid: ring.kid, share },
  ]);
});

test('another organisation reads, changes and receives nothing of this ring', async () => {
  const brought = await lead.post('/api/v1/desk/orgs', {
    name: 'Stone Factory',
    kind: 'employer',
    country: 'TH',
    languages: ['th'],
    about: '',
    first: { name: 'Boss', email: 'boss@factory.example', role: 'manager' },
  });
  assert.equal(brought.status, 200, brought.text);
  const boss = new Browser(here.app);
  const accepted = await boss.post('/api/v1/auth/invitation/accept', {
    token: brought.json['token'],
    password: PASSWORD,
  });
  await boss.post('/api/v1/auth/totp', { code: authenticator(String(accepted.json['uri'])) });
  const me = (await boss.get('/api/v1/desk/me')).json as unknown as Me;
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

const workplace = (id: string, more: object = {}) => ({
  scheme: 'vouch',
  id,
  name: `Mill ${id}`,
  country: 'TH',
  region: 'Tak',
  sector: 'garments',
  headcount: 40,
  ...more,
});

test('a table of workplaces goes in whole or not at all, and says row by row what to mend', async () => {
  const bad = [
    workplace('A1'),
    workplace('a1'),
    workplace('B2', { employer: 'vouch:nobody' }),
    { ...workplace('9'), scheme: 'gln' },
  ];
  const refused = await lead.post('/api/v1/desk/workplaces', { rows: bad });
  assert.equal(refused.status, 422);
  const paths = (refused.json['errors'] as { path: string }[]).map((e) => e.path);
  assert.deepEqual(paths, ['rows[1].id', 'rows[2].employer', 'rows[3].id']);
  assert.equal((await here.sql('select 1 from workplace')).length, 0);
  const unreadable = await lead.post('/api/v1/desk/workplaces', { rows: [workplace('A1'), workplace('B2', { headcount: -1, name: 'a\u202eb' })] }); // prettier-ignore
  assert.equal(unreadable.status, 422);
  assert.deepEqual((unreadable.json['errors'] as { path: string }[]).map((e) => e.path).sort(), ['rows[1].headcount', 'rows[1].name']); // prettier-ignore

  const rows = [workplace('A1'), workplace('B2', { employer: 'vouch:stone-factory' })];
  const done = await lead.post('/api/v1/desk/workplaces', { rows });
  assert.deepEqual([done.status, done.json], [200, { dockets: [3, 4] }]);
  assert.deepEqual(
    (await lead.post('/api/v1/desk/workplaces', { rows })).json,
    { dockets: [3, 4] },
    'the same again',
  );
  assert.equal(
    (await lead.post('/api/v1/desk/workplaces', { rows: [workplace('A1', { headcount: 1 })] })).status,
    422,
  );
  assert.equal((await may.post('/api/v1/desk/workplaces', { rows: [workplace('C3')] })).status, 403);
  const { directory, etag } = await servedDirectory(here.world);
  assert.deepEqual(directory.places.map((p) => [p.docket, p.id, p.receiver]), [[3, 'vouch:A1', 'vouch:river-office'], [4, 'vouch:B2', 'vouch:river-office']]); // prettier-ignore
  assert.ok(!JSON.stringify(directory).includes('headcount') && !JSON.stringify(directory).includes('stone'));
  assert.partialDeepStrictEqual(directory, { receivers: [{ org: 'vouch:river-office', kid: ring.kid }], unplaced: { docket: 1, receiver: 'vouch:river-office', receiverByCountry: { TH: 'vouch:river-office' } } }); // prettier-ignore
  await lead.post('/api/v1/desk/workplaces', { rows: [workplace('C3')] });
  assert.notEqual((await servedDirectory(here.world)).etag, etag);
});

test('tables that are registered at the same moment get dockets without a gap', async () => {
  const tables = ['P', 'Q', 'R', 'S'].map((p) => [workplace(`${p}1`), workplace(`${p}2`)]);
  const done = await Promise.all(tables.map((rows) => lead.post('/api/v1/desk/workplaces', { rows })));
  assert.deepEqual(
    done.map((d) => d.status),
    [200, 200, 200, 200],
  );
  const dockets = await here.sql<{ docket_id: number }>('select docket_id from docket order by 1');
  assert.deepEqual(dockets.map((d) => d.docket_id), Array.from({ length: 14 }, (_, i) => i)); // prettier-ignore
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

  const me = (await lead.get('/api/v1/desk/me')).json as unknown as Me;
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
  const browser = new Browser(here.app);
  const accepted = await browser.post('/api/v1/auth/invitation/accept', {
    token: invited.json['token'],
    password: PASSWORD,
  });
  await browser.post('/api/v1/auth/totp', { code: authenticator(String(accepted.json['uri'])) });
  const me = (await browser.get('/api/v1/desk/me')).json as unknown as Me;
  assert.deepEqual([me.key, me.shares], [null, []]);
});

test('another password ends every other session of this person', async () => {
  const other = new Browser(here.app);
  await other.post('/api/v1/auth/sign-in', { email: LEAD.email, password: LEAD.password });
  await other.post('/api/v1/auth/totp', { code: authenticator(leadUri) });
  assert.equal((await other.get('/api/v1/desk/me')).status, 200);
  const next = 'a third long password';
  assert.equal((await lead.post('/api/v1/auth/password', { current: 'not this one', next })).status, 403);
  assert.equal((await lead.post('/api/v1/auth/password', { current: LEAD.password, next })).status, 200);
  assert.equal((await other.get('/api/v1/desk/me')).status, 401);
  assert.equal((await lead.get('/api/v1/desk/me')).status, 200);
});

test('the poster is the organisation’s own, in its languages, with its four words', async () => {
  const { directory } = await servedDirectory(here.world);
  const poster = await lead.get('/desk/poster.html?lang=my');
  assert.equal(poster.status, 200);
  assert.match(poster.text, /<html lang="my">/);
  assert.ok(
    poster.text.includes(directory.receivers[0]?.words ?? '?') &&
      poster.text.includes('http://localhost:8080/w/'),
  );
  assert.match(poster.text, /1669/);
  assert.equal((await new Browser(here.app).get('/desk/poster.html')).status, 401);
});

test('bad input is refused with the field’s name, never a fault', async () => {
  for (const body of [
    {},
    { email: 'a\0b', password: 'x' },
    { email: 'a@b.example', password: 'x'.repeat(10_000) },
  ]) {
    const { status } = await new Browser(here.app).post('/api/v1/auth/sign-in', body);
    assert.ok(status === 422 || status === 401, String(status));
  }
  for (const name of ['a\0b', '\ud800', 'x'.repeat(101), '', '\u202eevil'])
    assert.equal((await lead.post('/api/v1/desk/members', { ...CASEWORKER, email: 'q@q.example', name })).status, 422, JSON.stringify(name)); // prettier-ignore
  assert.equal((await lead.post('/api/v1/desk/members/not-an-id/remove')).status, 422);
});

test('demo doors are closed in a real installation', async () => {
  assert.equal((await new Browser(here.app).get('/api/v1/demo/people')).status, 404);
  assert.equal((await new Browser(here.app).post('/api/v1/demo/sign-in', { email: LEAD.email })).status, 404);
});

test('a later start finds sign-in’s tables made and asks twice at most', async () => {
  const begun = performance.now();
  await prepareSignIn(here.world);
  assert.ok(performance.now() - begun < 500);
});

type Me = {
  member: { memberId: string; kind: string };
  key: { publicJwk: PublicJwk; wrapped: Wrapped };
  shares: { kid: string; share: string }[];
  ring: { kid: string; words: string; released: boolean };
  directory: { kid: string; words: string };
  release: { sha256: string };
};
const idOf = async (browser: Browser): Promise<string> =>
  ((await browser.get('/api/v1/desk/me')).json as unknown as Me).member.memberId;
