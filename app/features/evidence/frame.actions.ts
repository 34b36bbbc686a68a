import {
  type EpochRef,
  type HeadRef,
  type UnplacedRef,
  Tree,
  hex,
  leafHash,
  sinceNumbers,
  utf8,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Docket, type EpochRow, epochs, timeText } from '../log/index.ts';
import {
  checkpointFor,
  docketsNamed,
  entryLines,
  epochSecret,
  firstEpochOf,
  headsBy,
  openIn,
} from './bundle.store.ts';
import { movedTo } from './quarter.store.ts';
import { EMPTY, type EpochState, HeadPass, LogView, docketRef, epochRef } from './snapshot.ts';

/** What all bundles of one epoch share, made once: the log, the heads, the earlier epochs, what waits in `unplaced`. */
export type Frame = {
  epoch: EpochState;
  note: string;
  log: LogView;
  named: ReadonlyMap<number, Docket>;
  heads: ReadonlyMap<number, HeadRef>;
  earlier: ReadonlyMap<number, { epoch: EpochRef; heads: ReadonlyMap<number, HeadRef> }>;
  /** By docket: the first epoch with a head for it. */
  first: ReadonlyMap<number, number>;
  unplaced: UnplacedRef | undefined;
};

/** Asked dockets must be there as of the epoch. `whole` = docket bundles; else what a single one needs. */
export async function frameOf(
  world: World,
  db: Db,
  row: EpochRow,
  asked: { dockets: readonly { docket: number; size: number }[]; whole: boolean },
): Promise<Frame> {
  const checkpoint = await checkpointFor(db, row);
  const log = new LogView(await logTree(world, db, checkpoint), checkpoint.size);
  const own = asked.dockets.map((d) => d.docket);
  const targets: number[] = [];
  if (asked.whole) for (const d of asked.dockets) targets.push(...(await movedTo(db, d.docket, d.size)));
  const named = new Map((await docketsNamed(db, [...own, ...targets])).map((d) => [d.docketId, d]));
  const epoch = await stateOf(db, row);
  const heads = await headsOf(db, epoch, [...named.keys()]);
  const frame = { epoch, note: checkpoint.note ?? '', log, named, heads };
  if (!asked.whole) return { ...frame, earlier: new Map(), first: new Map(), unplaced: undefined };
  const first = new Map<number, number>();
  for (const docket of own) first.set(docket, await firstEpochOf(db, named.get(docket)?.logIndex ?? 0));
  return {
    ...frame,
    first,
    earlier: await earlierOf(db, frame, first),
    unplaced: await unplacedOf(db, frame),
  };
}

async function stateOf(db: Db, row: EpochRow): Promise<EpochState> {
  const secret = await epochSecret(db, row.n);
  if (!secret) throw new Error(`epoch ${row.n} isn't whole in the database: its secret is missing`);
  const { n, dockets } = row;
  // The epoch's entry is the last one of its own checkpoint (ledger.md 5).
  return { n, dockets, secret, closed: timeText(row.closed), root: hex(row.root), entry: row.size - 1 };
}

async function headsOf(db: Db, epoch: EpochState, wanted: readonly number[]): Promise<Map<number, HeadRef>> {
  const pass = new HeadPass(epoch, wanted);
  for await (const batch of headsBy(db, epoch.n, epoch.dockets))
    for (const head of batch) pass.append(head.size === null ? EMPTY : head);
  return pass.refs();
}

/** Epochs n−1, n−2, n−4 … of all asked dockets; one epoch's heads are in memory at a time. */
async function earlierOf(
  db: Db,
  { epoch, log }: Pick<Frame, 'epoch' | 'log'>,
  first: ReadonlyMap<number, number>,
): Promise<Frame['earlier']> {
  const wanted = new Map<number, number[]>();
  for (const [docket, from] of first)
    for (const n of sinceNumbers(epoch.n, from)) wanted.set(n, [...(wanted.get(n) ?? []), docket]);
  const earlier = new Map<number, { epoch: EpochRef; heads: Map<number, HeadRef> }>();
  for (const row of await epochs(db, [...wanted.keys()])) {
    const state = await stateOf(db, row);
    earlier.set(row.n, {
      epoch: epochRef(log, state),
      heads: await headsOf(db, state, wanted.get(row.n) ?? []),
    });
  }
  return earlier;
}

async function unplacedOf(
  db: Db,
  { named, heads, log }: Pick<Frame, 'named' | 'heads' | 'log'>,
): Promise<UnplacedRef | undefined> {
  const docket = [...named.values()].find((d) => d.kind === 'unplaced');
  const head = docket && heads.get(docket.docketId);
  if (!docket || !head) return undefined;
  const { open, closed } = await openIn(db, docket.docketId, head.size);
  return {
    docket: docketRef(docket),
    registration: log.registration(docket),
    head,
    open,
    ...(closed ? { oldest: timeText(closed).slice(0, 10) } : {}),
  };
}

type Grown = { tree: Tree; busy: Promise<unknown> };
const trees = new WeakMap<World, Grown>();

/** The log's tree, kept and grown: entries never change, and the root of each epoch says whether they did. */
function logTree(world: World, db: Db, row: EpochRow): Promise<Tree> {
  const kept = trees.get(world) ?? { tree: new Tree(), busy: Promise.resolve() };
  trees.set(world, kept);
  const grown = kept.busy.then(async () => {
    await growTo(db, kept.tree, row.size);
    if (isOf(kept.tree, row)) return kept.tree;
    // Another database than before: a test's, or one that was restored.
    kept.tree = new Tree();
    await growTo(db, kept.tree, row.size);
    if (!isOf(kept.tree, row))
      throw new Error(`epoch ${row.n}: the log's entries in the database don't give its root`);
    return kept.tree;
  });
  kept.busy = grown.catch(() => {});
  return grown;
}

const isOf = (tree: Tree, row: EpochRow): boolean =>
  tree.size >= row.size && hex(tree.root(row.size)) === hex(row.log_root);

async function growTo(db: Db, tree: Tree, size: number): Promise<void> {
  for await (const lines of entryLines(db, tree.size, size))
    for (const line of lines) tree.append(leafHash(utf8(line)));
}
