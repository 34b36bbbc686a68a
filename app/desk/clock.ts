/** Time in words, as a person would say it. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Due = {
  readonly state: 'left' | 'soon' | 'late' | 'stop';
  readonly words: string;
  /** How much of the time is gone, 0 to 1. */
  readonly gone: number;
};

export function length(ms: number): string {
  const size = Math.abs(ms);
  if (size < HOUR) return `${Math.max(1, Math.round(size / MINUTE))} min`;
  if (size < 2 * DAY) return `${Math.round(size / HOUR)} h`;
  return `${Math.round(size / DAY)} d`;
}

/** First human response by urgency, in ms (reference 4.4; P3 is five working days, seven days at most). */
export const RESPONSE: Readonly<Record<string, number>> = {
  P0: HOUR,
  P1: 24 * HOUR,
  P2: 72 * HOUR,
  P3: 7 * DAY,
};

/** Soon = the last quarter of the time, or less than half an hour. */
export function dueAt(due: string | null, now: number, whole: number): Due {
  if (!due) return { state: 'stop', words: 'clock stopped', gone: 0 };
  const left = new Date(due).getTime() - now;
  if (left < 0) return { state: 'late', words: `${length(left)} over`, gone: 1 };
  const gone = Math.min(1, Math.max(0, 1 - left / whole));
  return { state: gone > 0.75 || left < HOUR / 2 ? 'soon' : 'left', words: `${length(left)} left`, gone };
}

const DAY_MONTH = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const FULL = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** `20 Nov`, with the year where it is another than now's. */
export function day(iso: string | Date | null | undefined, now = Date.now()): string {
  if (!iso) return '–';
  const date = new Date(iso);
  return date.getFullYear() === new Date(now).getFullYear() ? DAY_MONTH.format(date) : FULL.format(date);
}
export const fullDay = (iso: string | Date): string => FULL.format(new Date(iso));
/** `20 Nov 2026, 14:05`. */
export const moment = (at: string | Date): string => `${fullDay(at)}, ${time(new Date(at))}`;
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
/** `2026-11` as `November 2026`. */
export const monthName = (month: string): string => MONTH.format(new Date(`${month}-01T00:00:00Z`));
export const time = (at: string | number | Date): string => TIME.format(new Date(at));
