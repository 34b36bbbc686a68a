import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';

/**
 * Lost leaves that were taken back before that time and that nobody sent again: each gets an unsigned `erased` leaf in
 * the next epoch. One that waits to be found again is left alone. Gives how many.
 */
export const giveUpLost = async (tx: Tx, before: Date, at: Date): Promise<number> =>
  (
    await sql<{
      n: number;
    }>`with gone as (update lost_leaf x set given_up = ${at} from epoch e where x.given_up is null
        and e.n = x.epoch and e.closed < ${before} and not exists (select 1 from statement s where s.docket_id = x.docket_id and s.commitment = x.commitment)
        returning x.docket_id, x.commitment),
      waiting as (insert into waiting_leaf (docket_id, waiting_id, kind, commitment)
        select docket_id, gen_random_uuid(), 'erased', commitment from gone returning 1)
    select count(*)::int as n from waiting`.execute(tx)
  ).rows[0]?.n ?? 0;
