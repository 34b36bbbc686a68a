/**
 * How a wish to erase goes on (ledger.md 9). The order is the order of this table and never the reverse: a hole without
 * an `erased` leaf looks like withholding, and an answer before the words are gone would be a lie.
 */
export const ERASURE_STATES = [
  'asked',
  'approved',
  'declined',
  'sequenced',
  'destroyed',
  'answered',
] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];
export type ErasureAct = 'approve' | 'decline' | 'sequence' | 'destroy' | 'answer';
/** Who takes the step: another member than the one who asked, or the machine. */
export type Actor = 'asker' | 'second' | 'machine';

const TABLE: Readonly<Record<ErasureAct, { from: ErasureState; to: ErasureState; by: readonly Actor[] }>> = {
  approve: { from: 'asked', to: 'approved', by: ['second'] },
  decline: { from: 'asked', to: 'declined', by: ['asker', 'second'] },
  sequence: { from: 'approved', to: 'sequenced', by: ['machine'] },
  destroy: { from: 'sequenced', to: 'destroyed', by: ['machine'] },
  answer: { from: 'destroyed', to: 'answered', by: ['machine'] },
};

/** The state after an act, or undefined where this actor can't do it now. */
export const after = (state: ErasureState, act: ErasureAct, by: Actor): ErasureState | undefined => {
  const rule = TABLE[act];
  return rule.from === state && rule.by.includes(by) ? rule.to : undefined;
};

/** What the machine does next; undefined where it waits for people or is at an end. */
export const nextStep = (state: ErasureState): 'sequence' | 'destroy' | 'answer' | undefined =>
  (['sequence', 'destroy', 'answer'] as const).find((act) => TABLE[act].from === state);

/** Whether words are on their way out: from then on nobody reads them. */
export const isUnderWay = (state: ErasureState): boolean => state === 'approved' || state === 'sequenced';

export const ERASURE_SCOPES = ['one', 'all'] as const;
export type ErasureScope = (typeof ERASURE_SCOPES)[number];

/** Why an organisation asks. `retention` and `worker` are never picked: a rule and a code say them. */
export const ASKED_REASONS = ['worker_asked_us', 'law', 'mistake'] as const;
export type AskedReason = (typeof ASKED_REASONS)[number];

/** Secrets are kept in a backup of their own that ends after this many days: the real deadline (ledger.md 9). */
export const BACKUP_DAYS = 30;

/** `YYYY-MM-DD`: the day on which the last backup that could open it is gone. */
export const backupsEnd = (destroyed: Date): string =>
  new Date(destroyed.getTime() + BACKUP_DAYS * 86_400_000).toISOString().slice(0, 10);

/** Why a statement may wait in `unplaced` for longer than 30 days: the auditors' own closed list (ledger.md 7). */
import { UNPLACED_REASONS } from '../../../ledger/index.ts';
export { UNPLACED_REASONS };
export type UnplacedReason = (typeof UNPLACED_REASONS)[number];

/** From this age on the desk asks for a workplace or a reason, ten days before an auditor would. */
export const UNPLACED_ASK_DAYS = 20;

/** How long a worker is given to answer whether it was another workplace, before a correction may be written. */
export const MOVE_ANSWER_DAYS = 14;

/** How long a licensee has to delete what was erased or taken back. */
export const NOTICE_DAYS = 14;

/** What is offered for how long a closed case's words stay, in months. */
export const RETENTION_MONTHS = [6, 12, 24, 36, 60] as const;

/** The day that many months before, in UTC; the last of the month where there is no such day. */
export function monthsBefore(now: Date, months: number): Date {
  const day = new Date(now);
  const wanted = day.getUTCDate();
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() - months);
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(wanted, last));
  return day;
}
