// ledger.md §7: the audit of one epoch. A pass over what the operator gives, docket by docket, in memory bounded by
// the caller's chunks: nothing is kept here but the frontier of the docket being read and that of the epoch tree.

import { hex, mustHex, utf8 } from './bytes.ts';
import { formatHead, formatTime, isHash, parseLeaf } from './lines.ts';
import type { Leaf } from './lines.ts';
import { EMPTY_ROOT, Frontier, leafHash, verifyConsistency } from './merkle.ts';
import { type AuditGround, EntryAudit, type EpochEntry } from './audit-log.ts';
import type { AuditMemory, AuditedLog } from './audit-memory.ts';
import { type AuditFault, Faults, UNPLACED_SECONDS } from './audit-reasons.ts';

/** A docket's head as the operator gives it: the salt of this epoch, size, root, proof from the last epoch's size. */
export type AuditedHead = { salt: string; size: number; root: string; consistency: readonly string[] };

/** `open` and `oldest` as bundles of this epoch will say them (§8). */
export type UnplacedClaim = { open: number; oldest?: string };

type Reading = {
  docket: number;
  claimed: AuditedHead;
  before: { size: number; root: string };
  frontier: Frontier;
  control: boolean;
};

/**
 * Takes one epoch: `opening` and `entry` for the log's lines since the last epoch, this one's last; then `docket`, and
 * `leaves` of that docket in any number of chunks, for each docket in the order of their numbers. `end` says what was
 * wrong. The memory then holds the epoch, and it's the caller who throws that away if anything was.
 */
export class EpochAudit {
  readonly #memory: AuditMemory;
  readonly #faults = new Faults();
  readonly #entries: EntryAudit;
  readonly #heads = new Frontier();
  #epoch: { entry: EpochEntry; log: AuditedLog } | undefined;
  #begun = false;
  #reading: Reading | undefined;

  constructor(memory: AuditMemory, ground: AuditGround) {
    this.#memory = memory;
    this.#entries = new EntryAudit(memory, ground, this.#faults);
  }

  opening(docket: number, id: string): void {
    this.#entries.opening(docket, id);
  }

  entry(line: string): void {
    if (this.#begun) this.#faults.add('malformed', 'a log entry behind the dockets');
    else this.#entries.entry(line);
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#epoch = this.#entries.end();
  }

  docket(claimed: AuditedHead): void {
    this.#begin();
    this.#finish();
    const docket = this.#heads.size;
    const { salt, size, root } = claimed;
    if (!isHash(salt) || !isHash(root) || !claimed.consistency.every(isHash) || !Number.isSafeInteger(size))
      this.#faults.add('malformed', `the head of docket ${docket} is not one`, docket);
    this.#heads.append(leafHash(utf8(formatHead({ salt, size, root }))));
    const known = this.#memory.docket(docket);
    const before = known
      ? { size: known.frontier.size, root: known.root }
      : { size: 0, root: hex(EMPTY_ROOT) };
    const frontier = known ? Frontier.fromJSON(known.frontier) : new Frontier();
    this.#reading = { docket, claimed, before, frontier, control: false };
  }

  /** The next leaf lines of the docket being read, with their LF. */
  leaves(lines: readonly string[]): void {
    const reading = this.#reading;
    if (!reading) return this.#faults.add('malformed', 'leaves without a docket');
    for (const line of lines) {
      const at = reading.frontier.size;
      const leaf = parseLeaf(line);
      // What follows must not hang on a line that isn't one, but the root does.
      reading.frontier.append(leafHash(utf8(line)));
      if (!leaf || (reading.control && leaf.type === 'statement'))
        this.#faults.add('malformed', `leaf ${at} of docket ${reading.docket} is not one`, reading.docket);
      if (!leaf) continue;
      reading.control ||= leaf.type !== 'statement';
      this.#memory.keepLeaf(reading.docket, at, line);
      this.#take(leaf, reading.docket, at);
    }
  }

  #take(leaf: Leaf, docket: number, at: number): void {
    const isUnplaced = docket === this.#epoch?.log.unplaced;
    if (leaf.type === 'statement') {
      if (!this.#memory.takeCommitment(docket, leaf.commitment, at))
        this.#faults.add(
          'duplicate-commitment',
          `leaf ${at} of docket ${docket} stands there already`,
          docket,
        );
      if (isUnplaced) this.#memory.open(at, this.#epoch?.log.closed ?? 0);
      return;
    }
    const spent = this.#memory.spend(docket, leaf.index, leaf.type);
    if (isUnplaced) this.#memory.unopen(leaf.index);
    const which = leaf.type === 'erased' ? 'erasure-unproven' : 'move-unproven';
    if (!spent)
      this.#faults.add(
        which,
        `leaf ${at} of docket ${docket} names no statement, or one used before`,
        docket,
      );
    if (leaf.type !== 'moved') return;
    const { docket: to, commitment } = leaf;
    if (!this.#memory.addMove({ docket, leaf: at, to, commitment }) || to === docket)
      this.#faults.add('move-unproven', `leaf ${at} of docket ${docket} has no target of its own`, docket);
  }

  /** §7: the docket grew: its old root and the leaves given lead to the new root, and so does the proof. */
  #finish(): void {
    const reading = this.#reading;
    if (!reading) return;
    this.#reading = undefined;
    const { docket, claimed, before, frontier } = reading;
    const same = claimed.size === before.size && claimed.root === before.root;
    if (same && frontier.size === before.size && claimed.consistency.length === 0) return;
    const root = hex(frontier.root());
    if (frontier.size !== claimed.size || root !== claimed.root)
      this.#faults.add('root-mismatch', `the leaves of docket ${docket} do not give its root`, docket);
    if (!isConsistent(before, claimed))
      this.#faults.add('history-rewritten', `docket ${docket} did not grow from what it was`, docket);
    this.#memory.setDocket(docket, { root, frontier: frontier.toJSON() });
  }

  /**
   * Every docket was given. `reasonOf` says for a leaf of the unplaced docket why it is still there; it is for the
   * caller to know which reasons count. Without `unplaced`, nothing was claimed that could be false.
   */
  end(claim: { unplaced?: UnplacedClaim; reasonOf: (leaf: number) => boolean }): AuditFault[] {
    this.#begin();
    this.#finish();
    const epoch = this.#epoch;
    if (!epoch) return this.#faults.list;
    const { entry } = epoch;
    if (this.#heads.size !== entry.dockets || hex(this.#heads.root()) !== entry.root)
      this.#faults.add('head-not-in-epoch', `the heads given are not those of epoch ${entry.number}`);
    for (const move of this.#memory.takeUnmetMoves())
      this.#faults.add(
        'move-unproven',
        `leaf ${move.leaf} of docket ${move.docket} names a statement that docket ${move.to} does not have`,
        move.docket,
      );
    if (claim.unplaced) this.#totals(claim.unplaced);
    for (const one of this.#memory.openBefore((epoch.log.closed ?? 0) - UNPLACED_SECONDS))
      if (!claim.reasonOf(one.leaf))
        this.#faults.add(
          'unplaced-too-long',
          `statement ${one.leaf} has been unplaced since ${formatTime(one.closed)} without a reason`,
          epoch.log.unplaced,
        );
    return this.#faults.list;
  }

  #totals({ open, oldest }: UnplacedClaim): void {
    const is = this.#memory.stillOpen();
    const day = is.oldest === undefined ? undefined : formatTime(is.oldest).slice(0, 10);
    if (open !== is.open || oldest !== day)
      this.#faults.add('totals-mismatch', `${open} unplaced statements since ${oldest ?? 'never'} are claimed, there are ${is.open} since ${day ?? 'never'}`); // prettier-ignore
  }
}

function isConsistent(before: { size: number; root: string }, claimed: AuditedHead): boolean {
  if (!isHash(claimed.root) || !claimed.consistency.every(isHash)) return false;
  return verifyConsistency(
    { size: before.size, root: mustHex(before.root) },
    { size: claimed.size, root: mustHex(claimed.root) },
    claimed.consistency.map(mustHex),
  );
}
