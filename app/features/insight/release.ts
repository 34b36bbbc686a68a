import { type BaseRow, Counts, journal } from './counts.ts';
import { decideWorkers, decideWorkersOfMonth } from './distinct.ts';
import {
  type Coverage,
  type Figure,
  figureKey,
  K_PARTNER,
  K_PUBLIC,
  MEASURES,
  type Measure,
  PUBLIC,
  type Period,
  type Release,
  roundOpen,
  type State,
  unitOf,
} from './figure.ts';
import {
  type About,
  cellKey,
  decidedOf,
  type Decision,
  decisionOf,
  type Ground,
  isBarred,
} from './ground.ts';
import {
  closedMonths,
  closedQuarters,
  monthOf,
  type Quarter,
  quarterPeriod,
  span,
  windowsOf,
} from './period.ts';
import { type Network, type Place, placesOf } from './scopes.ts';
import { decideMonths, decideWindow, monthsOf, soFar } from './tables.ts';

/** What earlier releases rest on. It stays with the jobs role: it holds exact values and opaque names. */
export type Kept = { rows: readonly BaseRow[]; decisions: readonly Decision[] };
export type ReleaseInput = {
  /** The fixed day it is computed for. */
  day: string;
  /** First month of the network. */
  start: string;
  network: Network;
  /** Everything confirmed so far. */
  rows: readonly BaseRow[];
  kept: Kept;
};
export type Released = {
  /** One for each audience that gets something new. */
  releases: Release[];
  /** What to keep beside what was kept before. */
  kept: Kept;
};

/**
 * The release of one day: every period that has closed and wasn't released yet, for all audiences together.
 * The same input gives the same output. Null where nothing closed since the last one: figures move on fixed
 * days only, and each is released once.
 */
export function release({ day, start, network, rows: now, kept }: ReleaseInput): Released | null {
  const quarters = closedQuarters(start, day);
  const done = new Set(kept.decisions.flatMap(({ figure: { period } }) => period.kind === 'month' ? [monthOf(period.from)] : [])); // prettier-ignore
  const fresh = closedMonths(start, day).filter((month) => !done.has(month));
  if (fresh.length === 0) return null;
  const rows = journal(kept.rows, now, fresh);
  const decided = new Map<Measure, Decision[]>(MEASURES.map((measure) => [measure, kept.decisions.filter((d) => d.figure.measure === measure)])); // prettier-ignore
  const ground: Ground = { start, network, places: placesOf(network), counts: new Counts(rows), decided };
  const made = MEASURES.flatMap((measure) => decide(ground, measure, { fresh, quarters }));
  const totals = totalUp(ground, { fresh, quarters });
  const releases = [PUBLIC, ...network.chains.map((c) => c.audience)].flatMap((audience) => {
    const figures = [...made, ...totals].filter((d) => d.audiences.includes(audience)).map((d) => seenBy(audience, d)); // prettier-ignore
    if (figures.length === 0) return [];
    figures.sort((a, b) => (figureKey(a) < figureKey(b) ? -1 : 1));
    const k = audience === PUBLIC ? K_PUBLIC : K_PARTNER;
    return [{ day, audience, k, figures, coverage: coverageOf(ground, audience, quarters) }];
  });
  return { releases, kept: { rows: rows.filter((row) => fresh.includes(row.month)), decisions: made } };
}

/** Open counts are rounded, and hidden where that leaves nothing; what a partner sees of its own chain is exact. */
function seenBy(audience: string, { figure }: Decision): Figure {
  if (audience !== PUBLIC || figure.state !== 'shown') return figure;
  const value = roundOpen(figure.value ?? 0);
  return value === null ? { ...figure, state: 'too_few', value, base: null } : { ...figure, value };
}

/** Quarters whose last month is among the fresh ones. */
const settledIn = (quarters: readonly Quarter[], fresh: readonly string[]): Quarter[] =>
  quarters.filter((q) => fresh.includes(q.months[2]));

type Closed = { fresh: readonly string[]; quarters: readonly Quarter[] };

function decide(ground: Ground, measure: Measure, { fresh, quarters }: Closed): Decision[] {
  const made: Decision[] = [];
  const keep = (more: Decision[]) => {
    made.push(...more);
    ground.decided.get(measure)!.push(...more);
  };
  const settled = settledIn(quarters, fresh);
  const inQuarters = new Set(monthsOf(quarters));
  if (measure === 'workers') for (const month of fresh) keep(decideWorkersOfMonth(ground, month));
  else if (measure === 'contacts') keep(decideMonths(ground, measure, fresh.filter((month) => !inQuarters.has(month)))); // prettier-ignore
  for (const window of windowsOf(quarters)) {
    const more = window.filter((q) => settled.includes(q));
    if (more.length === 0) continue;
    if (measure === 'workers') {
      for (const q of more) keep(decideWorkers(ground, quarterPeriod(q), [q]));
      keep(decideWorkers(ground, span('window', window), window));
    } else keep(decideWindow(ground, measure, window));
  }
  if (measure === 'workers' && settled.length > 0)
    keep(decideWorkers(ground, span('start', quarters), quarters));
  return made;
}

/**
 * Totals of contacts over a year, and of everything since the start, are sums of figures that are shown; they say
 * nothing new, and where a part is hidden there is no total. (Distinct workers don't add up and are decided by
 * themselves.) In the first and third quarter the year of issues is such a sum too: the half-year and the quarter.
 */
function totalUp(ground: Ground, { fresh, quarters }: Closed): Decision[] {
  if (settledIn(quarters, fresh).length === 0) return [];
  const windows = windowsOf(quarters);
  const latest = windows.at(-1)!;
  const years = windows.map((w) => span('window', w));
  const start = span('start', quarters);
  return MEASURES.filter((measure) => measure !== 'workers').flatMap((measure) => {
    const parts = decidedOf(ground, measure);
    return ground.places.flatMap((place) => {
      const about = { measure, place };
      const since = (last: Decision | undefined, of: Period[]) => {
        const all = last ? new Map(parts).set(cellKey(place.scope, years.at(-1)!), last) : parts;
        return total(ground, all, { about: { ...about, period: start }, of });
      };
      if (unitOf(measure) === 'issues') {
        const told = soFar(measure, latest);
        const last = told.length < latest.length ? total(ground, parts, {
          about: { ...about, period: years.at(-1)! },
          of: [...(told.length > 0 ? [span('window', told)] : []), quarterPeriod(latest.at(-1)!)],
        }) : undefined; // prettier-ignore
        return [...(last ? [last] : []), since(last, years)];
      }
      if (place.by === 'window') return [since(undefined, years)];
      const year = total(ground, parts, { about: { ...about, period: years.at(-1)! }, of: latest.map(quarterPeriod) }); // prettier-ignore
      return [year, since(undefined, quarters.map(quarterPeriod))];
    });
  });
}

function total(
  ground: Ground,
  decided: ReadonlyMap<string, Decision>,
  { about: { measure, place, period }, of }: { about: About; of: Period[] },
): Decision {
  const figures = of.map((part) => decided.get(cellKey(place.scope, part))?.figure);
  const states = new Set(figures.map((f) => f?.state ?? unprinted(ground, place, period)));
  const state = (['too_few', 'shown', 'zero', 'not_heard'] as const).find((s) => states.has(s))!;
  const counted = state === 'shown' || state === 'zero';
  const value = counted ? figures.reduce((t, f) => t + (f?.value ?? 0), 0) : null;
  // The widest of the parts' bases: at least so many distinct workers stand behind the whole.
  const base = counted ? Math.max(...figures.map((f) => f?.base ?? 0)) : null;
  return decisionOf(place, {
    measure,
    unit: unitOf(measure),
    period,
    scope: place.scope,
    state,
    value,
    base,
  });
}

/** A part that has no figure of its own is hidden, unless nobody was heard in all that time. */
const unprinted = (ground: Ground, place: Place, { from, to }: Period): State => {
  const months = closedMonths(monthOf(from), to).concat(monthOf(to));
  if (isBarred(ground, place, months)) return 'too_few';
  return ground.counts.atom(place.members, months, 'contacts', place.parts).silent ? 'not_heard' : 'too_few';
};

/** Who was heard up to the last closed quarter: workplaces by the same three silences. Open counts are rounded to 5. */
function coverageOf(ground: Ground, audience: string, quarters: readonly Quarter[]): Coverage {
  const open = audience === PUBLIC;
  const k = open ? K_PUBLIC : K_PARTNER;
  const chain = ground.network.chains.find((c) => c.audience === audience);
  const mine = ground.network.workplaces.filter((w) => open || chain?.workplaces.includes(w.id));
  const found = { heard: 0, tooFew: 0, notHeard: 0 };
  for (const w of mine) {
    const { silent, workers } = ground.counts.atom([w.id], monthsOf(quarters), 'workers', [
      'ordinary',
      'grave',
    ]);
    // A workplace too small for figures of its own looks the same whether or not somebody spoke.
    if (w.headcount < 2 * k) found.tooFew++;
    else if (silent) found.notHeard++;
    else if (workers.length >= k) found.heard++;
    else found.tooFew++;
  }
  const near = (n: number) => (open ? Math.round(n / 5) * 5 : n);
  const { heard, tooFew, notHeard } = found;
  return { registered: mine.length, heard: near(heard), tooFew: near(tooFew), notHeard: near(notHeard) };
}
