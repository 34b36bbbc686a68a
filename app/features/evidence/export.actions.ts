import { randomUUID } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { watched } from '../record/index.ts';
import type { Reader } from './audience.ts';
import { saveHandout } from './export.store.ts';
import type { Given } from './standing.actions.ts';

/** A signed-in member; without one the operator acts on the command line. */
export type Asker = Reader & { member?: string; user?: string };

/**
 * An export is on record before its first byte leaves: in the asking organisation's own docket, and for whoever isn't on
 * the case as a handout, so that it can be told what to delete later (ledger.md 9).
 */
export async function recordExport(
  world: World,
  asker: Asker,
  given: Pick<Given, 'epoch' | 'dockets'>,
  what: string,
): Promise<void> {
  const at = world.clock.now();
  const licensee = asker.kind !== 'cso' && asker.kind !== 'union';
  const { org, kind, member, user } = asker;
  const who = { org, kind, ...(member ? { member } : {}), ...(user ? { user } : {}), now: at.toISOString() };
  await world.app.write(who, async (tx) => {
    if (licensee)
      for (const { docket, size } of given.dockets)
        await saveHandout(tx, randomUUID(), { docket, toOrg: org, epoch: given.epoch.n, size, at });
    await watched(tx, world, {
      org,
      ...(member ? { member } : {}),
      role: asker.role ?? 'operator',
      act: 'exported',
      what,
      n: given.dockets.length,
    });
  });
}
