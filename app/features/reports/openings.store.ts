import { sql } from 'kysely';
import { type Db, say } from '../../platform/db.ts';

export type OpeningCount = { told: boolean; act: string; role: string; week: string; n: number };

/**
 * How often the thread was opened or given on, and what was told in its worker's name was read; by kind of role and week,
 * which is all that this role of the database may see. Asks the same number of questions whatever there is.
 */
export async function openingCounts(db: Db, at: { threadId: string }): Promise<OpeningCount[]> {
  const told = await sql<{ id: string }>`
    select disclosure_id as id from disclosure_voice where thread_id = ${at.threadId}`.execute(db);
  const ids = [at.threadId, ...told.rows.map((row) => row.id)];
  await say(db, { about: ids.join(',') });
  const { rows } = await sql<OpeningCount>`
    select about_id <> ${at.threadId}::uuid as told, act, role, week::text as week, count(*)::int as n
      from opening where about_id = any(${ids}::uuid[]) group by 1, 2, 3, 4 order by week, act, role`.execute(
    db,
  );
  return rows;
}
