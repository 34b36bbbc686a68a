import type { Figure } from './figure.ts';

export type Choice = Partial<Record<'measure' | 'scope' | 'period' | 'from' | 'to' | 'country' | 'sector' | 'workplace', string>>; // prettier-ignore

/** Picks among released figures; it adds nothing up, so it can open nothing that the release keeps shut. */
export const choose = (figures: readonly Figure[], by: Choice): Figure[] =>
  figures.filter(
    ({ measure, scope, period }) =>
      (by.measure === undefined || measure === by.measure) &&
      (by.scope === undefined || scope.kind === by.scope) &&
      (by.period === undefined || period.kind === by.period) &&
      (by.from === undefined || period.from >= by.from) &&
      (by.to === undefined || period.to <= by.to) &&
      (by.country === undefined || ('country' in scope && scope.country === by.country)) &&
      (by.sector === undefined || ('sector' in scope && scope.sector === by.sector)) &&
      (by.workplace === undefined || (scope.kind === 'workplace' && scope.workplace === by.workplace)),
  );
