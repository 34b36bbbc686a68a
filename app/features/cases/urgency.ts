export type Urgency = 'P0' | 'P1' | 'P2' | 'P3';
const HOUR = 3_600_000;
const HOURS: Record<Exclude<Urgency, 'P3'>, number> = { P0: 1, P1: 24, P2: 72 };

const isWorkday = (at: Date): boolean => at.getUTCDay() !== 0 && at.getUTCDay() !== 6;

/**
 * Until when a person answers (reference.md 4.4): P0 1 h, P1 24 h, P2 72 h by the clock, P3 5 working days, Monday to
 * Friday in UTC. Waiting for the worker stops the clock by taking `due_at` away, never waiting for anybody else.
 */
export function responseDue(urgency: Urgency, received: Date): Date {
  if (urgency !== 'P3') return new Date(received.getTime() + HOURS[urgency] * HOUR);
  const due = new Date(received);
  for (let left = 5; left > 0;) {
    due.setUTCDate(due.getUTCDate() + 1);
    if (isWorkday(due)) left--;
  }
  return due;
}

/** The most urgent of all: keyword or report, urgency is only ever raised. */
export const mostUrgent = (all: readonly Urgency[]): Urgency => [...all].sort()[0] ?? 'P3';
