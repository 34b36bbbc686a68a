/** Who opened a worker's report, as the API gives it: kinds of role and weeks, no names, no days. */
export type Openings = {
  /** Monday of the server's week, UTC. */
  readonly thisWeek: string;
  readonly rows: readonly {
    /** What was told to a business in the worker's name, and not the report. */
    readonly told: boolean;
    readonly act: string;
    readonly role: string;
    readonly week: string;
    readonly n: number;
  }[];
};

type Sum = { readonly n: number; readonly last: string };
const sum = (rows: Openings['rows']): Sum => ({
  n: rows.reduce((n, row) => n + row.n, 0),
  last: rows.reduce((last, row) => (row.week > last ? row.week : last), ''),
});

export type Opens = {
  /** Of the report and its letters, by the kinds of role that opened it, most often first. */
  readonly opened: Sum & { readonly by: readonly { readonly role: string; readonly n: number }[] };
  /** By a business, of what it was told. */
  readonly read: Sum;
  /** As proof, out of the organisation's hands. */
  readonly given: Sum;
};

export function opensOf({ rows }: Openings): Opens {
  const own = rows.filter(({ told, act }) => !told && act === 'opened');
  const by = [...new Set(own.map(({ role }) => role))].map((role) => ({
    role,
    n: sum(own.filter((row) => row.role === role)).n,
  }));
  return {
    opened: { ...sum(own), by: by.sort((a, b) => b.n - a.n || (a.role < b.role ? -1 : 1)) },
    read: sum(rows.filter(({ told, act }) => told && act === 'opened')),
    given: sum(rows.filter(({ told, act }) => !told && act === 'exported')),
  };
}

const WEEK = 7 * 86_400_000;
/** Which of three ways to say a week. */
export const howLong = (week: string, thisWeek: string): 'this' | 'last' | 'earlier' => {
  if (week >= thisWeek) return 'this';
  return Date.parse(thisWeek) - Date.parse(week) <= WEEK ? 'last' : 'earlier';
};
