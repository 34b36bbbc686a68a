/**
 * When a business may read what it is told. Never at once and never alone: what is written during a window becomes
 * readable together, at the start (UTC) of a batch day, so that no day on which somebody was seen on a phone can be read
 * from it. Everything here counts in whole days; a day is named by its number since 1970-01-01.
 */
const DAY = 86_400_000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4;

export type TellingRule = {
  /** A batch day every so many days. */
  readonly everyDays: number;
  /** With seven days: which weekday, 0 = Monday. Else only where the count begins. */
  readonly weekday: number;
  /** So many whole days pass at least. */
  readonly minDays: number;
  /** Up to so many more, drawn when the disclosure is written and never again. */
  readonly extraDays: number;
};

/** Where nobody has set anything: Mondays, two days at least, and up to a week more. */
export const CAREFUL: TellingRule = { everyDays: 7, weekday: 0, minDays: 2, extraDays: 7 };

const dayNumber = (at: Date): number => Math.floor(at.getTime() / DAY);

/** The first batch day that is not before `day`. */
export function batchDay(day: number, { everyDays, weekday }: TellingRule): number {
  const since = day - FIRST_MONDAY - weekday;
  return FIRST_MONDAY + weekday + Math.ceil(since / everyDays) * everyDays;
}

/**
 * From when a disclosure can be read. `wanted`: days that the case worker adds on purpose; `drawn`: 0 … rule.extraDays,
 * by chance.
 */
export function visibleFrom(now: Date, rule: TellingRule, more: { wanted: number; drawn: number }): Date {
  const day = dayNumber(now) + Math.max(rule.minDays, more.wanted) + more.drawn;
  return new Date(batchDay(day, rule) * DAY);
}

/** From when an answer to a business can be read: the next batch day, which is not today where days pass at least. */
export const answeredFrom = (now: Date, rule: TellingRule): Date =>
  new Date(batchDay(dayNumber(now) + Math.min(1, rule.minDays), rule) * DAY);
