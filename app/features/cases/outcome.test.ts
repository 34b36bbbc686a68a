import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RemedyAsk, outcomeOf, tally } from './outcome.ts';

const sides = (claimed: boolean, ...[fully = 0, partly = 0, not = 0, over = 0]: number[]) =>
  outcomeOf({ claimed, fully, partly, not, waitedInVain: over === 1 });

test('the table of both sides, row by row', () => {
  assert.equal(sides(false, 0, 0, 0), null);
  assert.equal(sides(false, 5, 0, 0), null, 'nothing was claimed, so there is nothing to confirm');
  assert.equal(sides(true, 0, 0, 0), 'claimed');
  assert.equal(sides(true, 0, 0, 0, 1), 'unreachable');
  assert.equal(sides(true, 7, 0, 0), 'verified');
  assert.equal(sides(true, 7, 0, 0, 1), 'verified');
  assert.equal(sides(true, 1, 0, 1), 'disputed', 'half or more say not');
  assert.equal(sides(true, 2, 0, 3), 'disputed');
  assert.equal(sides(true, 2, 0, 1), 'partly');
  assert.equal(sides(true, 0, 1, 0), 'partly');
});

test('J5: 52 fully, 5 partly, 3 not is partly, never verified', () => {
  assert.equal(sides(true, 52, 5, 3), 'partly');
});

test('one worker who says no is enough that it is not verified, however many say yes', () => {
  for (let yes = 1; yes < 200; yes++) assert.notEqual(sides(true, yes, 0, 1), 'verified');
});

const DAY = 86_400_000;
const ask = (id: string, threadId: string, day: number, coded: string | null): RemedyAsk => ({
  id,
  threadId,
  askedAt: new Date(day * DAY),
  coded,
});
const at = (day: number) => new Date(day * DAY);

test('one voice a worker: the latest answer counts, silence takes none away', () => {
  const told = tally([ask('1', 'a', 0, 'not'), ask('2', 'a', 40, 'fully'), ask('3', 'b', 0, 'not')], at(41));
  assert.deepEqual([told.fully, told.not, told.asked], [1, 1, 2]);
  const silent = tally([ask('1', 'a', 0, 'not'), ask('2', 'a', 40, 'no_answer')], at(80));
  assert.equal(silent.not, 1, 'who said no and is silent the second time has not said yes');
});

test('a question is open for 30 days, until it is answered, or closed', () => {
  assert.equal(tally([ask('1', 'a', 0, null)], at(29)).open, 1);
  assert.equal(tally([ask('1', 'a', 0, null)], at(30)).open, 0);
  assert.ok(tally([ask('1', 'a', 0, null)], at(30)).waitedInVain);
  assert.ok(!tally([], at(30)).waitedInVain, 'who was never asked has not been silent');
  assert.equal(tally([ask('1', 'a', 0, null), ask('2', 'a', 1, 'fully')], at(2)).open, 0);
  assert.ok(tally([ask('1', 'a', 0, 'no_answer')], at(1)).waitedInVain);
});
