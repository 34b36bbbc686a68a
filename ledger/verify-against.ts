// ledger.md §8: a bundle against an older bundle, and against the log.

import { equalBytes, hex, utf8 } from './bytes.ts';
import { sinceNumbers } from './bundle.ts';
import type { DocketRef, EpochRef, Header } from './bundle.ts';
import { idKey, parseEntry } from './lines.ts';
import { Tree, leafHash } from './merkle.ts';
import type { Checkpoint } from './note.ts';
import type { Reason } from './reasons.ts';
import type { Place } from './verify-header.ts';

export type OlderFacts = { header: Header; checkpoint: Checkpoint };

/** `rootThen` = the root of the bundle's first leaf lines, as many as OLDER has; undefined if it has fewer. */
export function compareWithOlder(
  header: Header,
  place: Place,
  older: OlderFacts,
  rootThen: string | undefined,
): Set<Reason> {
  const reasons = new Set<Reason>();
  if (isSplit(place.checkpoint, older.checkpoint) || !sameEpochs(header, older.header)) {
    reasons.add('history-rewritten');
  }
  const isOlderNewer =
    older.header.epoch.number > header.epoch.number || older.checkpoint.size > place.checkpoint.size;
  if (isOlderNewer) reasons.add('stale-checkpoint');
  const [now, then] = [header.docket, older.header.docket];
  if (now.index !== then.index) {
    if (idsOf(then).some((id) => idsOf(now).includes(id))) reasons.add('duplicate-registration');
    return reasons;
  }
  if (now.kind !== then.kind || now.id !== then.id) reasons.add('history-rewritten');
  if (!isOlderNewer && !hasGrown(header, older.header, rootThen)) reasons.add('history-rewritten');
  return reasons;
}

function hasGrown(header: Header, older: Header, rootThen: string | undefined): boolean {
  if (header.epoch.number === older.epoch.number) {
    return header.head.size === older.head.size && header.head.root === older.head.root;
  }
  if (header.head.size < older.head.size) return false;
  if (header.type === 'docket') return rootThen === older.head.root;
  return header.head.size !== older.head.size || header.head.root === older.head.root;
}

/** Every epoch that both bundles show is the same entry. */
function sameEpochs(a: Header, b: Header): boolean {
  const theirs = new Map(epochsOf(b).map((epoch) => [epoch.number, entryOf(epoch)]));
  return epochsOf(a).every((epoch) => (theirs.get(epoch.number) ?? entryOf(epoch)) === entryOf(epoch));
}

const epochsOf = (header: Header): EpochRef[] => [
  header.epoch,
  ...(header.since ?? []).map(({ epoch }) => epoch),
];
const entryOf = ({ dockets, root, closed }: EpochRef): string => `${dockets} ${root} ${closed}`;
const isSplit = (a: Checkpoint, b: Checkpoint): boolean => a.size === b.size && !equalBytes(a.root, b.root);
const idsOf = (docket: DocketRef): string[] =>
  [docket.id, ...(docket.opening ? [docket.opening.id] : [])].map(idKey);

/** What a bundle needs to know of the log: its entries in order. */
export type LogFacts = { entries: readonly string[] };

/** Refused if the log given ends before the bundle's checkpoint: it can't say anything about it. */
export function compareWithLog(
  header: Header,
  place: Place,
  log: LogFacts,
): { reasons: Set<Reason> } | { refused: string } {
  const reasons = new Set<Reason>();
  const { size, root } = place.checkpoint;
  if (log.entries.length < size) {
    return {
      refused: `the log given has ${log.entries.length} entries, the bundle is of one with ${size}: fetch it again`,
    };
  }
  const tree = Tree.of(log.entries.slice(0, size).map((entry) => leafHash(utf8(entry))));
  if (hex(tree.root()) !== hex(root)) reasons.add('history-rewritten');
  else if (!hasWholeSince(header, log)) reasons.add('malformed');
  if (standsTwice(header, log)) reasons.add('duplicate-registration');
  return { reasons };
}

/** The log shows in which epoch a docket first stood, and so which epochs `since` must hold. */
function hasWholeSince(header: Header, log: LogFacts): boolean {
  if (!header.since) return true;
  const before = log.entries.slice(0, header.registration.index);
  const first = before.filter((entry) => entry.startsWith('epoch ')).length;
  return header.since.length >= sinceNumbers(header.epoch.number, first).length;
}

/** An id or alias stands twice in the log, or the id that the bundle opens stands there too. */
function standsTwice(header: Header, log: LogFacts): boolean {
  const ids = new Set<string>(header.docket.opening ? [idKey(header.docket.opening.id)] : []);
  for (const line of log.entries) {
    const entry = parseEntry(line);
    if (entry?.type !== 'docket' && entry?.type !== 'alias') continue;
    if (ids.has(idKey(entry.id))) return true;
    ids.add(idKey(entry.id));
  }
  return false;
}
