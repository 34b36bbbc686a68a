// Both sides of a repayment to sixty workers, by HTTP with real phones and real crypto (journey J5 without its browsers).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Worked } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type Value, answerOf, askAll, begin, code, issueOf, remedied } from '../../../test/rounds.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

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

test('J5: 60 are owed, 60 are asked, 52 say all, 5 a part, 3 nothing: partly, disputed by 8 of 60', async () => {
  const issue = await issueOf(t, cso, 60);
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
    t,
    issue,
    { amount: owed, currency: 'THB', workersEntitled: 60, tranche: 1 },
    { paid: owed, workersReceived: 60 },
  );
  const opened = await begin(issue, 60, { about: 'payment', tranche: 1 });
  assert.equal(opened.status, 200, opened.text);
  assert.deepEqual([opened.body.way, opened.body.size, opened.body.drawn.length], ['census', 60, 60]);
  const again = await begin(issue, 60);
  assert.equal(again.status, 409, 'one round at a time');
  const asked = await askAll(t, issue, opened.body);

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
  await remedied(t, issue);
  const second = (await begin(issue, 60, { about: 'payment', tranche: 1 })).body;
  const more = await askAll(t, issue, second);
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
  const elsewhere = await issueOf(t, cso, 1);
  const linked = (await elsewhere.c.see()).issues[0];
  assert.deepEqual(
    [linked.relapses, linked.firstRaisedAt],
    [2, raised],
    'another case, the same place, the first day kept',
  );
});

/** What those from the n-th phone on are owed. */
test('a business is told a sum of ten workers once: two of them would be one worker’s, subtracted', async () => {
  const { c, at, issueId } = await issueOf(t, cso, 11);
  const row = (n: number, seq = 0) => ({
    threadDocket: c.phones[n]?.docket,
    threadId: c.phones[n]?.threadId,
    ...{ currency: 'THB', corridor: 'MM-TH', recruiter: 'Golden Bridge', quarter: '2026-Q1' },
    costs: [{ type: 'RF-01', amount: 10_000 * THB, evidenced: true }],
    seq,
  });
  await c.desk.done(`${at}/amounts`, { rows: Array.from({ length: 10 }, (_, n) => row(n)) });
  await c.move('consent_pending');
  const [first] = c.phones;
  assert.ok(first);
  await c.consent(first, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId, { circle: 50 });
  await c.desk.done(`${c.at}/disclosures`, body);
  const { disclosureId } = body;
  const told = await c.desk.done(`${at}/sum`, { disclosureId });
  assert.deepEqual(told, { told: [{ amount: 100_000 * THB, currency: 'THB' }] });
  assert.deepEqual(await c.desk.done(`${at}/sum`, { disclosureId }), told, 'the same again tells nothing');
  await c.desk.done(`${at}/amounts`, { rows: [row(10)] });
  const more = await c.desk.post(`${at}/sum`, { disclosureId });
  assert.equal(more.status, 409);
  assert.equal(more.body.errors[0].why, 'told before');
});

function sumOf(amounts: { threadId: string; due: number }[], c: Worked, from: number): number {
  const late = new Set(c.phones.slice(from).map((p) => p.threadId));
  return amounts.filter((a) => late.has(a.threadId)).reduce((sum, a) => sum + a.due, 0);
}
