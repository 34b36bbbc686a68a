const DAY = 86_400_000;

/** The start (UTC) of the day that is `delayDays` after `now`: never the hour in which somebody was seen on a phone. */
export const visibleFrom = (now: Date, delayDays: number): Date =>
  new Date(Math.floor(now.getTime() / DAY) * DAY + delayDays * DAY);

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
