import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type Movable = {
  docket_id: number;
  statement_id: string;
  fields: { name: string; value: string }[];
  commitment: Buffer;
  key_raw: Buffer | null;
};
export type Copy = Movable & { m: Buffer; newCommitment: Buffer };
export type Where = { docketId: number; threadId: string };

/** Held to the end of the transaction. False if the thread is being erased: then nothing moves any more. */
export async function lockForMove(tx: Tx, { docketId, threadId }: Where): Promise<boolean> {
  const { rows } = await sql<{ erasing: boolean }>`select erasing from thread
    where docket_id = ${docketId} and thread_id = ${threadId} for update`.execute(tx);
  return rows[0]?.erasing === false;
}

/**
 * The thread's statements that stand elsewhere than in `toDocket`, where they stand now. What was taken back stays where
 * it is: its signature names that place. What waits to be erased is not moved first.
 */
export const movable = async (db: Db, { docketId, threadId }: Where, toDocket: number): Promise<Movable[]> =>
  (
    await sql<Movable>`select docket_id, statement_id, fields, commitment, key_raw from statement s
    where thread_docket = ${docketId} and thread_id = ${threadId} and placed_in = docket_id and docket_id <> ${toDocket} and authority is null
      and not exists (select 1 from erasure_item i where i.docket_id = s.docket_id and i.commitment = s.commitment)
    order by recorded_at, statement_id`.execute(db)
  ).rows;

export async function saveMove(tx: Tx, c: Copy, toDocket: number): Promise<void> {
  await sql`with copy as (insert into statement
      (docket_id, statement_id, thread_id, thread_docket, case_id, kind, fields, commitment, recorded_at, placed_in, cso_org, to_org, by_org, by_member, key_raw, re, moved_from)
      select ${toDocket}, statement_id, thread_id, thread_docket, case_id, kind, ${JSON.stringify(c.fields)}, ${c.newCommitment}, recorded_at, ${toDocket},
        cso_org, to_org, by_org, by_member, key_raw, re, docket_id
      from statement where docket_id = ${c.docket_id} and statement_id = ${c.statement_id}),
    secret as (insert into record_secret values (${toDocket}, ${c.statement_id}, ${c.m})),
    was as (update statement set placed_in = ${toDocket} where docket_id = ${c.docket_id} and statement_id = ${c.statement_id}),
    there as (insert into waiting_leaf (docket_id, waiting_id, kind, commitment) values (${toDocket}, ${c.statement_id}, 'statement', ${c.newCommitment}))
    insert into waiting_leaf (docket_id, waiting_id, kind, commitment, target_docket, target_commitment)
      values (${c.docket_id}, gen_random_uuid(), 'moved', ${c.commitment}, ${toDocket}, ${c.newCommitment})`.execute(
    tx,
  );
}

/** Where the thread is filed from now on: what is said later stands there, and figures count it there. */
export const placeIn = (tx: Tx, { docketId, threadId }: Where, toDocket: number): Promise<unknown> =>
  sql`update thread set placed_in = ${toDocket} where docket_id = ${docketId} and thread_id = ${threadId}`.execute(
    tx,
  );

/** What was taken back stays in `unplaced`, and says why. */
export const explainWithdrawn = (
  tx: Tx,
  { docketId, threadId }: Where,
  by: { org: string; at: Date },
): Promise<unknown> =>
  sql`insert into unplaced_reason (docket_id, commitment, reason, by_org, said_at)
    select docket_id, commitment, 'withdrawn', ${by.org}, ${by.at} from statement
    where thread_docket = ${docketId} and thread_id = ${threadId} and docket_id = ${docketId} and authority is not null
    on conflict do nothing`.execute(tx);
