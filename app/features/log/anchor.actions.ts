// Anchors the newest published state where the operator said (ledger.md 12): begun once a day, carried on every hour
// until it stands. What fails is said to the operator and tried again; the log never waits for it.

import { Tree, hex, leafHash, utf8 } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { evmStep } from './anchor-evm.actions.ts';
import { otsStep } from './anchor-ots.actions.ts';
import { formatOts, joinStamps, parseStamp } from './anchor-ots.ts';
import { anchorsAt, anchorsOfSize, beginAnchor, changeAnchor, newestAnchors } from './anchor.store.ts';
import { isDue, stampedDigest, targetsOf, withoutSecrets } from './anchor.ts';
import type { AnchorRow, AnchorShown, Target } from './anchor.ts';
import type { AnchorChange } from './anchor.store.ts';
import { timeText } from './epoch.ts';
import { lastPublished, logPages } from './sequencer.store.ts';

/** How many anchors of a place are still looked at: a calendar keeps its promise within a day or two. */
const LOOKED_AT = 10;

/** Gives what was tried, with its outcome; nothing where nothing is set up or due. `now`: also if it isn't due yet. */
export async function anchorLog(world: World, hurry = false): Promise<AnchorRow[]> {
  const settings = world.config.anchors;
  if (!settings) return [];
  const tried: AnchorRow[] = [];
  for (const target of targetsOf(settings)) {
    await begin(world, target, hurry);
    const open = (await world.jobs.read({}, (db) => anchorsAt(db, target, LOOKED_AT))).filter(
      ({ state }) => state === 'waiting' || state === 'pending',
    );
    for (const row of open.toReversed()) {
      const to = await step(world, row);
      await world.jobs.write({}, (tx) => changeAnchor(tx, row.anchor_id, to, world.clock.now()));
      tried.push({
        ...row,
        state: to.state,
        fault: to.fault ?? null,
        tx: to.tx ?? row.tx,
        block: to.block ?? row.block,
      });
    }
  }
  return tried;
}

async function begin(world: World, target: Target, hurry: boolean): Promise<void> {
  const now = world.clock.now();
  const { published, last } = await world.jobs.read({}, async (db) => ({
    published: await lastPublished(db),
    last: (await anchorsAt(db, target, 1))[0],
  }));
  if (!published || !(isDue(published, last, now) || (hurry && published.size !== last?.size))) return;
  const state = { size: published.size, root: published.log_root };
  await world.jobs.write({}, (tx) => beginAnchor(tx, target, state, now));
}

/** Never throws: a provider that fails must not keep the next one from being asked. */
async function step(world: World, row: AnchorRow): Promise<AnchorChange> {
  const settings = world.config.anchors;
  const origin = world.keys.origin;
  try {
    if (row.kind === 'ots')
      return await otsStep(row, stampedDigest(origin, row.size, row.root), settings?.ots ?? []);
    if (!settings?.evm) throw new Error('the chain is not set up any more');
    return await evmStep(row, settings.evm, { origin, tree: await treeOf(world) });
  } catch (error) {
    const said = error instanceof Error ? shortly(error) : String(error);
    return { state: row.state, fault: withoutSecrets(said, settings?.evm ? [settings.evm.url] : []) };
  }
}

/** The library's long messages quote requests; the short one is a sentence. */
const shortly = (error: Error): string =>
  'shortMessage' in error && typeof error.shortMessage === 'string' ? error.shortMessage : error.message;

const treeOf = (world: World): Promise<Tree> =>
  world.jobs.read({}, async (db) => {
    const tree = new Tree();
    for await (const page of logPages(db)) for (const { line } of page) tree.append(leafHash(utf8(line)));
    return tree;
  });

/** What everybody may see of the anchors, the newest first. */
export async function anchorStatus(world: World): Promise<AnchorShown[]> {
  return (await world.anon.read({}, (db) => newestAnchors(db, 20))).map((row) => ({
    kind: row.kind,
    place: row.place,
    size: row.size,
    root: hex(row.root),
    state: row.state,
    chainId: row.chain_id,
    tx: row.tx,
    block: row.block,
    at: timeText(row.changed_at),
  }));
}

/** With faults, for the operator. */
export const anchorFaults = async (world: World): Promise<AnchorRow[]> => {
  const targets = targetsOf(world.config.anchors ?? { evm: undefined, ots: [] });
  const rows = await world.jobs.read({}, (db) =>
    Promise.all(targets.map((target) => anchorsAt(db, target, 3))),
  );
  return rows.flat();
};

/** The `.ots` file of a state, with the proofs of all calendars; undefined where there is none. */
export async function otsFile(world: World, size: number): Promise<Uint8Array | undefined> {
  const rows = await world.anon.read({}, (db) => anchorsOfSize(db, size));
  const stamps = rows.flatMap(({ kind, root, proof }) =>
    kind === 'ots' && proof ? [parseStamp(proof, stampedDigest(world.keys.origin, size, root))] : [],
  );
  return stamps.length === 0 ? undefined : formatOts(stamps.reduce(joinStamps));
}
