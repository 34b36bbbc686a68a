import type { Chance } from './chance.ts';

/** Times inside the plan are milliseconds since 1970; they become text only in the finished events. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The last second of the demo's simulated time. After it the real clock runs on. */
export const PLAN_END = Date.UTC(2026, 9, 31, 23, 59, 59);

/** Hours before UTC of the places in the demo; none of them has summer time. */
const ZONES: Record<string, number> = {
  TH: 7,
  KH: 7,
  MM: 6.5,
  MY: 8,
  IN: 5.5,
  NP: 5.75,
  DK: 1,
  DE: 1,
  GB: 0,
};

export function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Midnight UTC on the first day of the month that begins `months` before the plan's end. */
export function planStart(months: number): number {
  return Date.UTC(2026, 10 - months, 1);
}

/**
 * The first moment at or after `at` when an office is open: Monday to Saturday, 09:00 to 17:30.
 * A waiting item is not answered at the stroke of nine: `chance` spreads it over the first two hours.
 */
export function atWork(at: number, country: string, chance: Chance): number {
  const zone = (ZONES[country] ?? 0) * HOUR;
  let local = at + zone;
  for (let guard = 0; guard < 10; guard++) {
    const midnight = Math.floor(local / DAY) * DAY;
    const weekday = new Date(midnight).getUTCDay();
    if (weekday !== 0 && local >= midnight + 9 * HOUR && local < midnight + 17.5 * HOUR) break;
    const next = weekday !== 0 && local < midnight + 9 * HOUR ? midnight : midnight + DAY;
    local = next + 9 * HOUR + chance.whole(0, 7200) * SECOND;
  }
  return Math.round((local - zone) / SECOND) * SECOND;
}

/** A moment on this day when workers write: mostly after the shift, some at the midday break, few at night. */
export function workerHour(midnight: number, country: string, chance: Chance): number {
  const part = chance.weighted({ evening: 60, noon: 16, morning: 14, night: 10 });
  const hours = { evening: [18, 23], noon: [11.5, 13.5], morning: [5.5, 9], night: [0, 4] }[part] as [
    number,
    number,
  ];
  const local = midnight + chance.between(hours[0], hours[1]) * HOUR;
  return Math.round((local - (ZONES[country] ?? 0) * HOUR) / SECOND) * SECOND;
}
