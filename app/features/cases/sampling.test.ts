import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAmount, sharesOf, showAmount, sumsOf } from './money.ts';
import { type Check, outcomeOf, tally, verdictOf } from './outcome.ts';
import { draw, frameHash, isEnough, planOf } from './sampling.ts';

const plan = (N: number, severity: number, more: { known?: number; money?: boolean } = {}) =>
  planOf({ roster: { from: N, to: N }, known: more.known ?? N, severity, money: more.money ?? false });

test('sizes: all up to a hundred, ±5 % above, of severity 4 as many as find one in fifty', () => {
  assert.deepEqual(plan(60, 3), { way: 'census', size: 60, wanted: 60 });
  assert.deepEqual(plan(200, 3), { way: 'sample', size: 132, wanted: 132 });
  assert.deepEqual(plan(1000, 2), { way: 'sample', size: 278, wanted: 278 });
  assert.deepEqual(plan(200, 4), { way: 'sample', size: 105, wanted: 105 });
  assert.deepEqual(plan(200, 3, { money: true }), { way: 'census', size: 200, wanted: 200 });
  assert.deepEqual(
    plan(200, 3, { known: 60 }),
    { way: 'census', size: 60, wanted: 132 },
    'we know 60 of them',
  );
});

test('none found is enough only below the tolerance, at both ends of a range', () => {
  const exactly = (N: number) => ({ from: N, to: N });
  assert.ok(isEnough(60, exactly(200), 3), 'at most 8 of 200 remain: 4 %');
  assert.ok(!isEnough(30, exactly(200), 3), '17 of 200 may remain: 8.5 %');
  assert.ok(isEnough(30, exactly(200), 2));
  assert.ok(isEnough(105, exactly(200), 4) && !isEnough(104, exactly(200), 4));
  assert.ok(isEnough(5, exactly(5), 4), 'everybody was asked');
  assert.ok(isEnough(57, exactly(60), 3));
  assert.ok(!isEnough(57, { from: 60, to: 2000 }, 3), 'the larger end counts');
});

test('a draw: the same for everybody who has seed and frame, another by another seed, and never chosen', () => {
  const frame = Array.from({ length: 300 }, (_, n) => `thread-${n}`);
  const drawn = draw('seed', frame, 132);
  assert.equal(new Set(drawn).size, 132);
  assert.deepEqual(draw('seed', [...frame].reverse(), 132), drawn, 'the order of the frame decides nothing');
  const other = draw('another', frame, 132);
  assert.ok(other.some((thread) => !drawn.includes(thread)));
  assert.equal(frameHash([...frame].reverse()), frameHash(frame));
  assert.notEqual(frameHash(frame.slice(1)), frameHash(frame));
  // Each is drawn about as often: 300 draws of 132 of 300, each worker 132 ± 5 sigma (43).
  const times = new Map<string, number>();
  for (let n = 0; n < 300; n++)
    for (const one of draw(`s${n}`, frame, 132)) times.set(one, (times.get(one) ?? 0) + 1);
  for (const thread of frame)
    assert.ok(Math.abs((times.get(thread) ?? 0) - 132) < 43, `${thread} ${times.get(thread)}`);
});

const check = (over: Partial<Check> = {}): Check => ({
  severity: 3,
  roster: { from: 60, to: 60 },
  contacted: true,
  retaliation: false,
  ...over,
});
test('the verdict: verified, disputed, partly, or not enough to say', () => {
  const says = (fully: number, partly: number, not: number, over: Partial<Check> = {}) =>
    verdictOf({ fully, partly, not }, check(over));
  assert.equal(says(60, 0, 0), 'verified');
  assert.equal(says(52, 5, 3), 'partly', 'J5');
  assert.equal(says(2, 0, 3), 'disputed', 'U5: 3 of 5 say no');
  assert.equal(says(20, 0, 0), 'insufficient_evidence');
  assert.equal(says(60, 0, 0, { contacted: false }), 'insufficient_evidence');
  assert.equal(says(60, 0, 0, { retaliation: true }), 'insufficient_evidence');
  assert.equal(says(0, 0, 0), 'insufficient_evidence');
  assert.equal(says(277, 0, 1, { roster: { from: 1000, to: 1000 } }), 'partly', 'one who says no is heard');
});

test('on the wire: not enough to say stays claimed, and is unreachable once nobody is left to answer', () => {
  const of = (fully: number, waitedInVain: boolean) =>
    outcomeOf({ claimed: true, fully, partly: 0, not: 0, waitedInVain, check: check() });
  assert.equal(of(20, false), 'claimed');
  assert.equal(of(20, true), 'unreachable');
  assert.equal(of(60, false), 'verified');
});

const DAY = 86_400_000;
test('unreachable: tried twice and a month gone, in no other count', () => {
  const ask = (threadId: string, coded: string | null, attempts: number) => ({
    id: threadId,
    threadId,
    askedAt: new Date(0),
    coded,
    attempts,
  });
  const asks = [ask('a', null, 1), ask('b', null, 2), ask('c', 'no_answer', 2), ask('d', 'not', 3)];
  const told = tally(asks, new Date(30 * DAY));
  assert.deepEqual([told.asked, told.unreachable, told.not, told.fully], [4, 2, 1, 0]);
  assert.equal(tally(asks, new Date(29 * DAY)).unreachable, 0);
});

test('money: whole smallest units, currencies apart, instalments that are the whole', () => {
  assert.equal(parseAmount('920', 'USD'), 92_000);
  assert.equal(parseAmount('1 920,5', 'THB'), 192_050);
  assert.equal(parseAmount('5.001', 'USD'), undefined);
  assert.equal(parseAmount('12', 'JPY'), 12);
  assert.equal(parseAmount('12.5', 'JPY'), undefined);
  assert.equal(parseAmount('-3', 'USD'), undefined);
  assert.equal(showAmount({ amount: 123_456_789, currency: 'THB' }), 'THB 1,234,567.89');
  assert.equal(showAmount({ amount: 500, currency: 'JPY' }), 'JPY 500');
  assert.deepEqual(sharesOf(100, [1, 1, 1]), [33, 33, 34]);
  assert.deepEqual(sharesOf(92_000, []), [92_000]);
  const huge = sharesOf(9_000_000_000_001, [3_000_000_000_000, 6_000_000_000_003]);
  assert.equal(
    huge.reduce((sum, one) => sum + one, 0),
    9_000_000_000_001,
  );
  assert.deepEqual(huge, [2_999_999_999_999, 6_000_000_000_002]);
  const sums = sumsOf([{ amount: 5, currency: 'THB' }, { amount: 7, currency: 'MMK' }, { amount: 6, currency: 'THB' }]); // prettier-ignore
  assert.deepEqual(sums, [{ amount: 7, currency: 'MMK' }, { amount: 11, currency: 'THB' }]); // prettier-ignore
});
