import { createHash, randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import {
  destroyCodings,
  destroyStatements,
  destroyReferrals,
  destroyThread,
  forgetErasedThreads,
  forgetItems,
  renameKept,
  tellLicensees,
} from './destroy.store.ts';
import {
  type ErasureKey,
  type ErasureRow,
  type ItemLeaf,
  addItems,
  filesOf,
  hideThread,
  isMoving,
  leavesOf,
  lockErasure,
  openErasures,
  placesOf,
  saveState,
  sequenceItems,
  stateOf,
} from './erase.store.ts';
import { type ErasureState, NOTICE_DAYS, after, backupsEnd, nextStep } from './states.ts';

/** Called before each thing that can't be undone together with the next: a test cuts the machine off here. */
export type Watching = { before?: (step: string) => Promise<void> | void; only?: string };

const DAY = 86_400_000;
const secondOf = (world: World): Date => new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000);

/**
 * Goes on with every wish as far as the log lets it (ledger.md 9): `erased` leaf; when that is out, destruction; then the
 * answer. Each step is one transaction that looks at what is, so that a crash anywhere is gone on from, and two of them
 * at once do nothing twice. Gives how many steps were taken.
 */
export async function advanceErasures(world: World, watching: Watching = {}): Promise<number> {
  let taken = 0;
  for (const open of await world.eraser.read({}, (db) => openErasures(db, watching.only))) {
    let state: ErasureState | undefined = open.state;
    while (state) {
      state = await advance(world, { docketId: open.docket_id, erasureId: open.erasure_id }, state, watching);
      if (state) taken++;
    }
  }
  return taken;
}

/** The state that was reached, or undefined if nothing moved. */
async function advance(
  world: World,
  key: ErasureKey,
  state: ErasureState,
  { before }: Watching,
): Promise<ErasureState | undefined> {
  const act = nextStep(state);
  const to = act && after(state, act, 'machine');
  if (!act || !to) return undefined;
  await before?.(act);
  const done = await { sequence, destroy, answer }[act](world, key, before);
  return done ? to : undefined;
}

/** The leaves wait for the next epoch; the statements themselves may still wait for the same one. */
const sequence = (world: World, key: ErasureKey): Promise<boolean> =>
  world.eraser.write({}, async (tx) => {
    const e = await lockErasure(tx, key, 'approved');
    if (!e) return false;
    const places = await placesOf(tx, e);
    if (await isMoving(tx, places)) return false;
    await hideThread(tx, e);
    await addItems(tx, e, places);
    await sequenceItems(tx, e.erasure_id);
    await saveState(tx, e, 'sequenced', secondOf(world));
    return true;
  });

async function destroy(world: World, key: ErasureKey, before: Watching['before']): Promise<boolean> {
  const files = await world.eraser.write({}, (tx) => ready(tx, key));
  if (!files) return false;
  await before?.('files');
  // Nothing names these once the rows are gone, so they go first: a crash between leaves rows that lead here again.
  for (const sha of files) await world.files.remove(sha);
  await before?.('rows');
  return world.eraser.write({}, async (tx) => {
    const e = await lockErasure(tx, key, 'sequenced');
    // What came in between has its own leaf to wait for, and perhaps its own files.
    const leaves = e && (await whole(tx, e));
    if (!e || !leaves || (await filesOf(tx, e.erasure_id)).some((sha) => !files.includes(sha))) return false;
    const at = secondOf(world);
    await tellLicensees(tx, e, leaves, { at, due: new Date(at.getTime() + NOTICE_DAYS * DAY) });
    await destroyCodings(tx, e);
    await destroyStatements(tx, e, at);
    if (e.scope === 'all') {
      await renameKept(tx, e, {
        name: randomUUID(),
        shaOf: (text) => createHash('sha256').update(text).digest('hex'),
      });
      await destroyReferrals(tx, e, at);
      await destroyThread(tx, e, at, backupsEnd(at));
    }
    await forgetItems(tx, e);
    await saveState(tx, e, 'destroyed', at);
    return true;
  });
}

/** The files to delete, once every `erased` leaf is out; undefined as long as one is not. */
async function ready(tx: Tx, key: ErasureKey): Promise<string[] | undefined> {
  const e = await lockErasure(tx, key, 'sequenced');
  return e && (await whole(tx, e)) ? filesOf(tx, e.erasure_id) : undefined;
}

/** Every leaf of the erasure, if all are out. What was said since it was asked for is sequenced now. */
async function whole(tx: Tx, e: ErasureRow): Promise<ItemLeaf[] | undefined> {
  const places = await placesOf(tx, e);
  if (await isMoving(tx, places)) return undefined;
  await addItems(tx, e, places);
  await sequenceItems(tx, e.erasure_id);
  const leaves = await leavesOf(tx, e.erasure_id);
  return leaves.every((l) => l.out) ? leaves : undefined;
}

/** From here on the thread, or the sentence in its place, says what was erased and when. */
const answer = (world: World, key: ErasureKey): Promise<boolean> =>
  world.eraser.write({}, async (tx) => {
    const e = await lockErasure(tx, key, 'destroyed');
    if (!e) return false;
    await saveState(tx, e, 'answered', secondOf(world));
    return true;
  });

/** How far a wish is, for whoever runs the deployment; whose it is isn't told. */
export const erasureState = (world: World, erasureId: string): Promise<ErasureState | undefined> =>
  world.eraser.read({}, (db) => stateOf(db, erasureId));

/** Daily: codes whose last sentence has been said for long enough open nothing. */
export const forgetErased = async (world: World): Promise<void> =>
  void (await world.eraser.write({}, (tx) =>
    forgetErasedThreads(tx, world.clock.now().toISOString().slice(0, 10)),
  ));
