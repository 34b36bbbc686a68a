import type { BaseRow, Counted } from './counts.ts';
import type { Release } from './figure.ts';
import { monthAfter } from './period.ts';
import { type Kept, release } from './release.ts';
import type { Network } from './scopes.ts';

/** For tests: an invented network of ten sites and a year of what was said there. */

export const START = '2025-01';
export const COUNTRIES = ['TH', 'MY'];
const SECTORS = ['seafood', 'garments'];

/** A small network in which two buyers share some sites and not others, and some sites are nearly silent. */
export function networkOf(seed: number): { network: Network; rows: BaseRow[] } {
  let state = seed + 1;
  const chance = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const sites = Array.from({ length: 10 }, (_, i) => ({
    id: `s${i}`,
    country: COUNTRIES[i % 2]!,
    sector: SECTORS[Math.floor(i / 2) % 2]!,
    headcount: i === 9 ? 15 : 200,
  }));
  const chain = (audience: string, share: number, named: boolean) => ({
    audience,
    named,
    workplaces: sites.filter(() => chance() < share).map((s) => s.id),
  });
  const network = {
    workplaces: sites,
    chains: [chain('vouch:a', 0.7, true), chain('vouch:b', 0.6, true), chain('vouch:c', 0.5, false)],
  };
  const rows = new Map<string, BaseRow>();
  const count = (
    workplace: string,
    month: string,
    measure: Counted,
    more: { who: string; part: 'ordinary' | 'grave' },
  ) => {
    const row = rows.get(workplace + month) ?? { workplace, month, ordinary: {}, grave: {} };
    rows.set(workplace + month, row);
    const tally = row[more.part][measure] ?? { count: 0, workers: [] };
    // A contact counts each time; most who speak of an issue join one that is there.
    const added = measure === 'contacts' || tally.count === 0 || chance() < 0.2 ? 1 : 0;
    row[more.part][measure] = {
      count: tally.count + added,
      workers: [...new Set([...tally.workers, more.who])],
    };
  };
  sites.forEach((site, i) => {
    const voice = [40, 25, 12, 8, 5, 3, 2, 1, 0, 2][i]!;
    for (let m = 0; m < 12; m++)
      for (let n = 0; n < voice * 0.5 * (0.5 + chance()); n++) {
        const who = { who: `${site.id} ${Math.floor(chance() * voice * 4)}`, part: 'ordinary' as const };
        const month = monthAfter(START, m);
        count(site.id, month, 'contacts', who);
        const part = chance() < 0.1 ? 'grave' : 'ordinary';
        if (chance() < 0.7) count(site.id, month, 'raised', { ...who, part });
        if (chance() < 0.3) count(site.id, month, 'verified', { ...who, part });
        if (chance() < 0.15) count(site.id, month, 'disputed', { ...who, part });
      }
  });
  return { network, rows: [...rows.values()] };
}

/** Releases on the given days, one after another, as the world sees them. */
export function releaseOn(days: readonly string[], { network, rows }: { network: Network; rows: BaseRow[] }) {
  let kept: Kept = { rows: [], decisions: [] };
  const releases: Release[] = [];
  for (const day of days) {
    const done = release({
      day,
      start: START,
      network,
      rows: rows.filter((r) => r.month <= day.slice(0, 7)),
      kept,
    });
    if (!done) continue;
    kept = {
      rows: [...kept.rows, ...done.kept.rows],
      decisions: [...kept.decisions, ...done.kept.decisions],
    };
    releases.push(...done.releases);
  }
  return { kept, releases };
}
export const monthly = Array.from({ length: 12 }, (_, i) => `${monthAfter(START, i + 1)}-10`);
