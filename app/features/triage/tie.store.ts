import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ThreadKey } from '../cases/index.ts';
import type { BesideView, TieInput, TieView } from './contract.ts';
import type { Counted, Side } from './counting.ts';

type SideRow = {
  docket_id: number;
  thread_id: string;
  distinct_worker: Counted;
  unplaced: boolean;
  received_day: string;
  place: string | null;
  number: number | null;
};

/** A thread and all others that are tied to it as one person's, however many steps away. */
const personRows = async (db: Db, threadId: string): Promise<SideRow[]> =>
  (
    await sql<SideRow>`with recursive person (thread_id) as (
        select ${threadId}::uuid
        union select case when t.thread_id = p.thread_id then t.other_thread else t.thread_id end
          from person p join tie t on (t.thread_id = p.thread_id or t.other_thread = p.thread_id)
          where t.kind = 'same_person' and t.undone_at is null)
      select t.docket_id, t.thread_id, t.distinct_worker, d.kind = 'unplaced' as unplaced, t.received_day, coalesce(w.name, o.name) as place, c.number
        from person join thread t using (thread_id) join docket d on d.docket_id = t.placed_in
        left join workplace w on w.docket_id = t.placed_in left join organisation o on o.docket_id = t.placed_in
        left join case_file c on c.docket_id = t.case_docket and c.case_id = t.case_id
        order by t.received_day, t.thread_id limit 200`.execute(db)
  ).rows;

export const personOf = async (db: Db, threadId: string): Promise<Side[]> =>
  (await personRows(db, threadId)).map((r) => ({
    docket: r.docket_id,
    threadId: r.thread_id,
    counted: r.distinct_worker,
    placed: !r.unplaced,
  }));

export const personView = async (db: Db, threadId: string): Promise<BesideView['person']> =>
  (await personRows(db, threadId)).map((r) => ({
    docket: r.docket_id,
    threadId: r.thread_id,
    receivedDay: r.received_day,
    place: r.place,
    distinct: r.distinct_worker,
    caseNumber: r.number,
  }));

type Row = {
  tie_id: string;
  docket_id: number;
  kind: TieView['kind'];
  thread_id: string;
  other_docket: number | null;
  other_thread: string | null;
  from_statement: string | null;
  uncounted: string | null;
  was_counted: Counted | null;
  at: Date;
  by: string | null;
  undone_at: Date | null;
  undone_name: string | null;
};

/** The history: what was put together or apart, and what of it was taken back. */
export const tiesOf = async (db: Db, threadId: string): Promise<TieView[]> =>
  (
    await sql<Row>`select t.*, m.name as by, u.name as undone_name from tie t left join member m on m.member_id = t.by_member
      left join member u on u.member_id = t.undone_by
      where t.thread_id = ${threadId} or t.other_thread = ${threadId} order by t.at, t.tie_id`.execute(db)
  ).rows.map((r) => ({
    tieId: r.tie_id,
    docket: r.docket_id,
    kind: r.kind,
    threadId: r.thread_id,
    otherThread: r.other_thread,
    fromStatement: r.from_statement,
    at: r.at.toISOString(),
    by: r.by,
    undoneAt: r.undone_at?.toISOString() ?? null,
    undoneBy: r.undone_name,
  }));

export type LockedTie = Pick<Row, 'kind' | 'thread_id' | 'docket_id' | 'other_docket' | 'other_thread' | 'from_statement' | 'uncounted' | 'was_counted' | 'undone_at' | 'undone_name'>; // prettier-ignore
export const lockTie = async (tx: Tx, docket: number, tieId: string): Promise<LockedTie | undefined> => {
  await sql`select 1 from tie where docket_id = ${docket} and tie_id = ${tieId} for update`.execute(tx);
  return (
    await sql<LockedTie>`select t.*, u.name as undone_name from tie t left join member u on u.member_id = t.undone_by
      where t.docket_id = ${docket} and t.tie_id = ${tieId}`.execute(tx)
  ).rows[0];
};

export const nameOfLastTie = async (tx: Tx, threadId: string): Promise<string | undefined> =>
  (
    await sql<{
      name: string | null;
    }>`select m.name from tie t left join member m on m.member_id = t.by_member
      where t.undone_at is null and (t.thread_id = ${threadId} or t.other_thread = ${threadId}) order by t.at desc limit 1`.execute(
      tx,
    )
  ).rows[0]?.name ?? undefined;

export type NewTie = {
  tie: TieInput;
  org: string;
  by: string;
  at: Date;
  uncounted: { threadId: string; was: Counted } | undefined;
};
export const insertTie = (tx: Tx, { tie, org, by, at, uncounted }: NewTie) =>
  sql`insert into tie (docket_id, tie_id, kind, cso_org, thread_id, other_docket, other_thread, from_statement, uncounted, was_counted, at, by_member)
    values (${tie.docket}, ${tie.tieId}, ${tie.kind}, ${org}, ${tie.threadId},
      ${tie.kind === 'same_person' ? tie.otherDocket : null}, ${tie.kind === 'same_person' ? tie.otherThread : null},
      ${tie.kind === 'other_person' ? tie.fromStatement : null}, ${uncounted?.threadId ?? null}, ${uncounted?.was ?? null}, ${at}, ${by})`.execute(
    tx,
  );

export const undoTie = (tx: Tx, docket: number, tieId: string, u: { at: Date; by: string }) =>
  sql`update tie set undone_at = ${u.at}, undone_by = ${u.by} where docket_id = ${docket} and tie_id = ${tieId} and undone_at is null`.execute(
    tx,
  );

/** Whether the statement is one of the worker's own in this thread, and whether somebody else is marked from it on. */
export const statementIn = async (
  tx: Tx,
  { docket, threadId }: ThreadKey,
  statementId: string,
): Promise<{ own: boolean; first: boolean; split: boolean } | undefined> =>
  (
    await sql<{
      own: boolean;
      first: boolean;
      split: boolean;
    }>`select s.key_raw is not null as own, s.statement_id = s.thread_id as first,
      exists (select 1 from tie where tie.thread_id = s.thread_id and tie.from_statement = s.statement_id and tie.undone_at is null) as split
      from statement s where s.thread_docket = ${docket} and s.thread_id = ${threadId} and s.statement_id = ${statementId} and s.moved_from is null limit 1`.execute(
      tx,
    )
  ).rows[0];
