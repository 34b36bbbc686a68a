import type { World } from '../../platform/world.ts';
import { nowOf } from '../network/index.ts';
import { dayOf } from './joint.ts';
import { keepParts as save } from './part.store.ts';
import type { Key } from './party.store.ts';

/** Tells the parties of one work, or of all, how each other's part stands. Repeatable. */
export async function keepParts(world: World, key?: Key): Promise<void> {
  const now = nowOf(world);
  await world.jobs.write({}, (tx) => save(tx, key, { on: dayOf(now), now }));
}
