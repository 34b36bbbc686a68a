import { type SignerKey, vkeyOf } from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { LogHalted } from './halt.ts';
import { takeovers } from './keys.store.ts';
import { logKey, receiptKey } from './log-keys.ts';
import { OVERLAP_SECONDS, type Purpose, type Takeover, signersAt } from './rotation.ts';

/** Every key of this installation for a purpose, the first one first. */
export function allKeys(world: Pick<World, 'keys'>, purpose: Purpose): SignerKey[] {
  const first = purpose === 'log' ? logKey(world) : receiptKey(world);
  return [first, ...world.keys.later(purpose).map((seed) => ({ ...first, seed }))];
}

export const overlapOf = (world: Pick<World, 'config'>): number =>
  world.config.keyOverlapSeconds ?? OVERLAP_SECONDS;

function chosen(
  world: Pick<World, 'keys' | 'config'>,
  purpose: Purpose,
  changes: readonly Takeover[],
  at: { size: number; closed: number },
): SignerKey[] {
  const keys = new Map(allKeys(world, purpose).map((key) => [vkeyOf(key).vkey, key]));
  const [first = ''] = keys.keys();
  const own = changes.filter((change) => change.purpose === purpose);
  return signersAt(first, own, at, overlapOf(world)).map((vkey) => {
    const key = keys.get(vkey);
    if (!key)
      throw new LogHalted('key-missing', `the log announced the key ${vkey}, whose secret is not here`);
    return key;
  });
}

/** Who signs the checkpoint of an epoch: a function of the log, so that it is signed alike whenever it is signed again. */
export async function logSigners(
  world: World,
  db: Db,
  epoch: { size: number; closed: Date },
): Promise<SignerKey[]> {
  const closed = Math.floor(epoch.closed.getTime() / 1000);
  return chosen(world, 'log', await takeovers(db), { size: epoch.size, closed });
}

const known = new WeakMap<World['sequencer'], Takeover[]>();

/** Reads anew which keys were announced: at the start, after each epoch, and now and then beside another sequencer. */
export const refreshKeys = async (world: World): Promise<void> =>
  void known.set(world.sequencer, await world.sequencer.read({}, takeovers));

/** Who signs now, as far as `refreshKeys` has read. */
export function signersNow(world: World, purpose: Purpose): SignerKey[] {
  const closed = Math.floor(world.clock.now().getTime() / 1000);
  const at = { size: Number.MAX_SAFE_INTEGER, closed };
  return chosen(world, purpose, known.get(world.sequencer) ?? [], at);
}
