import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

/** Two processes never judge a quarter at once. Held until the transaction ends. */
export const lockQuarters = (tx: Tx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('vouch quarters', 0))`.execute(tx);

export const isJudged = async (db: Db, quarter: string): Promise<boolean> =>
  (await sql`select 1 from quarter_judged where quarter = ${quarter}::date limit 1`.execute(db)).rows.length >
  0;

export type Site = { docket: number; headcount: number; firstEpoch: number };

/** Workplaces that supply somebody and had an entry in the log by then, with the first epoch that has a head for them. */
export const sitesBy = async (db: Db, epoch: number): Promise<Site[]> =>
  (
    await sql<Site>`select w.docket_id as docket, w.headcount,
        (select min(e.n) from epoch e where e.size > d.log_index) as "firstEpoch"
      from workplace w join docket d using (docket_id)
      where exists (select 1 from supply_link c where c.docket_id = w.docket_id)
        and d.log_index < (select size from epoch where n = ${epoch})
      order by 1`.execute(db)
  ).rows;

/** Sizes of a docket as of several epochs, in their order. */
export const sizesAt = async (db: Db, docket: number, epochs: readonly number[]): Promise<number[]> =>
  (
    await sql<{
      size: number;
    }>`select coalesce((select size from docket_head h where h.docket_id = ${docket} and h.epoch <= e.n
        order by h.epoch desc limit 1), 0) as size
      from unnest(${[...epochs]}::int[]) with ordinality as e(n, at) order by at`.execute(db)
  ).rows.map((row) => row.size);

export type Told = { spoken: number; confirmed: number };

/**
 * In each stretch of leaves [from, to): how many statements a worker made or may have made (an erased one says no more),
 * and how many confirmed distinct workers are behind those that still stand. As figures count them: reports and messages
 * of threads that a case worker confirmed as another person, neither withdrawn nor moved away.
 */
export const toldIn = async (
  db: Db,
  docket: number,
  stretches: readonly { from: number; to: number }[],
): Promise<Told[]> =>
  (
    await sql<Told>`with line as (
        select l.leaf, s.by_org, case when s.by_org is null and s.authority is null and s.placed_in = ${docket}
          and s.kind in ('report', 'message') and t.distinct_worker = 'distinct' and not t.withdrawn then t.thread_id end as worker
        from docket_leaf l
        left join statement s on s.docket_id = l.docket_id
          and s.commitment = case when l.line like 'statement %' then decode(substr(l.line, 11, 64), 'hex') end
        left join thread t on t.docket_id = s.thread_docket and t.thread_id = s.thread_id
        where l.docket_id = ${docket} and l.line like 'statement %')
      select count(line.leaf) filter (where line.by_org is null)::int as spoken, count(distinct line.worker)::int as confirmed
      from unnest(${stretches.map((s) => s.from)}::bigint[], ${stretches.map((s) => s.to)}::bigint[]) with ordinality as w(a, b, at)
      left join line on line.leaf >= w.a and line.leaf < w.b
      group by w.at order by w.at`.execute(db)
  ).rows;

export const movedTo = async (db: Db, docket: number, size: number): Promise<number[]> =>
  (
    await sql<{ to: number }>`select distinct split_part(line, ' ', 3)::int as to from docket_leaf
      where docket_id = ${docket} and leaf < ${size} and line like 'moved %' order by 1`.execute(db)
  ).rows.map((row) => row.to);

export type Judged = { docket: number; holds: boolean; movedTo: number[] };

export const saveJudged = async (
  tx: Tx,
  { quarter, epoch, at }: { quarter: string; epoch: number; at: Date },
  rows: readonly Judged[],
): Promise<void> => {
  for (const row of rows)
    await sql`insert into quarter_judged (docket_id, quarter, epoch, holds, moved_to, judged_at)
      values (${row.docket}, ${quarter}::date, ${epoch}, ${row.holds}, ${row.movedTo}, ${at}) on conflict do nothing`.execute(
      tx,
    );
};
