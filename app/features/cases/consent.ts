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
  /** The one organisation it is about, where it names one. */
  forOrg?: string | null;
  state: 'given' | 'refused' | 'withdrawn';
  at: Date;
  id: string;
};
/** One worker's standing word about one scope, and about one receiver where the scope is about telling somebody. */
export type Standing = ConsentRow;

/** A yes to these is for one named receiver: for another one it says nothing. */
export const NAMED_SCOPES: readonly Scope[] = ['share_with_named_ngo_or_union', 'share_with_authority'];

/** Two answers of one moment: the more careful one counts. */
const later = (a: ConsentRow, b: ConsentRow): boolean =>
  a.at.getTime() > b.at.getTime() || (a.at.getTime() === b.at.getTime() && a.state !== 'given');

/**
 * The latest answer of each thread about each scope and receiver. A thread that was withdrawn has withdrawn all it agreed to,
 * whatever it says elsewhere.
 */
export function standing(rows: readonly ConsentRow[], withdrawn: ReadonlySet<string>): Standing[] {
  const latest = new Map<string, ConsentRow>();
  for (const row of rows) {
    const key = `${row.threadId} ${row.scope} ${row.forOrg ?? ''}`;
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

type About = { threadId: string; scope: Scope; org: string };
/**
 * What this worker says, as of now, to telling this one organisation. A yes that names nobody, or somebody else, is no
 * yes; a later no that names nobody is a no to everybody.
 */
export function wordFor(all: readonly Standing[], { threadId, scope, org }: About): 'yes' | 'no' | 'unasked' {
  const mine = all.filter((s) => s.threadId === threadId && s.scope === scope);
  const named = mine.find((s) => s.forOrg === org);
  const general = mine.find((s) => !s.forOrg && s.state !== 'given');
  if (general && (!named || general.at.getTime() >= named.at.getTime())) return 'no';
  if (!named) return 'unasked';
  return named.state === 'given' ? 'yes' : 'no';
}
