import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Cost, type Paid, benchmarkOf, duesOf, judgeInstalments, repaymentDue } from './repayment.ts';

const USD = 100;
const cohort = { corridor: 'MM-TH', recruiter: 'vouch:golden-bridge', quarter: '2026-Q1', currency: 'USD' };
const paid = (costs: Cost[], over: Partial<Paid> = {}): Paid => ({
  ...cohort,
  costs,
  interest: 0,
  reimbursed: 0,
  contested: false,
  ...over,
});
const fee = (amount: number, evidenced: boolean): Cost => ({
  type: 'RF-01',
  amount: amount * USD,
  evidenced,
});

test('reference 2.5: benchmark 1000, declared 800, interest 120, came back 200: due 920', () => {
  const evidenced = [900, 950, 1000, 1100, 1200].map((amount) => paid([fee(amount, true)]));
  const benchmark = benchmarkOf(evidenced, 'RF-01', 5);
  assert.equal(benchmark, 1000 * USD);
  const worker = paid([fee(800, false)], { interest: 120 * USD, reimbursed: 200 * USD });
  assert.deepEqual(
    repaymentDue(worker, () => benchmark),
    { due: 920 * USD, benchmarked: 1000 * USD },
  );
});

test('below ten with evidence there is no benchmark: what the worker says counts', () => {
  const nine = Array.from({ length: 9 }, (_, n) => paid([fee(900 + n, true)]));
  assert.equal(benchmarkOf(nine, 'RF-01'), undefined);
  const [last] = duesOf([...nine, paid([fee(800, false)])]).slice(-1);
  assert.deepEqual([last?.due, last?.benchmarked], [800 * USD, null]);
  const ten = [...nine, paid([fee(2000, true)])];
  assert.equal(benchmarkOf(ten, 'RF-01'), 904.5 * USD);
});

test('who declares more than the cohort keeps it; who has receipts keeps those; who contests is asked no more', () => {
  const usual = () => 1000 * USD;
  const due = (costs: Cost[], over: Partial<Paid> = {}) => repaymentDue(paid(costs, over), usual).due / USD;
  assert.equal(due([fee(1300, false)]), 1300);
  assert.equal(due([fee(700, true)]), 700);
  assert.equal(due([fee(1500, false)], { contested: true }), 1500);
  assert.equal(due([fee(800, false), { type: 'RC-01', amount: 50 * USD, evidenced: true }]), 1050);
  assert.equal(due([fee(700, true)], { reimbursed: 900 * USD }), 0, 'nobody owes back');
});

test('cohorts are apart: another corridor, recruiter, quarter or currency is no benchmark', () => {
  const ten = Array.from({ length: 10 }, () => paid([fee(1000, true)]));
  for (const over of [
    { corridor: 'KH-TH' },
    { recruiter: 'x' },
    { quarter: '2026-Q2' },
    { currency: 'THB' },
  ]) {
    const [other] = duesOf([...ten, paid([fee(800, false)], over)]).slice(-1);
    assert.equal(other?.due, 800 * USD, JSON.stringify(over));
  }
  const [same] = duesOf([...ten, paid([fee(800, false)])]).slice(-1);
  assert.equal(same?.due, 1000 * USD);
});

test('instalments: in order, six months usual, twelve at most', () => {
  assert.deepEqual(judgeInstalments(['2027-01-31', '2027-02-28', '2027-03-31']), { long: false, months: 2 });
  assert.deepEqual(judgeInstalments(['2027-01-31']), { long: false, months: 0 });
  assert.equal(judgeInstalments(['2027-01-31', '2027-09-30']).long, true);
  assert.equal(judgeInstalments(['2027-01-31', '2028-01-31']).fault, undefined);
  assert.equal(judgeInstalments(['2027-01-31', '2028-02-01']).fault, 'too_long');
  assert.equal(judgeInstalments(['2027-03-31', '2027-02-28']).fault, 'order');
});
