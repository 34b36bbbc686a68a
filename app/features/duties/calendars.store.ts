/**
 * Public holidays by country, from `date-holidays`. Its table of the world is read when the first country is asked for,
 * and what is kept is the days of that country and year: a start pays nothing for it.
 */
import { createRequire } from 'node:module';
import { type Calendar, PLAIN, weekendOf } from './calendar.ts';

type Holiday = { type: string; date: string; start: Date; end: Date };
type Book = { getHolidays(year: number): Holiday[]; getTimezones(): string[] };
type Bookshop = new (country: string) => Book;

const load = createRequire(import.meta.url);
let bookshop: Bookshop | undefined;
// The library's own types need a DOM; the three calls that are used are named above.
const bookOf = (country: string): Book => new (bookshop ??= load('date-holidays') as Bookshop)(country);

/** Countries that workers come from or go to and the library knows nothing of: days off there are the organisation's to name. */
const ZONES: Readonly<Record<string, string>> = {
  BT: 'Asia/Thimphu',
  KH: 'Asia/Phnom_Penh',
  LA: 'Asia/Vientiane',
  LB: 'Asia/Beirut',
  MM: 'Asia/Yangon',
  MN: 'Asia/Ulaanbaatar',
  NP: 'Asia/Kathmandu',
  OM: 'Asia/Muscat',
  QA: 'Asia/Qatar',
};

const DAY = 86_400_000;
/** Days from the first to before the last of a holiday, as dates of the place. */
function datesOf({ date, start, end }: Holiday): string[] {
  const first = date.slice(0, 10);
  const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
  const noon = new Date(`${first}T12:00:00Z`).getTime();
  return Array.from({ length }, (_, n) => new Date(noon + n * DAY).toISOString().slice(0, 10));
}

/** What a country and year has; a holiday that begins in the evening counts from the next day, as it is worked. */
function holidaysOf(country: string, year: number): ReadonlySet<string> {
  const all = bookOf(country)
    .getHolidays(year)
    .filter(({ type }) => type === 'public');
  return new Set(all.flatMap(datesOf));
}

const known = new Map<string, Calendar>();

/** Synchronous and pure but for its memory: the same country gives the same calendar. Unknown countries get a plain one. */
export function calendarOf(country: string): Calendar {
  const before = known.get(country);
  if (before) return before;
  if (!/^[A-Z]{2}$/.test(country)) return PLAIN;
  const years = new Map<string, ReadonlySet<string>>();
  const daysOf = (year: string): ReadonlySet<string> => {
    const days = years.get(year) ?? holidaysOf(country, Number(year));
    years.set(year, days);
    return days;
  };
  const zone = ZONES[country] ?? bookOf(country).getTimezones()[0] ?? 'UTC';
  const made: Calendar = {
    country,
    zone,
    weekend: weekendOf(country),
    isOff: (day) => daysOf(day.slice(0, 4)).has(day),
    isOn: () => false,
  };
  known.set(country, made);
  return made;
}

export type OwnDay = { day: string; works: boolean };
/** The same with the days that an organisation has set for itself: they have the last word. */
export function withOwnDays(calendar: Calendar, own: readonly OwnDay[]): Calendar {
  if (own.length === 0) return calendar;
  const works = new Map(own.map(({ day, works }) => [day, works]));
  return {
    ...calendar,
    isOff: (day) => works.get(day) === false || (works.get(day) === undefined && calendar.isOff(day)),
    isOn: (day) => works.get(day) === true || calendar.isOn(day),
  };
}
