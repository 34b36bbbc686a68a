import { sql } from 'kysely';
import type { World } from '../../platform/world.ts';

/** Roles whose people are on call for their organisation. */
const ON_CALL = ['lead', 'caseworker'];

/**
 * Tells the people of each organisation for which something urgent waits, once per arrival, with nothing in it. What
 * could not be sent stays and is tried again.
 */
export async function sendAlerts(world: World): Promise<number> {
  const waiting = await world.jobs.read({}, (db) =>
    sql<{
      org_id: string;
      ids: string[];
      to: string[];
    }>`select a.org_id, array_agg(distinct a.alert_id) as ids, array_agg(distinct m.email) as to
      from alert a join member m on m.org_id = a.org_id and m.state = 'active' and m.role = any(${ON_CALL}::text[])
      where a.sent_at is null group by a.org_id`.execute(db),
  );
  let sent = 0;
  for (const { ids, to } of waiting.rows) {
    for (const address of to) await world.mail.alert(address);
    await world.jobs.write({}, (tx) =>
      sql`update alert set sent_at = ${world.clock.now()} where alert_id = any(${ids}::uuid[])`.execute(tx),
    );
    sent += to.length;
  }
  return sent;
}
