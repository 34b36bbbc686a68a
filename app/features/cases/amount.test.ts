import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedOf, judgeAmount } from './amount.ts';

const owed = { due: 92_000, currency: 'USD' };
const all = { amount: 92_000, currency: 'USD' };
const said = (value: string, amount?: number, currency?: string) => ({ value, amount, currency });

test('all of it is all within one unit; less is a part', () => {
  assert.deepEqual(judgeAmount(said('fully'), all), all);
  assert.deepEqual(judgeAmount(said('fully', 91_900), all), { amount: 91_900, currency: 'USD' });
  assert.match(JSON.stringify(judgeAmount(said('fully', 91_899), all)), /less than due/);
  assert.match(JSON.stringify(judgeAmount(said('partly', 91_950), all)), /all that is due/);
  assert.deepEqual(judgeAmount(said('partly', 50_000), all), { amount: 50_000, currency: 'USD' });
  assert.equal(judgeAmount(said('partly'), all), null, 'how much, the worker did not say');
  assert.deepEqual(judgeAmount(said('not'), all), { amount: 0, currency: 'USD' });
  assert.match(JSON.stringify(judgeAmount(said('partly', 0), all)), /nothing/);
});

test('another currency than what is owed is none; without anything owed the currency must be said', () => {
  assert.match(JSON.stringify(judgeAmount(said('partly', 500, 'THB'), all)), /never added/);
  assert.match(JSON.stringify(judgeAmount(said('partly', 500), undefined)), /currency/);
  assert.deepEqual(judgeAmount(said('partly', 500, 'THB'), undefined), { amount: 500, currency: 'THB' });
});

test('of an instalment each gets the same share, and the last the rest', () => {
  assert.deepEqual(expectedOf(owed, 1, [30_000, 30_000, 30_001]), { amount: 30_666, currency: 'USD' });
  const parts = [1, 2, 3].map((n) => expectedOf(owed, n, [30_000, 30_000, 30_001])?.amount ?? 0);
  assert.equal(parts[0]! + parts[1]! + parts[2]!, 92_000);
  assert.equal(expectedOf(owed, 4, [1, 1]), undefined);
  assert.deepEqual(expectedOf(owed, null, [1, 1]), all);
});
