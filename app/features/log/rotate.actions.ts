import { formatEntry, vkeyOf } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { announce, isAnnouncing, takeovers } from './keys.store.ts';
import { type Purpose, signersAt } from './rotation.ts';
import { lastEpoch } from './sequencer.store.ts';
import { allKeys, overlapOf, refreshKeys } from './signing.actions.ts';

export type Announced = { purpose: Purpose; vkey: string; fromSize: number };

/**
 * Makes the next key and puts its announcement among what waits for the next epoch (ledger.md 5, 10). From that epoch on
 * both sign; the old one goes after the overlap. The secret is on disk before anything names it. One takeover at a time.
 */
export async function announceKey(world: World, purpose: Purpose): Promise<Announced | Refusal> {
  const { last, changes, isWaiting } = await world.sequencer.read({}, async (db) => ({
    last: await lastEpoch(db),
    changes: (await takeovers(db)).filter((change) => change.purpose === purpose),
    isWaiting: await isAnnouncing(db, purpose),
  }));
  if (!last) return refuse('wrong_state', 'The log has no epoch yet: start the server once.');
  const [first, ...later] = allKeys(world, purpose).map((key) => vkeyOf(key).vkey);
  const at = { size: last.size, closed: Math.floor(last.closed.getTime() / 1000) };
  if (isWaiting || signersAt(first ?? '', changes, at, overlapOf(world)).length > 1)
    return refuse(
      'wrong_state',
      'Another key is taking over at the moment. Wait until the old one has stopped signing.',
    );
  // A key that was made and never announced, because something stopped us between: it is the one to announce.
  const spare = later.find((vkey) => !changes.some((change) => change.vkey === vkey));
  const vkey =
    spare ?? vkeyOf({ name: world.keys.origin, algorithm: 1, seed: world.keys.makeLater(purpose) }).vkey;
  const fromSize = last.size + Math.ceil(overlapOf(world) / world.config.epochSeconds);
  await world.jobs.write({}, (tx) => announce(tx, formatEntry({ type: 'key', purpose, vkey, fromSize })));
  await refreshKeys(world);
  return { purpose, vkey, fromSize };
}
