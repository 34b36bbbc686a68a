/**
 * Who may hold a docket's bundle, and what of each statement it shows (ledger.md 8: a bundle is itself a disclosure).
 * Whoever isn't named here holds nothing: employers, recruiters, associations, the public, roles without the task.
 */
export type Reader = {
  kind: string;
  org: string;
  /** Undefined = the operator makes it for the organisation, on the command line. */
  role?: string;
  /** Cases and threads that the member who asks may not see. A docket that holds one is nothing to this reader. */
  hidden?: string;
};

/** What is known of a reader and a docket, as of the day and the epoch. */
export type Standing = {
  /** Reads statements of this docket, or receives what is said about this workplace. */
  onTheCase: boolean;
  /** Has a recorded licence that is in time. */
  licensed: boolean;
  /** The workplace is in the reader's own supply chain. */
  supplies: boolean;
  /** Judged fit for buyers at this quarter's end, and so is whatever its moved statements lead to. */
  holds: boolean;
};

type Rule = { roles: readonly string[]; by: (s: Standing) => boolean; dated: boolean };
const CASE: Rule = { roles: ['lead', 'caseworker'], by: (s) => s.onTheCase, dated: true };
const HOLDERS: Readonly<Record<string, Rule>> = {
  cso: CASE,
  union: CASE,
  labour_office: { roles: ['officer'], by: (s) => s.licensed, dated: true },
  auditor: { roles: ['auditor'], by: (s) => s.licensed, dated: true },
  buyer: { roles: ['analyst'], by: (s) => s.supplies && s.holds, dated: false },
};

const ruleOf = ({ kind, role }: Reader): Rule | undefined => {
  const rule = Object.hasOwn(HOLDERS, kind) ? HOLDERS[kind] : undefined;
  return rule && (role === undefined || rule.roles.includes(role)) ? rule : undefined;
};

export const mayHold = (reader: Reader, standing: Standing): boolean => ruleOf(reader)?.by(standing) ?? false;

/** Whether dates are open to this reader. To the others only what stood at a closed quarter's end is given. */
export const mayDate = (reader: Reader): boolean => ruleOf(reader)?.dated ?? false;

/** Nothing that dates a statement, ties two to one person or case, or can be matched with a paper elsewhere. */
const CODES = ['kind', 'schema', 'subject', 'by', 'from', 'to', 'code', 'outcome', 'value'];
const DATED = ['occurred', 'occurred_unknown', 'recorded', 'content', 'urgency', 'receiver'];
const SHOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  buyer: new Set(CODES),
  labour_office: new Set([...CODES, ...DATED]),
  auditor: new Set([...CODES, ...DATED]),
};

const isCso = (kind: string): boolean => kind === 'cso' || kind === 'union';

/** Whether a field's value is opened to this reader; names are always seen. */
export const isShownTo = (kind: string) => {
  const shown = SHOWN[kind];
  return (name: string): boolean => isCso(kind) || (shown?.has(name) ?? false);
};

/** Children, violence, and what was done to who spoke: which it was is opened to nobody who isn't on the case or licensed. */
const HUSHED = /^(CHL|VIO|GRV)-\d\d$/;
export const isHushed = (kind: string, { name, value }: { name: string; value: string }): boolean =>
  kind === 'buyer' && name === 'code' && HUSHED.test(value);

export type Spoken = { csoOrg: string; withdrawn: boolean; byWorker: boolean; hasContent: boolean };
export type DocketTold = { kind: string; workers: number };

/** What becomes of a statement in this reader's bundle; erased and moved ones aren't asked about. */
export function fateFor(
  reader: Reader,
  s: Spoken,
  docket: DocketTold,
  k: number,
): 'disclosed' | 'withdrawn' | 'not-licensed' | 'suppressed' | 'sealed' {
  if (s.withdrawn) return 'withdrawn';
  if (isCso(reader.kind)) {
    // Several organisations may have statements in one docket, `unplaced` above all: each opens its own.
    return reader.org === s.csoOrg ? 'disclosed' : 'not-licensed';
  }
  if (docket.kind === 'programme' && s.byWorker && docket.workers < k) return 'suppressed';
  // What was handed over in `unplaced` has no workplace yet: a licence is for a place, the words' hash is all it gives.
  if (docket.kind === 'unplaced' && s.hasContent) return 'sealed';
  return 'disclosed';
}

/** A window between two epochs whose sizes a buyer is shown: how long it is, and who spoke in it. */
export type Window = { hours: number; spoken: number; confirmed: number };
export type QuarterTold = { headcount: number; confirmed: number; windows: readonly Window[] };

/** A window shorter than this tells a day. */
export const DATES_WITHIN_HOURS = 48;

/**
 * A docket is fit for buyers when k confirmed distinct workers stand behind it, when at least 2k people work there (as
 * for figures of one workplace), and when no window that `since` shows tells the day on which fewer than k spoke. `since`
 * must show the sizes of n−1, n−2, n−4 … (ledger.md 8), so hidden dates alone don't hide dates.
 */
export const isFitForBuyers = (q: QuarterTold, k: number): boolean =>
  q.confirmed >= k &&
  q.headcount >= 2 * k &&
  q.windows.every((w) => w.hours >= DATES_WITHIN_HOURS || w.spoken === 0 || w.confirmed >= k);

/** Neighbours among the epochs that buyers are shown; only windows that are short enough to tell a day. */
export function shortWindows<E extends { n: number; closed: Date }>(
  shown: readonly E[],
): { from: E; to: E; hours: number }[] {
  const sorted = [...new Map(shown.map((e) => [e.n, e])).values()].sort((a, b) => a.n - b.n);
  return sorted.flatMap((to, i) => {
    const from = sorted[i - 1];
    const hours = from ? (to.closed.getTime() - from.closed.getTime()) / 3_600_000 : Infinity;
    return from && hours < DATES_WITHIN_HOURS ? [{ from, to, hours }] : [];
  });
}

/** A calendar quarter as it is asked for: `2026-Q3`. Its key is its first day. */
export function firstDayOf(quarter: string): string | undefined {
  const found = /^(\d{4})-Q([1-4])$/.exec(quarter);
  return found ? `${found[1]}-${String((Number(found[2]) - 1) * 3 + 1).padStart(2, '0')}-01` : undefined;
}
export const quarterName = (firstDay: string): string =>
  `${firstDay.slice(0, 4)}-Q${(Number(firstDay.slice(5, 7)) - 1) / 3 + 1}`;
/** The instant at which it is over. */
export const endOf = (firstDay: string): Date => {
  const [year, month] = [Number(firstDay.slice(0, 4)), Number(firstDay.slice(5, 7))];
  return new Date(Date.UTC(year, month + 2, 1));
};
