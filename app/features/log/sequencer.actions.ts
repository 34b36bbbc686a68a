import { randomBytes } from 'node:crypto';
import {
  EMPTY_ROOT,
  Frontier,
  formatEntry,
  formatTime,
  hex,
  isKind,
  leafHash,
  utf8,
} from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Waiting, batchOf, growBy } from './batch.ts';
import { type Grown, saveEpoch } from './closing.store.ts';
import { epochEntry } from './epoch.ts';
import { HASH, HeadTable, frontierOf, peaksOf } from './heads.ts';
import { type Lease, leaseOf } from './lease.actions.ts';
import { mustBeSettled } from './recovery.actions.ts';
import { wasReplayed } from './recovery.store.ts';
import {
  type EpochRow,
  controlsFor,
  foundAgain,
  headsAt,
  lastEpoch,
  logLines,
  lostIn,
  peaksAt,
  statementLeaves,
  takeEntries,
  takeWaiting,
  unplacedInLog,
} from './sequencer.store.ts';
import type { OnStage } from './stages.ts';

/** What the sequencer keeps between epochs; read anew whenever the database has moved on without it. */
type Kept = { n: number; heads: HeadTable; log: Frontier };

export type SequencerOptions = {
  lease?: Lease;
  /** Where the epoch's secret comes from: the one thing here that the database doesn't say. */
  random?: (bytes: number) => Uint8Array;
  onStage?: OnStage;
};

export class Sequencer {
  readonly #lease: Lease;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #onStage: OnStage;
  #kept: Kept | undefined;

  constructor(world: World, options: SequencerOptions = {}) {
    this.#lease = options.lease ?? leaseOf(world);
    this.#random = options.random ?? randomBytes;
    this.#onStage = options.onStage ?? (() => {});
  }

  /**
   * Closes one epoch in one transaction (ledger.md 10): leaves, heads, log entries, unsigned checkpoint. Whether
   * anything waits makes no difference. `at` = the beat; a clock that went back can't make time go back in the log.
   * Throws LeaseHeld or Fenced, with nothing written, if another sequencer works.
   */
  async close(at: Date): Promise<{ n: number; size: number }> {
    try {
      const done = await this.#lease.write((tx) => this.#closeIn(tx, at));
      await this.#onStage('closed', done.n);
      return done;
    } catch (error) {
      // What is kept may be ahead of a transaction that was rolled back.
      this.#kept = undefined;
      throw error;
    }
  }

  async #closeIn(tx: Tx, at: Date): Promise<{ n: number; size: number }> {
    await mustBeSettled(tx);
    const last = await lastEpoch(tx);
    const { heads, log } = await this.#keep(tx, last);
    // From here on what is kept is ahead of the database until the commit: a second try reads it anew.
    this.#kept = undefined;
    const n = last ? last.n + 1 : 0;
    const closed = new Date(Math.max(at.getTime(), last ? last.closed.getTime() + 1000 : 0));
    const secret = Uint8Array.from(this.#random(HASH));
    const fresh = await unplacedInLog(tx, last?.dockets ?? 0);
    const dockets = (last?.dockets ?? 0) + fresh.length;
    heads.growTo(dockets, EMPTY_ROOT);
    const grown = await growAll(tx, { secret, heads, waiting: await takeWaiting(tx) });
    const root = heads.epochRoot(secret);
    const entries = [
      ...fresh.map((docket, i) => docketEntry(docket, (last?.dockets ?? 0) + i)),
      ...(await takeEntries(tx)),
      epochEntry({ number: n, dockets, root, closed: formatTime(closed.getTime() / 1000) }),
    ];
    const firstEntry = log.size;
    for (const entry of entries) log.append(leafHash(utf8(entry)));
    const placed = fresh.map(({ docketId }, i) => ({ docketId, logIndex: firstEntry + i }));
    const logRoot = log.root();
    await saveEpoch(tx, { n, closed, secret, root, dockets, logRoot, firstEntry, entries, placed, grown });
    await this.#onStage('closing', n);
    this.#kept = { n, heads, log };
    return { n, size: log.size };
  }

  async #keep(tx: Tx, last: EpochRow | undefined): Promise<Kept> {
    if (this.#kept && this.#kept.n === (last?.n ?? -1)) return this.#kept;
    const log = new Frontier();
    for (const line of await logLines(tx)) log.append(leafHash(utf8(line)));
    if (log.size !== (last?.size ?? 0))
      throw new Error(`the log has ${log.size} entries, and its last epoch says ${last?.size ?? 0}`);
    const heads = new HeadTable();
    heads.growTo(last?.dockets ?? 0, EMPTY_ROOT);
    for (const [docketId, { size, root }] of await headsAt(tx, last?.n ?? -1))
      heads.set(docketId, size, root);
    return { n: last?.n ?? -1, heads, log };
  }
}

function docketEntry(docket: { docketId: number; kind: string; id: string }, index: number): string {
  // Dockets are numbered densely: anything else would shift every later place in the epoch tree.
  if (docket.docketId !== index || !isKind(docket.kind)) throw new Error(`docket ${index} is out of place`);
  return formatEntry({ type: 'docket', index, kind: docket.kind, id: docket.id });
}

type Growing = { secret: Uint8Array; heads: HeadTable; waiting: readonly Waiting[] };

async function growAll(tx: Tx, { secret, heads, waiting }: Growing): Promise<Grown[]> {
  if (waiting.length === 0) return [];
  const dockets = waiting.map((w) => w.docketId);
  const peaks = await peaksAt(tx, dockets);
  const lost = await lostIn(tx, dockets);
  const replayed = await wasReplayed(tx);
  const grown: Grown[] = [];
  for (const all of waiting) {
    const { docketId } = all;
    const one = lost.size > 0 ? await withoutFound(tx, all, lost) : all;
    const first = heads.sizeOf(docketId);
    const tree = frontierOf(peaks.get(docketId) ?? { size: 0, peaks: new Uint8Array(0) });
    if (tree.size !== first) throw new Error(`docket ${docketId}: its last head is of another size`);
    const named = one.controls.map((c) => c.commitment);
    const found = named.length > 0 ? await statementLeaves(tx, docketId, named) : new Map<string, number>();
    const held =
      replayed && found.size > 0 ? await controlsFor(tx, docketId, [...found.values()]) : undefined;
    const batch = batchOf(secret, first, held ? withoutHeld(one, found, held) : one, (c) => found.get(c));
    if (growBy(tree, batch) === 0) continue;
    const root = tree.root();
    heads.set(docketId, tree.size, root);
    grown.push({ docketId, first, batch, size: tree.size, root, peaks: peaksOf(tree) });
  }
  return grown;
}

/** What was moved or erased before a loss, and again after it by who couldn't know: a second leaf would spoil the docket. */
function withoutHeld(
  waiting: Waiting,
  found: ReadonlyMap<string, number>,
  held: ReadonlySet<string>,
): Waiting {
  const isHeld = ({ kind, commitment }: Waiting['controls'][number]): boolean =>
    held.has(`${kind} ${found.get(commitment)}`);
  return { ...waiting, controls: waiting.controls.filter((c) => !isHeld(c)) };
}

/** A statement whose leaf outlived it and that was sent again has its words back; its leaf stands already. */
async function withoutFound(tx: Tx, waiting: Waiting, lost: ReadonlySet<string>): Promise<Waiting> {
  const fresh: Uint8Array[] = [];
  for (let at = 0; at < waiting.statements.length; at += HASH) {
    const commitment = waiting.statements.subarray(at, at + HASH);
    if (lost.has(`${waiting.docketId} ${hex(commitment)}`))
      await foundAgain(tx, waiting.docketId, hex(commitment));
    else fresh.push(commitment);
  }
  const statements = new Uint8Array(fresh.length * HASH);
  fresh.forEach((commitment, i) => statements.set(commitment, i * HASH));
  return { ...waiting, statements };
}
