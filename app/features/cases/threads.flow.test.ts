import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, type Phone, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { open, seal } from '../../../seal/index.ts';
import { unplacedDocket } from '../log/index.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
});
after(() => t.close());

const pathOf = (p: Phone) => `threads/${p.docket}/${p.threadId}`;
const message = async (p: Phone, over: object = {}) => ({
  statementId: randomUUID(),
  envelope: await p.sealed({ v: 1, kind: 'message', words: 'We are here.' }),
  ...over,
});

test('a report stands in the inbox by urgency with its clock, is read, answered, and answered again', async () => {
  const calm = await phone(t, cso, { danger: ['P3'] });
  const now = await phone(t, cso, { danger: ['P0'] });
  const inbox = await mon.see('inbox?state=waiting');
  const places = inbox.rows.map((r: { threadId: string }) => r.threadId);
  assert.ok(places.indexOf(now.threadId) < places.indexOf(calm.threadId));
  const row = inbox.rows.find((r: { threadId: string }) => r.threadId === now.threadId);
  assert.equal(Date.parse(row.dueAt) - t.clock.now().getTime(), 3_600_000);
  assert.equal(row.place.name, 'Heron Plant One');
  assert.equal(inbox.counts.P0, 1);
  const said = await open(row.first.envelope, cso.ring.privateJwk);
  assert.equal((said as { words: string }).words, 'They hold our passports.');
  t.clock.forward(600);
  const sent = await message(now, { seen: 1 });
  const done = await mon.done(`${pathOf(now)}/messages`, sent);
  assert.equal(done.state, 'answered');
  const view = await mon.see(pathOf(now));
  assert.deepEqual(
    view.statements.map((s: { kind: string; from: string; by: string | null }) => [s.kind, s.from, s.by]),
    [
      ['report', 'worker', null],
      ['message', 'us', 'Mon'],
    ],
  );
  assert.deepEqual([view.thread.dueAt, view.thread.waitingSince], [null, null]);
  const thread = await now.thread();
  assert.equal(thread.statements[1]?.envelope, sent.envelope, 'the worker has the same sealed words');
  t.clock.forward(60);
  await now.say('message', { words: 'Thank you.', photos: [] });
  const again = await mon.see(pathOf(now));
  assert.equal(again.thread.state, 'waiting');
  assert.ok(again.thread.dueAt && again.thread.waitingSince && again.thread.answeredAt);
});

test('an answer sent again is one answer; other words under its number are refused', async () => {
  const by = await phone(t, cso);
  const sent = await message(by);
  assert.deepEqual(
    await mon.done(`${pathOf(by)}/messages`, sent),
    await mon.done(`${pathOf(by)}/messages`, sent),
  );
  const other = await mon.post(`${pathOf(by)}/messages`, {
    ...(await message(by)),
    statementId: sent.statementId,
  });
  assert.equal(other.status, 409);
  const elsewhere = await phone(t, cso);
  const taken = await mon.post(`${pathOf(elsewhere)}/messages`, {
    ...(await message(elsewhere)),
    statementId: sent.statementId,
  });
  assert.equal(taken.status, 409, 'the number of a statement in another thread');
  assert.equal((await mon.see(pathOf(by))).statements.length, 2);
  assert.equal((await mon.see(pathOf(elsewhere))).statements.length, 1);
});

test('words that are not sealed, or not to the worker, or to a key that is out of use, are not taken', async () => {
  const by = await phone(t, cso);
  const us = { kid: cso.ring.kid, jwk: cso.jwk };
  const stranger = { kid: cso.employerRing.kid, jwk: cso.jwk };
  for (const envelope of [
    'They hold our passports, said openly.',
    JSON.stringify({ words: 'They hold our passports.' }),
    await seal({ words: 'x' }, [us]),
    await seal({ words: 'x' }, [stranger]),
  ]) {
    const answer = await mon.post(`${pathOf(by)}/messages`, { statementId: randomUUID(), envelope });
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.errors[0].path, 'envelope');
  }
  assert.equal((await mon.see(pathOf(by))).statements.length, 1);
});

test('two case workers write at once: the second is told that something came', async () => {
  const by = await phone(t, cso);
  const send = async (who: Desk) => who.post(`${pathOf(by)}/messages`, await message(by, { seen: 1 }));
  const answers = await Promise.all([send(mon), send(aye)]);
  assert.deepEqual(answers.map((a) => a.status).toSorted(), [200, 409]);
  assert.equal(answers.find((a) => a.status === 409)?.body.errors[0].path, 'seen');
  assert.equal((await mon.see(pathOf(by))).statements.length, 2);
});

test('a report without a workplace is answered and helped, and becomes a case once it has one', async () => {
  const by = await phone(t, cso, { where: ['unknown'] });
  const at = pathOf(by);
  assert.equal(by.docket, await docketOfUnplaced());
  await mon.done(`${at}/messages`, await message(by));
  t.clock.forward(60);
  await mon.done(`${at}/help`, { help: true });
  await mon.done(`${at}/notes`, {
    noteId: randomUUID(),
    envelope: await seal({ words: 'Which plant?' }, [{ kid: cso.ring.kid, jwk: cso.jwk }]),
  });
  assert.equal((await mon.post(`${at}/case`, { caseId: randomUUID() })).status, 409);
  assert.equal((await mon.post(`${at}/distinct`, { value: 'distinct' })).status, 409);
  assert.equal((await mon.post(`${at}/place`, { docket: 9999 })).body.errors[0].path, 'docket');
  const placed = { docket: cso.workplaces[1] };
  assert.deepEqual(await mon.done(`${at}/place`, placed), { placedIn: cso.workplaces[1] });
  assert.deepEqual(await mon.done(`${at}/place`, placed), { placedIn: cso.workplaces[1] }, 'sent again');
  const view = await mon.see(at);
  assert.deepEqual([view.thread.placedIn, view.thread.help, view.notes.length], [cso.workplaces[1], true, 1]);
  assert.deepEqual(
    view.statements.map((s: { kind: string }) => s.kind),
    ['report', 'message', 'help'],
    'each once, though it stands in two dockets',
  );
  await mon.done(`${at}/distinct`, { value: 'distinct', was: 'unconfirmed' });
  assert.equal(
    (await aye.post(`${at}/distinct`, { value: 'same_as_other', was: 'unconfirmed' })).status,
    409,
  );
  const opened = await mon.done(`${at}/case`, { caseId: randomUUID() });
  assert.equal(opened.docket, cso.workplaces[1]);
  const other = await openedCase(t, cso, 1);
  const moved = await phone(t, cso, { where: [String(cso.workplaces[1])] });
  assert.equal(
    (await mon.post(`${pathOf(moved)}/case`, { caseId: other.caseId, caseDocket: other.docket })).status,
    409,
    'a case has one workplace',
  );
  t.clock.forward(60);
  await t.closeEpoch();
});
const docketOfUnplaced = async () => (await unplacedDocket(t.world))?.docketId;

test('who sends fakes is not told by the thread that they were noticed', async () => {
  const by = await phone(t, cso);
  await mon.done(`${pathOf(by)}/distinct`, { value: 'same_as_other' });
  await mon.done(`${pathOf(by)}/case`, { caseId: randomUUID() });
  const thread = await by.thread();
  assert.deepEqual(
    thread.statements.map((s: { kind: string }) => s.kind),
    ['report'],
  );
  assert.ok(!JSON.stringify(thread).includes('same_as_other'));
});

test('nobody reads or writes without a session, or from another page', async () => {
  const by = await phone(t, cso);
  const url = `/api/v1/desk/${pathOf(by)}`;
  assert.equal((await t.app.inject({ url })).statusCode, 401);
  assert.equal((await t.app.inject({ url: '/api/v1/desk/inbox' })).statusCode, 401);
  const cookie = await cso.cookie(cso.caseworker);
  const foreign = await t.app.inject({
    method: 'POST',
    url: `${url}/help`,
    payload: { help: true },
    headers: { cookie, 'sec-fetch-site': 'cross-site' },
  });
  assert.equal(foreign.statusCode, 403);
  assert.equal((await mon.see(pathOf(by))).thread.help, false);
});

test('the codes are those of the list', async () => {
  const list = await mon.see('codes');
  assert.deepEqual([list.codes.length, list.categories.length], [111, 18]);
});
