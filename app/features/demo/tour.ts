import { sql } from 'kysely';
import type { World } from '../../platform/world.ts';

/** What the tour needs: the workers' printed codes, and who signs in at each step. */
export type Tour = {
  code: string;
  /** A second code, of a thread that is written in Burmese and whose remedy was verified. */
  burmese: string;
  people: { caseWorker: string; employer: string; buyer: string };
};

/** Undefined while the demo isn't loaded. */
export async function tourOf(world: World): Promise<Tour | undefined> {
  const { rows } = await world.jobs.read({}, (db) =>
    sql<{ tour: Tour | null }>`select tour from demo_state where one`.execute(db),
  );
  return rows[0]?.tour ?? undefined;
}
