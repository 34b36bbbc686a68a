import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Act } from './watch.ts';

export type WatchRow = {
  docketId: number;
  statementId: string;
  org: string;
  member: string | null;
  role: string;
  act: Act;
  what: string;
  about: string | null;
  n: number;
  at: Date;
};

export const insertWatch = (tx: Tx, w: WatchRow) =>
  sql`insert into watch (docket_id, statement_id, org_id, member_id, role, act, what, about, n, at)
    values (${w.docketId}, ${w.statementId}, ${w.org}, ${w.member}, ${w.role}, ${w.act}, ${w.what}, ${w.about}, ${w.n}, ${w.at})`.execute(
    tx,
  );

export type OpeningRow = {
  openingId: string;
  org: string;
  role: string;
  act: Act;
  week: string;
  of: readonly { docket: number; id: string }[];
};
/** One row for each worker's report, or for the disclosure, that was opened by it. */
export const insertOpenings = (tx: Tx, o: OpeningRow) =>
  sql`insert into opening (docket_id, about_id, opening_id, org_id, role, act, week)
    select d, i, ${o.openingId}, ${o.org}, ${o.role}, ${o.act}, ${o.week}
    from unnest(${o.of.map((x) => x.docket)}::int[], ${o.of.map((x) => x.id)}::uuid[]) as x(d, i)`.execute(
    tx,
  );

export type Sitting = {
  docketId: number;
  member: string;
  keys: readonly Buffer[];
  at: Date;
  /** A look before this is another sitting's. */
  idle: Date;
  /** A sitting that began before this is over. */
  whole: Date;
  /** A look before this is worth noting anew. */
  touch: Date;
};

/** Of these, how many this member is still looking at, on record; and whether the last look was a while ago. */
export const stillOpen = async (db: Db, s: Sitting): Promise<{ n: number; stale: boolean }> =>
  (
    await sql<{
      n: number;
      stale: boolean;
    }>`select count(*)::int as n, coalesce(bool_or(at <= ${s.touch}), false) as stale
      from sitting where docket_id = ${s.docketId} and member_id = ${s.member} and key = any(${s.keys}::bytea[])
        and at > ${s.idle} and began > ${s.whole}`.execute(db)
  ).rows[0] ?? { n: 0, stale: false };

/** The sitting goes on; nothing is counted. */
export const touchSitting = (tx: Tx, s: Sitting) =>
  sql`update sitting set at = ${s.at} where docket_id = ${s.docketId} and member_id = ${s.member}
    and key = any(${s.keys}::bytea[]) and at <= ${s.touch}`.execute(tx);

/**
 * Takes those that are new. Who asks for the same at the same moment waits here until the first has committed, and then
 * finds them taken: nobody is answered before the record stands.
 */
export const takeSitting = async (tx: Tx, s: Sitting): Promise<Buffer[]> =>
  (
    await sql<{ key: Buffer }>`insert into sitting as s (docket_id, member_id, key, began, at)
      select ${s.docketId}, ${s.member}, k, ${s.at}, ${s.at} from unnest(${[...s.keys].sort(Buffer.compare)}::bytea[]) as x(k)
      on conflict (docket_id, member_id, key) do update set began = excluded.began, at = excluded.at
        where s.at <= ${s.idle} or s.began <= ${s.whole}
      returning s.key`.execute(tx)
  ).rows.map((row) => row.key);

export const forgetSittingsBefore = (tx: Tx, at: Date) =>
  sql`delete from sitting where at < ${at}`.execute(tx);
