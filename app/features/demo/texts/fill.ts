import type { Chance } from '../chance.ts';
import type { Language } from '../event.ts';
import { en } from './en.ts';
import { hi } from './hi.ts';
import { km } from './km.ts';
import { my } from './my.ts';
import { ne } from './ne.ts';
import { th } from './th.ts';
import type { Spoken } from './voice.ts';

export const spoken: Record<Language, Spoken> = { en, my, th, km, ne, hi };

type Country = 'TH' | 'MY' | 'IN';
type Range = [low: number, high: number, step: number];
/** Sums of the trade in local money: to a recruiter, taken from a month's pay, a month's pay. */
const sums: Record<Country, Record<'fee' | 'cut' | 'pay', Range>> = {
  TH: { fee: [12000, 34000, 500], cut: [200, 1600, 50], pay: [7200, 9900, 100] },
  MY: { fee: [3500, 9500, 250], cut: [40, 280, 10], pay: [1150, 1650, 10] },
  IN: { fee: [8000, 38000, 1000], cut: [300, 2600, 50], pay: [6800, 10400, 100] },
};
const emergency: Record<Country, string> = { TH: '191', MY: '999', IN: '112' };

function sum(chance: Chance, [low, high, step]: Range): number {
  return low + chance.whole(0, Math.round((high - low) / step)) * step;
}

/** Fills the slots of one sentence. Numbers are drawn again for each slot. */
export function fill(template: string, language: Language, country: Country, chance: Chance): string {
  const money = (range: Range): string => `${sum(chance, range)} ${spoken[language].currency[country]}`;
  const slot: Record<string, () => string> = {
    fee: () => money(sums[country].fee),
    cut: () => money(sums[country].cut),
    pay: () => money(sums[country].pay),
    n: () => String(chance.whole(2, 6)),
    hrs: () => String(chance.whole(11, 15)),
    ppl: () => String(chance.whole(7, 18)),
    emergency: () => emergency[country],
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => slot[name]?.() ?? whole);
}

/** Many people write numbers in the digits of their own script. */
export function inOwnDigits(text: string, language: Language): string {
  return text.replace(/[0-9]/g, (d) => spoken[language].digits[Number(d)] ?? d);
}

/** A worker's own words about one or two codes: an opener, the matter, perhaps more, a closing word. */
export function workerWords(codes: string[], language: Language, country: Country, chance: Chance): string {
  const voice = spoken[language];
  const matter = codes.map((code) => chance.one(voice.reports[code] ?? [])).join(' ');
  const kind = codes[0]?.startsWith('INF') === true;
  const closer = kind ? '' : chance.one(voice.closers);
  const text = fill(chance.one(voice.openers) + matter + closer, language, country, chance);
  return chance.happens(0.45) ? inOwnDigits(text, language) : text;
}

export type Line = keyof Spoken['caseworker'];
export function caseworkerLine(line: Line, language: Language, country: Country, chance: Chance): string {
  return fill(chance.one(spoken[language].caseworker[line]), language, country, chance);
}

export function workerLine(
  line: keyof Spoken['worker'],
  language: Language,
  country: Country,
  chance: Chance,
): string {
  return fill(chance.one(spoken[language].worker[line]), language, country, chance);
}
