import { PARTS } from './counts.ts';
import { K_PARTNER, type Measure, type Period, scopeKey } from './figure.ts';
import { cellKey, decidedOf, type Decision, decisionOf, figureOf, type Ground, isBarred, isPartOf } from './ground.ts'; // prettier-ignore
import { firstDay, monthPeriod, type Quarter, quarterPeriod, span } from './period.ts';
import type { Place } from './scopes.ts';
import { type Atom, type Cell, type Implied, type Line, suppress, type Table } from './suppression.ts';

/** Answers of workers about a remedy can be held against those who gave them. */
const ANSWERS: readonly Measure[] = ['verified', 'partly', 'disputed'];
export const monthsOf = (quarters: readonly Quarter[]): string[] => quarters.flatMap((q) => q.months);

/** The network's months whose quarter still runs: nothing else is known of them yet. */
export function decideMonths(ground: Ground, measure: Measure, months: readonly string[]): Decision[] {
  const network = ground.places[0]!;
  const atoms = months.map((m) => ground.counts.atom(network.members, [m], measure, network.parts));
  const cells = months.map((month, i): Cell => ({
    key: cellKey(network.scope, monthPeriod(month)),
    atoms: [i],
    k: network.k,
    rank: 0,
    barred: isBarred(ground, network, [month]),
  }));
  const states = suppress({ atoms, cells, k: K_PARTNER, answers: ANSWERS.includes(measure) });
  return months.map((month, i) => {
    const about = { measure, place: network, period: monthPeriod(month) };
    return decisionOf(network, figureOf(about, states.get(cells[i]!.key)!, [atoms[i]!]));
  });
}

type Wanted = { place: Place; months: readonly string[]; period: Period };

/** Months of the network, quarters of totals, the year so far of what is small. */
function wantedIn({ places, start }: Ground, window: readonly Quarter[]): Wanted[] {
  const year = { months: monthsOf(window), period: span('window', window) };
  return places.flatMap((place): Wanted[] => {
    if (place.by === 'window') return [{ place, ...year }];
    const quarters = window.map((q) => ({ place, months: q.months, period: quarterPeriod(q) }));
    if (place.scope.kind !== 'network') return quarters;
    return [
      ...quarters,
      ...year.months.filter((m) => m >= start).map((m) => ({ place, months: [m], period: monthPeriod(m) })),
    ];
  });
}

/**
 * One reporting year of one measure, as far as it has closed. Everything that was or will be released of it, to
 * anyone, is judged together, down to single workplaces in single months.
 */
export function decideWindow(ground: Ground, measure: Measure, window: readonly Quarter[]): Decision[] {
  const { atoms, indexes } = atomsOf(ground, measure, monthsOf(window));
  const before = decidedOf(ground, measure);
  const fresh = wantedIn(ground, window).filter(
    ({ place, period }) => !before.has(cellKey(place.scope, period)),
  );
  const cells = fresh.map(({ place, months, period }): Cell => ({
    key: cellKey(place.scope, period),
    atoms: indexes(place.members, months, place.parts),
    k: place.k,
    rank: place.rank,
    barred: isBarred(ground, place, months),
  }));
  const table: Table = {
    atoms,
    cells: [...frozenCells([...before.values()], window, indexes), ...cells],
    ...lineUp(ground, window, indexes),
    k: K_PARTNER,
    answers: ANSWERS.includes(measure),
  };
  const states = suppress(table);
  return fresh.map(({ place, period }, i) => {
    const own = cells[i]!.atoms.map((a) => atoms[a]!);
    return decisionOf(place, figureOf({ measure, place, period }, states.get(cells[i]!.key)!, own));
  });
}

type Indexes = (members: readonly string[], months: readonly string[], parts: Place['parts']) => number[];

/** Workplace × month, grave issues apart where there are any: partners' figures leave them out. */
function atomsOf(ground: Ground, measure: Measure, months: readonly string[]) {
  const atoms: Atom[] = [];
  const at = new Map<string, number>();
  for (const { id } of ground.network.workplaces)
    for (const month of months)
      for (const part of PARTS) {
        const atom = ground.counts.atom([id], [month], measure, [part]);
        if (part === 'grave' && atom.value === 0) continue;
        at.set(`${id} ${month} ${part}`, atoms.push(atom) - 1);
      }
  const indexes: Indexes = (members, those, parts) =>
    members.flatMap((id) =>
      those.flatMap((m) => parts.flatMap((part) => at.get(`${id} ${m} ${part}`) ?? [])),
    );
  return { atoms, indexes };
}

/** Released before, so known for ever. */
function frozenCells(before: readonly Decision[], window: readonly Quarter[], indexes: Indexes): Cell[] {
  const { from, to } = span('window', window);
  return before.flatMap(({ figure: { period, scope, state }, members, k, parts }) => {
    if (period.kind === 'start' || period.from < from || period.to > to) return [];
    const months = monthsOf(window).filter((m) => period.from <= firstDay(m) && firstDay(m) <= period.to);
    const atoms = indexes(members, months, parts);
    return [{ key: cellKey(scope, period), atoms, k, rank: 0, frozen: state }];
  });
}

/** How the printed tables add up: a quarter by month, country and sector; the year by what is small. */
function lineUp({ places, start }: Ground, window: readonly Quarter[], indexes: Indexes) {
  const year = span('window', window);
  const wide = places.filter((p) => p.by === 'quarter');
  const whole = (p: Place) => `${scopeKey(p.scope)} over the year`;
  const implied = wide.map((p): Implied => ({
    key: whole(p),
    atoms: indexes(p.members, monthsOf(window), p.parts),
    parts: window.map((q) => cellKey(p.scope, quarterPeriod(q))),
  }));
  const keys = (those: readonly Place[], period: Period) => those.map((p) => cellKey(p.scope, period));
  const lines = wide.flatMap((p): Line[] => {
    const parts = Map.groupBy(
      places.filter((part) => isPartOf(part.scope, p.scope) || isSiteOf(part, p)),
      (part) => part.scope.kind,
    );
    return [...parts.values()].flatMap((group) =>
      group[0]!.by === 'window'
        ? [{ whole: whole(p), parts: keys(group, year) }]
        : window.map((q) => ({
            whole: keys([p], quarterPeriod(q))[0]!,
            parts: keys(group, quarterPeriod(q)),
          })),
    );
  });
  const network = places[0]!;
  const byMonth = window.map((q): Line => ({
    whole: cellKey(network.scope, quarterPeriod(q)),
    parts: q.months.filter((m) => m >= start).map((m) => cellKey(network.scope, monthPeriod(m))),
  }));
  return { implied, lines: [...lines, ...byMonth] };
}

/** A buyer's page lists the workplaces of its chain under their total. */
const isSiteOf = (site: Place, total: Place): boolean =>
  site.scope.kind === 'workplace' &&
  (total.scope.kind === 'chain' || total.scope.kind === 'chain_country') &&
  total.members.includes(site.scope.workplace);
