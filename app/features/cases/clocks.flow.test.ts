// A case's clocks, from its steps to what stands on record when they run out.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { keepDuties } from '../duties/index.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let admin: pg.Client;

before(async () => {
  // A Friday morning in Bangkok.
  t = await testWorld({ at: '2026-11-20T03:00:00Z' });
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const DAY = 86_400;
type Duty = { kind: string; dueAt: string; doneAt: string | null; overdueAt: string | null; pausedAt: string | null; pausedDays: number; events: { act: string; days: number; n: number }[]; docket: number; dutyId: string }; // prettier-ignore
const dutiesOf = async (c: { at: string }): Promise<Duty[]> => (await mon.see(`${c.at}/duties`)).duties;
const open = async (c: { at: string }, kind: string): Promise<Duty | undefined> =>
  (await dutiesOf(c)).find((d) => d.kind === kind && !d.doneAt);
const statements = async (kind: string, caseId: string): Promise<Record<string, string>[]> =>
  (
    await admin.query<{ fields: { name: string; value: string }[] }>(
      'select fields from vouch.statement where kind = $1 and case_id = $2 order by recorded_at',
      [kind, caseId],
    )
  ).rows.map(({ fields }) => Object.fromEntries(fields.map(({ name, value }) => [name, value])));

test('opening a case starts triage from the first report and the next word to the worker; steps end and begin clocks', async () => {
  const c = await openedCase(t, cso, 1);
  const all = await dutiesOf(c);
  const triage = all.find((d) => d.kind === 'triage');
  assert.ok(triage?.doneAt, 'it was triaged');
  assert.equal(triage.dueAt.slice(0, 10), '2026-11-24', 'two working days from a Friday');
  assert.ok(await open(c, 'worker_update'));
  await c.issue('DOC-01');
  await c.move('protection_response');
  await c.move('under_investigation');
  const found = await open(c, 'investigation');
  assert.ok(found);
  assert.equal(Date.parse(found.dueAt) - t.clock.now().getTime(), 30 * DAY * 1000);
  await c.move('substantiated');
  assert.equal(await open(c, 'investigation'), undefined);
  assert.ok(await open(c, 'cap'));
});

test('a message to a worker ends the wait for one, and starts the next fourteen days', async () => {
  const c = await openedCase(t, cso, 1);
  const first = await open(c, 'worker_update');
  t.clock.forward(3 * DAY);
  const [by] = c.phones;
  assert.ok(by && first);
  await mon.done(`threads/${by.docket}/${by.threadId}/messages`, {
    statementId: randomUUID(),
    envelope: await by.sealed({ v: 1, kind: 'message', words: 'We are at it.' }),
  });
  const next = await open(c, 'worker_update');
  assert.ok(next && next.dutyId !== first.dutyId);
  assert.equal(Date.parse(next.dueAt) - t.clock.now().getTime(), 14 * DAY * 1000);
});

test('what is late is on record once, however often the clock looks, and stays so when it is done', async () => {
  const c = await openedCase(t, cso, 1);
  await c.issue('DOC-01');
  await c.move('protection_response');
  await c.move('under_investigation');
  t.clock.forward(31 * DAY);
  const runs = [await keepDuties(t.world), await keepDuties(t.world)];
  assert.ok((runs[0]?.overdue ?? 0) >= 1);
  assert.deepEqual(runs[1], { overdue: 0, steps: 0 }, 'a second run finds nothing to do');
  const [one, other] = (await statements('overdue', c.caseId)).filter(({ duty }) => duty === 'investigation');
  assert.ok(one && !other);
  assert.equal(one.due, one.due?.slice(0, 10));
  assert.deepEqual(
    (await open(c, 'investigation'))?.events.map((e) => e.act),
    ['overdue', 'remind_owner'],
  );
  await c.move('substantiated');
  const done = (await dutiesOf(c)).find((d) => d.kind === 'investigation');
  assert.ok(done?.doneAt && done.overdueAt, 'late and done');
});

test('a run that is cut off before its end leaves nothing half: the next one says the rest', async () => {
  const c = await openedCase(t, cso, 1);
  await c.issue('DOC-01');
  await c.move('protection_response');
  await c.move('under_investigation');
  t.clock.forward(40 * DAY);
  // The database refuses the event, the last write of the transaction: as a crash between the three would.
  await admin.query('revoke insert on vouch.duty_event from vouch_app');
  await assert.rejects(keepDuties(t.world));
  assert.deepEqual(await statements('overdue', c.caseId), []);
  assert.equal((await open(c, 'investigation'))?.overdueAt, null);
  await admin.query('grant insert on vouch.duty_event to vouch_app');
  await Promise.all([keepDuties(t.world), keepDuties(t.world)]);
  const late = await statements('overdue', c.caseId);
  assert.equal(late.filter(({ duty }) => duty === 'investigation').length, 1, 'two at once say it once');
});

test('a clock waits for a worker, and goes on when the worker has spoken; no other waiting stops it', async () => {
  const c = await openedCase(t, cso, 1);
  await c.issue('MOV-01');
  await c.move('protection_response');
  await c.move('referred');
  // A labour office has it, and a month to act.
  const due = new Date(t.clock.now().getTime() + 30 * DAY * 1000);
  await admin.query(
    `insert into vouch.duty (docket_id, duty_id, kind, org_id, cso_org, case_id, starts_at, due_at)
      values ($1, $2, 'state_action', 'vouch:office', $3, $4, $5, $6)`,
    [c.docket, randomUUID(), cso.org, c.caseId, t.clock.now(), due],
  );
  t.clock.forward(10 * DAY);
  assert.equal(
    (await open(c, 'state_action'))?.dueAt,
    due.toISOString(),
    'ten days without anybody are ten days',
  );
  await c.move('worker_verification');
  assert.ok((await open(c, 'state_action'))?.pausedAt);
  t.clock.forward(40 * DAY);
  await keepDuties(t.world);
  assert.equal(
    (await open(c, 'state_action'))?.overdueAt,
    null,
    'nobody is late while a worker is waited for',
  );
  await c.move('retaliation_monitoring');
  const after = await open(c, 'state_action');
  assert.equal(Date.parse(after?.dueAt ?? ''), due.getTime() + 40 * DAY * 1000);
  assert.equal(after?.pausedDays, 40);
});

test('a case that is stopped as unsafe names the day of its review, which is a duty of its own', async () => {
  const c = await openedCase(t, cso, 1);
  const stop = async (over: object) => {
    const { seq } = (await c.see()).case;
    return mon.post(`${c.at}/transitions`, { to: 'closed', closure: 'unsafe_to_proceed', reason: 'Too much danger.', seq, ...over }); // prettier-ignore
  };
  const day = (n: number) => new Date(t.clock.now().getTime() + n * DAY * 1000).toISOString().slice(0, 10);
  for (const reviewDate of [undefined, day(0), day(-3), day(800), 'tomorrow'])
    assert.equal((await stop({ reviewDate })).status, 422, String(reviewDate));
  assert.equal((await stop({ closure: 'worker_withdrew', reviewDate: day(5) })).status, 422);
  assert.equal((await stop({ reviewDate: day(30) })).status, 409, 'and the judgement behind it');
  const judged = { stopId: randomUUID(), harmActing: 4, harmWaiting: 1, worker: 'agrees', reviewOn: day(30) };
  await mon.done(`${c.at}/stop`, judged);
  assert.equal((await stop({ reviewDate: day(30) })).status, 200);
  const review = await open(c, 'review');
  assert.equal(review?.dueAt.slice(0, 10), day(30));
  assert.deepEqual(
    (await dutiesOf(c)).filter((d) => !d.doneAt).map((d) => d.kind),
    ['review'],
  );
  const first = (await c.see()).case.firstReceived;
  t.clock.forward(31 * DAY);
  await c.move('reopened');
  assert.equal((await c.see()).case.firstReceived, first, 'a reopened case keeps its first day');
  assert.equal(await open(c, 'review'), undefined);
  assert.ok(await open(c, 'worker_update'));
});

test('a report that nobody answered in time is late once, and done when it is answered', async () => {
  const by = await phone(t, cso);
  t.clock.forward(20 * DAY);
  await keepDuties(t.world);
  await keepDuties(t.world);
  const late = async () =>
    (await admin.query('select overdue_at, done_at from vouch.duty where thread_id = $1', [by.threadId]))
      .rows;
  assert.equal((await late()).length, 1);
  assert.ok((await late())[0].overdue_at);
  await mon.done(`threads/${by.docket}/${by.threadId}/messages`, {
    statementId: randomUUID(),
    envelope: await by.sealed({ v: 1, kind: 'message', words: 'We are sorry that it took so long.' }),
  });
  await keepDuties(t.world);
  assert.ok((await late())[0].done_at);
});

test('a routine report before Songkran is answered five working days later, whatever the season does to the week', async () => {
  t.clock.set('2027-04-09T03:00:00Z');
  const by = await phone(t, cso, { danger: ['P3'] });
  const { rows } = await admin.query<{ urgency: string; due_at: Date }>(
    'select urgency, due_at from vouch.thread where thread_id = $1',
    [by.threadId],
  );
  assert.equal(rows[0]?.urgency, 'P3');
  // Monday 12, then 13 to 15 are Songkran, then 16, 19, 20, 21.
  assert.equal(rows[0]?.due_at.toISOString().slice(0, 10), '2027-04-21');
});
