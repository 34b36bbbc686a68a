import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

/** A statement that stands here although an `erased` leaf names it: a backup brought it back. */
export type BroughtBack = {
  docket_id: number;
  statement_id: string;
  commitment: Buffer;
  thread_docket: number | null;
  thread_id: string | null;
  cso_org: string;
  recorded_at: Date;
};

export const broughtBack = async (db: Db): Promise<BroughtBack[]> =>
  (
    await sql<BroughtBack>`with gone as (select docket_id, split_part(rtrim(line, E'\n'), ' ', 2)::bigint as leaf from docket_leaf where line like 'erased %'),
      named as (select l.docket_id, decode(substr(l.line, 11, 64), 'hex') as commitment from gone join docket_leaf l using (docket_id, leaf))
    select s.docket_id, s.statement_id, s.commitment, s.thread_docket, s.thread_id, s.cso_org, s.recorded_at
      from named n join statement s on s.docket_id = n.docket_id and s.commitment = n.commitment
      where not exists (select 1 from erasure_item i where i.docket_id = s.docket_id and i.commitment = s.commitment)
      order by s.thread_id, s.docket_id, s.statement_id`.execute(db)
  ).rows;

/** How many statements of a thread there are, in whatever docket. */
export const sizeOfThread = async (db: Db, docketId: number, threadId: string): Promise<number> =>
  (
    await sql<{
      n: number;
    }>`select count(*)::int as n from statement where thread_docket = ${docketId} and thread_id = ${threadId}`.execute(
      db,
    )
  ).rows[0]?.n ?? 0;

export type Again = {
  docketId: number;
  erasureId: string;
  threadId: string;
  cso: string;
  scope: 'one' | 'all';
  statementId: string | null;
  stoodOn: string;
  at: Date;
};

/** A wish whose leaves are out: only the destruction is still to be done. Whose wish it was the backup doesn't know. */
export async function addAgain(tx: Tx, a: Again, items: readonly BroughtBack[]): Promise<void> {
  await sql`insert into erasure (docket_id, erasure_id, thread_id, cso_org, scope, statement_id, asked_by, reason, state, asked_at, decided_at, sequenced_at, stood_on)
    values (${a.docketId}, ${a.erasureId}, ${a.threadId}, ${a.cso}, ${a.scope}, ${a.statementId}, 'organisation', 'law', 'sequenced', ${a.at}, ${a.at}, ${a.at}, ${a.stoodOn})`.execute(
    tx,
  );
  await sql`insert into erasure_item (docket_id, commitment, erasure_id, home, thread_id, cso_org, statement_id, state)
    select d, c, ${a.erasureId}, ${a.docketId}, ${a.threadId}, ${a.cso}, s, 'sequenced'
    from unnest(${items.map((i) => i.docket_id)}::int[], ${items.map((i) => i.commitment)}::bytea[], ${items.map((i) => i.statement_id)}::uuid[]) as x(d, c, s)
    on conflict (docket_id, commitment) do nothing`.execute(tx);
}
