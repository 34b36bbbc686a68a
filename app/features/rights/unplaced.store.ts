import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ThreadAt } from './ask.store.ts';
import type { UnplacedReason } from './states.ts';

export type UnplacedRow = {
  docket_id: number;
  thread_id: string;
  since: Date;
  statements: number;
  reason: UnplacedReason | null;
};

/** Statements that stand in `unplaced` and are neither moved nor on their way out. */
const STANDS = sql`s.placed_in = s.docket_id and not exists (
  select 1 from erasure_item i where i.docket_id = s.docket_id and i.commitment = s.commitment)`;

/** Threads of one's own with something older than `before` in `unplaced` that has no reason, and those that have one. */
export const unplacedThreads = async (db: Db, unplaced: number, before: Date): Promise<UnplacedRow[]> =>
  (
    await sql<UnplacedRow>`select t.docket_id, t.thread_id, count(*)::int as statements, max(r.reason) as reason,
      coalesce(min(s.recorded_at) filter (where r.reason is null), min(s.recorded_at)) as since
    from thread t join statement s on s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.docket_id = ${unplaced}
    left join unplaced_reason r on r.docket_id = s.docket_id and r.commitment = s.commitment
    where not t.erasing and ${STANDS}
    group by t.docket_id, t.thread_id having min(s.recorded_at) < ${before} order by since, t.thread_id`.execute(
      db,
    )
  ).rows;

/** The same reason for all that the thread has there. Gives how many statements. */
export async function saveReason(
  tx: Tx,
  at: ThreadAt & { unplaced: number },
  r: { reason: UnplacedReason; org: string; at: Date },
): Promise<number> {
  const { rows } = await sql`insert into unplaced_reason (docket_id, commitment, reason, by_org, said_at)
    select s.docket_id, s.commitment, ${r.reason}, ${r.org}, ${r.at} from statement s
    where s.thread_docket = ${at.docketId} and s.thread_id = ${at.threadId} and s.docket_id = ${at.unplaced} and ${STANDS}
    on conflict (docket_id, commitment) do update set reason = excluded.reason, said_at = excluded.said_at returning 1`.execute(
    tx,
  );
  return rows.length;
}
