import { PARTS } from './counts.ts';
import { K_PARTNER, type Measure, type Period, scopeKey, unitOf } from './figure.ts';
import { cellKey, decidedOf, type Decision, decisionOf, figureOf, type Ground, isBarred, isPartOf } from './ground.ts'; // prettier-ignore
import { firstDay, monthPeriod, type Quarter, quarterPeriod, span } from './period.ts';
import type { Place } from './scopes.ts';
import type { Atom, Cell, Implied, Line, Table } from './cell.ts';
import { reaches, suppress } from './suppression.ts';

/** Answers of workers about a remedy can be held against those who gave them. */
const ANSWERS: readonly Measure[] = ['verified', 'verified_state', 'partly', 'disputed'];
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
  const states = suppress({
    unit: unitOf(measure),
    atoms,
    cells,
    k: K_PARTNER,
    answers: ANSWERS.includes(measure),
  });
  return months.map((month, i) => {
    const about = { measure, place: network, period: monthPeriod(month) };
    return decisionOf(network, figureOf(about, states.get(cells[i]!.key)!, [atoms[i]!]));
  });
}

type Wanted = { place: Place; months: readonly string[]; period: Period };

const isIssues = (measure: Measure): boolean => unitOf(measure) === 'issues';

/**
 * The part of a reporting year that is told as "the year so far". Issues are few: told each quarter, each year so
 * far would give away what the last quarter added, and would be hidden for it. So they are told by half-years.
 */
export const soFar = (measure: Measure, window: readonly Quarter[]): readonly Quarter[] =>
  isIssues(measure) ? window.slice(0, window.length - (window.length % 2)) : window;

/**
 * Contacts: months of the network, quarters of totals, the year so far of what is small. Issues: quarters of the
 * network and of chains, the year so far of every place. Each figure more is one that can be subtracted.
 */
function wantedIn(ground: Ground, measure: Measure, window: readonly Quarter[]): Wanted[] {
  const told = soFar(measure, window);
  const year = told.length > 0 ? [{ months: monthsOf(told), period: span('window', told) }] : [];
  return ground.places.flatMap((place): Wanted[] => {
    const so = year.map((y) => ({ place, ...y }));
    if (place.by === 'window') return so;
    const quarters = window.map((q) => ({ place, months: q.months, period: quarterPeriod(q) }));
    const { kind } = place.scope;
    if (isIssues(measure)) return kind === 'network' || kind === 'chain' ? [...quarters, ...so] : so;
    const months = kind === 'network' ? monthsOf(window).filter((m) => m >= ground.start) : [];
    return [...quarters, ...months.map((m) => ({ place, months: [m], period: monthPeriod(m) }))];
  });
}

/**
 * One reporting year of one measure, as far as it has closed. Everything that was or will be released of it, to
 * anyone, is judged together, down to single workplaces in single months.
 */
export function decideWindow(ground: Ground, measure: Measure, window: readonly Quarter[]): Decision[] {
  const { atoms, indexes } = atomsOf(ground, measure, monthsOf(window));
  const before = decidedOf(ground, measure);
  const fresh = wantedIn(ground, measure, window).filter(
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
    unit: unitOf(measure),
    atoms,
    cells: [
      ...frozenCells(ground, [...before.values()], { window, indexes }),
      ...(isIssues(measure) ? untold(ground, window, { atoms, indexes }) : []),
      ...cells,
    ],
    ...lineUp(ground, { window, told: soFar(measure, window) }, indexes),
    k: K_PARTNER,
    answers: ANSWERS.includes(measure),
  };
  const states = suppress(table);
  return fresh.map(({ place, period }, i) => {
    const own = cells[i]!.atoms.map((a) => atoms[a]!);
    return decisionOf(place, figureOf({ measure, place, period }, states.get(cells[i]!.key)!, own));
  });
}

type Base = { atoms: readonly Atom[]; indexes: Indexes };
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
function frozenCells(
  ground: Ground,
  before: readonly Decision[],
  { window, indexes }: { window: readonly Quarter[]; indexes: Indexes },
): Cell[] {
  const { from, to } = span('window', window);
  return before.flatMap((decision) => {
    const { figure, members, k, parts } = decision;
    const { period, scope, state } = figure;
    if (period.kind === 'start' || period.from < from || period.to > to) return [];
    const months = monthsOf(window).filter((m) => period.from <= firstDay(m) && firstDay(m) <= period.to);
    const atoms = indexes(members, months, parts);
    const barred = isBarred(ground, decision, months);
    return [{ key: cellKey(scope, period), atoms, k, rank: 0, frozen: state, barred }];
  });
}

/**
 * What is not told yet, or never: each place and each single workplace by quarter and up to each quarter. It is
 * guarded like a hidden cell, because what the shown quarters of two chains prove of a workplace today can't be
 * taken back when its half-year is told.
 */
function untold({ network, places }: Ground, window: readonly Quarter[], { atoms, indexes }: Base): Cell[] {
  const sites = network.workplaces.flatMap(({ id }) =>
    [['ordinary'] as const, PARTS].map((parts) => ({ members: [id], k: K_PARTNER, parts })),
  );
  const runs = window.flatMap((q, i) => (i > 0 ? [[q], window.slice(0, i + 1)] : [[q]]));
  const found = new Map<string, Cell>();
  for (const { members, k, parts } of [...sites, ...places])
    for (const run of runs) {
      const all = indexes(members, monthsOf(run), parts);
      const counted = all.map((i) => atoms[i]!).filter((atom) => atom.value > 0);
      if (counted.length === 0 || reaches(counted, 'workers', k)) continue;
      const key = `untold ${all.join(' ')}`;
      found.set(key, { key, atoms: all, k, rank: 0, frozen: 'too_few' });
    }
  return [...found.values()];
}

/** How the printed tables add up: a quarter by month, country and sector; the year by quarter and by what is small. */
function lineUp(
  { places, start }: Ground,
  { window, told }: { window: readonly Quarter[]; told: readonly Quarter[] },
  indexes: Indexes,
) {
  const wide = places.filter((p) => p.by === 'quarter');
  const quarters = window.map(quarterPeriod);
  const years = told.length > 0 ? [span('window', told)] : [];
  const sum = (p: Place) => `${scopeKey(p.scope)} over the year`;
  const keys = (those: readonly Place[], period: Period) => those.map((p) => cellKey(p.scope, period));
  const byQuarter = wide.map((p) => ({ p, parts: told.map((q) => cellKey(p.scope, quarterPeriod(q))) }));
  const implied = byQuarter.map(({ p, parts }): Implied => ({
    key: sum(p),
    atoms: indexes(p.members, monthsOf(told), p.parts),
    parts,
  }));
  const lines = wide.flatMap((p): Line[] => {
    const parts = Map.groupBy(
      places.filter((part) => isPartOf(part.scope, p.scope) || isSiteOf(part, p)),
      (part) => part.scope.kind,
    );
    return [...parts.values()].flatMap((group) => [
      ...[...quarters, ...years].map((period) => ({
        whole: cellKey(p.scope, period),
        parts: keys(group, period),
      })),
      ...years.map((year) => ({ whole: sum(p), parts: keys(group, year) })),
    ]);
  });
  const ofYear = byQuarter.flatMap(({ p, parts }) =>
    years.map((year) => ({ whole: cellKey(p.scope, year), parts })),
  );
  const network = places[0]!;
  const byMonth = window.map((q): Line => ({
    whole: cellKey(network.scope, quarterPeriod(q)),
    parts: q.months.filter((m) => m >= start).map((m) => cellKey(network.scope, monthPeriod(m))),
  }));
  return { implied: implied.filter((i) => i.parts.length > 0), lines: [...lines, ...ofYear, ...byMonth] };
}

/** A buyer's page lists the workplaces of its chain under their total. */
const isSiteOf = (site: Place, total: Place): boolean =>
  site.scope.kind === 'workplace' &&
  (total.scope.kind === 'chain' || total.scope.kind === 'chain_country') &&
  total.members.includes(site.scope.workplace);
