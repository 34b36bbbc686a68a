import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { watched } from '../record/index.ts';
import type { Reader } from './audience.ts';
import { licensors, saveHandout } from './export.store.ts';
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
  const { org, kind, member, user, hidden } = asker;
  const who = {
    org,
    kind,
    ...(member ? { member } : {}),
    ...(user ? { user } : {}),
    ...(hidden ? { hidden } : {}),
    now: at.toISOString(),
  };
  await world.app.write(who, async (tx) => {
    if (licensee)
      for (const { docket, size } of given.dockets)
        await saveHandout(tx, randomUUID(), { docket, toOrg: org, epoch: given.epoch.n, size, at });
    await watched(tx, world, {
      org,
      ...(member ? { member } : {}),
      role: asker.role ?? 'operator',
      act: 'exported',
      what: await named(tx, what, { asker, dockets: given.dockets.map((d) => d.docket), at }),
      n: given.dockets.length,
    });
  });
}

type Used = { asker: Asker; dockets: readonly number[]; at: Date };

/** Under whose licence, where one was needed: an organisation, never a person. */
async function named(tx: Tx, what: string, { asker, dockets, at }: Used): Promise<string> {
  if (asker.kind !== 'labour_office' && asker.kind !== 'auditor') return what;
  const by = await licensors(tx, { org: asker.org, dockets, day: at.toISOString().slice(0, 10) });
  return `${what} licensed by ${by.join(', ')}`;
}
