import { sql } from 'kysely';
import { type Db, type Tx, say } from '../../platform/db.ts';
import type { Authority } from '../../../ledger/index.ts';
import type { AskedReason, ErasureScope, ErasureState } from './states.ts';

export type ThreadAt = { docketId: number; threadId: string };
export type Signable = {
  docket_id: number;
  statement_id: string;
  fields: { name: string; value: string }[];
  commitment: Buffer;
  key_raw: Buffer;
  m: Buffer;
};

/** Every place of every statement that the worker's own keys sign for, with what opens its `key`. For the thread's own role. */
export async function signable(db: Db, { docketId, threadId }: ThreadAt): Promise<Signable[]> {
  const own = sql`thread_docket = ${docketId} and thread_id = ${threadId} and key_raw is not null`;
  const ids = await sql<{
    id: string;
  }>`select distinct statement_id as id from statement where ${own}`.execute(db);
  await say(db, { keys: ids.rows.map((r) => r.id).join(',') });
  return (
    await sql<Signable>`select s.docket_id, s.statement_id, s.fields, s.commitment, s.key_raw, r.m
      from statement s join record_secret r on r.docket_id = s.docket_id and r.statement_id = s.statement_id where ${own}`.execute(
      db,
    )
  ).rows;
}

export type WorkersWish = ThreadAt & {
  erasureId: string;
  org: string;
  scope: ErasureScope;
  statementId: string | null;
  stoodOn: string | null;
  at: Date;
};
export type Signed = { docketId: number; commitment: Uint8Array; statementId: string; authority: Authority };

/** A wish with the worker's own code: nobody has to agree. */
export async function insertWish(tx: Tx, w: WorkersWish, signed: readonly Signed[]): Promise<void> {
  await sql`insert into erasure (docket_id, erasure_id, thread_id, cso_org, scope, statement_id, asked_by, reason, state, asked_at, stood_on)
    values (${w.docketId}, ${w.erasureId}, ${w.threadId}, ${w.org}, ${w.scope}, ${w.statementId}, 'worker', 'worker', 'approved', ${w.at}, ${w.stoodOn})
    on conflict do nothing`.execute(tx);
  await sql`insert into erasure_item (docket_id, commitment, erasure_id, home, thread_id, cso_org, statement_id, authority, state)
    select d, c, ${w.erasureId}, ${w.docketId}, ${w.threadId}, ${w.org}, s, a, 'asked'
    from unnest(${signed.map((s) => s.docketId)}::int[], ${signed.map((s) => s.commitment)}::bytea[], ${signed.map((s) => s.statementId)}::uuid[],
      ${signed.map((s) => JSON.stringify(s.authority))}::jsonb[]) as x(d, c, s, a) on conflict (docket_id, commitment) do nothing`.execute(
    tx,
  );
  if (w.scope === 'all')
    await sql`update thread set erasing = true where docket_id = ${w.docketId} and thread_id = ${w.threadId}`.execute(
      tx,
    );
}

/** What a thread's own code sees of its wishes. */
export type WishRow = {
  statement_id: string | null;
  scope: ErasureScope;
  state: ErasureState;
  stood_on: string | null;
  destroyed_at: Date | null;
};
export const wishesOf = async (db: Db, { docketId, threadId }: ThreadAt): Promise<WishRow[]> =>
  (
    await sql<WishRow>`select statement_id, scope, state, stood_on, destroyed_at from erasure
    where docket_id = ${docketId} and thread_id = ${threadId} and state not in ('asked', 'declined') order by asked_at`.execute(
      db,
    )
  ).rows;

/** What a code opens that opened something once. The policy sees `app.lookup`. */
export const erasedThread = async (
  db: Db,
  lookupHash: string,
): Promise<{ erased_at: Date; until: string } | undefined> =>
  (
    await sql<{ erased_at: Date; until: string }>`select erased_at, until from erased_thread
    where lookup_hash = decode(${lookupHash}, 'hex')`.execute(db)
  ).rows[0];

export type ThreadFound = { docket_id: number; erasing: boolean; stood_on: string | null; said: boolean };

/** The thread of one's own organisation, held; `said`: whether the statement is in it. */
export async function lockOwnThread(
  tx: Tx,
  { docketId, threadId }: ThreadAt,
  statementId: string | null,
): Promise<ThreadFound | undefined> {
  await sql`select 1 from thread where docket_id = ${docketId} and thread_id = ${threadId} for update`.execute(
    tx,
  );
  const { rows } =
    await sql<ThreadFound>`select t.docket_id, t.erasing, s.recorded_at::date as stood_on, s.statement_id is not null as said
    from thread t left join statement s on s.thread_docket = t.docket_id and s.thread_id = t.thread_id
      and s.statement_id = ${statementId}::uuid and s.placed_in = s.docket_id
    where t.docket_id = ${docketId} and t.thread_id = ${threadId}`.execute(tx);
  return rows[0];
}

/** A wish of the organisation's own that is open for the same thing. */
export const isAskedAlready = async (
  db: Db,
  { docketId, threadId }: ThreadAt,
  statementId: string | null,
): Promise<boolean> =>
  (
    await sql`select 1 from erasure where docket_id = ${docketId} and thread_id = ${threadId} and state in ('asked', 'approved', 'sequenced')
    and (scope = 'all' or statement_id = ${statementId}::uuid) limit 1`.execute(db)
  ).rows.length > 0;

export type OfficeWish = ThreadAt & {
  erasureId: string;
  org: string;
  member: string;
  statementId: string | null;
  stoodOn: string | null;
  reason: AskedReason;
  at: Date;
};
export const insertOfficeWish = (tx: Tx, w: OfficeWish): Promise<unknown> =>
  sql`insert into erasure (docket_id, erasure_id, thread_id, cso_org, scope, statement_id, asked_by, reason, asked_member, state, asked_at, stood_on)
    values (${w.docketId}, ${w.erasureId}, ${w.threadId}, ${w.org}, ${w.statementId ? 'one' : 'all'}, ${w.statementId}, 'organisation', ${w.reason},
      ${w.member}, 'asked', ${w.at}, ${w.stoodOn})`.execute(tx);

export type AskedRow = {
  docket_id: number;
  erasure_id: string;
  state: ErasureState;
  asked_member: string;
  asker_role: string | null;
};
export const lockAsked = async (
  tx: Tx,
  { docketId, erasureId }: { docketId: number; erasureId: string },
): Promise<AskedRow | undefined> => {
  await sql`select 1 from erasure where docket_id = ${docketId} and erasure_id = ${erasureId} for update`.execute(
    tx,
  );
  return (
    await sql<AskedRow>`select e.docket_id, e.erasure_id, e.state, e.asked_member, m.role as asker_role
    from erasure e left join member m on m.member_id = e.asked_member
    where e.docket_id = ${docketId} and e.erasure_id = ${erasureId} and e.asked_by = 'organisation'`.execute(
      tx,
    )
  ).rows[0];
};

export const saveDecision = (
  tx: Tx,
  e: AskedRow,
  d: { state: ErasureState; member: string; at: Date },
): Promise<unknown> =>
  sql`update erasure set state = ${d.state}, decided_member = ${d.member}, decided_at = ${d.at}
    where docket_id = ${e.docket_id} and erasure_id = ${e.erasure_id}`.execute(tx);

export type ListedRow = {
  docket_id: number;
  erasure_id: string;
  thread_id: string | null;
  scope: ErasureScope;
  asked_by: string;
  reason: string;
  state: ErasureState;
  asked_at: Date;
  destroyed_at: Date | null;
  asker: string | null;
  asked_member: string | null;
  decider: string | null;
  place: string | null;
  urgent: boolean;
};
/** The organisation's wishes, those that wait for somebody first. `urgent`: a P0 report whose case is still open. */
export const listErasures = async (db: Db, org: string, limit: number): Promise<ListedRow[]> =>
  (
    await sql<ListedRow>`select e.docket_id, e.erasure_id, e.thread_id, e.scope, e.asked_by, e.reason, e.state, e.asked_at, e.destroyed_at,
      a.name as asker, e.asked_member, d.name as decider, w.name as place,
      coalesce(t.urgency = 'P0' and coalesce(c.state, 'open') <> 'closed', false) as urgent
    from erasure e left join member a on a.member_id = e.asked_member left join member d on d.member_id = e.decided_member
      left join thread t on t.docket_id = e.docket_id and t.thread_id = e.thread_id
      left join workplace w on w.docket_id = t.placed_in
      left join case_file c on c.docket_id = t.case_docket and c.case_id = t.case_id
    where e.cso_org = ${org} order by e.state <> 'asked', e.state in ('declined', 'answered'), e.asked_at desc limit ${limit}`.execute(
      db,
    )
  ).rows;
