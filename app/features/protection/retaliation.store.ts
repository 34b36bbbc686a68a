import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Subject } from './store.ts';

export type FlagRow = {
  docket: number;
  flagId: string;
  threadId: string;
  org: string;
  raisedBy: 'worker' | 'member';
  raisedAt: Date;
  what: string | null;
  issueId: string | null;
  shown: boolean | null;
  decidedAt: Date | null;
};
const FLAG = sql`r.docket_id as docket, r.flag_id as "flagId", r.thread_id as "threadId", r.cso_org as org, r.raised_by as "raisedBy",
  r.raised_at as "raisedAt", r.what, r.issue_id as "issueId", r.shown, r.decided_at as "decidedAt"`;

export type NewFlag = { docket: number; threadId: string; flagId: string; org: string; at: Date };
/** The thread is at least P1 and stands above everything from now on; somebody on call is told that something is urgent. */
export async function insertFlag(
  tx: Tx,
  f: NewFlag,
  by: 'worker' | { member: string; what: string },
): Promise<void> {
  const [raisedBy, what, coder] = by === 'worker' ? ['worker', null, null] : ['member', by.what, by.member];
  await sql`insert into retaliation (docket_id, flag_id, thread_id, cso_org, raised_by, raised_at, what, coded_at, coded_by)
    values (${f.docket}, ${f.flagId}, ${f.threadId}, ${f.org}, ${raisedBy}, ${f.at}, ${what}, ${coder && f.at}, ${coder})`.execute(
    tx,
  );
  await sql`update thread set urgency = least(urgency, 'P1'), known_at = coalesce(known_at, ${f.at}), state = 'waiting',
      due_at = least(coalesce(due_at, ${hourAfter(f.at)}), ${hourAfter(f.at)})
    where docket_id = ${f.docket} and thread_id = ${f.threadId}`.execute(tx);
  await sql`insert into alert (alert_id, org_id) values (gen_random_uuid(), ${f.org})`.execute(tx);
  await sql`notify vouch_alert`.execute(tx);
}
const hourAfter = (at: Date): Date => new Date(at.getTime() + 3_600_000);

export const flagsOf = async (db: Db, s: Subject): Promise<FlagRow[]> =>
  (
    await sql<FlagRow>`select ${FLAG} from retaliation r where r.thread_id = any(${[...s.threads.map((t) => t.threadId), ...(s.about === 'thread' ? [s.id] : [])]}::uuid[])
      order by r.raised_at desc, r.flag_id`.execute(db)
  ).rows;

export const lockFlag = async (tx: Tx, docket: number, flagId: string): Promise<FlagRow | undefined> =>
  (
    await sql<FlagRow>`select ${FLAG} from retaliation r where r.docket_id = ${docket} and r.flag_id = ${flagId} for update`.execute(
      tx,
    )
  ).rows[0];

export const saveCode = (tx: Tx, f: FlagRow, by: { what: string; member: string; at: Date }) =>
  sql`update retaliation set what = ${by.what}, coded_at = ${by.at}, coded_by = ${by.member},
      shown = case when ${by.what} = 'not_this' then false else shown end,
      decided_at = case when ${by.what} = 'not_this' then ${by.at}::timestamptz else decided_at end,
      decided_by = case when ${by.what} = 'not_this' then ${by.member}::uuid else decided_by end
    where docket_id = ${f.docket} and flag_id = ${f.flagId}`.execute(tx);

/** The issue that a person raised of what was flagged: held back until the organisation decides. */
export const linkIssue = (tx: Tx, c: { docket: number; caseId: string; issueId: string }) =>
  sql`with linked as (
      update retaliation r set issue_id = ${c.issueId}, case_docket = ${c.docket}, case_id = ${c.caseId} from thread t
        where t.docket_id = r.docket_id and t.thread_id = r.thread_id and t.case_docket = ${c.docket} and t.case_id = ${c.caseId}
          and r.issue_id is null and r.decided_at is null returning r.flag_id)
    update issue set held = true where docket_id = ${c.docket} and issue_id = ${c.issueId} and exists (select 1 from linked)`.execute(
    tx,
  );

export const worstOf = async (db: Db, c: { docket: number; caseId: string; but: string }): Promise<number> =>
  (
    await sql<{ n: number }>`select coalesce(max(severity), 0)::int as n from issue
      where docket_id = ${c.docket} and case_id = ${c.caseId} and issue_id <> ${c.but}`.execute(db)
  ).rows[0]?.n ?? 0;

export async function saveDecision(
  tx: Tx,
  f: FlagRow,
  by: { shown: boolean; member: string; at: Date },
): Promise<void> {
  await sql`update retaliation set shown = ${by.shown}, decided_at = ${by.at}, decided_by = ${by.member}
    where docket_id = ${f.docket} and flag_id = ${f.flagId}`.execute(tx);
  if (f.issueId)
    await sql`update issue set held = exists (select 1 from retaliation r where r.issue_id = issue.issue_id and r.shown is not true)
      where issue_id = ${f.issueId} and cso_org = ${f.org}`.execute(tx);
}

const EMPLOYER = ['share_case_without_identity_with_employer', 'share_identity_with_employer'];
/** Whether this worker's last word on telling the business is yes. */
export const agreesToTell = async (db: Db, threadId: string): Promise<boolean> =>
  (
    await sql<{ yes: boolean }>`select coalesce(bool_or(last.state = 'given'), false) as yes from (
      select distinct on (scope) scope, state from consent where thread_id = ${threadId} and scope = any(${EMPLOYER}::text[])
      order by scope, at desc) last`.execute(db)
  ).rows[0]?.yes ?? false;

/** Whether an issue is kept from everybody outside, as of now. */
export const isHeld = async (db: Db, docket: number, issueId: string): Promise<boolean> =>
  (
    await sql<{
      held: boolean;
    }>`select held from issue where docket_id = ${docket} and issue_id = ${issueId}`.execute(db)
  ).rows[0]?.held ?? false;
