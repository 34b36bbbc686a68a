import { sql } from 'kysely';
import type { World } from '../../platform/world.ts';

/** What the tour needs: the worker's printed code, and who signs in at each step. */
export type Tour = { code: string; people: { caseWorker: string; employer: string; buyer: string } };

/** Undefined while the demo isn't loaded. */
export async function tourOf(world: World): Promise<Tour | undefined> {
  const { rows } = await world.jobs.read({}, (db) => sql<{ tour: Tour }>`select tour from demo_state where one`.execute(db));
  return rows[0]?.tour;
}
