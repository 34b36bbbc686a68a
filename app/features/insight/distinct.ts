import { K_PARTNER, type Period, scopeKey } from './figure.ts';
import { cellKey, decidedOf, type Decision, decisionOf, figureOf, type Ground, isBarred, isPartOf } from './ground.ts'; // prettier-ignore
import { monthPeriod, type Quarter } from './period.ts';
import type { Place } from './scopes.ts';
import type { Cell } from './cell.ts';
import { suppress } from './suppression.ts';
import { monthsOf } from './tables.ts';

/**
 * Distinct workers. The same people come back month after month, so periods don't add up and each is a table
 * of its own. What a longer period says beyond a shorter one inside it is checked by itself: the people who
 * came only in the rest are nobody, or k and more. (Bounds that combine several scopes with several periods of
 * distinct workers are inequalities only; the audit does not follow them.)
 */
export function decideWorkers(ground: Ground, period: Period, quarters: readonly Quarter[]): Decision[] {
  const places = ground.places.filter((p) => period.kind !== 'quarter' || p.by === 'quarter');
  return decideIn(ground, { places, period, months: monthsOf(quarters) });
}

export const decideWorkersOfMonth = (ground: Ground, month: string): Decision[] =>
  decideIn(ground, { places: ground.places.slice(0, 1), period: monthPeriod(month), months: [month] });

type Asked = { places: readonly Place[]; period: Period; months: readonly string[] };

function decideIn(ground: Ground, { places, period, months }: Asked): Decision[] {
  const sites = ground.network.workplaces.map((w) => w.id);
  const atoms = sites.map((id) => ground.counts.atom([id], months, 'workers', ['ordinary']));
  const before = decidedOf(ground, 'workers');
  const fresh = places.filter((p) => !before.has(cellKey(p.scope, period)));
  const cells = fresh.map((p): Cell => ({
    key: cellKey(p.scope, period),
    atoms: p.members.map((id) => sites.indexOf(id)),
    k: p.k,
    rank: p.rank,
    barred: isBarred(ground, p, months) || tellsNewcomers(ground, p, { period, months }),
  }));
  const lines = places.map((p) => ({
    whole: cellKey(p.scope, period),
    parts: places.filter((q) => isPartOf(q.scope, p.scope)).map((q) => cellKey(q.scope, period)),
  }));
  const states = suppress({
    unit: 'workers',
    atoms,
    cells,
    lines: lines.filter((l) => l.parts.length > 0),
    k: K_PARTNER,
  });
  return fresh.map((place, i) => {
    const own = cells[i]!.atoms.map((a) => atoms[a]!);
    const about = { measure: 'workers' as const, place, period };
    return decisionOf(place, figureOf(about, states.get(cells[i]!.key)!, own));
  });
}

function tellsNewcomers(ground: Ground, place: Place, { period, months }: Omit<Asked, 'places'>): boolean {
  const all = ground.counts.atom(place.members, months, 'workers', ['ordinary']).workers;
  return ground.decided.get('workers')!.some(({ figure, members }) => {
    const { from, to } = figure.period;
    if (figure.state !== 'shown' || from < period.from || to > period.to) return false;
    if (scopeKey(figure.scope) !== scopeKey(place.scope)) return false;
    const within = months.filter((m) => from.slice(0, 7) <= m && m <= to.slice(0, 7));
    const before = new Set(ground.counts.atom(members, within, 'workers', ['ordinary']).workers);
    const more = all.filter((name) => !before.has(name)).length;
    return more > 0 && more < place.k;
  });
}
