import type { World } from '../../platform/world.ts';
import { advanceErasures, forgetErased } from './erase.actions.ts';
import { followMoved } from './move.actions.ts';
import { noticeWithdrawals } from './notice.actions.ts';
import { runRetention } from './retention.actions.ts';

/** Every minute: wishes go on as the log goes on; cases follow their reports; licensees hear what was taken back. */
export async function keepRights(world: World): Promise<void> {
  await advanceErasures(world);
  await followMoved(world);
  await noticeWithdrawals(world);
}

/** Daily: what organisations' own rules say is due, and codes whose last sentence was said for long enough. */
export async function keepRetention(world: World): Promise<void> {
  await runRetention(world);
  await forgetErased(world);
}
