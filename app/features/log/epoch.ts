import {
  type Leaf,
  formatEntry,
  formatHead,
  formatLeaf,
  formatTime,
  headSalt,
  hmacSha256,
  leafHash,
  utf8,
  Frontier,
  type FrontierJson,
  hex,
  EMPTY_ROOT,
  Tree,
  compareBytes,
  fromHex,
} from '../../../ledger/index.ts';

/** A leaf that waits for its epoch; commitments in hex. */
export type Waiting = {
  kind: 'statement' | 'moved' | 'erased';
  commitment: string;
  targetDocket?: number;
  targetCommitment?: string;
};

export type HeadState = { size: number; root: Uint8Array; frontier: FrontierJson };
export const EMPTY_HEAD: HeadState = { size: 0, root: EMPTY_ROOT, frontier: { size: 0, peaks: [] } };

/**
 * The lines that one docket gets in one epoch (ledger.md 3): statements in an order that only a keyed hash knows,
 * then the control leaves, each naming an earlier statement. `indexOf` finds a statement already in the docket.
 */
export function batchLines(
  epochSecret: Uint8Array,
  size: number,
  waiting: readonly Waiting[],
  indexOf: (commitment: string) => number | undefined,
): string[] {
  const key = (w: Waiting) => hmacSha256(epochSecret, utf8(`vouch/1 order\n${w.commitment}`));
  const inOrder = (list: Waiting[]) =>
    list
      .map((w) => ({ w, k: key(w) }))
      .sort((a, b) => compareBytes(a.k, b.k))
      .map(({ w }) => w);
  const statements = inOrder(waiting.filter((w) => w.kind === 'statement'));
  const fresh = new Map(statements.map((w, i) => [w.commitment, size + i]));
  const controls = inOrder(waiting.filter((w) => w.kind !== 'statement')).map((w): Leaf => {
    const index = fresh.get(w.commitment) ?? indexOf(w.commitment);
    if (index === undefined) throw new Error(`a ${w.kind} leaf names no statement of its docket`);
    if (w.kind === 'erased') return { type: 'erased', index };
    return { type: 'moved', index, docket: w.targetDocket ?? -1, commitment: w.targetCommitment ?? '' };
  });
  const leaves: Leaf[] = [
    ...statements.map((w): Leaf => ({ type: 'statement', commitment: w.commitment })),
    ...controls,
  ];
  return leaves.map(formatLeaf);
}

export function grow(head: HeadState, lines: readonly string[]): HeadState {
  const frontier = Frontier.fromJSON(head.frontier);
  for (const line of lines) frontier.append(leafHash(utf8(line)));
  return { size: frontier.size, root: frontier.root(), frontier: frontier.toJSON() };
}

/** ledger.md 4: one blinded leaf per registered docket, changed or not. */
export const headLine = (
  epochSecret: Uint8Array,
  docket: number,
  head: { size: number; root: Uint8Array },
): string => formatHead({ salt: headSalt(epochSecret, docket), size: head.size, root: hex(head.root) });

export const epochTree = (
  epochSecret: Uint8Array,
  heads: readonly { size: number; root: Uint8Array }[],
): Tree => Tree.of(heads.map((head, i) => leafHash(utf8(headLine(epochSecret, i, head)))));

export const epochEntry = (e: {
  number: number;
  dockets: number;
  root: Uint8Array;
  closed: string;
}): string =>
  formatEntry({ type: 'epoch', number: e.number, dockets: e.dockets, root: hex(e.root), closed: e.closed });

/** The beat: epochs close at whole multiples of their length. Seconds since 1970. */
export const nextClose = (now: number, epochSeconds: number): number =>
  (Math.floor(now / epochSeconds) + 1) * epochSeconds;

/** ledger.md 6: the close after the next one. */
export const dueOf = (now: number, epochSeconds: number): number =>
  nextClose(now, epochSeconds) + epochSeconds;

export const bytesOf = (text: string): Uint8Array => {
  const bytes = fromHex(text);
  if (!bytes) throw new Error('not hex');
  return bytes;
};

export const timeText = (at: Date): string => formatTime(at.getTime() / 1000);
