import {
  FEED_CHUNK,
  FEED_END,
  EMPTY_ROOT,
  UNPLACED_SECONDS,
  feedDocket,
  feedEntries,
  feedLeaves,
  feedOpening,
  feedReasons,
  growthProof,
  headSalt,
  hex,
  leafHash,
  utf8,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { timeText } from './epoch.ts';
import {
  type FeedEpoch,
  type FeedHead,
  feedEpoch,
  feedHeads,
  feedLeaves as leavesOf,
  unplacedAt,
  unplacedReasons,
} from './feed.store.ts';
import { logLines, newestEpochs } from './sequencer.store.ts';
import { tileStore } from './tile-store.actions.ts';

/** K_seal (ledger.md 3): who has it can test any id against a sealed docket, so it goes to auditors and nobody else. */
export const sealKey = (world: Pick<World, 'keys'>): Uint8Array => world.keys.derive('K_seal');

export type EpochFeed = { lines: AsyncGenerator<string>; release(): Promise<void> };

/**
 * What an auditor gets of one epoch, out of one snapshot, docket by docket: in memory there is one docket's new leaves.
 * `gone`: a replay after a restore could not give this epoch's heads back.
 */
export async function epochFeed(world: World, n: number): Promise<EpochFeed | 'unknown' | 'gone'> {
  const held = await world.jobs.hold({});
  try {
    const epoch = await feedEpoch(held.db, n);
    if (epoch && !epoch.lost) return { lines: linesOf(world, held.db, epoch), release: () => held.release() };
    await held.release();
    return epoch ? 'gone' : 'unknown';
  } catch (error) {
    await held.release();
    throw error;
  }
}

/** Dockets are read so many at a time. */
const PAGE = 1000;

async function* linesOf(world: World, db: Db, epoch: FeedEpoch): AsyncGenerator<string> {
  const { n, dockets } = epoch;
  const { open, oldest } = await unplacedAt(db, n);
  const unplaced = oldest ? { open, oldest: timeText(oldest).slice(0, 10) } : { open };
  yield feedOpening({ origin: world.keys.origin, epoch: n, dockets, unplaced });
  for (let at = epoch.before; at < epoch.size; at += FEED_CHUNK)
    yield feedEntries(await logLines(db, at, Math.min(at + FEED_CHUNK, epoch.size)));
  for (let from = 0; from < dockets; from += PAGE)
    for (const some of together(await feedHeads(db, n, from, Math.min(from + PAGE, dockets))))
      yield* docketLines(db, epoch, some);
  // A reason is asked for only after a while; before, it is nobody's business.
  const late = new Date(epoch.closed.getTime() - UNPLACED_SECONDS * 1000);
  const reasons = oldest && oldest < late ? await unplacedReasons(db, n, late) : [];
  for (let at = 0; at < reasons.length; at += FEED_CHUNK)
    yield feedReasons(reasons.slice(at, at + FEED_CHUNK));
  yield FEED_END;
}

/** Dockets whose new leaves are read at once: few leaves together, many by themselves. */
function* together(heads: readonly FeedHead[]): Generator<FeedHead[]> {
  let some: FeedHead[] = [];
  let leaves = 0;
  for (const head of heads) {
    const fresh = head.grew ? head.size - head.olderSize : 0;
    if (some.length > 0 && leaves + fresh > FEED_CHUNK) {
      yield some;
      [some, leaves] = [[], 0];
    }
    some.push(head);
    leaves += fresh;
  }
  if (some.length > 0) yield some;
}

async function* docketLines(db: Db, epoch: FeedEpoch, heads: readonly FeedHead[]): AsyncGenerator<string> {
  const grown = heads.filter((head) => head.grew);
  const rows = grown.length > 0 ? await leavesOf(db, grown) : [];
  const byDocket = Map.groupBy(rows, (row) => row.docket);
  for (const head of heads) {
    const lines = (byDocket.get(head.docket) ?? []).map((row) => row.line);
    const hashes = lines.map((line) => leafHash(utf8(line)));
    yield feedDocket(head.docket, {
      salt: headSalt(epoch.secret, head.docket),
      size: head.size,
      root: hex(head.root ?? EMPTY_ROOT),
      consistency: growthProof(edgeOf(head), hashes).map(hex),
    });
    for (let at = 0; at < lines.length; at += FEED_CHUNK) yield feedLeaves(lines.slice(at, at + FEED_CHUNK));
  }
}

/** A docket that didn't grow needs no edge: it is proven from its own size to itself. */
function edgeOf({ grew, size, olderSize, olderPeaks }: FeedHead): { size: number; peaks: string[] } {
  if (!grew) return { size: 0, peaks: [] };
  const peaks: string[] = [];
  for (let at = 0; olderPeaks && at < olderPeaks.length; at += 32)
    peaks.push(hex(olderPeaks.subarray(at, at + 32)));
  return size === olderSize ? { size: 0, peaks: [] } : { size: olderSize, peaks };
}

/** The newest checkpoint whose files are out, cosigned enough or not: what an auditor is asked to cosign. */
export async function newestSigned(world: World): Promise<string | undefined> {
  for (const { size } of await world.sequencer.read({}, (db) => newestEpochs(db, 3))) {
    const bytes = await tileStore(world).read(`checkpoint.${size}`);
    if (bytes) return Buffer.from(bytes).toString('utf8');
  }
  return undefined;
}
