import { type Audience, K_PARTNER, K_PUBLIC, PUBLIC, type Scope } from './figure.ts';
import type { Part } from './counts.ts';
import { PARTS } from './counts.ts';

export type Workplace = { id: string; country: string; sector: string; headcount: number };
/**
 * Whose supply chain an organisation sees. `named` also lists its workplaces one by one (a buyer); an
 * association sees totals only.
 */
export type Chain = { audience: Audience; workplaces: readonly string[]; named: boolean };
export type Network = { workplaces: readonly Workplace[]; chains: readonly Chain[] };

/** A scope with the workplaces it holds, who may see it, and how it is judged. */
export type Place = {
  scope: Scope;
  members: readonly string[];
  audiences: readonly Audience[];
  k: number;
  rank: number;
  parts: readonly Part[];
  /** Printed line by line for single periods, or only over a year. */
  by: 'quarter' | 'window';
};

const sorted = (ids: Iterable<string>): string[] => [...ids].sort();
const ORDINARY: readonly Part[] = ['ordinary'];

/** All places that any audience's tables list, widest first. A place that two audiences share stands once. */
export function placesOf(network: Network): Place[] {
  const all = network.workplaces;
  const ids = (those: readonly Workplace[]) => sorted(those.map((w) => w.id));
  const open = { audiences: [PUBLIC], k: K_PUBLIC, parts: PARTS };
  const places: Place[] = [
    { ...open, scope: { kind: 'network' }, members: ids(all), rank: 0, by: 'quarter' },
  ];
  const countries = sorted(new Set(all.map((w) => w.country)));
  const sectors = sorted(new Set(all.map((w) => w.sector)));
  for (const country of countries)
    places.push({ ...open, scope: { kind: 'country', country }, members: ids(all.filter((w) => w.country === country)), rank: 1, by: 'quarter' }); // prettier-ignore
  for (const sector of sectors)
    places.push({ ...open, scope: { kind: 'sector', sector }, members: ids(all.filter((w) => w.sector === sector)), rank: 1, by: 'quarter' }); // prettier-ignore
  for (const country of countries)
    for (const sector of sectors) {
      const members = ids(all.filter((w) => w.country === country && w.sector === sector));
      if (members.length > 0) places.push({ ...open, scope: { kind: 'country_sector', country, sector }, members, rank: 3, by: 'window' }); // prettier-ignore
    }
  return [
    ...places,
    ...network.chains.flatMap((chain) => chainPlaces(chain, all)),
    ...namedWorkplaces(network),
  ];
}

function chainPlaces(chain: Chain, all: readonly Workplace[]): Place[] {
  const mine = all.filter((w) => chain.workplaces.includes(w.id));
  if (mine.length === 0) return [];
  const own = { audiences: [chain.audience], k: K_PARTNER, parts: ORDINARY, by: 'quarter' as const };
  const ids = (those: readonly Workplace[]) => sorted(those.map((w) => w.id));
  return [
    { ...own, scope: { kind: 'chain', chain: chain.audience }, members: ids(mine), rank: 1 },
    ...sorted(new Set(mine.map((w) => w.country))).map((country) => ({
      ...own,
      scope: { kind: 'chain_country' as const, chain: chain.audience, country },
      members: ids(mine.filter((w) => w.country === country)),
      rank: 2,
    })),
  ];
}

function namedWorkplaces({ workplaces, chains }: Network): Place[] {
  return workplaces.flatMap((w) => {
    const audiences = sorted(
      chains.filter((c) => c.named && c.workplaces.includes(w.id)).map((c) => c.audience),
    );
    if (audiences.length === 0) return [];
    const scope = { kind: 'workplace' as const, workplace: w.id };
    return [
      { scope, members: [w.id], audiences, k: K_PARTNER, rank: 4, parts: ORDINARY, by: 'window' as const },
    ];
  });
}
