/** What is looked at again, and when (reference.md 4.4, 5.3, 5.5 rule 8). */
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Months after which workers are asked whether anybody punished them for having spoken. */
export const monthsOf = (severity: number): readonly number[] => (severity >= 4 ? [1, 3, 6, 12] : [1, 3, 6]);

/** The same day so many months later, or the last of that month. UTC. */
export function monthsAfter(from: Date, months: number): Date {
  const to = new Date(from);
  const day = from.getUTCDate();
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + months);
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day, last));
  return to;
}

/** Days in which a check is to be done once its day has come. */
export const CHECK_DAYS = 14;
export const checkDue = (asked: Date): Date => new Date(asked.getTime() + CHECK_DAYS * DAY);

/** Why a safety plan is opened. */
export const PLAN_REASONS = ['danger', 'known', 'retaliation', 'child', 'gbv', 'by_hand'] as const;
export type PlanReason = (typeof PLAN_REASONS)[number];
/** One hour where they know who spoke, or life is in danger; else within the day. */
export const planDue = (why: PlanReason, from: Date): Date =>
  new Date(from.getTime() + (why === 'danger' || why === 'known' || why === 'retaliation' ? HOUR : DAY));

export const RISKS = [
  'violence',
  'confinement',
  'dismissal',
  'denunciation',
  'deportation',
  'documents',
  'family',
  'self_harm',
  'child',
  'other',
] as const;
export const STEPS = [
  'stay_in_touch',
  'safe_word',
  'safe_place',
  'shelter',
  'leave_workplace',
  'documents_copied',
  'documents_back',
  'doctor',
  'police',
  'lawyer',
  'embassy',
  'child_protection',
  'stop_contact',
  'other',
] as const;
export const STEP_OWNERS = ['worker', 'member', 'partner', 'together'] as const;

/** What a worker can say in one touch, and what a member codes from it. `not_this`: it was something else. */
export const PUNISHED = ['dismissal', 'threat', 'documents', 'worse_work', 'police', 'other'] as const;
export type Punished = (typeof PUNISHED)[number];
/** Retaliation is an issue of its own. */
export const RETALIATION_CODE = 'GRV-03';

/** The stop rule holds only where acting would do more harm than not acting (1 minor … 4 severe), and the worker agrees. */
export const mayStop = (s: { harmActing: number; harmWaiting: number; worker: string }): boolean =>
  s.harmActing > s.harmWaiting && s.worker === 'agrees';
