/** What a worker may agree to, each on its own (reference.md 5.6). Nothing is on by default. */
export const SCOPES = [
  'case_handling',
  'share_identity_with_employer',
  'share_case_without_identity_with_employer',
  'share_with_brand',
  'share_with_named_ngo_or_union',
  'share_with_authority',
  'contact_again',
  'audio_recording',
  'photo',
  'aggregate_statistics',
  'data_licence',
  'research',
  'audit_corroboration',
] as const;
export type Scope = (typeof SCOPES)[number];

export type ConsentRow = {
  threadId: string;
  scope: string;
  state: 'given' | 'refused' | 'withdrawn';
  at: Date;
  id: string;
};
/** One worker's standing word about one scope. */
export type Standing = { threadId: string; scope: string; state: ConsentRow['state']; at: Date; id: string };

/** Two answers of one moment: the more careful one counts. */
const later = (a: ConsentRow, b: ConsentRow): boolean =>
  a.at.getTime() > b.at.getTime() || (a.at.getTime() === b.at.getTime() && a.state !== 'given');

/**
 * The latest answer of each thread about each scope. A thread that was withdrawn has withdrawn all it agreed to,
 * whatever it says elsewhere.
 */
export function standing(rows: readonly ConsentRow[], withdrawn: ReadonlySet<string>): Standing[] {
  const latest = new Map<string, ConsentRow>();
  for (const row of rows) {
    const key = `${row.threadId} ${row.scope}`;
    const before = latest.get(key);
    if (!before || later(row, before)) latest.set(key, row);
  }
  return [...latest.values()].map((row) =>
    withdrawn.has(row.threadId) ? { ...row, state: 'withdrawn' } : row,
  );
}

/** Threads whose worker agrees, now, to any of these scopes. */
export function agreeing(all: readonly Standing[], scopes: readonly Scope[]): Set<string> {
  return new Set(
    all
      .filter((s) => s.state === 'given' && scopes.some((scope) => scope === s.scope))
      .map((s) => s.threadId),
  );
}

/** Threads whose worker was asked about this scope and said no, or took it back. */
export const refusing = (all: readonly Standing[], scope: Scope): Set<string> =>
  new Set(all.filter((s) => s.scope === scope && s.state !== 'given').map((s) => s.threadId));
