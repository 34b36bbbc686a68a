import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compartmentOf, judgeRecusal, mayEndRecusal, needsTwo } from './compartments.ts';
import { mayStop, monthsAfter, monthsOf, planDue } from './watch.ts';

test('children and sexual or gender based violence have a compartment, nothing else has', () => {
  const of = (...codes: string[]) => codes.map((code) => compartmentOf(code));
  assert.deepEqual(of('CHL-01', 'CHL-05', 'VIO-02', 'VIO-03'), ['child', 'child', 'gbv', 'gbv']);
  assert.deepEqual(of('VIO-01', 'VIO-04', 'GRV-03', 'CHL', 'XCHL-01'), Array(5).fill(undefined));
  assert.deepEqual([needsTwo('child'), needsTwo('gbv')], [true, false]);
});

test('of oneself everybody says it, of others who leads; the last one who sees a case stays', () => {
  const who = (memberId: string, leads = false) => ({ memberId, leads });
  const judged = (by: ReturnType<typeof who>, of: ReturnType<typeof who>, others = 1) =>
    judgeRecusal({ by, of, others });
  assert.equal(judged(who('a'), who('a')), 'ok');
  assert.equal(judged(who('l', true), who('a')), 'ok');
  assert.equal(judged(who('l', true), who('m', true)), 'ok', 'another who leads');
  assert.equal(judged(who('a'), who('b')), 'not_yours');
  assert.equal(judged(who('a'), who('l', true)), 'not_yours');
  assert.equal(judged(who('a'), who('a'), 0), 'last_one');
  assert.equal(judged(who('l', true), who('a'), 0), 'last_one');
  assert.deepEqual(
    [mayEndRecusal(who('l', true), 'a'), mayEndRecusal(who('l', true), 'l'), mayEndRecusal(who('b'), 'a')],
    [true, false, false],
  );
});

test('checks come after 1, 3 and 6 months, after 12 where it was severe; a short month ends on its last day', () => {
  assert.deepEqual(
    [monthsOf(0), monthsOf(3), monthsOf(4)],
    [
      [1, 3, 6],
      [1, 3, 6],
      [1, 3, 6, 12],
    ],
  );
  const day = (from: string, months: number) =>
    monthsAfter(new Date(`${from}T09:00:00Z`), months)
      .toISOString()
      .slice(0, 10);
  assert.deepEqual(
    [
      day('2026-11-22', 1),
      day('2026-11-30', 3),
      day('2026-08-31', 6),
      day('2027-11-30', 3),
      day('2026-01-31', 12),
    ],
    ['2026-12-22', '2027-02-28', '2027-02-28', '2028-02-29', '2027-01-31'],
  );
});

test('a plan is owed within the hour where somebody is in danger or known, else the same day', () => {
  const from = new Date('2026-11-22T09:00:00Z');
  const hours = (why: Parameters<typeof planDue>[0]) =>
    (planDue(why, from).getTime() - from.getTime()) / 3_600_000;
  assert.deepEqual([hours('danger'), hours('known'), hours('retaliation'), hours('by_hand')], [1, 1, 1, 24]);
});

test('a case is stopped only where acting harms more and the worker agrees', () => {
  const stop = (harmActing: number, harmWaiting: number, worker = 'agrees') =>
    mayStop({ harmActing, harmWaiting, worker });
  assert.deepEqual(
    [stop(4, 3), stop(3, 3), stop(2, 3), stop(4, 1, 'disagrees'), stop(4, 1, 'not_asked')],
    [true, false, false, false, false],
  );
});
