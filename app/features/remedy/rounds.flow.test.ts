// Both sides of a repayment to sixty workers, by HTTP with real phones and real crypto (journey J5 without its browsers).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, type Phone, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { closeOldQuestions } from '../cases/index.ts';
import { draw, frameHash } from '../cases/sampling.ts';

let t: TestWorld;
let cso: Office;
let hr: Desk;
before(async () => {
  t = await testWorld();
  cso = await office(t);
  hr = await desk(t, cso, cso.hr);
});
after(() => t.close());

const DAY = 86_400;
const THB = 100;
type Issue = { c: Worked; at: string; issueId: string };
type Value = 'fully' | 'partly' | 'not';

async function issueOf(count: number, code = 'REC-01'): Promise<Issue> {
  const c = await openedCase(t, cso, count);
  const issueId = await c.issue(code);
  return { c, issueId, at: `${c.at}/issues/${issueId}` };
}
/** The organisation writes down what the employer says: planned, and done, with the employer's own grade. */
async function remedied({ c, at }: Issue, over: object = {}, done: object = {}): Promise<void> {
  const remedyId = randomUUID();
  const plan = { remedyId, type: 'restitution', party: 'employer', dueDate: '2026-12-31', ...over };
  await c.desk.done(`${at}/remedies`, plan);
  const doneDate = t.world.clock.now().toISOString().slice(0, 10);
  await c.desk.done(`${at}/remedies/${remedyId}/done`, { doneDate, outcome: 'fully', quality: 5, ...done });
}
const begin = ({ c, at }: Issue, roster: number, over: object = {}) =>
  c.desk.post(`${at}/rounds`, {
    roundId: randomUUID(),
    about: 'remedy',
    roster: { from: roster, to: roster },
    ...over,
  });

type Round = { roundId: string; drawn: { docket: number; threadId: string }[] };
/** Asks everybody who was drawn, twenty at a time; gives the statement that asks each. */
async function askAll(
  { c, at }: Issue,
  round: Round,
): Promise<Map<string, { askId: string; statementId: string }>> {
  const asked = new Map<string, { askId: string; statementId: string }>();
  t.clock.forward(60);
  for (let n = 0; n < round.drawn.length; n += 20) {
    const asks = await Promise.all(
      round.drawn.slice(n, n + 20).map(async ({ docket, threadId }) => {
        const one = { askId: randomUUID(), statementId: randomUUID() };
        asked.set(threadId, one);
        const by = c.phones.find((p) => p.threadId === threadId);
        const envelope = (await by?.sealed({ v: 1, kind: 'question', words: 'Did it come?' })) ?? '';
        return { ...one, threadDocket: docket, threadId, envelope };
      }),
    );
    const done = await c.desk.done(`${at}/rounds/${round.roundId}/asks`, { asks });
    assert.equal(done.asked, asks.length);
    assert.equal((await c.desk.done(`${at}/rounds/${round.roundId}/asks`, { asks })).asked, 0, 'sent again');
  }
  t.clock.forward(60);
  return asked;
}

const answerOf = (by: Phone, re: string, about: 'remedy' | 'payment', value: Value) =>
  about === 'remedy'
    ? by.say('remedy_answer', { re, outcome: value, well: 4 }, re)
    : by.say('answer', { re, about, value }, re);

test('J5: 60 are owed, 60 are asked, 52 say all, 5 a part, 3 nothing: partly, disputed by 8 of 60', async () => {
  const issue = await issueOf(60);
  const { c, at, issueId } = issue;
  const rows = c.phones.map((p, n) => ({
    threadDocket: p.docket,
    threadId: p.threadId,
    currency: 'THB',
    corridor: 'MM-TH',
    recruiter: 'Golden Bridge',
    quarter: '2026-Q1',
    // Twelve have receipts: their median is what the others are owed, unless they say more.
    costs: [{ type: 'RF-01', amount: (n < 12 ? 17_000 + 500 * n : 15_000) * THB, evidenced: n < 12 }],
    seq: 0,
  }));
  const saved = await c.desk.done(`${at}/amounts`, { rows });
  const evidenced = 12 * 17_000 + 500 * 66;
  const benchmark = 19_750;
  const owed = (evidenced + 48 * benchmark) * THB;
  assert.deepEqual(saved, { workers: 60, owed: [{ amount: owed, currency: 'THB' }] });
  assert.equal(
    (await c.desk.post(`${at}/amounts`, { rows: rows.slice(0, 1) })).status,
    409,
    'seq is of before',
  );

  await remedied(
    issue,
    { amount: owed, currency: 'THB', workersEntitled: 60, tranche: 1 },
    { paid: owed, workersReceived: 60 },
  );
  const opened = await begin(issue, 60, { about: 'payment', tranche: 1 });
  assert.equal(opened.status, 200, opened.text);
  assert.deepEqual([opened.body.way, opened.body.size, opened.body.drawn.length], ['census', 60, 60]);
  const again = await begin(issue, 60);
  assert.equal(again.status, 409, 'one round at a time');
  const asked = await askAll(issue, opened.body);

  const value = (n: number): Value => (n < 52 ? 'fully' : n < 57 ? 'partly' : 'not');
  for (const [n, by] of c.phones.entries())
    await answerOf(by, asked.get(by.threadId)?.statementId ?? '', 'payment', value(n));
  const waiting = await c.desk.see(`${at}/answers`);
  assert.equal(waiting.rows.length, 60);
  assert.ok(waiting.rows.every((row: { envelope: string }) => row.envelope.length > 100));
  const early = await c.desk.post(`${at}/rounds/${opened.body.roundId}/end`, {});
  assert.equal(early.status, 409, 'nobody is cut off');

  const lessThanDue = await code(issue, asked, c.phones[0], { value: 'fully', amount: 100 });
  assert.equal(lessThanDue.status, 422, lessThanDue.text);
  for (const [n, by] of c.phones.entries()) {
    const amount = value(n) === 'partly' ? { amount: 5_000 * THB } : {};
    const coded = await code(issue, asked, by, {
      value: value(n),
      quality: value(n) === 'fully' ? 4 : 2,
      ...amount,
    });
    assert.equal(coded.status, 200, coded.text);
  }
  const seen = (await c.see()).issues.find((i: { issueId: string }) => i.issueId === issueId);
  assert.deepEqual(
    [
      seen.outcome,
      seen.verdict,
      seen.asked,
      seen.fully,
      seen.partly,
      seen.not,
      seen.unreachable,
      seen.remediedBy,
    ],
    ['partly', 'partly', 60, 52, 5, 3, 0, 'employer'],
  );
  const sides = await c.desk.see(`${at}/sides`);
  assert.deepEqual(
    sides.affected,
    { low: 8, high: 8, noneFound: false },
    'all were asked: 8 of 60 for certain',
  );
  assert.deepEqual(sides.workers.quality, [0, 8, 0, 52, 0]);
  assert.equal(sides.remedies[0].quality, 5, 'what the business says of itself stays as it said it');
  const confirmed = owed - sumOf(sides.amounts.slice(0), c, 52) + 5 * 5_000 * THB;
  assert.deepEqual(sides.money.owed, [{ amount: owed, currency: 'THB' }]);
  assert.deepEqual(sides.money.paid, [{ amount: owed, currency: 'THB' }]);
  assert.deepEqual(sides.money.confirmed, [{ amount: confirmed, currency: 'THB' }]);
  assert.equal(sides.confirmation.worker, 'partly');
  const ended = await c.desk.done(`${at}/rounds/${opened.body.roundId}/end`, {});
  assert.ok(ended.closedAt);

  // The business is told nothing of any of it.
  for (const path of [`${at}/sides`, `${at}/rounds`, `${at}/answers`, c.at])
    assert.equal((await hr.get(path)).status, 404, path);

  // Paid anew: the eight are asked in a second round with all others; the first round's answers stand until then.
  t.clock.forward(20 * DAY);
  await remedied(issue);
  const second = (await begin(issue, 60, { about: 'payment', tranche: 1 })).body;
  const more = await askAll(issue, second);
  for (const by of c.phones) {
    await answerOf(by, more.get(by.threadId)?.statementId ?? '', 'payment', 'fully');
    assert.equal((await code(issue, more, by, { value: 'fully', quality: 5 })).status, 200);
  }
  const done = (await c.see()).issues[0];
  assert.deepEqual([done.outcome, done.verdict, done.fully], ['verified', 'verified', 60]);
  assert.deepEqual((await c.desk.see(`${at}/sides`)).money.confirmed, [{ amount: owed, currency: 'THB' }]);

  // Three months later deductions take it back.
  t.clock.forward(92 * DAY);
  const raised = (await c.see()).issues[0].raisedAt;
  const twice = await c.desk.post(`${c.at}/issues`, { issueId: randomUUID(), code: 'REC-01', scale: 3, scope: 2, irremediability: 1, affected: { count: 60 } }); // prettier-ignore
  assert.deepEqual([twice.status, twice.body.errors[0].why], [409, 'came back']);
  const relapse = {
    relapseId: randomUUID(),
    reason: 'Deductions of the same sum since May.',
    was: 'verified',
  };
  assert.equal((await c.desk.done(`${at}/relapse`, relapse)).relapses, 1);
  const back = (await c.see()).issues[0];
  assert.deepEqual(
    [back.outcome, back.claimedAt, back.asked, back.relapses, back.raisedAt],
    [null, null, 0, 1, raised],
  );
  const other = await c.desk.post(`${at}/relapse`, { ...relapse, relapseId: randomUUID() });
  assert.equal(other.status, 409, 'once is once');
  const elsewhere = await issueOf(1);
  const linked = (await elsewhere.c.see()).issues[0];
  assert.deepEqual(
    [linked.relapses, linked.firstRaisedAt],
    [2, raised],
    'another case, the same place, the first day kept',
  );
});

const code = (issue: Issue, asked: Map<string, { askId: string }>, by: Phone | undefined, body: object) =>
  issue.c.desk.post(`${issue.c.at}/asks/${asked.get(by?.threadId ?? '')?.askId}/code`, body);
/** What those from the n-th phone on are owed. */
function sumOf(amounts: { threadId: string; due: number }[], c: Worked, from: number): number {
  const late = new Set(c.phones.slice(from).map((p) => p.threadId));
  return amounts.filter((a) => late.has(a.threadId)).reduce((sum, a) => sum + a.due, 0);
}

test('a sample is drawn by the log’s next epoch: nobody picks, everybody can draw again', async () => {
  const issue = await issueOf(112, 'WAG-01');
  const { c, at } = issue;
  await remedied(issue);
  const opened = (await begin(issue, 150)).body;
  assert.deepEqual([opened.way, opened.size, opened.frame, opened.drawn.length], ['sample', 109, 112, 0]);
  const early = await c.desk.post(`${at}/rounds/${opened.roundId}/draw`, {});
  assert.deepEqual([early.status, early.body.errors[0].why], [409, 'no epoch yet']);
  t.clock.forward(60);
  const n = await t.closeEpoch();
  const drawn = await c.desk.done(`${at}/rounds/${opened.roundId}/draw`, {});
  assert.equal(drawn.seedEpoch, n);
  t.clock.forward(60);
  await t.closeEpoch();
  const again = await c.desk.done(`${at}/rounds/${opened.roundId}/draw`, {});
  assert.deepEqual(again, drawn, 'a later epoch draws nobody else');
  const frame = c.phones.map((p) => p.threadId);
  const ids = drawn.drawn.map((d: { threadId: string }) => d.threadId).sort();
  assert.deepEqual(ids, draw(drawn.seed, frame, 109).sort());
  const fields = await t.world.app.read({ org: cso.org, kind: 'cso' }, (db) =>
    db.selectFrom('statement').select('fields').where('statement_id', '=', opened.roundId).execute(),
  );
  assert.match(
    JSON.stringify(fields),
    new RegExp(`sha256:${frameHash(frame)}`),
    'the frame stood on record before',
  );
  const left = c.phones.find((p) => !ids.includes(p.threadId));
  assert.ok(left);
  const picked = await c.desk.post(`${at}/rounds/${opened.roundId}/asks`, {
    asks: [{ askId: randomUUID(), statementId: randomUUID(), threadDocket: left.docket, threadId: left.threadId, envelope: await left.sealed({ v: 1 }) }], // prettier-ignore
  });
  assert.deepEqual([picked.status, picked.body.errors[0].why], [409, 'not drawn']);
});

test('silence: two tries on two days and a month gone are unreachable, counted apart, and verify nothing', async () => {
  const issue = await issueOf(3, 'DED-01');
  const { c, at } = issue;
  await remedied(issue);
  const round = (await begin(issue, 3)).body;
  const asked = await askAll(issue, round);
  const [a, b, silent] = c.phones;
  assert.ok(a && b && silent);
  for (const by of [a, b]) {
    await answerOf(by, asked.get(by.threadId)?.statementId ?? '', 'remedy', 'fully');
    assert.equal((await code(issue, asked, by, { value: 'fully' })).status, 200);
  }
  const tryOnce = () =>
    c.desk.post(`${c.at}/asks/${asked.get(silent.threadId)?.askId}/attempts`, { attemptId: randomUUID(), channel: 'phone_hotline' }); // prettier-ignore
  assert.equal((await tryOnce()).status, 409, 'today was the question itself');
  t.clock.forward(2 * DAY);
  assert.deepEqual((await tryOnce()).body, { attempts: 2 });
  assert.equal((await tryOnce()).status, 409, 'twice a day is once');
  assert.deepEqual(
    await counts(issue),
    ['claimed', 'insufficient_evidence', 2, 0],
    'two of three are not enough',
  );
  t.clock.forward(31 * DAY);
  assert.ok((await closeOldQuestions(t.world)) >= 1);
  assert.deepEqual(await counts(issue), ['unreachable', 'insufficient_evidence', 2, 1]);
  const ended = (await c.desk.see(`${at}/rounds`)).rows[0];
  assert.ok(ended.closedAt, 'the round ended by itself');
  const wish = await c.desk.post(`${c.at}/transitions`, { to: 'verified_remediated', reason: 'Two are enough.', seq: (await c.see()).case.seq }); // prettier-ignore
  assert.equal(wish.status, 409);
});
const counts = async ({ c }: Issue): Promise<unknown[]> => {
  const [i] = (await c.see()).issues;
  return [i.outcome, i.verdict, i.fully, i.unreachable];
};

test('while somebody is punished for speaking, nothing is verified', async () => {
  const issue = await issueOf(2, 'WAG-02');
  await remedied(issue);
  await issue.c.issue('GRV-03');
  const round = (await begin(issue, 2)).body;
  const asked = await askAll(issue, round);
  for (const by of issue.c.phones) {
    await answerOf(by, asked.get(by.threadId)?.statementId ?? '', 'remedy', 'fully');
    await code(issue, asked, by, { value: 'fully' });
  }
  const [one] = (await issue.c.see()).issues.filter((i: { code: string }) => i.code === 'WAG-02');
  assert.equal(one.verdict, 'insufficient_evidence');
  assert.notEqual(one.outcome, 'verified');
});

test('the state’s remedy is the state’s: claimed like any other, counted apart', async () => {
  const issue = await issueOf(1, 'WAG-03');
  await remedied(issue, { party: 'state' });
  assert.equal((await issue.c.see()).issues[0].remediedBy, 'state');
});
