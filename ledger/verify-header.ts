// ledger.md §8: judges the first line of a bundle: signatures, the epoch in the log, the docket in the epoch, growth.

import { mustHex, utf8 } from './bytes.ts';
import { sinceNumbers } from './bundle.ts';
import type { DocketRef, EpochRef, HeadRef, Header, Proof, Registration, SinceRef } from './bundle.ts';
import { fail } from './bundle-shape.ts';
import { formatEntry, formatHead, parseTime, unplacedId } from './lines.ts';
import { leafHash, verifyConsistency, verifyInclusion } from './merkle.ts';
import { parseCheckpoint, parseNote } from './note.ts';
import type { Checkpoint, Note } from './note.ts';
import { hasAuditor, judgeSignatures } from './policy.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reasons.ts';

/** What a bundle is judged against; times in seconds since 1970, lengths in seconds. */
export type Reading = { policy: Policy; at: number; maxAge: number; epochSeconds: number };

export const MAX_AGE_SECONDS = 48 * 3600;
export const EPOCH_SECONDS = 6 * 3600;

/** A signed state of the log and one epoch in it. */
export type Place = { checkpoint: Checkpoint; epoch: EpochRef };

export const hashesOf = (proof: Proof): Uint8Array[] => proof.map(mustHex);

/** §5: the checkpoint of a bundle; malformed with an extension line. */
export function bundleCheckpoint(source: string): { note: Note; checkpoint: Checkpoint } {
  const note = parseNote(source) ?? fail('not a signed note');
  const checkpoint = parseCheckpoint(note.text) ?? fail('not a checkpoint');
  return checkpoint.extensions.length === 0 ? { note, checkpoint } : fail('an extension line');
}

/** All reasons that the header alone gives. Throws Malformed. */
export function judgeHeader(header: Header, reading: Reading): { place: Place; reasons: Set<Reason> } {
  const { note, checkpoint } = bundleCheckpoint(header.checkpoint);
  checkNames(header, checkpoint.origin);
  const place = { checkpoint, epoch: header.epoch };
  const reasons = new Set<Reason>();
  const signatures = judgeSignatures(reading.policy, note, checkpoint.origin);
  if (signatures.badSignature) reasons.add('bad-signature');
  if (signatures.quorumMissing) reasons.add('quorum-missing');
  else if (isStale(header, checkpoint, signatures.quorumTime, reading)) reasons.add('stale-checkpoint');
  if (!hasAuditor(reading.policy)) reasons.add('unaudited');
  if (!epochInLog(checkpoint, header.epoch)) reasons.add('epoch-not-in-log');
  if (!registrationInLog(place, header.docket, header.registration)) reasons.add('registration-not-in-log');
  if (!headInEpoch(header.epoch, header.docket.index, header.head)) reasons.add('head-not-in-epoch');
  if (header.since) judgeSince(header, header.since, checkpoint, reasons);
  const { unplaced } = header;
  if (unplaced) {
    if (!registrationInLog(place, unplaced.docket, unplaced.registration))
      reasons.add('registration-not-in-log');
    if (!headInEpoch(header.epoch, unplaced.docket.index, unplaced.head)) reasons.add('head-not-in-epoch');
  }
  return { place, reasons };
}

/** §3: there is one `unplaced` docket, named after the origin's domain. */
function checkNames(header: Header, origin: string): void {
  const unplaced = header.unplaced?.docket ?? header.docket;
  if (header.unplaced && unplaced.kind !== 'unplaced') fail('unplaced names another docket');
  if (unplaced.kind === 'unplaced' && unplaced.id !== unplacedId(origin))
    fail('the unplaced docket of another log');
}

function isStale(
  header: Header,
  checkpoint: Checkpoint,
  quorumTime: number | undefined,
  reading: Reading,
): boolean {
  if (header.epoch.index !== checkpoint.size - 1) return true;
  if (quorumTime === undefined) return true; // `quorum none`: nobody says when
  const closed = parseTime(header.epoch.closed) ?? 0;
  const late = quorumTime < closed || quorumTime > closed + reading.epochSeconds;
  return late || quorumTime < reading.at - reading.maxAge;
}

const inLog = (checkpoint: Checkpoint, line: string, ref: Registration): boolean =>
  verifyInclusion(leafHash(utf8(line)), ref.index, checkpoint, hashesOf(ref.proof));

function epochInLog(checkpoint: Checkpoint, epoch: EpochRef): boolean {
  const { number, dockets, root, closed } = epoch;
  return inLog(checkpoint, formatEntry({ type: 'epoch', number, dockets, root, closed }), epoch);
}

/** The docket's entry is in the log, before the epoch's. */
export function registrationInLog(place: Place, docket: DocketRef, registration: Registration): boolean {
  const { index, kind, id } = docket;
  if (registration.index >= place.epoch.index) return false;
  return inLog(place.checkpoint, formatEntry({ type: 'docket', index, kind, id }), registration);
}

/** The head is leaf `docket` of the epoch tree. */
export function headInEpoch(epoch: EpochRef, docket: number, head: HeadRef): boolean {
  const tree = { size: epoch.dockets, root: mustHex(epoch.root) };
  return verifyInclusion(leafHash(utf8(formatHead(head))), docket, tree, hashesOf(head.proof));
}

function judgeSince(header: Header, since: SinceRef[], checkpoint: Checkpoint, reasons: Set<Reason>): void {
  const expected = sinceNumbers(header.epoch.number, 0);
  if (since.some(({ epoch }, at) => epoch.number !== expected[at]))
    fail('since is not n − 1, n − 2, n − 4, …');
  // Of the entries before the registration at most registration.index − docket.index are epochs: the epoch with
  // that number is the first that surely has the docket.
  const missing = expected[since.length];
  if (missing !== undefined && missing >= header.registration.index - header.docket.index) {
    fail('since ends before the first epoch of the docket');
  }
  const now = { size: header.head.size, root: mustHex(header.head.root) };
  for (const { epoch, head, proof } of since) {
    if (!epochInLog(checkpoint, epoch)) reasons.add('epoch-not-in-log');
    if (!headInEpoch(epoch, header.docket.index, head)) reasons.add('head-not-in-epoch');
    const then = { size: head.size, root: mustHex(head.root) };
    if (!verifyConsistency(then, now, hashesOf(proof))) reasons.add('history-rewritten');
  }
}
