import assert from 'node:assert/strict';
import { test } from 'node:test';
import { affectedOf } from './sides.ts';

const told = (fully: number, partly: number, not: number) => ({ fully, partly, not });

test('reference 9.8: of 60 of 200 nine say no: 17 to 49 may still be affected', () => {
  const roster = { from: 200, to: 200 };
  assert.deepEqual(affectedOf(told(51, 4, 5), roster), { low: 17, high: 49, noneFound: false });
  assert.deepEqual(affectedOf(told(60, 0, 0), roster), { low: 0, high: 8, noneFound: true });
});

test('of a range the wider answer is given; without a roster or an answer there is none', () => {
  const wide = affectedOf(told(51, 4, 5), { from: 100, to: 200 });
  assert.ok(wide && wide.low < 17 && wide.high === 49, JSON.stringify(wide));
  assert.equal(affectedOf(told(51, 4, 5), null), null);
  assert.equal(affectedOf(told(0, 0, 0), { from: 5, to: 5 }), null);
});
