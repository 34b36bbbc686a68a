import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Joint } from './party.store.ts';

/** Buyers that a workplace supplies, by whoever answers to its workers. */
export const buyersOf = async (db: Db, docket: number): Promise<string[]> =>
  (await sql<{ buyers: string[] }>`select buyers from workplace where docket_id = ${docket}`.execute(db))
    .rows[0]?.buyers ?? [];

/** Who answers for it: the employer, or the recruiter whose docket it is. */
export const businessesOf = async (db: Db, docket: number): Promise<string[]> =>
  (
    await sql<{
      org_id: string;
    }>`select o.org_id from organisation o where o.kind in ('employer', 'recruiter') and (o.docket_id = ${docket}
      or o.org_id = (select w.employer_org from workplace w where w.docket_id = ${docket}))`.execute(db)
  ).rows.map((row) => row.org_id);

export type OfferIssue = {
  issue_id: string;
  code: string;
  outcome: Joint['outcome'];
  due_at: Date | null;
  raised_at: Date;
  told: boolean;
  plan: NonNullable<Joint['plan']>;
  said: Joint['outcome'];
  joint_id: string | null;
  joint_docket: number | null;
};
/** Issues of a case, what its business did about each, and whether it is offered already. */
export const issuesOf = async (
  db: Db,
  key: { docket: number; caseId: string },
  now: Date,
): Promise<OfferIssue[]> =>
  (
    await sql<OfferIssue>`select i.issue_id, i.code, i.outcome, i.due_at, i.raised_at, d.outcome as said,
      exists (select 1 from disclosure t where t.docket_id = i.docket_id and t.issue_id = i.issue_id and t.visible_from <= ${now}) as told,
      coalesce((select case a.state when 'done_reported' then 'done_reported' when 'proposed' then 'proposed' else 'in_progress' end
        from action a where a.docket_id = i.docket_id and a.issue_id = i.issue_id and a.state <> 'cancelled_with_reason'
        order by array_position(array['done_reported', 'in_progress', 'open', 'proposed'], a.state) limit 1), 'none') as plan,
      j.joint_id, j.docket_id as joint_docket
      from issue i
      left join lateral (select outcome from disclosure t where t.docket_id = i.docket_id and t.issue_id = i.issue_id
        order by visible_from desc limit 1) d on true
      left join joint_case j on j.case_docket = i.docket_id and j.case_id = i.case_id and j.issue_id = i.issue_id
      where i.docket_id = ${key.docket} and i.case_id = ${key.caseId} and i.severity > 0
      order by i.severity desc, i.raised_at, i.issue_id`.execute(db)
  ).rows;

/**
 * Threads whose workers were asked whether the buyers may be told of this issue although it could be guessed, and whose
 * latest answer is yes. What they said of a draft for their employer (`go_ahead`) is about that draft alone.
 */
export const goingAhead = async (
  db: Db,
  key: { docket: number; caseId: string },
): Promise<{ threadId: string; issueId: string }[]> =>
  (
    await sql<{ threadId: string; issueId: string; coded: string }>`
      select distinct on (a.thread_id, a.issue_id) a.thread_id as "threadId", a.issue_id as "issueId", a.coded from ask a
      where a.docket_id = ${key.docket} and a.case_id = ${key.caseId} and a.kind = 'go_ahead' and a.coded is not null and a.issue_id is not null
        and not exists (select 1 from go_ahead g where g.docket_id = a.docket_id and g.ask_id = a.ask_id)
      order by a.thread_id, a.issue_id, a.asked_at desc`.execute(db)
  ).rows.filter(({ coded }) => coded === 'given');

/** Whether the case stands, or stood, in a compartment: then nothing of it is offered by its workplace. */
export const apart = async (db: Db, key: { docket: number; caseId: string }): Promise<boolean> =>
  (
    await sql`select 1 from compartment where docket_id = ${key.docket} and about_id = ${key.caseId} limit 1`.execute(
      db,
    )
  ).rows.length > 0;

/** Works that a case of this organisation stands in. */
export const jointsOfCase = async (
  db: Db,
  key: { docket: number; caseId: string },
): Promise<{ docket: number; jointId: string }[]> =>
  (
    await sql<{
      docket: number;
      jointId: string;
    }>`select docket_id as docket, joint_id as "jointId" from joint_case
      where case_docket = ${key.docket} and case_id = ${key.caseId}`.execute(db)
  ).rows;
