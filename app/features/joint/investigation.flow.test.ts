// Two organisations in two countries on one matter: each sees its own part whole and of the other's no more than codes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { open } from '../../../seal/index.ts';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import type { JointView } from './contract.ts';
import { type Other, copiesFor, other, say } from './joint.fixture.ts';

let t: TestWorld;
let o: Office;
let here: { desk: Desk; ring: Office['ring'] };
let there: Other;
let stranger: Other;
let worked: Worked;
let admin: pg.Client;
const jointId = randomUUID();
let path = '';

before(async () => {
  t = await testWorld();
  o = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  there = await other(t, o, { id: 'vouch:origin', kind: 'cso', name: 'Origin Desk', country: 'MM', role: 'lead', person: 'Khin' }); // prettier-ignore
  stranger = await other(t, o, { id: 'vouch:far-away', kind: 'cso', name: 'Far Away', country: 'NP', role: 'lead', person: 'Maya' }); // prettier-ignore
  await t.closeEpoch();
  here = { desk: await desk(t, o, o.caseworker), ring: o.ring };
  worked = await openedCase(t, o, 3);
  await worked.issue('DOC-01');
  path = `together/${worked.docket}/${jointId}`;
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const see = (by: { desk: Desk }): Promise<JointView> => by.desk.see(path);
const wordsOf = async (view: JointView, itemId: string, ring: Office['ring']): Promise<unknown> => {
  const item = view.items.find((one) => one.itemId === itemId);
  assert.ok(item, 'the entry is not there');
  return item.envelope === null ? null : open(item.envelope, ring.privateJwk);
};

test('one opens it with its own case and brings the other in; whoever is not in has nothing', async () => {
  const body = {
    jointId,
    docket: worked.docket,
    case: { docket: worked.docket, caseId: worked.caseId },
    code: 'DOC-01',
    invite: [there.org],
  };
  await here.desk.done('together', body);
  await here.desk.done('together', body);
  const list = await there.desk.see('together');
  assert.equal(list.rows.length, 1);
  assert.partialDeepStrictEqual(list.rows[0], { jointId, you: { state: 'invited', role: 'party' } });
  const invited = await see(there);
  assert.deepEqual([invited.items, invited.parties, invited.parts, invited.may], [[], invited.parties, [], ['read', 'join', 'decline']]); // prettier-ignore
  assert.equal((await stranger.desk.see('together')).rows.length, 0);
  const nothing = await stranger.desk.get(path);
  const unknown = await stranger.desk.get(`together/${worked.docket}/${randomUUID()}`);
  assert.deepEqual([nothing.status, nothing.text], [404, unknown.text]);
  for (const act of ['answer', 'leave', 'items', 'close', 'cases', 'invitations'])
    assert.ok((await stranger.desk.post(`${path}/${act}`, { answer: 'join', end: 'remedied', org: there.org, case: { docket: worked.docket, caseId: worked.caseId }, kind: 'message', itemId: randomUUID() })).status === 404, act); // prettier-ignore
});

test('words are read by those who were in when they were written; passing them on later is an act on record', async () => {
  const early = await say(here, path, 'Three workers name the same man.');
  assert.deepEqual((await there.desk.done(`${path}/answer`, { answer: 'join' })).state, 'joined');
  const late = await see(there);
  assert.equal(await wordsOf(late, early, there.ring), null);
  const view = await see(here);
  const [khin] = view.parties.filter((p) => p.orgId === there.org);
  assert.ok(khin);
  const second = await say(here, path, 'Welcome. Who of you knows the village?');
  assert.partialDeepStrictEqual(await wordsOf(await see(there), second, there.ring), { words: 'Welcome. Who of you knows the village?' }); // prettier-ignore
  const passed = {
    kind: 'passed',
    itemId: randomUUID(),
    re: early,
    copies: await copiesFor(await see(here), here.ring, 'Three workers name the same man.', [khin.no]),
  };
  await here.desk.done(`${path}/items`, passed);
  await here.desk.done(`${path}/items`, passed);
  assert.partialDeepStrictEqual(await wordsOf(await see(there), early, there.ring), { words: 'Three workers name the same man.' }); // prettier-ignore
  const { rows } = await admin.query(
    `select kind, docket_id, by_org from vouch.statement where fields @> $1::jsonb order by recorded_at, kind`,
    [JSON.stringify([{ name: 'joint', value: jointId }])],
  );
  assert.deepEqual(
    rows.filter((r) => r.docket_id === worked.docket).map((r) => r.kind).sort(), // prettier-ignore
    ['joint_joined', 'joint_message', 'joint_message', 'joint_opened', 'joint_passed'],
  );
});

test('each sees its own part whole and of the other’s codes, ranges, states and a country', async () => {
  const seenThere = await see(there);
  assert.deepEqual(seenThere.cases, []);
  const part = seenThere.parts.find((p) => p.name === 'Worker Line');
  assert.partialDeepStrictEqual(part, { country: 'TH', cases: '1–4', workers: '1–4', codes: ['DOC-01'] });
  const text = JSON.stringify(seenThere);
  for (const secret of [worked.caseId, ...worked.phones.map((p) => p.threadId)])
    assert.ok(!text.includes(secret), 'the other’s case or thread');
  assert.equal((await see(here)).cases[0]?.caseId, worked.caseId);
  // The other's own case can't be linked by knowing its number.
  const stolen = await there.desk.post(`${path}/cases`, { case: { docket: worked.docket, caseId: worked.caseId } }); // prettier-ignore
  assert.equal(stolen.status, 422);
});

test('tasks have a day and an owner, are handed over and done by whoever has them', async () => {
  const [mine, theirs] = (await see(here)).parties.map((p) => p.no);
  assert.ok(mine && theirs);
  const task = randomUUID();
  await here.desk.done(`${path}/items`, { kind: 'task', itemId: task, code: 'ask_a_worker', dueDay: '2026-11-28', owner: mine }); // prettier-ignore
  const notTheirs = await there.desk.post(`${path}/items`, { kind: 'task_done', itemId: randomUUID(), task });
  assert.equal(notTheirs.status, 403);
  await here.desk.done(`${path}/items`, { kind: 'task_passed', itemId: randomUUID(), task, owner: theirs });
  const own = randomUUID();
  await here.desk.done(`${path}/items`, { kind: 'task', itemId: own, code: 'translate', dueDay: '2026-11-28', owner: mine }); // prettier-ignore
  const duty = () =>
    admin.query(`select org_id, done_at from vouch.duty where duty_id = any ($1)`, [[task, own]]);
  assert.partialDeepStrictEqual((await duty()).rows, [{ org_id: o.org, done_at: null }], 'one’s own task is one’s own duty'); // prettier-ignore
  await here.desk.done(`${path}/items`, { kind: 'task_done', itemId: randomUUID(), task: own });
  assert.ok((await duty()).rows[0].done_at);
  t.clock.forward(8 * 86_400);
  assert.partialDeepStrictEqual((await see(there)).tasks.filter((one) => one.itemId === task), [{ itemId: task, owner: theirs, overdue: true, doneDay: null }]); // prettier-ignore
  await there.desk.done(`${path}/items`, { kind: 'task_done', itemId: randomUUID(), task });
  assert.partialDeepStrictEqual((await see(here)).tasks.filter((one) => one.itemId === task), [{ itemId: task, overdue: false, doneDay: '2026-11-29' }]); // prettier-ignore
  const again = await there.desk.post(`${path}/items`, { kind: 'task_done', itemId: randomUUID(), task });
  assert.equal(again.status, 409);
});

test('a copy names its writer and one reader; the same number with other words is refused', async () => {
  const view = await see(here);
  const copies = await copiesFor(view, here.ring, 'For both of us.');
  const itemId = randomUUID();
  await here.desk.done(`${path}/items`, { kind: 'message', itemId, copies });
  await here.desk.done(`${path}/items`, { kind: 'message', itemId, copies: [...copies].reverse() });
  const changed = await here.desk.post(`${path}/items`, {
    kind: 'message',
    itemId,
    copies: copies.slice(0, 1),
  });
  assert.equal(changed.status, 409);
  const crossed = copies.map((c, i) => ({ ...c, envelope: copies[(i + 1) % copies.length]?.envelope ?? '' }));
  const bad = await here.desk.post(`${path}/items`, {
    kind: 'message',
    itemId: randomUUID(),
    copies: crossed,
  });
  assert.equal(bad.status, 422);
});

test('leaving ends reading of what comes next, and nothing is sealed to who left', async () => {
  await there.desk.done(`${path}/leave`, {});
  const before = (await see(there)).items.length;
  const after = await say(here, path, 'We go on alone.');
  const left = await see(there);
  assert.equal(left.items.length, before);
  assert.ok(!left.items.some((i) => i.itemId === after));
  assert.deepEqual(left.may, ['read']);
  assert.ok(!(await see(here)).sealTo.some((s) => s.name === 'Origin Desk'));
  const again = await there.desk.post(`${path}/answer`, { answer: 'join' });
  assert.equal(again.status, 409);
});

test('a member who may not see the case has no such work either', async () => {
  await admin.query(
    `insert into vouch.recusal (docket_id, recusal_id, about, about_id, cso_org, member_id, why, by_member, from_at)
      values ($1, $2, 'case', $3, $4, $5, 'family', $6, now())`,
    [worked.docket, randomUUID(), worked.caseId, o.org, o.caseworker.memberId, o.lead.memberId],
  );
  assert.equal((await here.desk.see('together')).rows.length, 0);
  assert.equal((await here.desk.get(path)).status, 404);
  const lead = await desk(t, o, o.lead);
  assert.equal((await lead.see(path)).you.state, 'joined');
});
