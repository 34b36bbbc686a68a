import { sql } from 'kysely';
import type { World } from '../../platform/world.ts';

/** Roles whose people are on call for their organisation. */
const ON_CALL = ['lead', 'caseworker'];

/**
 * Tells the people of each organisation for which something urgent waits, once per arrival, with nothing in it: those
 * who are on shift, or everybody where nobody is. What could not be sent stays and is tried again.
 */
export async function sendAlerts(world: World): Promise<number> {
  const now = world.clock.now();
  const waiting = await world.jobs.read({}, (db) =>
    sql<{
      org_id: string;
      ids: string[];
      to: string[];
    }>`select a.org_id, array_agg(distinct a.alert_id) as ids, array_agg(distinct m.email) as to
      from alert a join member m on m.org_id = a.org_id and m.state = 'active' and m.role = any(${ON_CALL}::text[])
        and (exists (select 1 from shift s where s.org_id = m.org_id and s.member_id = m.member_id and s.starts_at <= ${now} and s.ends_at > ${now})
          or not exists (select 1 from shift s join member on_shift on on_shift.org_id = s.org_id and on_shift.member_id = s.member_id
            and on_shift.state = 'active' and on_shift.role = any(${ON_CALL}::text[])
            where s.org_id = m.org_id and s.starts_at <= ${now} and s.ends_at > ${now}))
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
