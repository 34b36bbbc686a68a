import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type Movable = { statement_id: string; fields: { name: string; value: string }[]; commitment: Buffer };
export type Copy = Movable & { m: Buffer; newCommitment: Buffer };
type Where = { docketId: number; threadId: string; toDocket: number };

/** The thread's statements that still stand in their first docket. */
export const movable = async (db: Db, w: Where): Promise<Movable[]> =>
  (
    await sql<Movable>`select statement_id, fields, commitment from statement
    where docket_id = ${w.docketId} and thread_docket = ${w.docketId} and thread_id = ${w.threadId} and placed_in = ${w.docketId}
    order by recorded_at, statement_id`.execute(db)
  ).rows;

export async function saveMove(tx: Tx, w: Where, c: Copy): Promise<void> {
  await sql`with copy as (insert into statement
      (docket_id, statement_id, thread_id, thread_docket, case_id, kind, fields, commitment, recorded_at, placed_in, cso_org, to_org, by_org, by_member, key_raw, re, moved_from)
      select ${w.toDocket}, statement_id, thread_id, thread_docket, case_id, kind, ${JSON.stringify(c.fields)}, ${c.newCommitment}, recorded_at, ${w.toDocket},
        cso_org, to_org, by_org, by_member, key_raw, re, docket_id
      from statement where docket_id = ${w.docketId} and statement_id = ${c.statement_id}),
    secret as (insert into record_secret values (${w.toDocket}, ${c.statement_id}, ${c.m})),
    was as (update statement set placed_in = ${w.toDocket} where docket_id = ${w.docketId} and statement_id = ${c.statement_id}),
    there as (insert into waiting_leaf (docket_id, waiting_id, kind, commitment) values (${w.toDocket}, ${c.statement_id}, 'statement', ${c.newCommitment}))
    insert into waiting_leaf (docket_id, waiting_id, kind, commitment, target_docket, target_commitment)
      values (${w.docketId}, gen_random_uuid(), 'moved', ${c.commitment}, ${w.toDocket}, ${c.newCommitment})`.execute(
    tx,
  );
}
