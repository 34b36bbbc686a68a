// Where an organisation asks, two people decide; whoever has no business here learns nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { phone } from '../../../test/phone.ts';
import { type Network, type Way, cookieOf, deskOf, judged, network, settle, tick } from './rights.fixture.ts';

let n: Network;
let lead: Way;
let caseworker: Way;
before(async () => {
  n = await network();
  lead = deskOf(n, await n.o.cookie(n.o.lead));
  caseworker = deskOf(n, await n.o.cookie(n.o.caseworker));
});
after(() => n?.close());

const wishFor = (by: { docket: number; threadId: string }, over: object = {}) => ({
  erasureId: randomUUID(),
  docket: by.docket,
  threadId: by.threadId,
  reason: 'worker_asked_us',
  ...over,
});

test('one asks, another agrees; never the same, and one of the two leads', async () => {
  const by = await phone(n.t, n.o);
  await by.say('message', { words: 'Please take it all away.' });
  await tick(n);
  const wish = wishFor(by);
  assert.equal((await caseworker('POST', 'rights/erasures', wish)).status, 200);
  const decide = (who: Way, approve: boolean) =>
    who('POST', `rights/erasures/${by.docket}/${wish.erasureId}/decide`, { approve });
  assert.equal((await decide(caseworker, true)).status, 403);
  const again = await lead('POST', 'rights/erasures', wishFor(by));
  assert.equal(again.status, 409, 'it is asked for already');
  await settle(n);
  assert.equal((await by.open()).body.thread.erasing, false, 'nothing goes on by one alone');
  const [listed] = (await lead('GET', 'rights/erasures')).body.erasures;
  assert.equal(listed.state, 'asked');
  assert.equal(listed.own, false);
  assert.deepEqual((await decide(lead, true)).body, { state: 'approved' });
  assert.equal((await decide(lead, true)).status, 409, 'it was decided');
  await settle(n);
  assert.ok((await by.open()).body.gone);
  const verdict = await judged(n, by.docket);
  assert.equal(verdict.unaltered && verdict.complete, true, verdict.reasons.join());
  assert.equal(verdict.counts.erased.by_worker, 0);
  assert.ok(verdict.counts.erased.unsigned >= 2);
  const told = await n.admin.query(`select what from watch where what like 'erasure%' order by at`);
  assert.deepEqual(
    told.rows.map((r) => r.what),
    ['erasure_asked', 'erasure_approved'],
  );
});

test('a wish may be declined, also by who asked; then nothing happens and it can be asked again', async () => {
  const by = await phone(n.t, n.o, { danger: ['P0'] });
  await tick(n);
  for (const who of [lead, caseworker]) {
    const wish = wishFor(by, { reason: 'law' });
    assert.equal((await lead('POST', 'rights/erasures', wish)).status, 200);
    const [listed] = (await lead('GET', 'rights/erasures')).body.erasures;
    assert.equal(listed.urgent, true, 'danger, and nothing is closed');
    const no = await who('POST', `rights/erasures/${by.docket}/${wish.erasureId}/decide`, { approve: false });
    assert.deepEqual(no.body, { state: 'declined' });
  }
  await settle(n);
  assert.equal((await by.open()).body.thread.erasing, false);
});

test('one message only: the rest stays, the desk shows where it stood', async () => {
  const by = await phone(n.t, n.o);
  const said = await by.say('message', { words: 'A name that was wrong.' });
  await tick(n);
  const wish = wishFor(by, { statementId: said, reason: 'mistake' });
  assert.equal((await caseworker('POST', 'rights/erasures', wish)).status, 200);
  await lead('POST', `rights/erasures/${by.docket}/${wish.erasureId}/decide`, { approve: true });
  await settle(n);
  const { statements, erased } = (await lead('GET', `threads/${by.docket}/${by.threadId}`)).body;
  assert.ok(!statements.some((s: { id: string }) => s.id === said));
  assert.deepEqual(erased, [{ said: '2026-07-20', on: '2026-07-20' }]);
  assert.equal((await by.open()).status, 200);
});

test('who has no business here is answered as if there were nothing: other organisations, businesses, buyers, regulators', async () => {
  const by = await phone(n.t, n.o);
  await tick(n);
  const nowhere = { docket: by.docket, threadId: randomUUID() };
  const others = ['vouch:second-line lead', 'vouch:fair-union caseworker', 'vouch:heron manager', 'vouch:nordic analyst', 'vouch:labour-th officer', 'vouch:audit-co auditor', 'vouch:chamber officer', 'vouch:fast-hands manager']; // prettier-ignore
  for (const who of others) {
    const way = deskOf(n, cookieOf(n, who));
    const there = await way('POST', 'rights/erasures', wishFor(by));
    const none = await way('POST', 'rights/erasures', wishFor(nowhere));
    assert.equal(there.status, 404, who);
    assert.deepEqual([there.status, there.text], [none.status, none.text], who);
    const move = { moveId: randomUUID(), docket: by.docket, threadId: by.threadId, toDocket: n.places.few };
    const [one, other] = [
      await way('POST', 'rights/moves', move),
      await way('POST', 'rights/moves', { ...move, threadId: randomUUID() }),
    ];
    assert.equal(one.status, 404, who);
    assert.deepEqual([one.status, one.text], [other.status, other.text], who);
    for (const list of ['erasures', 'moves']) {
      const seen = await way('GET', `rights/${list}`);
      assert.ok(seen.status === 404 || seen.body[list].length === 0, `${who} ${list}`);
    }
  }
  const stranger = await n.t.app.inject({ method: 'POST', url: '/api/v1/desk/rights/erasures', payload: wishFor(by) }); // prettier-ignore
  assert.equal(stranger.statusCode, 401);
  const { rows } = await n.admin.query('select 1 from erasure where thread_id = $1', [by.threadId]);
  assert.equal(rows.length, 0);
});

test('another worker’s code erases nothing here: what isn’t theirs is answered like what doesn’t exist', async () => {
  const [by, thief] = [await phone(n.t, n.o), await phone(n.t, n.o)];
  await tick(n);
  const theirs = await thief.erase('one', by.threadId);
  const none = await thief.erase('one', randomUUID());
  assert.equal(theirs.status, 422);
  assert.deepEqual([theirs.status, theirs.body.detail], [none.status, none.body.detail]);
  // Signed by a key that isn't the statement's: the whole wish is undone, its own statement too.
  const before = (await thief.thread()).statements.length;
  const forged = await thief.erase('all', undefined, { forged: true });
  assert.equal(forged.status, 403, forged.text);
  assert.equal((await thief.thread()).statements.length, before);
  const { rows } = await n.admin.query('select 1 from erasure where thread_id = any($1::uuid[])', [[by.threadId, thief.threadId]]); // prettier-ignore
  assert.equal(rows.length, 0);
  assert.equal((await by.open()).body.thread.erasing, false);
});

test('without signatures the wish counts all the same, and the bundle says that it is unsigned', async () => {
  const by = await phone(n.t, n.o, { where: [String(n.places.empty)] });
  await tick(n);
  assert.equal((await by.erase('all', undefined, { unsigned: true })).status, 201);
  await settle(n);
  const verdict = await judged(n, n.places.empty);
  assert.equal(verdict.complete, true, verdict.reasons.join());
  assert.deepEqual(verdict.counts.erased, { by_worker: 0, unsigned: 2 });
});
