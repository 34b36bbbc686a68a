/** Which duties a case has in which state, as a table: entering its states opens a duty, leaving them ends it. */
import type { DutyKind } from '../duties/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { CASE_STATES, type CaseState, type Closure } from './case-states.ts';

const but = (...left: CaseState[]): readonly CaseState[] => CASE_STATES.filter((s) => !left.includes(s));

type Held = {
  kind: DutyKind;
  in: readonly CaseState[];
  /** Opened by something else than a step; the steps only end it. */
  openedElsewhere?: true;
};
export const CASE_DUTIES: readonly Held[] = [
  { kind: 'triage', in: ['received', 'acknowledged'] },
  { kind: 'investigation', in: ['under_investigation'] },
  { kind: 'cap', in: ['substantiated', 'partially_substantiated', 'cap_proposed'] },
  { kind: 'worker_verification', in: ['remediation_reported', 'worker_verification'] },
  { kind: 'worker_update', in: but('closed') },
  // By issue, from the day on which a business can read of it.
  {
    kind: 'remedy',
    in: but('verified_remediated', 'retaliation_monitoring', 'closed'),
    openedElsewhere: true,
  },
  { kind: 'review', in: ['closed'] },
];

/** A worker is waited for: clocks that may wait do. Waiting for a business stops none. */
export const WAITS_FOR_WORKER: readonly CaseState[] = ['consent_pending', 'worker_verification'];

export type DutyChange = {
  opens: DutyKind[];
  ends: DutyKind[];
  clocks: 'pause' | 'resume' | 'run';
};

/** What a step from `from` to `to` does to the case's duties; `none` is where a case comes from. */
export function dutiesAfter(from: CaseState | 'none', to: CaseState, closure?: Closure): DutyChange {
  const was = (states: readonly CaseState[]) => from !== 'none' && states.includes(from);
  const opens = CASE_DUTIES.filter(
    ({ kind, in: states, openedElsewhere }) =>
      !openedElsewhere &&
      states.includes(to) &&
      !was(states) &&
      // Only a case that was stopped because going on would harm is looked at again by a day.
      (kind !== 'review' || closure === 'unsafe_to_proceed'),
  ).map(({ kind }) => kind);
  const ends = CASE_DUTIES.filter(({ in: states }) => was(states) && !states.includes(to)).map(
    ({ kind }) => kind,
  );
  const waits = WAITS_FOR_WORKER.includes(to);
  const waited = was(WAITS_FOR_WORKER);
  return { opens, ends, clocks: waits && !waited ? 'pause' : waited && !waits ? 'resume' : 'run' };
}

/** Longer than a year is not a review. */
const LATEST_REVIEW_DAYS = 366;

/** The stop rule: who stops says when it is looked at again. Days are UTC, as dates on the wire are. */
export function judgeReview(
  input: { closure?: Closure | undefined; reviewDate?: string | undefined },
  now: Date,
): Refusal | undefined {
  const { closure, reviewDate } = input;
  const no = (why: string) => refuse('invalid', why, [{ path: 'reviewDate', why }]);
  if (closure !== 'unsafe_to_proceed')
    return reviewDate === undefined
      ? undefined
      : no('Only a case that is stopped as unsafe has a review date.');
  if (reviewDate === undefined)
    return no('A case that is stopped as unsafe needs the day on which it is looked at again.');
  const today = now.toISOString().slice(0, 10);
  const last = new Date(now.getTime() + LATEST_REVIEW_DAYS * 86_400_000).toISOString().slice(0, 10);
  if (reviewDate <= today || reviewDate > last) return no('The review is after today, and within a year.');
  return undefined;
}
