import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Authority } from '../../../ledger/index.ts';
import type { ThreadAt } from './ask.store.ts';
import type { Movable } from './place.store.ts';

export type MoveState = 'asked' | 'agreed' | 'refused' | 'corrected' | 'taken_back';
export type MoveRow = {
  docket_id: number;
  move_id: string;
  thread_id: string;
  cso_org: string;
  from_docket: number;
  to_docket: number;
  state: MoveState;
  asked_at: Date;
  answered_at: Date | null;
};
export type MoveKey = { docketId: number; moveId: string };
const COLUMNS = sql`m.docket_id, m.move_id, m.thread_id, m.cso_org, m.from_docket, m.to_docket, m.state, m.asked_at, m.answered_at`;

export const insertMove = (
  tx: Tx,
  m: ThreadAt & { moveId: string; org: string; member: string; from: number; to: number; at: Date },
): Promise<unknown> =>
  sql`insert into move_ask (docket_id, move_id, thread_id, cso_org, from_docket, to_docket, asked_member, asked_at)
    values (${m.docketId}, ${m.moveId}, ${m.threadId}, ${m.org}, ${m.from}, ${m.to}, ${m.member}, ${m.at})`.execute(
    tx,
  );

export type NewCopy = { statementId: string; m: Uint8Array };
export const insertCopies = (
  tx: Tx,
  at: ThreadAt & { moveId: string },
  copies: readonly NewCopy[],
): Promise<unknown> =>
  sql`insert into move_copy (docket_id, move_id, statement_id, thread_id, m)
    select ${at.docketId}, ${at.moveId}, s, ${at.threadId}, m
    from unnest(${copies.map((c) => c.statementId)}::uuid[], ${copies.map((c) => Buffer.from(c.m))}::bytea[]) as x(s, m) on conflict do nothing`.execute(
    tx,
  );

const one = async (db: Db, where: RawBuilder<unknown>): Promise<MoveRow | undefined> =>
  (await sql<MoveRow>`select ${COLUMNS} from move_ask m where ${where}`.execute(db)).rows[0];

/** The question that the thread's worker has not answered. */
export const openMove = (db: Db, { docketId, threadId }: ThreadAt): Promise<MoveRow | undefined> =>
  one(db, sql`m.docket_id = ${docketId} and m.thread_id = ${threadId} and m.state = 'asked' limit 1`);

/** The newest move or correction of the thread that was made. */
export const lastMove = (db: Db, { docketId, threadId }: ThreadAt): Promise<MoveRow | undefined> =>
  one(
    db,
    sql`m.docket_id = ${docketId} and m.thread_id = ${threadId} and m.state in ('agreed', 'corrected') order by m.answered_at desc limit 1`,
  );

export async function lockMove(tx: Tx, { docketId, moveId }: MoveKey): Promise<MoveRow | undefined> {
  await sql`select 1 from thread t where exists (select 1 from move_ask m where m.docket_id = ${docketId} and m.move_id = ${moveId}
    and t.docket_id = m.docket_id and t.thread_id = m.thread_id) for update of t`.execute(tx);
  return one(tx, sql`m.docket_id = ${docketId} and m.move_id = ${moveId} for update`);
}

export const saveMoveState = (tx: Tx, m: MoveRow, state: MoveState, at: Date): Promise<unknown> =>
  sql`update move_ask set state = ${state}, answered_at = ${at} where docket_id = ${m.docket_id} and move_id = ${m.move_id}`.execute(
    tx,
  );

/** The worker's own statements that a "yes" moves, with the secret that was made for each copy. For the thread's own role. */
export type Waiting = Movable & { key_raw: Buffer; copy: Buffer };
export const waitingCopies = async (db: Db, m: MoveRow): Promise<Waiting[]> =>
  (
    await sql<Waiting>`select s.docket_id, s.statement_id, s.fields, s.commitment, s.key_raw, c.m as copy
    from move_copy c join statement s on s.statement_id = c.statement_id and s.thread_docket = c.docket_id and s.thread_id = c.thread_id
    where c.docket_id = ${m.docket_id} and c.move_id = ${m.move_id} and s.key_raw is not null and s.placed_in = s.docket_id
      and s.docket_id <> ${m.to_docket} and s.authority is null
      and not exists (select 1 from erasure_item i where i.docket_id = s.docket_id and i.commitment = s.commitment)
    order by s.recorded_at, s.statement_id`.execute(db)
  ).rows;

export const insertMovedLeaf = (
  tx: Tx,
  l: { docketId: number; commitment: Uint8Array; authority: Authority; at: Date },
): Promise<unknown> =>
  sql`insert into moved_leaf (docket_id, commitment, authority, moved_at)
    values (${l.docketId}, ${Buffer.from(l.commitment)}, ${JSON.stringify(l.authority)}::jsonb, ${l.at})`.execute(
    tx,
  );

/** A case stands where all its reports stand. By the jobs role, which sees them all. */
export const followThreads = (tx: Tx): Promise<unknown> =>
  sql`with moved as (select t.case_docket, t.case_id, min(t.placed_in) as placed_in from thread t where t.case_id is not null
      group by 1, 2 having min(t.placed_in) = max(t.placed_in))
    update case_file c set placed_in = m.placed_in from moved m
      where c.docket_id = m.case_docket and c.case_id = m.case_id and c.placed_in <> m.placed_in`.execute(tx);

export type NamedMove = MoveRow & { from_name: string | null; to_name: string | null };
export const listMoves = async (db: Db, org: string, limit: number): Promise<NamedMove[]> =>
  (
    await sql<NamedMove>`select ${COLUMNS}, f.name as from_name, t.name as to_name from move_ask m
    left join workplace f on f.docket_id = m.from_docket left join workplace t on t.docket_id = m.to_docket
    where m.cso_org = ${org} order by m.state <> 'asked', m.asked_at desc limit ${limit}`.execute(db)
  ).rows;

export type Where = {
  docket_id: number;
  placed_in: number;
  erasing: boolean;
  commitment: Buffer | null;
  statement_docket: number | null;
};
/** The thread of one's own organisation, held, and where its report stands. */
export async function lockPlaced(tx: Tx, { docketId, threadId }: ThreadAt): Promise<Where | undefined> {
  await sql`select 1 from thread where docket_id = ${docketId} and thread_id = ${threadId} for update`.execute(
    tx,
  );
  return (
    await sql<Where>`select t.docket_id, t.placed_in, t.erasing, s.commitment, s.docket_id as statement_docket from thread t
    left join statement s on s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.statement_id = t.thread_id and s.placed_in = s.docket_id
    where t.docket_id = ${docketId} and t.thread_id = ${threadId}`.execute(tx)
  ).rows[0];
}
