// ledger.md §5 and §8: checks a static log: its checkpoint, tiles, entries, order and growth.

import { equalBytes, fromUtf8, utf8 } from './bytes.ts';
import { idKey, parseEntry, unplacedId } from './lines.ts';
import type { Entry } from './lines.ts';
import { Tree, leafHash } from './merkle.ts';
import { parseCheckpoint, parseNote } from './note.ts';
import type { Checkpoint, Note } from './note.ts';
import { judgeSignatures } from './policy.ts';
import type { Policy } from './policy.ts';
import { inOrder } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { parseEntryBundle, tileBytes, tilePath, tilesBetween } from './tiles.ts';

/** Reads a file of the log by its C2SP path; undefined if there is none. */
export type LogReader = (path: string) => Promise<Uint8Array | undefined>;

export type LogVerdict = { ok: boolean; reasons: Reason[]; origin?: string; size?: number; epochs?: number };

/** The entries of a log of `size` from its bundles; undefined if one is missing or isn't a bundle of that many. */
export async function readEntries(read: LogReader, size: number): Promise<string[] | undefined> {
  const entries: string[] = [];
  for (const ref of tilesBetween(0, size).filter(({ level }) => level < 0)) {
    // A narrower bundle may have been removed once the full one stood.
    const bytes = (await read(tilePath(ref))) ?? (await read(tilePath({ ...ref, width: 256 })));
    const bundle = bytes && parseEntryBundle(bytes)?.slice(0, ref.width);
    if (bundle?.length !== ref.width) return undefined;
    entries.push(...bundle);
  }
  return entries;
}

/** The log's checkpoint as it stands in a file; undefined for another form or an extension line. */
export function readCheckpoint(
  bytes: Uint8Array | undefined,
): { note: Note; checkpoint: Checkpoint } | undefined {
  const source = bytes && fromUtf8(bytes);
  const note = source === undefined ? undefined : parseNote(source);
  const checkpoint = note && parseCheckpoint(note.text);
  return note && checkpoint?.extensions.length === 0 ? { note, checkpoint } : undefined;
}

/** Checks the whole log, and against `old`, an earlier checkpoint of it (the signed note). */
export async function verifyLog(
  read: LogReader,
  { policy, old }: { policy: Policy; old?: string },
): Promise<LogVerdict> {
  const found = readCheckpoint(await read('checkpoint'));
  if (!found) return { ok: false, reasons: ['malformed'] };
  const { note, checkpoint } = found;
  const reasons = new Set<Reason>();
  judge(policy, note, checkpoint, reasons);
  const entries = await readEntries(read, checkpoint.size);
  if (!entries) {
    reasons.add('root-mismatch');
    return verdict(reasons, checkpoint);
  }
  const tree = Tree.of(entries.map((entry) => leafHash(utf8(entry))));
  const sameRoot = equalBytes(tree.root(), checkpoint.root);
  if (!sameRoot || !(await sameTiles(read, tree))) reasons.add('root-mismatch');
  const { faults, epochEnds } = readOrder(entries, checkpoint.origin);
  for (const fault of faults) reasons.add(fault);
  if (sameRoot && !(await sameHistory(read, tree, epochEnds))) reasons.add('history-rewritten');
  if (old !== undefined) judgeOld(old, { policy, checkpoint, tree }, reasons);
  return { ...verdict(reasons, checkpoint), epochs: epochEnds.length };
}

const verdict = (reasons: ReadonlySet<Reason>, { origin, size }: Checkpoint): LogVerdict => ({
  ok: reasons.size === 0,
  reasons: inOrder(reasons),
  origin,
  size,
});

function judge(policy: Policy, note: Note, checkpoint: Checkpoint, reasons: Set<Reason>): void {
  const { badSignature, quorumMissing } = judgeSignatures(policy, note, checkpoint.origin);
  if (badSignature) reasons.add('bad-signature');
  if (quorumMissing) reasons.add('quorum-missing');
}

async function sameTiles(read: LogReader, tree: Tree): Promise<boolean> {
  for (const ref of tilesBetween(0, tree.size).filter(({ level }) => level >= 0)) {
    const bytes = (await read(tilePath(ref))) ?? (await read(tilePath({ ...ref, width: 256 })));
    if (!bytes || !equalBytes(bytes.subarray(0, ref.width * 32), tileBytes(ref, tree.hashAt))) return false;
  }
  return true;
}

/** Every earlier checkpoint that is still kept is one of this tree. */
async function sameHistory(read: LogReader, tree: Tree, epochEnds: readonly number[]): Promise<boolean> {
  for (const size of epochEnds) {
    const bytes = await read(`checkpoint.${size}`);
    if (!bytes) continue;
    const kept = readCheckpoint(bytes);
    if (kept?.checkpoint.size !== size || !equalBytes(kept.checkpoint.root, tree.root(size))) return false;
  }
  return true;
}

function judgeOld(
  old: string,
  { policy, checkpoint, tree }: { policy: Policy; checkpoint: Checkpoint; tree: Tree },
  reasons: Set<Reason>,
): void {
  const found = readCheckpoint(utf8(old));
  if (!found) {
    reasons.add('malformed');
    return;
  }
  if (judgeSignatures(policy, found.note, found.checkpoint.origin).badSignature) reasons.add('bad-signature');
  const { origin, size, root } = found.checkpoint;
  if (origin !== checkpoint.origin || size > tree.size || !equalBytes(tree.root(size), root)) {
    reasons.add('history-rewritten');
  }
}

/** §5: numbers are dense, ids stand once, one unplaced docket before the first epoch, an epoch entry at the end. */
function readOrder(entries: readonly string[], origin: string): { faults: Set<Reason>; epochEnds: number[] } {
  const faults = new Set<Reason>();
  const state: Order = { origin, dockets: 0, unplaced: 0, epochEnds: [], ids: new Set() };
  let last: Entry | undefined;
  for (const [at, line] of entries.entries()) {
    last = parseEntry(line);
    if (!last || !isInOrder(last, at, state)) faults.add('malformed');
    if (last?.type === 'docket' || last?.type === 'alias') {
      if (state.ids.has(idKey(last.id))) faults.add('duplicate-registration');
      state.ids.add(idKey(last.id));
    }
  }
  if (last?.type !== 'epoch' || state.unplaced !== 1) faults.add('malformed');
  return { faults, epochEnds: state.epochEnds };
}

type Order = { origin: string; dockets: number; unplaced: number; epochEnds: number[]; ids: Set<string> };

function isInOrder(entry: Entry, at: number, state: Order): boolean {
  switch (entry.type) {
    case 'docket': {
      const isUnplaced = entry.kind === 'unplaced';
      if (isUnplaced) state.unplaced++;
      return entry.index === state.dockets++ && (!isUnplaced || entry.id === unplacedId(state.origin));
    }
    case 'alias':
      return entry.index < state.dockets;
    case 'epoch':
      state.epochEnds.push(at + 1);
      return (
        entry.number === state.epochEnds.length - 1 && entry.dockets === state.dockets && state.unplaced > 0
      );
    default:
      return true;
  }
}

/** The `docket` entries of a log as `docket <index> <kind> <id>` keys, to look receipts up. */
export function registrations(entries: readonly string[]): ReadonlySet<string> {
  return new Set(
    entries.filter((entry) => parseEntry(entry)?.type === 'docket').map((entry) => entry.trimEnd()),
  );
}
