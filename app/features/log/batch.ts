import {
  type Frontier,
  type Leaf,
  formatLeaf,
  hex,
  hmacSha256,
  leafHash,
  sha256,
  utf8,
} from '../../../ledger/index.ts';
import { HASH, putHex } from './heads.ts';

export type Control = {
  kind: 'moved' | 'erased';
  commitment: string;
  targetDocket?: number | null;
  targetCommitment?: string | null;
};

/** What waits for one docket: commitments one after the other, 32 bytes each, and the control leaves. */
export type Waiting = { docketId: number; statements: Uint8Array; controls: readonly Control[] };

/** What a docket gets in one epoch: commitments in their new order, then the lines of control leaves. */
export type Batch = { statements: Uint8Array; controls: string[] };

const ORDER = utf8('vouch/1 order\n');

/**
 * The leaves that one docket gets in one epoch (ledger.md 3): statements in an order that only a keyed hash knows, then
 * the control leaves, each naming an earlier statement. `indexOf` finds a statement that is already in the docket.
 */
export function batchOf(
  epochSecret: Uint8Array,
  size: number,
  waiting: Waiting,
  indexOf: (commitment: string) => number | undefined,
): Batch {
  const statements = shuffled(epochSecret, waiting.statements);
  return { statements, controls: controlLines(epochSecret, { size, statements, waiting, indexOf }) };
}

function orderKeys(epochSecret: Uint8Array, commitments: Uint8Array): Uint8Array[] {
  const text = new Uint8Array(ORDER.length + 2 * HASH);
  text.set(ORDER);
  return Array.from({ length: commitments.length / HASH }, (_, i) => {
    putHex(text, ORDER.length, commitments, i * HASH);
    return hmacSha256(epochSecret, text);
  });
}

function shuffled(epochSecret: Uint8Array, commitments: Uint8Array): Uint8Array {
  if (commitments.length <= HASH) return commitments;
  const keys = orderKeys(epochSecret, commitments);
  const order = keys.map((_, i) => i).sort((a, b) => compare(keys[a], keys[b]));
  const result = new Uint8Array(commitments.length);
  order.forEach((from, to) => result.set(commitments.subarray(from * HASH, (from + 1) * HASH), to * HASH));
  return result;
}

function compare(a: Uint8Array = new Uint8Array(0), b: Uint8Array = new Uint8Array(0)): number {
  for (let i = 0; i < HASH; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

type Controls = {
  size: number;
  statements: Uint8Array;
  waiting: Waiting;
  indexOf: (commitment: string) => number | undefined;
};

function controlLines(epochSecret: Uint8Array, { size, statements, waiting, indexOf }: Controls): string[] {
  if (waiting.controls.length === 0) return [];
  const fresh = new Map<string, number>();
  for (let i = 0; i * HASH < statements.length; i++)
    fresh.set(hex(statements.subarray(i * HASH, (i + 1) * HASH)), size + i);
  const keyed = waiting.controls.map((control) => ({
    control,
    key: hmacSha256(epochSecret, utf8(`vouch/1 order\n${control.commitment}`)),
  }));
  // Of one statement that is moved and erased at once the move stands first.
  keyed.sort((a, b) => compare(a.key, b.key) || (a.control.kind < b.control.kind ? 1 : -1));
  return keyed.map(({ control }) => {
    const index = fresh.get(control.commitment) ?? indexOf(control.commitment);
    if (index === undefined) throw new Error(`a ${control.kind} leaf names no statement of its docket`);
    return formatLeaf(leafOf(control, index));
  });
}

const leafOf = (control: Control, index: number): Leaf =>
  control.kind === 'erased'
    ? { type: 'erased', index }
    : {
        type: 'moved',
        index,
        docket: control.targetDocket ?? -1,
        commitment: control.targetCommitment ?? '',
      };

const STATEMENT = utf8('\0statement ');

/** Grows a docket's tree by a batch. Returns how many leaves that were. */
export function growBy(tree: Frontier, { statements, controls }: Batch): number {
  const leaf = new Uint8Array(STATEMENT.length + 2 * HASH + 1);
  leaf.set(STATEMENT);
  leaf[leaf.length - 1] = 0x0a;
  for (let at = 0; at < statements.length; at += HASH) {
    putHex(leaf, STATEMENT.length, statements, at);
    tree.append(sha256(leaf));
  }
  for (const line of controls) tree.append(leafHash(utf8(line)));
  return statements.length / HASH + controls.length;
}
