import type { Period } from './figure.ts';

/** A month is YYYY-MM; a day YYYY-MM-DD. Calendar arithmetic only, no clock and no time zone. */

const pad = (n: number) => String(n).padStart(2, '0');
const index = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthAt = (i: number): string => `${Math.floor(i / 12)}-${pad((i % 12) + 1)}`;
const daysIn = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

export const monthOf = (day: string): string => day.slice(0, 7);
export const monthAfter = (month: string, n: number): string => monthAt(index(month) + n);
export const firstDay = (month: string): string => `${month}-01`;
export const lastDay = (month: string): string => `${month}-${pad(daysIn(month))}`;
export const dayAfter = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** Publication waits at least a week after a period closes (reference 7.5, rule 8). */
export const DELAY_DAYS = 7;
export const isClosed = (month: string, day: string): boolean => dayAfter(lastDay(month), DELAY_DAYS) <= day;

/** The first day after `day` on which one more month can be released. */
export function nextReleaseDay(day: string): string {
  let month = monthAfter(monthOf(day), -2);
  while (dayAfter(lastDay(month), DELAY_DAYS) <= day) month = monthAfter(month, 1);
  return dayAfter(lastDay(month), DELAY_DAYS);
}

const quarterStart = (month: string): string => monthAt(Math.floor(index(month) / 3) * 3);

/** A calendar quarter, by its first month. */
export type Quarter = { first: string; months: [string, string, string] };
const quarterOf = (first: string): Quarter => ({
  first,
  months: [first, monthAfter(first, 1), monthAfter(first, 2)],
});

/** Every closed month from `start` on, oldest first. */
export function closedMonths(start: string, day: string): string[] {
  const months: string[] = [];
  for (let month = start; isClosed(month, day); month = monthAfter(month, 1)) months.push(month);
  return months;
}

/** Every closed calendar quarter from the one that holds `start`, oldest first. */
export function closedQuarters(start: string, day: string): Quarter[] {
  const quarters: Quarter[] = [];
  for (
    let q = quarterOf(quarterStart(start));
    isClosed(q.months[2], day);
    q = quarterOf(monthAfter(q.first, 3))
  )
    quarters.push(q);
  return quarters;
}

/** Reporting years: runs of four quarters from the network's first. Small groups add up over a year, not over a month. */
export const windowsOf = (quarters: readonly Quarter[]): Quarter[][] => {
  const windows: Quarter[][] = [];
  quarters.forEach((q, i) => (i % 4 === 0 ? windows.push([q]) : windows.at(-1)?.push(q)));
  return windows;
};

export const monthPeriod = (month: string): Period => ({
  kind: 'month',
  from: firstDay(month),
  to: lastDay(month),
});
export const quarterPeriod = (q: Quarter): Period => span('quarter', [q]);
/** From the first quarter's first day to the last one's last. */
export function span(kind: Period['kind'], quarters: readonly Quarter[]): Period {
  const first = quarters[0];
  const last = quarters.at(-1);
  if (!first || !last) throw new Error('a span needs a quarter');
  return { kind, from: firstDay(first.first), to: lastDay(last.months[2]) };
}
