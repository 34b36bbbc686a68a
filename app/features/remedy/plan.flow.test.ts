import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { desk } from '../../../test/phone.ts';
import { keepDuties } from '../duties/index.ts';
import { type Planning, planning } from './plan.fixture.ts';

let p: Planning;
before(async () => {
  p = await planning();
});
after(() => p.close());

test('a plan has owner, cost, day and proof; every version stays; new terms want a new agreement', async () => {
  const { hr, told, plan, changed } = p;
  const { c, at, side } = await told();
  const first = await plan();
  assert.deepEqual(await hr.done(`${at}/actions`, first), {
    actionId: first.actionId,
    n: 1,
    state: 'proposed',
  });
  const where = `${at}/actions/${first.actionId}`;
  await c.desk.done(`${side}/actions/${first.actionId}/agree`, { was: 1, consulted: 'workers' });
  assert.deepEqual((await hr.see(at)).actions[0].agreed.n, 1);
  assert.equal((await hr.see(at)).actions[0].status, 'open');
  // That it is begun changes no term: the agreement holds.
  assert.equal(
    (await hr.done(`${where}/change`, await changed(1, { state: 'in_progress' }))).state,
    'in_progress',
  );
  assert.equal((await hr.see(at)).actions[0].agreed.n, 2);
  // Half a year later and half the money is another promise.
  const weaker = await changed(2, { dueDate: '2027-09-01', cost: 27_000_000 });
  assert.equal((await hr.done(`${where}/change`, weaker)).state, 'proposed');
  assert.deepEqual(
    await hr.done(`${where}/change`, weaker),
    { actionId: first.actionId, n: 3, state: 'proposed' },
    'again',
  );
  const [action] = (await hr.see(at)).actions;
  assert.deepEqual(
    action.versions.map((v: { n: number; dueDate: string; cost: number; state: string }) => [
      v.n,
      v.dueDate,
      v.cost,
      v.state,
    ]),
    [
      [1, '2027-03-01', 54_000_000, 'proposed'],
      [2, '2027-03-01', 54_000_000, 'in_progress'],
      [3, '2027-09-01', 27_000_000, 'proposed'],
    ],
  );
  assert.equal(action.agreed.n, 2, 'what was agreed to is the version before');
  const late = await c.desk.post(`${side}/actions/${first.actionId}/agree`, { was: 2, consulted: 'workers' });
  assert.equal(late.status, 409);
  assert.deepEqual(late.body.errors, [{ path: 'was', why: 'version 3' }]);
});

test('two colleagues change one action: the second is told, nothing is lost; what the table forbids is refused', async () => {
  const { hr, told, words, plan, changed } = p;
  const { at } = await told();
  const first = await plan();
  await hr.done(`${at}/actions`, first);
  const where = `${at}/actions/${first.actionId}`;
  const both = await Promise.all([
    hr.post(`${where}/change`, await changed(1, { cost: 1 })),
    hr.post(`${where}/change`, await changed(1, { cost: 2 })),
  ]);
  assert.deepEqual(both.map((one) => one.status).toSorted(), [200, 409]);
  assert.equal((await hr.see(at)).actions[0].versions.length, 2);
  for (const state of ['open', 'in_progress', 'done_reported'])
    assert.equal((await hr.post(`${where}/change`, await changed(2, { state }))).status, 409, state);
  assert.equal((await hr.post(`${where}/change`, await changed(2, { cost: 5, currency: null }))).status, 422);
  assert.equal((await hr.post(`${where}/change`, await changed(2, { dueDate: '2020-01-01' }))).status, 422);
  await hr.done(`${where}/change`, await changed(2, { state: 'cancelled_with_reason' }));
  assert.equal((await hr.see(at)).actions[0].status, 'cancelled_with_reason');
  assert.equal((await hr.post(`${where}/report`, { envelope: await words('Done.') })).status, 409);
});

test('an action that is late is overdue, on record and for good; a plan that never came too', async () => {
  const { t, cso, hr, admin, told, words, plan } = p;
  const { c, at, id, side } = await told();
  const silent = await told();
  const first = await plan({
    dueDate: new Date(t.world.clock.now().getTime() + 20 * 86_400_000).toISOString().slice(0, 10),
  });
  await hr.done(`${at}/actions`, first);
  await c.desk.done(`${side}/actions/${first.actionId}/agree`, { was: 1, consulted: 'representative' });
  t.clock.forward(15 * 86_400);
  await keepDuties(t.world);
  const late = async (caseId: string) =>
    (
      await admin.query<{ kind: string; late: boolean; done: boolean }>(
        `select kind, overdue_at is not null as late, done_at is not null as done from vouch.duty
          where case_id = $1 and org_id = $2 and kind in ('cap', 'remedy') order by kind, late`,
        [caseId, cso.employer],
      )
    ).rows;
  const plans = (rows: { kind: string }[]) => rows.filter((row) => row.kind === 'cap');
  assert.deepEqual(plans(await late(silent.c.caseId)), [{ kind: 'cap', late: true, done: false }]);
  assert.deepEqual(plans(await late(c.caseId)), [{ kind: 'cap', late: false, done: true }]);
  t.clock.forward(6 * 86_400);
  await keepDuties(t.world);
  assert.equal((await hr.see(at)).actions[0].status, 'overdue');
  assert.equal((await hr.see('disclosures')).rows.find((r: { id: string }) => r.id === id).overdue, 1);
  await hr.done(`${at}/actions/${first.actionId}/report`, { envelope: await words('Paid.') });
  assert.equal((await hr.see(at)).actions[0].status, 'done_reported');
  const ended = await late(c.caseId);
  assert.ok(
    ended.some((row) => row.kind === 'remedy' && row.late && row.done),
    'done late stays late',
  );
});

test('questions and proofs go back and forth, sealed and by days; nobody else has them', async () => {
  const { t, cso, hr, told, words, plan, stored } = p;
  const { c, at, side } = await told();
  const question = { wordId: randomUUID(), envelope: await words('For which months?') };
  await hr.done(`${at}/questions`, question);
  assert.deepEqual(await hr.done(`${at}/questions`, question), { done: true }, 'again');
  assert.equal(
    (await hr.post(`${at}/questions`, { ...question, envelope: await words('Other.') })).status,
    409,
  );
  assert.equal(
    (await hr.post(`${at}/questions`, { wordId: randomUUID(), envelope: 'An open question, unsealed.' }))
      .status,
    422,
  );
  const view = await c.desk.see(`${c.at}/business`);
  assert.equal(view.disclosures[0].words[0].envelope, question.envelope);
  assert.equal((await hr.see('disclosures')).rows[0].waiting > 0, true);
  const answer = {
    wordId: randomUUID(),
    re: question.wordId,
    names: [],
    envelope: await words('May to July.'),
  };
  await c.desk.done(`${side}/answers`, answer);
  assert.deepEqual(await c.desk.done(`${side}/answers`, answer), { done: true });
  const unknown = await c.desk.post(`${side}/answers`, { ...answer, wordId: randomUUID(), re: randomUUID() });
  assert.equal(unknown.status, 422);
  const first = await plan();
  await hr.done(`${at}/actions`, first);
  const file = await stored(cso.hr, 'sealed bank list');
  const proof = { wordId: randomUUID(), envelope: await words('First tranche.'), attachments: [file] };
  await hr.done(`${at}/actions/${first.actionId}/evidence`, proof);
  const back = {
    was: 1,
    wordId: randomUUID(),
    envelope: await words('Workers ask for one payment, not six.'),
  };
  await c.desk.done(`${side}/actions/${first.actionId}/back`, back);
  const said = (await hr.see(at)).words;
  assert.deepEqual(said.map((w: { kind: string }) => w.kind).toSorted(), [
    'answer',
    'evidence',
    'question',
    'sent_back',
  ]);
  assert.doesNotMatch(
    JSON.stringify(said.map(({ envelope: _, ...w }: { envelope: string }) => w)),
    /\d\d:\d\d/,
  );
  assert.equal((await c.desk.get(`files/${file.sha256}`)).text, 'sealed bank list');
  const buyer = await desk(t, cso, cso.analyst);
  assert.equal((await buyer.get(at)).status, 404);
  assert.equal((await buyer.get(`files/${file.sha256}`)).status, 404);
});

test('an answer that names what only few could be needs the worker’s go-ahead, as a disclosure does', async () => {
  const { hr, told, words } = p;
  const { c, issueId, at, side } = await told();
  const [only] = c.phones;
  assert.ok(only);
  const question = { wordId: randomUUID(), envelope: await words('Which shift?') };
  await hr.done(`${at}/questions`, question);
  const answer = {
    wordId: randomUUID(),
    re: question.wordId,
    names: ['unit'],
    envelope: await words('The night shift.'),
  };
  const send = (over: object = {}) => c.desk.post(`${side}/answers`, { ...answer, ...over });
  assert.deepEqual((await send()).body.errors, [{ path: 'understood', why: 'one' }]);
  assert.deepEqual((await send({ understood: true, circle: 6 })).body.errors, [
    { path: 'goAhead', why: 'few' },
  ]);
  await c.goAhead(only, { draftId: answer.wordId, issueId }, 'given');
  assert.equal((await send({ understood: true, circle: 6 })).status, 200);
  const wide = { ...answer, wordId: randomUUID() };
  assert.equal((await send({ ...wide, circle: 60 })).status, 200, 'sixty people are on that shift');
});
