import { type Calendar, PLAIN, RESPONSE, dueIn } from '../duties/index.ts';

export type Urgency = 'P0' | 'P1' | 'P2' | 'P3';
const HOUR = 3_600_000;

/**
 * Until when a person answers (reference.md 4.4): P0 1 h, P1 24 h, P2 72 h by the clock, P3 5 working days of the place;
 * Monday to Friday in UTC where nobody knows the place. Waiting for the worker stops the clock by taking `due_at` away,
 * never waiting for anybody else.
 */
export const responseDue = (urgency: Urgency, received: Date, calendar: Calendar = PLAIN): Date =>
  dueIn(calendar, received, RESPONSE[urgency]);

/** The most urgent of all: keyword or report, urgency is only ever raised. */
export const mostUrgent = (all: readonly Urgency[]): Urgency => [...all].sort()[0] ?? 'P3';

/** In which direction a change goes: the earlier letter is the more urgent one. */
export const isRaise = (from: string, to: string): boolean => to < from;

export type Queued = {
  readonly urgency: Urgency;
  readonly knownAt: Date | null;
  readonly loweredAt: Date | null;
  readonly dueAt: Date | null;
  readonly state: 'waiting' | 'answered' | 'closed';
};
export type Change = {
  readonly to: { readonly urgency?: Urgency; readonly known?: boolean };
  /** A rule on words, the code of an issue, or a person. */
  readonly by: 'rule' | 'issue' | 'person';
  /** Of a rule: when that was said which it rests on. */
  readonly saidAt: Date;
};
export type Judged =
  { readonly after: Queued; readonly lowers: boolean } | 'nothing' | 'decided' | 'only_raises';

const earlier = (a: Date | null, b: Date): Date => (a && a < b ? a : b);

/**
 * Where a thread stands after a change (reference.md 4.4). Rules and codes only raise; what a person decided below them
 * stays decided for all that was said until then. Raised danger, and "they know I called", waits for an answer again,
 * with the shorter of both clocks; one hour for the latter.
 */
export function judgeChange(t: Queued, { to, by, saidAt }: Change, now: Date): Judged {
  const urgency = to.urgency ?? t.urgency;
  const known = to.known ?? t.knownAt !== null;
  const raises = isRaise(t.urgency, urgency) || (known && t.knownAt === null);
  const lowers = isRaise(urgency, t.urgency) || (!known && t.knownAt !== null);
  if (!raises && !lowers) return 'nothing';
  if (by !== 'person' && lowers) return 'only_raises';
  if (by === 'rule' && t.loweredAt && saidAt <= t.loweredAt) return 'decided';
  const knownAt = known ? (t.knownAt ?? now) : null;
  const clock = knownAt ? new Date(now.getTime() + HOUR) : responseDue(urgency, now);
  const wakes = raises && by !== 'issue' && (urgency === 'P0' || known);
  const state = wakes ? 'waiting' : t.state;
  const dueAt = state !== 'waiting' ? null : lowers && !raises ? clock : earlier(t.dueAt, clock);
  return { after: { urgency, knownAt, loweredAt: lowers ? now : t.loweredAt, dueAt, state }, lowers };
}
