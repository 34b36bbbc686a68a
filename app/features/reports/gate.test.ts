import assert from 'node:assert/strict';
import test from 'node:test';
import { Quota, Rate, Spent } from './gate.ts';
import { LEAST_BITS, MOST_BITS, bitsFor, judge, newPuzzle } from './puzzle.ts';

test('a quota is used up and comes back evenly; a clock that goes back gives nothing', () => {
  const quota = new Quota(600, 0);
  assert.equal(quota.take(600, 0), true);
  assert.equal(quota.take(1, 0), false);
  assert.equal(quota.take(1, -60_000), false);
  assert.equal(quota.take(100, 10_000), true);
  assert.equal(quota.take(1, 10_000), false);
});

test('the puzzle gets harder under load, within bounds', () => {
  assert.equal(bitsFor(0, 100), LEAST_BITS);
  assert.equal(bitsFor(100, 100), LEAST_BITS);
  assert.equal(bitsFor(401, 100), LEAST_BITS + 3);
  assert.equal(bitsFor(1e9, 100), MOST_BITS);
  const rate = new Rate();
  for (let i = 0; i < 500; i++) rate.add(i * 10);
  assert.ok(rate.perSecond(5000) >= 49, String(rate.perSecond(5000)));
  assert.equal(rate.perSecond(60_000), 0);
});

test('a puzzle that was altered in any part is not ours', () => {
  const secret = new Uint8Array(32).fill(7);
  const time = '2026-11-21T09:00:00Z';
  const puzzle = newPuzzle(secret, { time, now: 100, salt: 'c2FsdHNhbHRzYWx0c2Fs', bits: 0 });
  const solved = { ...puzzle, time, nonce: '0' };
  assert.equal(judge(secret, solved, 100), undefined);
  for (const over of [
    { salt: 'x' },
    { bits: 1 },
    { expires: puzzle.expires + 1 },
    { time: '2026-11-21T09:00:01Z' },
    { mac: '00' },
  ])
    assert.equal(judge(secret, { ...solved, ...over }, 100)?.refused, 'puzzle');
  assert.equal(judge(secret, solved, puzzle.expires)?.refused, undefined);
  assert.equal(judge(secret, solved, puzzle.expires + 1)?.refused, 'puzzle');
});

test('a solved puzzle opens one sending, which may be repeated', () => {
  const spent = new Spent();
  assert.equal(spent.spend('s', 'a', 10, 0), true);
  assert.equal(spent.spend('s', 'a', 10, 1), true);
  assert.equal(spent.spend('s', 'b', 10, 1), false);
});
