import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type FeedEpoch = {
  n: number;
  closed: Date;
  dockets: number;
  size: number;
  /** Of the log, before this epoch. */
  before: number;
  secret: Buffer;
  lost: boolean;
};

export const feedEpoch = async (db: Db, n: number): Promise<FeedEpoch | undefined> =>
  (
    await sql<FeedEpoch>`select e.n, e.closed, e.dockets, e.size, e.lost, s.k as secret,
      coalesce((select p.size from epoch p where p.n = e.n - 1), 0) as before
      from epoch e join epoch_secret s on s.n = e.n where e.n = ${n}`.execute(db)
  ).rows[0];

/** A docket as of one epoch, and its edge before it; `grew` if the epoch gave it leaves. */
export type FeedHead = {
  docket: number;
  size: number;
  root: Buffer | null;
  grew: boolean;
  olderSize: number;
  olderPeaks: Buffer | null;
};

/** Dockets `from` … `to` − 1 as of epoch `n`, in order. */
export const feedHeads = async (db: Db, n: number, from: number, to: number): Promise<FeedHead[]> =>
  (
    await sql<FeedHead>`select d as docket, coalesce(h.size, 0) as size, h.root, coalesce(h.epoch = ${n}, false) as grew,
      coalesce(p.size, 0) as "olderSize", p.peaks as "olderPeaks"
      from generate_series(${from}::int, ${to}::int - 1) d
      left join lateral (select size, root, epoch from docket_head where docket_id = d and epoch <= ${n}
        order by epoch desc limit 1) h on true
      left join lateral (select size, peaks from docket_head where docket_id = d and epoch < ${n} and h.epoch = ${n}
        order by epoch desc limit 1) p on true
      order by d`.execute(db)
  ).rows;

/** The leaf lines that these dockets got, in order, docket after docket. */
export const feedLeaves = async (
  db: Db,
  heads: readonly FeedHead[],
): Promise<{ docket: number; line: string }[]> =>
  (
    await sql<{ docket: number; line: string }>`select l.docket_id as docket, l.line
      from unnest(${heads.map((h) => h.docket)}::int[], ${heads.map((h) => h.olderSize)}::bigint[], ${heads.map((h) => h.size)}::bigint[]) as w(d, a, b)
      join docket_leaf l on l.docket_id = w.d and l.leaf >= w.a and l.leaf < w.b order by l.docket_id, l.leaf`.execute(
      db,
    )
  ).rows;

const openAt = (
  n: number,
) => sql`place as (select docket_id as u from docket where kind = 'unplaced' order by docket_id limit 1),
  gone as (select distinct split_part(rtrim(line, E'\n'), ' ', 2)::bigint as leaf from docket_leaf, place
    where docket_id = u and docket_leaf.epoch <= ${n} and line not like 'statement %'),
  still as (select leaf, docket_leaf.epoch as taken, line, u from docket_leaf, place
    where docket_id = u and docket_leaf.epoch <= ${n} and line like 'statement %' and leaf not in (select leaf from gone))`;

/** What of `unplaced` is neither moved nor erased as of epoch `n`, and when the oldest of it was taken in. */
export async function unplacedAt(db: Db, n: number): Promise<{ open: number; oldest: Date | null }> {
  const { rows } = await sql<{ open: number; oldest: Date | null }>`with ${openAt(n)}
    select count(*)::int as open, min(e.closed) as oldest from still join epoch e on e.n = taken`.execute(db);
  return rows[0] ?? { open: 0, oldest: null };
}

/** Why those that were taken in before that time are still there. */
export const unplacedReasons = async (
  db: Db,
  n: number,
  before: Date,
): Promise<{ leaf: number; reason: string }[]> =>
  (
    await sql<{ leaf: number; reason: string }>`with ${openAt(n)}
      select leaf, r.reason from still join epoch e on e.n = taken
        join unplaced_reason r on r.docket_id = u and 'statement ' || encode(r.commitment, 'hex') || E'\n' = line
      where e.closed < ${before} order by leaf`.execute(db)
  ).rows;
