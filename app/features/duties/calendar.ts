/** Working days. The calendar itself comes from outside (`calendars.store.ts`, and what an organisation has set). */
export type Calendar = {
  /** ISO 3166-1 alpha-2; empty = nothing is known of the place. */
  readonly country: string;
  /** IANA name: which day it is there. */
  readonly zone: string;
  /** Days of the week without work, 0 = Sunday. */
  readonly weekend: readonly number[];
  /** A public holiday, or a day that the organisation has set; `YYYY-MM-DD` of the place. */
  readonly isOff: (day: string) => boolean;
  /** A day that is worked although weekend or holiday say no. */
  readonly isOn: (day: string) => boolean;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Monday to Friday in UTC, no holiday: where nobody knows of which country it is. */
export const PLAIN: Calendar = {
  country: '',
  zone: 'UTC',
  weekend: [0, 6],
  isOff: () => false,
  isOn: () => false,
};

/** Weekends as they are worked by, where they aren't Saturday and Sunday. CLDR 47, but for BD and NP, whose law says so. */
const WEEKENDS: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(
    ['AF', 'BD', 'BH', 'DZ', 'EG', 'IL', 'IQ', 'JO', 'KW', 'LY', 'MV', 'OM', 'PS', 'QA', 'SA', 'SD', 'SY', 'YE'].map(
      (country) => [country, [5, 6]],
    ),
  ),
  BN: [5, 0],
  DJ: [5],
  IN: [0],
  IR: [5],
  NP: [6],
  UG: [0],
}; // prettier-ignore
export const weekendOf = (country: string): readonly number[] => WEEKENDS[country] ?? [0, 6];

const formats = new Map<string, Intl.DateTimeFormat>();
/** The day that it is there, `YYYY-MM-DD`. */
export function dayIn(zone: string, at: Date): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(zone, format);
  return format.format(at);
}

export function isWorkday(calendar: Calendar, at: Date): boolean {
  const day = dayIn(calendar.zone, at);
  if (calendar.isOn(day)) return true;
  if (calendar.isOff(day)) return false;
  return !calendar.weekend.includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** Exactly one of them. */
export type Span = { hours: number } | { days: number } | { workingDays: number };

/** More than any run of days off: a calendar without a working day ends the search, not the server. */
const FAR = 400;

/** The moment at which this much time is over. Working days are counted at the same time of day. */
export function dueIn(calendar: Calendar, from: Date, span: Span): Date {
  if ('hours' in span) return new Date(from.getTime() + span.hours * HOUR);
  if ('days' in span) return new Date(from.getTime() + span.days * DAY);
  let at = from.getTime();
  for (let left = span.workingDays, tried = 0; left > 0 && tried < FAR; tried++) {
    at += DAY;
    if (isWorkday(calendar, new Date(at))) left--;
  }
  return new Date(at);
}
