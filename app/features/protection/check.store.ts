import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type Watched = {
  docket: number;
  caseId: string;
  org: string;
  since: Date;
  severity: number;
  months: number[];
};
/**
 * Cases of which a business was told, or that ended after work on them, and the checks that they have already. Since: the
 * first day on which the business could read of it, else the end. For the jobs role.
 */
export const toWatch = async (db: Db): Promise<Watched[]> =>
  (
    await sql<Watched>`with told as (
        select c.docket_id, c.case_id, c.cso_org, c.state, c.closure,
          (select min(d.visible_from) from disclosure d where d.docket_id = c.docket_id and d.case_id = c.case_id) as shown,
          (select max(e.at) from case_event e where e.docket_id = c.docket_id and e.case_id = c.case_id and e.to_state = 'closed') as ended,
          (select coalesce(max(i.severity), 0) from issue i where i.docket_id = c.docket_id and i.case_id = c.case_id) as severity,
          array(select k.month from retaliation_check k where k.docket_id = c.docket_id and k.case_id = c.case_id) as months
        from case_file c)
      select docket_id as docket, case_id as "caseId", cso_org as org, coalesce(shown, ended) as since, severity, months from told
      where (shown is not null or (state = 'closed' and severity > 0 and closure not in ('duplicate', 'out_of_scope', 'resolved_by_information', 'worker_withdrew')))
        and coalesce(shown, ended) is not null and cardinality(months) < case when severity >= 4 then 4 else 3 end
      order by docket_id, case_id`.execute(db)
  ).rows;

export type NewCheck = {
  docket: number;
  checkId: string;
  caseId: string;
  org: string;
  month: number;
  dueAt: Date;
  /** Its time was over when it was begun: nobody is asked any more. */
  overAt: Date | null;
};
export const insertCheck = async (tx: Tx, c: NewCheck): Promise<boolean> =>
  (
    await sql`insert into retaliation_check (docket_id, check_id, case_id, cso_org, month, due_at, done_at)
      values (${c.docket}, ${c.checkId}, ${c.caseId}, ${c.org}, ${c.month}, ${c.dueAt}, ${c.overAt}) on conflict do nothing returning 1`.execute(
      tx,
    )
  ).rows.length > 0;

export type CheckRow = {
  docket: number;
  checkId: string;
  caseId: string;
  org: string;
  month: number;
  dueAt: Date;
  askedAt: Date | null;
  doneAt: Date | null;
  outcome: string | null;
};
const CHECK = sql`docket_id as docket, check_id as "checkId", case_id as "caseId", cso_org as org, month, due_at as "dueAt",
  asked_at as "askedAt", done_at as "doneAt", outcome`;

/** Whose day has come and whose workers were not asked yet. For the jobs role. */
export const toAsk = async (db: Db, now: Date): Promise<CheckRow[]> =>
  (
    await sql<CheckRow>`select ${CHECK} from retaliation_check where asked_at is null and done_at is null and due_at <= ${now}
      order by docket_id, check_id`.execute(db)
  ).rows;

export const lockCheck = async (tx: Tx, docket: number, checkId: string): Promise<CheckRow | undefined> =>
  (
    await sql<CheckRow>`select ${CHECK} from retaliation_check where docket_id = ${docket} and check_id = ${checkId} for update`.execute(
      tx,
    )
  ).rows[0];

export const checksOf = async (
  db: Db,
  c: { docket: number; caseId: string },
): Promise<(CheckRow & { asked: number; answered: number })[]> =>
  (
    await sql<CheckRow & { asked: number; answered: number }>`select ${CHECK},
        (select count(*)::int from ask a where a.check_id = k.check_id) as asked,
        (select count(*)::int from ask a where a.check_id = k.check_id and a.answer_statement is not null) as answered
      from retaliation_check k where docket_id = ${c.docket} and case_id = ${c.caseId} order by month`.execute(
      db,
    )
  ).rows;

export type CheckThread = { docket: number; threadId: string; placedIn: number };
export const threadsToAsk = async (db: Db, c: CheckRow): Promise<CheckThread[]> =>
  (
    await sql<CheckThread>`select t.docket_id as docket, t.thread_id as "threadId", t.placed_in as "placedIn" from thread t
      where t.case_docket = ${c.docket} and t.case_id = ${c.caseId} and not t.withdrawn and not t.erasing
        and not exists (select 1 from ask a where a.thread_id = t.thread_id and a.check_id = ${c.checkId})
      order by t.docket_id, t.thread_id`.execute(db)
  ).rows;

export const insertCheckAsk = (tx: Tx, c: CheckRow, t: CheckThread & { askId: string; at: Date }) =>
  sql`insert into ask (docket_id, ask_id, thread_id, thread_docket, cso_org, case_id, kind, asked_at, check_id)
    values (${c.docket}, ${t.askId}, ${t.threadId}, ${t.docket}, ${c.org}, ${c.caseId}, 'retaliation', ${t.at}, ${c.checkId})`.execute(
    tx,
  );

export const markAsked = (tx: Tx, c: CheckRow, at: Date) =>
  sql`update retaliation_check set asked_at = ${at} where docket_id = ${c.docket} and check_id = ${c.checkId}`.execute(
    tx,
  );
export const markDone = async (
  tx: Tx,
  c: CheckRow,
  by: { outcome: string; member: string; at: Date },
): Promise<void> => {
  await sql`update retaliation_check set done_at = ${by.at}, done_by = ${by.member}, outcome = ${by.outcome}
    where docket_id = ${c.docket} and check_id = ${c.checkId}`.execute(tx);
  await sql`update ask set coded = case when answer_statement is null then 'no_answer' else 'answered' end, closed_at = ${by.at}
    where check_id = ${c.checkId} and cso_org = ${c.org} and closed_at is null`.execute(tx);
};

export type InDanger = { docket: number; threadId: string; org: string; known: boolean };
/** Threads of danger to life, or of somebody who is known to have spoken, that nobody has planned for. For the jobs role. */
export const unplanned = async (db: Db): Promise<InDanger[]> =>
  (
    await sql<InDanger>`select t.docket_id as docket, t.thread_id as "threadId", t.receiver_org as org, t.known_at is not null as known from thread t
      where (t.urgency = 'P0' or t.known_at is not null) and t.state <> 'closed' and not t.withdrawn and not t.erasing
        and not exists (select 1 from safety_plan p where p.docket_id = t.docket_id and p.thread_id = t.thread_id)
      order by t.docket_id, t.thread_id`.execute(db)
  ).rows;
