/** What is owed by when (reference.md 4.4, 5.4), as a table, and the one function that says how an act moves a clock. */
import { type Calendar, type Span, dueIn } from './calendar.ts';

export const DUTY_KINDS = [
  'reply',
  'triage',
  'investigation',
  'cap',
  'remedy',
  'worker_verification',
  'worker_update',
  'retaliation_check',
  'referral_answer',
  'state_action',
  'task',
  'review',
] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

/** First human response by urgency. */
export const RESPONSE: Readonly<Record<'P0' | 'P1' | 'P2' | 'P3', Span>> = {
  P0: { hours: 1 },
  P1: { hours: 24 },
  P2: { hours: 72 },
  P3: { workingDays: 5 },
};
/** Remedy by severity, from the day on which the business can read of it. */
export const REMEDY: Readonly<Record<number, Span>> = {
  4: { days: 7 },
  3: { days: 30 },
  2: { days: 60 },
  1: { days: 90 },
};

type Rule = {
  /** Null: whoever opens it says until when (by urgency, by severity, by agreement). */
  readonly time: Span | null;
  /** Whether it waits while a worker is waited for. Nobody else stops any clock. */
  readonly pauses: boolean;
};
export const CLOCKS: Readonly<Record<DutyKind, Rule>> = {
  reply: { time: null, pauses: false },
  triage: { time: { workingDays: 2 }, pauses: false },
  investigation: { time: { days: 30 }, pauses: true },
  cap: { time: { days: 14 }, pauses: true },
  remedy: { time: null, pauses: true },
  // Owed to the worker: waiting for the worker is what it is about.
  worker_verification: { time: { days: 30 }, pauses: false },
  worker_update: { time: { days: 14 }, pauses: false },
  retaliation_check: { time: null, pauses: false },
  referral_answer: { time: null, pauses: false },
  state_action: { time: null, pauses: true },
  task: { time: null, pauses: false },
  review: { time: null, pauses: false },
};

/** Null where the table leaves the time to whoever opens the duty. */
export function dueOf(kind: DutyKind, calendar: Calendar, from: Date): Date | null {
  const { time } = CLOCKS[kind];
  return time && dueIn(calendar, from, time);
}

export type Clock = {
  readonly kind: DutyKind;
  readonly dueAt: Date;
  readonly pausedAt: Date | null;
  /** Whole seconds of all pauses that are over. */
  readonly pausedSeconds: number;
  readonly doneAt: Date | null;
  readonly overdueAt: Date | null;
};

/** What happens around a duty. `other` stands for everything that is no clock's business: whatever a business does. */
export type ClockAct = 'worker_awaited' | 'worker_spoke' | 'done' | 'time_passed' | 'other';

/** The one judge of a clock. It never goes back, and an overdue one stays overdue. */
export function clockAfter(clock: Clock, act: ClockAct, at: Date): Clock {
  if (clock.doneAt) return clock;
  if (act === 'worker_awaited')
    return CLOCKS[clock.kind].pauses && !clock.pausedAt ? { ...clock, pausedAt: at } : clock;
  if (act === 'worker_spoke') return resumed(clock, at);
  if (act === 'done') return { ...resumed(clock, at), doneAt: at };
  if (act === 'time_passed')
    return clock.overdueAt || clock.pausedAt || at <= clock.dueAt ? clock : { ...clock, overdueAt: at };
  return clock;
}

function resumed(clock: Clock, at: Date): Clock {
  if (!clock.pausedAt) return clock;
  const seconds = Math.max(0, Math.floor((at.getTime() - clock.pausedAt.getTime()) / 1000));
  return {
    ...clock,
    pausedAt: null,
    pausedSeconds: clock.pausedSeconds + seconds,
    // What was late before the pause is as late after it.
    dueAt: clock.overdueAt ? clock.dueAt : new Date(clock.dueAt.getTime() + seconds * 1000),
  };
}

/** What an organisation may set to happen when something is late. */
export const STEP_ACTS = [
  'remind_owner',
  'remind_lead',
  'offer_to_buyers',
  'state',
  'suggest_closure',
] as const;
export type StepAct = (typeof STEP_ACTS)[number];
export type DutyStep = { kind: DutyKind; afterDays: number; act: StepAct; mail: boolean };

/** Until somebody sets others: the owner at once, who leads after three days. */
export const DEFAULT_STEPS: readonly DutyStep[] = DUTY_KINDS.flatMap((kind) => [
  { kind, afterDays: 0, act: 'remind_owner' as const, mail: false },
  { kind, afterDays: 3, act: 'remind_lead' as const, mail: false },
]);

export type TakenStep = { act: string; days: number };
const DAY = 86_400_000;

/** Steps whose day has come and that weren't taken, the earliest first. None while a worker is waited for. */
export function stepsDue(
  clock: Clock,
  steps: readonly DutyStep[],
  taken: readonly TakenStep[],
  now: Date,
): DutyStep[] {
  if (clock.doneAt || clock.pausedAt || !clock.overdueAt) return [];
  const late = (now.getTime() - clock.dueAt.getTime()) / DAY;
  return steps
    .filter((step) => step.kind === clock.kind && step.afterDays <= late)
    .filter((step) => !taken.some(({ act, days }) => act === step.act && days === step.afterDays))
    .toSorted((a, b) => a.afterDays - b.afterDays);
}
