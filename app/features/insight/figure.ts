/**
 * What a figure is. A figure never stands alone: it has a unit, a period, a scope and a base, and where it
 * can't be shown it says which of three silences it is. None of them means "no problem".
 */

export const MEASURES = [
  'contacts',
  'workers',
  'raised',
  'verified',
  'verified_state',
  'claimed',
  'partly',
  'disputed',
  'unreachable',
  'overdue',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Contacts, workers and issues are three different numbers (reference 4.2) and are never summed. */
export type Unit = 'contacts' | 'workers' | 'issues';
export const unitOf = (measure: Measure): Unit =>
  measure === 'contacts' || measure === 'workers' ? measure : 'issues';

/**
 * `month`: contacts and workers of the network. `quarter`: the network, countries, sectors and a buyer's chain; of
 * issues, the network and a buyer's chain. `window`: from the start of a reporting year (four quarters) to a closed
 * quarter; of issues, to a closed half-year. `start`: from the network's first quarter. All are closed: figures of a
 * running period don't exist.
 */
export type PeriodKind = 'month' | 'quarter' | 'window' | 'start';
/** First and last day, both included, as YYYY-MM-DD. */
export type Period = { kind: PeriodKind; from: string; to: string };

export type Scope =
  | { kind: 'network' }
  | { kind: 'country'; country: string }
  | { kind: 'sector'; sector: string }
  | { kind: 'country_sector'; country: string; sector: string }
  | { kind: 'chain'; chain: string }
  | { kind: 'chain_country'; chain: string; country: string }
  | { kind: 'workplace'; workplace: string };

export const scopeKey = (s: Scope): string => {
  switch (s.kind) {
    case 'network':
      return 'network';
    case 'country':
      return `country ${s.country}`;
    case 'sector':
      return `sector ${s.sector}`;
    case 'country_sector':
      return `country ${s.country} sector ${s.sector}`;
    case 'chain':
      return `chain ${s.chain}`;
    case 'chain_country':
      return `chain ${s.chain} country ${s.country}`;
    case 'workplace':
      return `workplace ${s.workplace}`;
  }
};
export const periodKey = (p: Period): string => `${p.kind} ${p.from} ${p.to}`;

/**
 * What protects people, by unit. k is always a number of confirmed distinct workers; the other two are counted in
 * the unit itself.
 * - `least`: the smallest value that is printed. A count of people says how many they are, so it is k. Three
 *   issues that 60 workers speak of say nothing of any one of them.
 * - `width`: how far apart the ends of what a hidden cell may be must stay.
 * - `deniable`: 0 must stay one of the possibilities. That somebody spoke at all is what an employer looks for.
 *   With [0, 1] "hidden" would be read as "one"; from 0 to 3 what is hidden may as well lie in any of the other
 *   hidden cells, or be nothing.
 */
export type Caution = { least: (k: number) => number; width: (k: number) => number; deniable: boolean };
const people: Caution = { least: (k) => k, width: (k) => k, deniable: false };
export const CAUTION: Record<Unit, Caution> = {
  contacts: people,
  workers: people,
  issues: { least: () => 1, width: () => 3, deniable: true },
};

/** `public`, or an organisation's id. */
export type Audience = string;
export const PUBLIC: Audience = 'public';

/**
 * shown: k or more workers stand behind it; people are shown from k on, issues from 1. zero: nothing counted, though k or more were heard.
 * too_few: fewer than k, or hidden so that another can't be worked out; the two look alike on purpose.
 * not_heard: nobody was reached there.
 */
export type State = 'shown' | 'zero' | 'too_few' | 'not_heard';

export type Figure = {
  measure: Measure;
  unit: Unit;
  period: Period;
  scope: Scope;
  state: State;
  /** Only with `shown` and `zero` (0). The public's are rounded to the nearest 5. */
  value: number | null;
  /**
   * How many confirmed distinct workers it rests on, as the floor of a class ("25 or more"), never the count;
   * null where the figure is hidden.
   */
  base: number | null;
};

export const figureKey = (f: Pick<Figure, 'measure' | 'period' | 'scope'>): string =>
  `${f.measure} | ${scopeKey(f.scope)} | ${periodKey(f.period)}`;

/** k distinct workers (reference 7.5): 10 for partners, 11 for open figures. */
export const K_PARTNER = 10;
export const K_PUBLIC = 11;

const CLASSES = [1000, 500, 250, 100, 50, 25];
/** The floor of the base's class; `workers` is at least k. */
export const baseClass = (workers: number, k: number): number =>
  CLASSES.find((floor) => workers >= floor) ?? k;

/**
 * Nearest 5; applied to every open count, it blunts what subtraction is left. Null where that would be 0: zero has
 * its own state, and one or two issues printed as 5 would be untrue.
 */
export const roundOpen = (value: number): number | null => Math.round(value / 5) * 5 || null;

/** How many workplaces were heard from. Workplaces, not people; rounded to 5 in open figures. */
export type Coverage = { registered: number; heard: number; tooFew: number; notHeard: number };

export type Release = {
  day: string;
  audience: Audience;
  /** k of this audience. */
  k: number;
  figures: Figure[];
  coverage: Coverage;
};

/** The ledger's name for it, `[A-Za-z0-9._-]{1,128}`. */
export const releaseName = (day: string, audience: Audience): string =>
  `figures.${day}.${audience.replaceAll(/[^A-Za-z0-9_-]/g, '.')}`.slice(0, 128);
