/** Who is on shift when: what may be entered, and which hours nobody covers. */
import { type Refusal, refuse } from '../refusal.ts';

export const SHIFT_KINDS = ['desk', 'on_call'] as const;
export type ShiftKind = (typeof SHIFT_KINDS)[number];
export type Span = { readonly startsAt: Date; readonly endsAt: Date };
export type Shift = Span & { readonly shiftId: string; readonly memberId: string; readonly kind: ShiftKind };

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** Longer than this is no shift but a mistake, or a danger to who works it. */
export const MOST_HOURS: Record<ShiftKind, number> = { desk: 14, on_call: 36 };
export const MOST_WEEKS = 26;

export const overlaps = (a: Span, b: Span): boolean => a.startsAt < b.endsAt && b.startsAt < a.endsAt;

/** The same span in each of `weeks` weeks, the first included. UTC weeks: a clock change moves the local hour by one. */
export const weekly = ({ startsAt, endsAt }: Span, weeks: number): Span[] =>
  Array.from({ length: weeks }, (_, i) => ({
    startsAt: new Date(startsAt.getTime() + i * WEEK),
    endsAt: new Date(endsAt.getTime() + i * WEEK),
  }));

/** Why this can't be a shift; undefined if it can. */
export function judgeSpan(kind: ShiftKind, span: Span, now: Date): Refusal | undefined {
  const hours = (span.endsAt.getTime() - span.startsAt.getTime()) / HOUR;
  if (!(hours > 0))
    return refuse('invalid', 'A shift ends after it begins.', [{ path: 'endsAt', why: 'before startsAt' }]);
  if (hours > MOST_HOURS[kind])
    return refuse('invalid', `A shift is ${MOST_HOURS[kind]} hours at most. Enter two.`, [
      { path: 'endsAt', why: 'too long' },
    ]);
  if (span.endsAt <= now)
    return refuse('invalid', 'This shift is over already.', [{ path: 'endsAt', why: 'in the past' }]);
  return undefined;
}

/** The spans of a window that no shift covers, in order. */
export function gapsOf(window: Span, shifts: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let covered = window.startsAt;
  for (const { startsAt, endsAt } of [...shifts].sort(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime(),
  )) {
    if (startsAt >= window.endsAt) break;
    if (startsAt > covered) gaps.push({ startsAt: covered, endsAt: startsAt });
    if (endsAt > covered) covered = endsAt;
  }
  if (covered < window.endsAt) gaps.push({ startsAt: covered, endsAt: window.endsAt });
  return gaps;
}
