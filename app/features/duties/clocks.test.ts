import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PLAIN } from './calendar.ts';
import {
  CLOCKS,
  type Clock,
  type ClockAct,
  DEFAULT_STEPS,
  DUTY_KINDS,
  REMEDY,
  RESPONSE,
  clockAfter,
  dueOf,
  stepsDue,
} from './clocks.ts';

const START = new Date('2026-11-20T08:00:00Z').getTime();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('the times are those of reference 4.4 and 5.4, and nothing else pauses than what may wait for a worker', () => {
  assert.deepEqual(RESPONSE, { P0: { hours: 1 }, P1: { hours: 24 }, P2: { hours: 72 }, P3: { workingDays: 5 } }); // prettier-ignore
  assert.deepEqual(REMEDY, { 4: { days: 7 }, 3: { days: 30 }, 2: { days: 60 }, 1: { days: 90 } });
  const from = new Date('2026-11-20T08:00:00Z');
  const due = Object.fromEntries(DUTY_KINDS.map((kind) => [kind, dueOf(kind, PLAIN, from)?.toISOString().slice(0, 10) ?? null])); // prettier-ignore
  assert.deepEqual(due, {
    reply: null,
    triage: '2026-11-24',
    investigation: '2026-12-20',
    cap: '2026-12-04',
    remedy: null,
    worker_verification: '2026-12-20',
    worker_update: '2026-12-04',
    retaliation_check: null,
    referral_answer: null,
    state_action: null,
    task: null,
    review: null,
  });
  assert.deepEqual(
    DUTY_KINDS.filter((kind) => CLOCKS[kind].pauses),
    ['investigation', 'cap', 'remedy', 'state_action'],
  );
});

type Happening = { act: ClockAct; after: number };
const happening = (...acts: ClockAct[]): fc.Arbitrary<Happening> =>
  fc.record({ act: fc.constantFrom(...acts), after: fc.integer({ min: 0, max: 20 * DAY }) });
const fresh = (kind: (typeof DUTY_KINDS)[number]): Clock => ({
  kind,
  dueAt: new Date(START + 14 * DAY),
  pausedAt: null,
  pausedSeconds: 0,
  doneAt: null,
  overdueAt: null,
});
/** Every clock on the way, the first included. */
function run(clock: Clock, happenings: readonly Happening[]): Clock[] {
  let at = START;
  const all = [clock];
  for (const { act, after } of happenings) {
    at += after;
    all.push(clockAfter(all.at(-1) ?? clock, act, new Date(at)));
  }
  return all;
}
const kinds = fc.constantFrom(...DUTY_KINDS);

test('whatever a business does, in whatever order and however late, no due date moves', () => {
  fc.assert(
    fc.property(kinds, fc.array(happening('other', 'time_passed', 'done')), (kind, happenings) => {
      const due = new Set(run(fresh(kind), happenings).map(({ dueAt }) => dueAt.getTime()));
      assert.deepEqual([...due], [START + 14 * DAY]);
    }),
  );
});

test('a due date moves by exactly the time for which a worker was waited for, and only where that may be', () => {
  const all = happening('worker_awaited', 'worker_spoke', 'other', 'done');
  fc.assert(
    fc.property(kinds, fc.array(all), (kind, happenings) => {
      const end = run(fresh(kind), happenings).at(-1);
      assert.ok(end);
      assert.equal(end.dueAt.getTime() - (START + 14 * DAY), end.pausedSeconds * 1000);
      if (!CLOCKS[kind].pauses) assert.equal(end.pausedSeconds, 0);
    }),
  );
});

test('a clock never goes back; late stays late, done stays done', () => {
  const all = happening('worker_awaited', 'worker_spoke', 'other', 'done', 'time_passed');
  fc.assert(
    fc.property(kinds, fc.array(all), (kind, happenings) => {
      const way = run(fresh(kind), happenings);
      for (const [n, clock] of way.entries()) {
        const before = way[n - 1];
        if (!before) continue;
        assert.ok(clock.dueAt >= before.dueAt && clock.pausedSeconds >= before.pausedSeconds);
        if (before.overdueAt) assert.deepEqual(clock.overdueAt, before.overdueAt);
        if (before.doneAt) assert.deepEqual(clock, before);
      }
    }),
  );
});

test('a late duty is late only once its time is over, and not while a worker is waited for', () => {
  const clock = fresh('investigation');
  const at = (days: number) => new Date(START + days * DAY);
  assert.equal(clockAfter(clock, 'time_passed', at(14)).overdueAt, null);
  assert.deepEqual(clockAfter(clock, 'time_passed', at(14.01)).overdueAt, at(14.01));
  const waiting = clockAfter(clock, 'worker_awaited', at(10));
  assert.equal(clockAfter(waiting, 'time_passed', at(40)).overdueAt, null);
  const spoken = clockAfter(waiting, 'worker_spoke', at(40));
  assert.deepEqual(spoken.dueAt, at(44), 'four days were left, and are');
});

test('each step that was set is taken once, on its day, the earliest first; none while a worker is waited for', () => {
  const at = (days: number) => new Date(START + days * DAY);
  const clock = { ...fresh('remedy'), overdueAt: at(14.1) };
  const steps = [
    ...DEFAULT_STEPS,
    { kind: 'remedy' as const, afterDays: 10, act: 'offer_to_buyers' as const, mail: false },
    { kind: 'remedy' as const, afterDays: 30, act: 'suggest_closure' as const, mail: false },
  ];
  const named = (taken: { act: string; days: number }[], days: number) =>
    stepsDue(clock, steps, taken, at(days)).map(({ act }) => act);
  assert.deepEqual(named([], 14.2), ['remind_owner']);
  assert.deepEqual(
    named([], 25),
    ['remind_owner', 'remind_lead', 'offer_to_buyers'],
    'a job that slept takes all',
  );
  assert.deepEqual(named([{ act: 'remind_owner', days: 0 }, { act: 'remind_lead', days: 3 }], 44.5), ['offer_to_buyers', 'suggest_closure']); // prettier-ignore
  assert.deepEqual(stepsDue({ ...clock, pausedAt: at(20) }, steps, [], at(60)), []);
  assert.deepEqual(stepsDue({ ...clock, doneAt: at(20) }, steps, [], at(60)), []);
  assert.deepEqual(
    stepsDue(fresh('remedy'), steps, [], at(60)),
    [],
    'what is not on record as late has no steps',
  );
});
