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

export type Sitting = { docketId: number; member: string; keys: readonly Buffer[]; at: Date; since: Date };

/** Of these, those that this member has opened since then, and that stand on record. */
export const openedSince = async (db: Db, s: Sitting): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int as n from sitting where docket_id = ${s.docketId}
      and member_id = ${s.member} and key = any(${s.keys}::bytea[]) and at > ${s.since}`.execute(db)
  ).rows[0]?.n ?? 0;

/**
 * Takes those that are new. Who asks for the same at the same moment waits here until the first has committed, and then
 * finds them taken: nobody is answered before the record stands.
 */
export const takeSitting = async (tx: Tx, s: Sitting): Promise<Buffer[]> =>
  (
    await sql<{ key: Buffer }>`insert into sitting as s (docket_id, member_id, key, at)
      select ${s.docketId}, ${s.member}, k, ${s.at} from unnest(${[...s.keys].sort(Buffer.compare)}::bytea[]) as x(k)
      on conflict (docket_id, member_id, key) do update set at = excluded.at where s.at <= ${s.since}
      returning s.key`.execute(tx)
  ).rows.map((row) => row.key);

export const forgetSittingsBefore = (tx: Tx, at: Date) =>
  sql`delete from sitting where at < ${at}`.execute(tx);
