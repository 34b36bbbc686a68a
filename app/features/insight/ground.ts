import type { Counts, Part } from './counts.ts';
import {
  baseClass,
  type Figure,
  type Measure,
  PUBLIC,
  type Period,
  periodKey,
  type Scope,
  scopeKey,
  type State,
  unitOf,
} from './figure.ts';
import type { Network, Place } from './scopes.ts';
import type { Atom } from './cell.ts';

/** A figure with its exact value and whom it counts; kept for later audits, never shown as it is. */
export type Decision = {
  figure: Figure;
  members: readonly string[];
  audiences: readonly string[];
  k: number;
  parts: readonly Part[];
};
export const decisionOf = ({ members, audiences, k, parts }: Place, figure: Figure): Decision => ({
  figure,
  members,
  audiences,
  k,
  parts,
});

/** What one release stands on. */
export type Ground = {
  /** First month of the network. */
  start: string;
  network: Network;
  places: readonly Place[];
  counts: Counts;
  /** Everything decided before and so far, by measure. */
  decided: Map<Measure, Decision[]>;
};

export const cellKey = (scope: Scope, period: Period): string => `${scopeKey(scope)} | ${periodKey(period)}`;
export const decidedOf = (ground: Ground, measure: Measure): Map<string, Decision> =>
  new Map(ground.decided.get(measure)?.map((d) => [cellKey(d.figure.scope, d.figure.period), d]));

type Barring = Pick<Place, 'members' | 'audiences' | 'k' | 'parts'>;
/** An open figure never speaks of one workplace; a partner's speaks of one only where 2k people work (rule 9). */
export function isBarred(ground: Ground, place: Barring, months: readonly string[]): boolean {
  const heard = place.members.filter(
    (id) => !ground.counts.atom([id], months, 'contacts', place.parts).silent,
  );
  if (place.audiences.includes(PUBLIC)) return heard.length === 1;
  const alone = place.members.length === 1 ? place.members : heard;
  if (alone.length !== 1) return false;
  const site = ground.network.workplaces.find((w) => w.id === alone[0]);
  return (site?.headcount ?? 0) < 2 * place.k;
}

export type About = { measure: Measure; place: Place; period: Period };

export function figureOf({ measure, place, period }: About, state: State, atoms: readonly Atom[]): Figure {
  const classOf = (of: 'workers' | 'heard') => baseClass(new Set(atoms.flatMap((a) => a[of])).size, place.k);
  const about = { measure, unit: unitOf(measure), period, scope: place.scope, state };
  if (state === 'shown')
    return { ...about, value: atoms.reduce((t, a) => t + a.value, 0), base: classOf('workers') };
  if (state === 'zero') return { ...about, value: 0, base: classOf('heard') };
  return { ...about, value: null, base: null };
}

/** Whether a table prints `part` as one of the lines that make up `whole`. */
export function isPartOf(part: Scope, whole: Scope): boolean {
  if (whole.kind === 'network')
    return part.kind === 'country' || part.kind === 'sector' || part.kind === 'country_sector';
  if (part.kind === 'country_sector')
    return whole.kind === 'country'
      ? whole.country === part.country
      : whole.kind === 'sector' && whole.sector === part.sector;
  return whole.kind === 'chain' && part.kind === 'chain_country' && part.chain === whole.chain;
}
