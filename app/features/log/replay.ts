// What a replay takes from the public log and from its journal (ledger.md 10).
import { type Entry, mustHex, parseEntry, parseLeaf } from '../../../ledger/index.ts';
import type { Batch } from './batch.ts';
import { HASH } from './heads.ts';

/** One lost epoch as the public log tells it. `registered` are the dockets whose entries came with it. */
export type PublicEpoch = {
  n: number;
  closed: string;
  root: string;
  dockets: number;
  firstEntry: number;
  entries: string[];
  registered: { docketId: number; kind: string; id: string; logIndex: number }[];
};

/** The epochs of a log's entries from `first` on; undefined where a line is none of the protocol's. */
export function epochsOf(lines: readonly string[], first: number): PublicEpoch[] | undefined {
  const epochs: PublicEpoch[] = [];
  let begun: Pick<PublicEpoch, 'firstEntry' | 'entries' | 'registered'> = fresh(first);
  for (let i = first; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const entry: Entry | undefined = parseEntry(line);
    if (!entry) return undefined;
    begun.entries.push(line);
    if (entry.type === 'docket')
      begun.registered.push({ docketId: entry.index, kind: entry.kind, id: entry.id, logIndex: i });
    if (entry.type !== 'epoch') continue;
    const { number: n, closed, root, dockets } = entry;
    epochs.push({ n, closed, root, dockets, ...begun });
    begun = fresh(i + 1);
  }
  // An epoch entry is the last of its checkpoint: what follows none was never published.
  return begun.entries.length === 0 ? epochs : undefined;
}

const fresh = (firstEntry: number) => ({ firstEntry, entries: [], registered: [] });

/** What one docket got. */
export type Growth = { docketId: number; first: number; batch: Batch };

/** Leaf lines in their order as a batch: statements before control leaves, as the sequencer writes them. */
export function batchOfLines(lines: readonly string[]): Batch {
  const statements: Uint8Array[] = [];
  const controls: string[] = [];
  for (const line of lines) {
    const leaf = parseLeaf(line);
    if (leaf?.type === 'statement' && controls.length === 0) statements.push(mustHex(leaf.commitment));
    else controls.push(line);
  }
  const all = new Uint8Array(statements.length * HASH);
  statements.forEach((s, i) => all.set(s, i * HASH));
  return { statements: all, controls };
}

/** Leaf lines that an auditor kept, by docket: those from the size on that the database has. */
export class KeptLeaves {
  readonly #byDocket = new Map<number, Map<number, string>>();

  /** False where another line is kept for that leaf. */
  add(docketId: number, leaf: number, line: string): boolean {
    const docket = this.#byDocket.get(docketId) ?? new Map<number, string>();
    const before = docket.get(leaf);
    docket.set(leaf, line);
    this.#byDocket.set(docketId, docket);
    return before === undefined || before === line;
  }

  dockets(): number[] {
    return [...this.#byDocket.keys()].sort((a, b) => a - b);
  }

  /** Lines `from` … as far as they go without a gap, at most to `to`. */
  lines(docketId: number, from: number, to = Number.MAX_SAFE_INTEGER): string[] {
    const docket = this.#byDocket.get(docketId);
    const lines: string[] = [];
    for (let leaf = from; leaf < to; leaf++) {
      const line = docket?.get(leaf);
      if (line === undefined) break;
      lines.push(line);
    }
    return lines;
  }
}

/**
 * What grew in a run of epochs without a journal: as far as the next epoch with one says that a docket had grown before
 * it, else as far as the kept leaves go. All of it is put down to the run's last epoch: nobody knows better.
 */
export function growthOfRun(
  kept: KeptLeaves,
  sizeOf: (docketId: number) => number,
  upTo: ReadonlyMap<number, number>,
): Growth[] | { missing: number } {
  const growth: Growth[] = [];
  const dockets = new Set([...kept.dockets(), ...upTo.keys()]);
  for (const docketId of [...dockets].sort((a, b) => a - b)) {
    const first = sizeOf(docketId);
    const to = upTo.get(docketId);
    const lines = kept.lines(docketId, first, to);
    if (to !== undefined && lines.length < to - first) return { missing: docketId };
    if (lines.length > 0) growth.push({ docketId, first, batch: batchOfLines(lines) });
  }
  return growth;
}
