import type { World } from '../../platform/world.ts';
import { giveUpLost } from './lost.store.ts';

/** How long whoever sent a lost statement may send it again. */
export const LOST_DAYS = 30;

/**
 * Answers for what a recovery lost: the page knows no word for it but an unsigned `erased`, counted as such
 * (docs/decisions/0028). Afterwards bundles of those dockets can be made again.
 */
export const giveUp = (world: World, days = LOST_DAYS): Promise<number> => {
  const at = world.clock.now();
  return world.eraser.write({}, (tx) => giveUpLost(tx, new Date(at.getTime() - days * 86_400_000), at));
};
