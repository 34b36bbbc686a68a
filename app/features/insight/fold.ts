import { type BaseRow, type Counted, isGrave, type Tally } from './counts.ts';

/** One thing that happened at a workplace, with the confirmed distinct workers behind it. */
export type Happened = {
  workplace: string;
  month: string;
  measure: Counted;
  /** An issue's code and severity; a contact has none. */
  code: string | null;
  severity: number | null;
  count: number;
  workers: readonly string[];
};

/** Adds what happened into one row a workplace and month. */
export function foldRows(happened: Iterable<Happened>): BaseRow[] {
  const rows = new Map<string, BaseRow>();
  for (const { workplace, month, measure, code, severity, count, workers } of happened) {
    const key = `${workplace} ${month}`;
    const row = rows.get(key) ?? { workplace, month, ordinary: {}, grave: {} };
    rows.set(key, row);
    const part = row[code !== null && isGrave(code, severity ?? 0) ? 'grave' : 'ordinary'];
    const before: Tally = part[measure] ?? { count: 0, workers: [] };
    part[measure] = {
      count: before.count + count,
      workers: [...new Set([...before.workers, ...workers])].sort(),
    };
  }
  return [...rows.values()].sort(
    (a, b) => a.month.localeCompare(b.month) || a.workplace.localeCompare(b.workplace),
  );
}
