import { sql } from 'kysely';
import { type Db, hiddenOnes } from '../../platform/db.ts';
import type { EpochRow } from '../log/index.ts';

export const newestPublished = async (db: Db): Promise<EpochRow | undefined> =>
  (await sql<EpochRow>`select * from epoch where published order by n desc limit 1`.execute(db)).rows[0];

export const publishedEpoch = async (db: Db, n: number): Promise<EpochRow | undefined> =>
  (await sql<EpochRow>`select * from epoch where published and n = ${n}`.execute(db)).rows[0];

/** The last epoch that was closed by then. */
export const epochBy = async (db: Db, at: Date): Promise<EpochRow | undefined> =>
  (
    await sql<EpochRow>`select * from epoch where published and closed <= ${at} order by n desc limit 1`.execute(
      db,
    )
  ).rows[0];

export const firstEpochAt = async (db: Db): Promise<Date | undefined> =>
  (await sql<{ closed: Date }>`select closed from epoch order by n limit 1`.execute(db)).rows[0]?.closed;

export type StandingRow = {
  docket: number;
  onTheCase: boolean;
  licensed: boolean;
  supplies: boolean;
  fit: boolean;
  movedTo: number[];
  /** Leaves as of the epoch; 0 where the docket isn't there, or wasn't then. */
  size: number;
  /**
   * What opened one of those leaves is gone, and this epoch's bundle can't be made: erased by a later epoch, lost in a
   * recovery, or a head that the bundle must show is of an epoch whose secret was lost (docs/decisions/0028).
   */
  lost: boolean;
};
type About = { org: string; dockets: readonly number[]; day: string; quarter: string | null; epoch: number };

/** One query for every reader and every docket, there or not: what is asked must not show in how long it takes. */
export const standings = async (db: Db, a: About): Promise<StandingRow[]> =>
  (
    await sql<StandingRow>`select a.docket,
      exists (select 1 from statement s where s.docket_id = a.docket and s.cso_org = ${a.org})
        or exists (select 1 from workplace w where w.docket_id = a.docket and w.receiver_org = ${a.org}) as "onTheCase",
      exists (select 1 from licence l where l.docket_id = a.docket and l.org_id = ${a.org}
        and ${a.day}::date between l.valid_from and l.valid_until) as licensed,
      exists (select 1 from supply_link c where c.docket_id = a.docket and c.buyer_org = ${a.org}) as supplies,
      coalesce(q.holds, false) as fit, coalesce(q.moved_to, '{}') as "movedTo", coalesce(h.size, 0) as size,
      exists (select 1 from docket_leaf e where e.docket_id = a.docket and e.leaf >= h.size and e.line like 'erased %'
        and split_part(e.line, ' ', 2)::bigint < h.size)
      or exists (select 1 from lost_leaf x where x.docket_id = a.docket and x.leaf < h.size and not exists (select 1 from docket_leaf e
        where e.docket_id = x.docket_id and e.leaf < h.size and e.line = 'erased ' || x.leaf || E'\n'))
      or exists (select 1 from epoch p join docket d on d.docket_id = a.docket where p.lost and p.n <= ${a.epoch} and p.size > d.log_index
        and (${a.epoch} - p.n) & (${a.epoch} - p.n - 1) = 0) as lost
    from unnest(${[...a.dockets]}::int[]) as a(docket)
    left join quarter_judged q on q.docket_id = a.docket and q.quarter = ${a.quarter}::date
    left join lateral (select size from docket_head where docket_id = a.docket and epoch <= ${a.epoch}
      order by epoch desc limit 1) h on true
    order by a.docket`.execute(db)
  ).rows;

const column = async (db: Db, query: ReturnType<typeof sql<{ docket_id: number }>>): Promise<number[]> =>
  (await query.execute(db)).rows.map((row) => row.docket_id);

/** Whose bundles could be an organisation's at all: a chain, what it is licensed for, what it receives. */
export const chainDockets = (db: Db, org: string): Promise<number[]> =>
  column(
    db,
    sql`select docket_id from supply_link join workplace using (docket_id) where buyer_org = ${org} order by 1`,
  );
export const licensedDockets = (db: Db, org: string, day: string): Promise<number[]> =>
  column(
    db,
    sql`select distinct docket_id from licence where org_id = ${org} and ${day}::date between valid_from and valid_until order by 1`,
  );
export const receivedDockets = (db: Db, org: string): Promise<number[]> =>
  column(db, sql`select docket_id from workplace where receiver_org = ${org} order by 1`);

/** Dockets with a statement of a case or thread that is hidden from the reader. Asked also where nothing is. */
export const hiddenDockets = async (db: Db, hidden: string): Promise<number[]> => {
  const ones = hiddenOnes(hidden);
  const of = sql`unnest(${ones.map((o) => o.docket)}::int[], ${ones.map((o) => o.id)}::uuid[]) as x(docket, id)`;
  return column(
    db,
    sql`select s.docket_id from ${of} join statement s on s.thread_docket = x.docket and s.thread_id = x.id
      union select s.placed_in from ${of} join statement s on s.thread_docket = x.docket and s.thread_id = x.id
      union select s.docket_id from ${of} join statement s on s.docket_id = x.docket and s.case_id = x.id
      union select t.placed_in from ${of} join thread t on t.docket_id = x.docket and t.thread_id = x.id
      union select c.placed_in from ${of} join case_file c on c.docket_id = x.docket and c.case_id = x.id`,
  );
};

export const isOwnStatement = async (
  db: Db,
  { org, docket, statement }: { org: string; docket: number; statement: string },
): Promise<boolean> =>
  (
    await sql`select 1 from statement where docket_id = ${docket} and statement_id = ${statement}::uuid and cso_org = ${org}`.execute(
      db,
    )
  ).rows.length > 0;

export type PlaceRow = { docket: number; name: string; where: string; until: string | null };
export const placesNamed = async (
  db: Db,
  { dockets, org, day }: { dockets: readonly number[]; org: string; day: string },
): Promise<PlaceRow[]> =>
  (
    await sql<PlaceRow>`select d.docket_id as docket, coalesce(w.name, d.id) as name, concat_ws(', ', nullif(w.region, ''), w.country) as "where",
        (select max(l.valid_until) from licence l where l.docket_id = d.docket_id and l.org_id = ${org}
          and ${day}::date between l.valid_from and l.valid_until) as until
      from docket d left join workplace w using (docket_id) where d.docket_id = any(${[...dockets]}::int[]) order by 2, 1`.execute(
      db,
    )
  ).rows;
