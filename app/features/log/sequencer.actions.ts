import { randomBytes, randomUUID } from 'node:crypto';
import { LogEdge, formatEntry, formatTime, isKind } from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import {
  EMPTY_HEAD,
  type HeadState,
  type Waiting,
  batchLines,
  epochEntry,
  epochTree,
  grow,
} from './epoch.ts';
import {
  type Closing,
  type EpochRow,
  headsAt,
  lastEpoch,
  logLines,
  saveEpoch,
  statementLeaves,
  takeEntries,
  takeLease,
  takeWaiting,
} from './sequencer.store.ts';
import { dockets, type Docket } from './dockets.store.ts';

/** What the sequencer keeps between epochs; read anew whenever the database has moved on without it. */
type Kept = { n: number; heads: HeadState[]; edge: LogEdge; size: number };

export class Sequencer {
  readonly #world: World;
  readonly #holder = randomUUID();
  #kept: Kept | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * Closes one epoch in one transaction (ledger.md 10): leaves, heads, log entries, unsigned checkpoint. Whether
   * anything waits makes no difference. `at` = the beat; a clock that went back can't make time go back in the log.
   */
  async close(at: Date): Promise<{ n: number; size: number }> {
    try {
      return await this.#world.sequencer.write({}, (tx) => this.#closeIn(tx, at));
    } catch (error) {
      // What is kept may be ahead of a transaction that was rolled back.
      this.#kept = undefined;
      throw error;
    }
  }

  async #closeIn(tx: Tx, at: Date): Promise<{ n: number; size: number }> {
    await takeLease(tx, this.#holder);
    const last = await lastEpoch(tx);
    const kept = await this.#keep(tx, last);
    const registry = await dockets(tx);
    const waiting = await takeWaiting(tx);
    const n = last ? last.n + 1 : 0;
    const closed = new Date(Math.max(at.getTime(), last ? last.closed.getTime() + 1000 : 0));
    const secret = new Uint8Array(randomBytes(32));
    const heads = registry.map((_, i) => kept.heads[i] ?? EMPTY_HEAD);
    const grown = await growAll(tx, { secret, heads, waiting });
    const placed = registry
      .filter((d) => d.logIndex === null)
      .map((d, i) => ({ docketId: d.docketId, logIndex: kept.size + i }));
    const root = epochTree(secret, heads).root();
    const entries = [
      ...placed.map((p) => docketEntry(registry, p.docketId)),
      ...(await takeEntries(tx)),
      epochEntry({ number: n, dockets: registry.length, root, closed: formatTime(closed.getTime() / 1000) }),
    ];
    const edge = kept.edge;
    // From here on what is kept is ahead of the database until the commit: a second try reads it anew.
    this.#kept = undefined;
    for (const entry of entries) edge.append(entry);
    edge.takeFiles();
    const closing: Closing = {
      n,
      closed,
      secret,
      root,
      dockets: registry.length,
      logRoot: edge.root(),
      firstEntry: kept.size,
      entries,
      placed,
      ...grown,
    };
    await saveEpoch(tx, closing);
    this.#kept = { n, heads, edge, size: edge.size };
    return { n, size: edge.size };
  }

  async #keep(tx: Tx, last: EpochRow | undefined): Promise<Kept> {
    if (this.#kept && this.#kept.n === (last?.n ?? -1)) return this.#kept;
    const edge = new LogEdge();
    for (const line of await logLines(tx)) edge.append(line);
    edge.takeFiles();
    const heads: HeadState[] = [];
    for (const [docketId, head] of await headsAt(tx, last?.n ?? -1)) heads[docketId] = head;
    return { n: last?.n ?? -1, heads, edge, size: edge.size };
  }
}

function docketEntry(registry: readonly Docket[], docketId: number): string {
  const docket = registry[docketId];
  // Dockets are numbered densely: anything else would shift every later place in the epoch tree.
  if (!docket || docket.docketId !== docketId || !isKind(docket.kind))
    throw new Error(`docket ${docketId} is out of place`);
  return formatEntry({ type: 'docket', index: docketId, kind: docket.kind, id: docket.id });
}

async function growAll(
  tx: Tx,
  { secret, heads, waiting }: { secret: Uint8Array; heads: HeadState[]; waiting: Map<number, Waiting[]> },
): Promise<Pick<Closing, 'leaves' | 'heads'>> {
  const leaves: Closing['leaves'] = [];
  const changed: Closing['heads'] = [];
  for (const [docketId, list] of [...waiting].sort(([a], [b]) => a - b)) {
    const head = heads[docketId];
    if (!head) throw new Error(`leaves wait for docket ${docketId}, which isn't registered`);
    const controls = list.filter((w) => w.kind !== 'statement').map((w) => w.commitment);
    const found =
      controls.length > 0 ? await statementLeaves(tx, docketId, controls) : new Map<string, number>();
    const lines = batchLines(secret, head.size, list, (c) => found.get(c));
    lines.forEach((line, i) => leaves.push({ docketId, leaf: head.size + i, line }));
    heads[docketId] = grow(head, lines);
    changed.push({ docketId, head: heads[docketId] });
  }
  return { leaves, heads: changed };
}
