import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Told, paceOf, sectorOf, shareOf } from './pace.ts';

const told = (over: Partial<Told> = {}): Told => ({
  daysToPlan: 5,
  overdue: false,
  outcome: 'verified',
  ...over,
});
const place = (workers: number, all: readonly Told[], headcount = 100) => ({ headcount, workers, told: all });

test('below ten confirmed workers, or in a place of fewer than twenty people, there is one word and no band', () => {
  const rows = [told(), told({ overdue: true })];
  assert.deepEqual(paceOf(place(9, rows)), { state: 'too_few' });
  assert.deepEqual(paceOf(place(10, rows, 19)), { state: 'too_few' });
  assert.deepEqual(paceOf(place(200, [])), { state: 'too_few' }, 'nothing told looks like too few');
  assert.equal(paceOf(place(10, rows, 20)).state, 'shown');
});

test('one worker more or less, or one answer more, moves no number: bands only', () => {
  const before = paceOf(
    place(
      12,
      Array.from({ length: 9 }, (_, i) => told({ overdue: i < 2 })),
    ),
  );
  const after = paceOf(
    place(
      13,
      Array.from({ length: 10 }, (_, i) => told({ overdue: i < 3 })),
    ),
  );
  assert.deepEqual(before, after);
  assert.doesNotMatch(JSON.stringify(before), /:\d/);
});

test('the median plan: whoever has not answered is slowest; shares by thirds', () => {
  const of = (days: (number | null)[]) => {
    const found = paceOf(place(10, days.map((daysToPlan) => told({ daysToPlan })))); // prettier-ignore
    return found.state === 'shown' && found.firstPlan;
  };
  assert.equal(of([3, 8, null]), 'within_30');
  assert.equal(of([3, null, null]), 'none_yet');
  assert.equal(of([61]), 'later');
  assert.equal(of([7]), 'within_7');
  assert.deepEqual([shareOf(0, 9), shareOf(2, 9), shareOf(3, 9), shareOf(6, 9), shareOf(7, 9)], ['none', 'few', 'some', 'some', 'most']); // prettier-ignore
});

test('what is only claimed is neither disputed nor agreed', () => {
  const found = paceOf(place(10, [told({ outcome: 'claimed' }), told({ outcome: null })]));
  assert.ok(found.state === 'shown');
  assert.equal(found.disputed, null);
});

test('a sector counts only places that are enough by themselves, and never one alone', () => {
  const big = place(30, [told()]);
  const small = place(4, [told({ overdue: true })]);
  assert.deepEqual(sectorOf({ places: [big, small], remediations: 3, joined: 2 }), { state: 'too_few' });
  const two = sectorOf({ places: [big, big], remediations: 3, joined: 2 });
  assert.deepEqual(two, sectorOf({ places: [big, big, small, small], remediations: 3, joined: 2 }));
});
