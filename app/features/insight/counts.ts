import type { Measure } from './figure.ts';
import type { Atom } from './cell.ts';

/** What was counted in one workplace, one month, one measure; `workers` are opaque names of confirmed distinct workers. */
export type Tally = { count: number; workers: readonly string[] };
/** `workers` is never counted by itself: it is how many names stand behind the contacts. */
export type Counted = Exclude<Measure, 'workers'>;
export type Tallies = Partial<Record<Counted, Tally>>;

/**
 * One workplace in one month. Only confirmed reports are in it. `grave` holds issues of severity 4, sexual
 * violence and harassment, and children; they enter figures of countries, sectors and the network only
 * (reference 7.5, rule 4). Contacts say nothing of a topic and stand in `ordinary` alone.
 */
export type BaseRow = { workplace: string; month: string; ordinary: Tallies; grave: Tallies };
export type Part = 'ordinary' | 'grave';
export const PARTS: readonly Part[] = ['ordinary', 'grave'];

const GRAVE = /^(VIO-0[23]|CHL-\d\d)$/;
export const isGrave = (code: string, severity: number): boolean => severity >= 4 || GRAVE.test(code);

const NONE: Tally = { count: 0, workers: [] };
/** What stays in the month where it happened: an issue that was raised or overdue once has been so for good. */
const LASTING: readonly Counted[] = ['raised', 'overdue'];

/**
 * What each month says for good. A month that was released keeps what it said then; what is confirmed about it
 * later is carried into the first month released after, as in a bookkeeper's journal, so that no closed figure
 * ever moves by one worker. What is withdrawn later stays counted.
 *
 * Who stands behind an issue is another matter: others join a case long after its issue was counted. They are
 * added to the month of the issue, so that a later and longer period knows how many stand behind it by then. Only
 * where the month holds the same issues as when it was released, since rows don't say whose worker is whose.
 */
export function journal(
  before: readonly BaseRow[],
  now: readonly BaseRow[],
  fresh: readonly string[],
): BaseRow[] {
  const kept = joined(before, now);
  const first = fresh[0];
  const added = first === undefined ? [] : now.filter((row) => fresh.includes(row.month));
  const byPlace = new Map(added.filter((row) => row.month === first).map((row) => [row.workplace, row]));
  const late =
    first === undefined
      ? []
      : lateTallies(
          kept,
          now.filter((row) => row.month < first),
        );
  for (const row of late) {
    const there = byPlace.get(row.workplace);
    byPlace.set(row.workplace, there ? addRows(there, row) : { ...row, month: first! });
  }
  return [...kept, ...byPlace.values(), ...added.filter((row) => row.month !== first)];
}

function joined(kept: readonly BaseRow[], now: readonly BaseRow[]): BaseRow[] {
  const today = new Map(now.map((row) => [`${row.workplace} ${row.month}`, row]));
  return kept.map((row) => {
    const known = today.get(`${row.workplace} ${row.month}`);
    if (!known) return row;
    const grown = (part: Part): Tallies => {
      const out = { ...row[part] };
      for (const measure of LASTING) {
        const [had, has] = [row[part][measure], known[part][measure]];
        if (had && has?.count === had.count)
          out[measure] = { count: had.count, workers: [...new Set([...had.workers, ...has.workers])] };
      }
      return out;
    };
    return { ...row, ordinary: grown('ordinary'), grave: grown('grave') };
  });
}

function lateTallies(kept: readonly BaseRow[], now: readonly BaseRow[]): BaseRow[] {
  const before = totals(kept);
  return [...totals(now).values()].flatMap((row) => {
    const had = before.get(row.workplace);
    const rest = had ? nameless(subtract(row, had)) : row;
    return PARTS.some((part) => Object.keys(rest[part]).length > 0) ? [rest] : [];
  });
}

/** Of a late issue it isn't known who stands behind it and who joined another: it counts as nobody's. */
const nameless = (row: BaseRow): BaseRow => {
  const of = (tallies: Tallies): Tallies =>
    Object.fromEntries(Object.entries(tallies).map(([measure, tally]) => [measure, measure === 'contacts' ? tally : { ...tally, workers: [] }])); // prettier-ignore
  return { ...row, ordinary: of(row.ordinary), grave: of(row.grave) };
};

const totals = (rows: readonly BaseRow[]): Map<string, BaseRow> => {
  const all = new Map<string, BaseRow>();
  for (const row of rows) {
    const sum = all.get(row.workplace);
    all.set(row.workplace, sum ? addRows(sum, row) : row);
  }
  return all;
};

const addRows = (a: BaseRow, b: BaseRow): BaseRow =>
  eachTally(a, b, (x, y) => ({
    count: x.count + y.count,
    workers: [...new Set([...x.workers, ...y.workers])],
  }));
const subtract = (a: BaseRow, b: BaseRow): BaseRow =>
  eachTally(a, b, (x, y) => {
    const had = new Set(y.workers);
    return { count: Math.max(0, x.count - y.count), workers: x.workers.filter((name) => !had.has(name)) };
  });

function eachTally(a: BaseRow, b: BaseRow, of: (x: Tally, y: Tally) => Tally): BaseRow {
  const merged = (x: Tallies, y: Tallies): Tallies => {
    const out: Tallies = {};
    for (const measure of new Set([...Object.keys(x), ...Object.keys(y)]) as Set<Counted>) {
      const tally = of(x[measure] ?? NONE, y[measure] ?? NONE);
      if (tally.count > 0) out[measure] = tally;
    }
    return out;
  };
  return { ...a, ordinary: merged(a.ordinary, b.ordinary), grave: merged(a.grave, b.grave) };
}

/** The rows, ready to be asked by workplace and month. */
export class Counts {
  readonly #rows = new Map<string, BaseRow>();

  constructor(rows: readonly BaseRow[]) {
    for (const row of rows) this.#rows.set(`${row.workplace} ${row.month}`, row);
  }

  /** One part of one measure in these workplaces and months together. */
  atom(places: readonly string[], months: readonly string[], measure: Measure, parts: readonly Part[]): Atom {
    const heard = new Set<string>();
    const workers = new Set<string>();
    let value = 0;
    let silent = true;
    for (const row of this.#of(places, months)) {
      for (const part of parts)
        for (const [name, tally] of Object.entries(row[part])) {
          silent = false;
          for (const worker of tally.workers) heard.add(worker);
          if (name !== (measure === 'workers' ? 'contacts' : measure)) continue;
          value += tally.count;
          for (const worker of tally.workers) workers.add(worker);
        }
    }
    return {
      value: measure === 'workers' ? workers.size : value,
      workers: [...workers],
      heard: [...heard],
      silent,
    };
  }

  *#of(places: readonly string[], months: readonly string[]): Generator<BaseRow> {
    for (const place of places)
      for (const month of months) {
        const row = this.#rows.get(`${place} ${month}`);
        if (row) yield row;
      }
  }
}
