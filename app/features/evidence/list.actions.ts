import type { World } from '../../platform/world.ts';
import { K_PARTNER } from '../insight/index.ts';
import { timeText } from '../log/index.ts';
import { quarterName } from './audience.ts';
import type { EvidenceAnswer } from './contract.ts';
import type { Asker } from './export.actions.ts';
import { quartersOf } from './quarter.actions.ts';
import { wholeList } from './standing.actions.ts';
import { newestPublished, placesNamed } from './standing.store.ts';

const AS: Readonly<Record<string, EvidenceAnswer['as']>> = {
  cso: 'case',
  union: 'case',
  labour_office: 'licence',
  auditor: 'licence',
  buyer: 'chain',
};

/** What the desk offers to ask for: places that are the reader's own by list, never whether anybody spoke there. */
export async function evidenceList(world: World, asker: Asker): Promise<EvidenceAnswer> {
  const now = world.clock.now();
  const dockets = await wholeList(world, asker);
  return world.jobs.read({}, async (db) => {
    const newest = await newestPublished(db);
    const quarters = await quartersOf(db, now);
    return {
      as: AS[asker.kind] ?? 'none',
      places: await placesNamed(db, { dockets, org: asker.org, day: now.toISOString().slice(0, 10) }),
      quarters: quarters
        .map((q) => ({
          quarter: quarterName(q.firstDay),
          epoch: q.epoch.n,
          closed: timeText(q.epoch.closed),
        }))
        .reverse(),
      newest: newest ? { epoch: newest.n, closed: timeText(newest.closed) } : null,
      k: K_PARTNER,
    };
  });
}
