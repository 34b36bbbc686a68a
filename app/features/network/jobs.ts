import { sql } from 'kysely';
import type { World } from '../../platform/world.ts';
import { readOrgKeys } from './keys.store.ts';
import { releaseLine } from './release.ts';

/**
 * Notes, for every key that waits for it, the log entry that announces it. Runs after an epoch is closed; costs one
 * short query while no key waits.
 */
export async function markReleasedKeys(world: World): Promise<number> {
  return world.jobs.write({}, async (tx) => {
    const waiting = await sql`select 1 from org_key where released is null limit 1`.execute(tx);
    if (waiting.rows.length === 0) return 0;
    let marked = 0;
    for (const key of (await readOrgKeys(tx)).filter((k) => k.released === null)) {
      const line = releaseLine(key.org, key.kid, key.sha256);
      const found = await sql`update org_key set released = e.idx from log_entry e
        where org_key.org_id = ${key.org} and org_key.kid = ${key.kid} and e.line in (${line}, ${line.trimEnd()})`.execute(tx); // prettier-ignore
      marked += Number(found.numAffectedRows ?? 0);
    }
    return marked;
  });
}
