import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type StopRow = {
  docket: number;
  stopId: string;
  caseId: string;
  number: number;
  harmActing: number;
  harmWaiting: number;
  reviewOn: string;
  at: Date;
  byName: string | null;
  reviewedAt: Date | null;
  outcome: string | null;
};
const STOP = sql`s.docket_id as docket, s.stop_id as "stopId", s.case_id as "caseId", c.number, s.harm_acting as "harmActing",
  s.harm_waiting as "harmWaiting", s.review_on::text as "reviewOn", s.at, m.name as "byName", s.reviewed_at as "reviewedAt", s.outcome`;
const FROM = sql`from stop_rule s join case_file c on c.docket_id = s.docket_id and c.case_id = s.case_id
  left join member m on m.member_id = s.by_member`;

export const stopsOf = async (db: Db, c: { docket: number; caseId: string }): Promise<StopRow[]> =>
  (
    await sql<StopRow>`select ${STOP} ${FROM} where s.docket_id = ${c.docket} and s.case_id = ${c.caseId} order by s.at desc`.execute(
      db,
    )
  ).rows;

/** Every stop that is to be looked at again, the earliest first. */
export const openStops = async (db: Db, org: string): Promise<StopRow[]> =>
  (
    await sql<StopRow>`select ${STOP} ${FROM} where s.cso_org = ${org} and s.reviewed_at is null order by s.review_on, s.stop_id`.execute(
      db,
    )
  ).rows;

export const lockStop = async (tx: Tx, docket: number, stopId: string): Promise<StopRow | undefined> =>
  (
    await sql<StopRow>`select ${STOP} ${FROM} where s.docket_id = ${docket} and s.stop_id = ${stopId} for update of s`.execute(
      tx,
    )
  ).rows[0];

export type NewStop = {
  docket: number;
  stopId: string;
  caseId: string;
  org: string;
  harmActing: number;
  harmWaiting: number;
  reviewOn: string;
  by: string;
  at: Date;
};
export const insertStop = (tx: Tx, s: NewStop) =>
  sql`insert into stop_rule (docket_id, stop_id, case_id, cso_org, harm_acting, harm_waiting, worker, review_on, by_member, at)
    values (${s.docket}, ${s.stopId}, ${s.caseId}, ${s.org}, ${s.harmActing}, ${s.harmWaiting}, 'agrees', ${s.reviewOn}::date, ${s.by}, ${s.at})`.execute(
    tx,
  );
export const markReviewed = (tx: Tx, s: StopRow, by: { outcome: string; member: string; at: Date }) =>
  sql`update stop_rule set reviewed_at = ${by.at}, reviewed_by = ${by.member}, outcome = ${by.outcome}
    where docket_id = ${s.docket} and stop_id = ${s.stopId}`.execute(tx);
