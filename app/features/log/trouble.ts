/** What a check of the log can find, each in words for the operator (`vouch ledger check`). */
export type TroubleKind =
  | 'no-checkpoint'
  | 'bad-checkpoint'
  | 'database-behind'
  | 'files-behind'
  | 'fork'
  | 'missing-file'
  | 'changed-file'
  | 'changed-entry'
  | 'changed-epoch'
  | 'changed-docket'
  | 'changed-leaf'
  | 'changed-head'
  | 'secret-missing'
  | 'wrong-root'
  | 'statement-missing'
  | 'leaf-unknown'
  | 'record-secret-missing'
  | 'witness-ahead'
  | 'witness-differs'
  | 'witness-silent';

export type Trouble = { kind: TroubleKind; words: string };

/** Of one kind so many are told in full; the rest is counted. */
const MOST_A_KIND = 10;

/** Tells the first troubles of each kind, then how many more there are. */
export async function* atMost(troubles: AsyncIterable<Trouble>): AsyncGenerator<Trouble> {
  const counts = new Map<TroubleKind, number>();
  for await (const trouble of troubles) {
    const n = (counts.get(trouble.kind) ?? 0) + 1;
    counts.set(trouble.kind, n);
    if (n <= MOST_A_KIND) yield trouble;
  }
  for (const [kind, n] of counts)
    if (n > MOST_A_KIND) yield { kind, words: `and ${n - MOST_A_KIND} more of this kind (${kind})` };
}
