/** Finding a released row. Nothing is added up and nothing is worked out here: what was not released does not exist. */
import type { z } from 'zod';
import type { figure } from '../../features/insight/contract.ts';
import { w } from '../words.ts';

export type Figure = z.infer<typeof figure>;
export type Period = Figure['period'];
export type ScopeKind = Figure['scope']['kind'];
export type Measure = Figure['measure'];

export const samePeriod = (a: Period, b: Period): boolean =>
  a.kind === b.kind && a.from === b.from && a.to === b.to;

const ORDER: readonly Period['kind'][] = ['window', 'start', 'quarter', 'month'];

/** The periods of one kind of place: a year first, then the newest. */
export function periodsOf(figures: readonly Figure[], kind: ScopeKind): Period[] {
  const found = new Map<string, Period>();
  for (const { scope, period } of figures)
    if (scope.kind === kind) found.set(`${period.kind} ${period.from} ${period.to}`, period);
  return [...found.values()].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.to > b.to ? -1 : a.to < b.to ? 1 : 0) || (a.from < b.from ? -1 : 1), // prettier-ignore
  );
}

/** The period to begin with: the one that can show most; a page of hidden figures helps nobody. */
export function mostShown(figures: readonly Figure[], kind: ScopeKind): Period | undefined {
  const shown = (period: Period) =>
    figures.filter(
      (one) => one.scope.kind === kind && one.state === 'shown' && samePeriod(one.period, period),
    ).length;
  return periodsOf(figures, kind)
    .map((period) => ({ period, n: shown(period) }))
    .reduce<{ period: Period; n: number } | undefined>(
      (best, one) => (best && best.n >= one.n ? best : one),
      undefined,
    )?.period;
}

export type Wanted = { measure: Measure; period: Period; kind: ScopeKind; key?: string };

/** What tells places of one kind apart. */
export const scopeName = (scope: Figure['scope']): string => {
  switch (scope.kind) {
    case 'network':
      return '';
    case 'country':
      return scope.country;
    case 'sector':
      return scope.sector;
    case 'country_sector':
      return `${scope.country} ${scope.sector}`;
    case 'chain':
      return '';
    case 'chain_country':
      return scope.country;
    case 'workplace':
      return scope.workplace;
  }
};

export const figureAt = (
  figures: readonly Figure[],
  { measure, period, kind, key = '' }: Wanted,
): Figure | undefined =>
  figures.find(
    (one) =>
      one.measure === measure &&
      one.scope.kind === kind &&
      scopeName(one.scope) === key &&
      samePeriod(one.period, period),
  );

const MONTH = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const month = (iso: string): string => MONTH.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));

/** `Nov 2025 to Oct 2026`; a month alone is one month. */
export const periodName = ({ kind, from, to }: Period): string => {
  const words = month(from) === month(to) ? month(from) : `${month(from)} – ${month(to)}`;
  return kind === 'start' ? `${words} (${w.figures.sinceStart})` : words;
};
