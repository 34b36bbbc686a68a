import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Outcome, RemedyAsk, Verdict } from './outcome.ts';

export type IssueKey = { docket: number; issueId: string };
export type IssueRow = {
  issue_id: string;
  case_id: string;
  code: string;
  scale: number;
  scope: number;
  irremediability: number;
  severity: number;
  affected: unknown;
  claimed_at: Date | null;
  fully: number;
  partly: number;
  not_done: number;
  outcome: Outcome | null;
  verdict: Verdict | null;
  raised_at: Date;
  first_raised_at: Date | null;
  verified_at: Date | null;
  outcome_at: Date | null;
  relapses: number;
  relapsed_at: Date | null;
  /** First day a business could read of it. */
  shown_from: Date | null;
};

/** Held until the transaction ends. */
export const lockIssue = async (tx: Tx, { docket, issueId }: IssueKey): Promise<IssueRow | undefined> =>
  (
    await sql<IssueRow>`select i.*, (select min(d.visible_from) from disclosure d
      where d.docket_id = i.docket_id and d.issue_id = i.issue_id) as shown_from
      from issue i where i.docket_id = ${docket} and i.issue_id = ${issueId} for update of i`.execute(tx)
  ).rows[0];

export type NewIssue = IssueKey & {
  caseId: string;
  org: string;
  code: string;
  scale: number;
  scope: number;
  irremediability: number;
  severity: number;
  affected: unknown;
  at: Date;
  urgency: string;
};
/** The issue, and the case as urgent as its most urgent issue: urgency is only ever raised. */
export const insertIssue = (tx: Tx, i: NewIssue) =>
  sql`with c as (update case_file set urgency = least(urgency, ${i.urgency}) where docket_id = ${i.docket} and case_id = ${i.caseId})
    insert into issue (docket_id, issue_id, case_id, cso_org, code, scale, scope, irremediability, severity, affected, raised_at)
    values (${i.docket}, ${i.issueId}, ${i.caseId}, ${i.org}, ${i.code}, ${i.scale}, ${i.scope}, ${i.irremediability}, ${i.severity},
      ${JSON.stringify(i.affected)}, ${i.at})`.execute(tx);

export type Graded = IssueKey & {
  scale: number;
  scope: number;
  irremediability: number;
  severity: number;
  dueAt: Date | null;
};
export const saveGrade = (tx: Tx, g: Graded) =>
  sql`update issue set scale = ${g.scale}, scope = ${g.scope}, irremediability = ${g.irremediability}, severity = ${g.severity}, due_at = ${g.dueAt}
    where docket_id = ${g.docket} and issue_id = ${g.issueId}`.execute(tx);

export const remedyAsks = async (db: Db, { docket, issueId }: IssueKey): Promise<RemedyAsk[]> =>
  (
    await sql<RemedyAsk>`select a.ask_id as id, a.thread_id as "threadId", a.asked_at as "askedAt", a.coded, a.attempts
      from ask a join issue i on i.docket_id = a.docket_id and i.issue_id = a.issue_id
      where a.docket_id = ${docket} and a.issue_id = ${issueId} and a.kind in ('remedy','payment')
        and a.asked_at >= coalesce(i.relapsed_at, '-infinity')`.execute(db)
  ).rows;

export type Judged = IssueKey & {
  asked: number;
  fully: number;
  partly: number;
  not: number;
  unreachable: number;
  verdict: Verdict | null;
  outcome: Outcome | null;
  at: Date;
  /** The round of questions is over: the business may see the word. */
  roundOver: boolean;
};
/** The day on which workers last made it verified. */
const VERIFIED = ({ outcome, at }: { outcome: Outcome | null; at: Date }) =>
  sql`case when ${outcome}::text = 'verified' and outcome is distinct from 'verified' then ${at} else verified_at end`;

/** Both sides' word, for the organisation now, for the business at the end of a round. */
export const saveOutcome = (tx: Tx, j: Judged) =>
  sql`with shown as (update disclosure set outcome = ${j.outcome}
      where docket_id = ${j.docket} and issue_id = ${j.issueId} and ${j.roundOver}::boolean)
    update issue set asked = ${j.asked}, fully = ${j.fully}, partly = ${j.partly}, not_done = ${j.not},
      unreachable = ${j.unreachable}, verdict = ${j.verdict}, verified_at = ${VERIFIED(j)},
      asked_at = case when ${j.asked}::int > 0 then coalesce(asked_at, ${j.at}) end,
      outcome_at = case when outcome is distinct from ${j.outcome} then ${j.at} else outcome_at end, outcome = ${j.outcome}
    where docket_id = ${j.docket} and issue_id = ${j.issueId}`.execute(tx);

export type Party = 'employer' | 'recruiter' | 'buyer' | 'state';
export type Claim = IssueKey & { outcome: Outcome | null; at: Date; unanswered: boolean; by: Party };
export const saveClaim = (tx: Tx, c: Claim) =>
  sql`with shown as (update disclosure set outcome = ${c.outcome}
      where docket_id = ${c.docket} and issue_id = ${c.issueId} and ${c.unanswered}::boolean)
    update issue set claimed_at = coalesce(claimed_at, ${c.at}), remedied_by = ${c.by},
      outcome_at = case when outcome is distinct from ${c.outcome} then ${c.at} else outcome_at end, outcome = ${c.outcome}
    where docket_id = ${c.docket} and issue_id = ${c.issueId}`.execute(tx);

export type Aged = IssueKey & { outcome: Outcome | null; unshown: boolean };
/** Issues whose workers were asked and whose word may have changed by waiting alone; held until the transaction ends. */
export const agedIssues = async (tx: Tx): Promise<Aged[]> =>
  (
    await sql<Aged>`select i.docket_id as docket, i.issue_id as "issueId", i.outcome, exists (select 1 from disclosure d
        where d.docket_id = i.docket_id and d.issue_id = i.issue_id and d.outcome is distinct from i.outcome) as unshown
      from issue i where i.claimed_at is not null and i.asked > 0 and (i.outcome = 'claimed'
        or exists (select 1 from disclosure d
          where d.docket_id = i.docket_id and d.issue_id = i.issue_id and d.outcome is distinct from i.outcome)
        or exists (select 1 from asking_round r
          where r.docket_id = i.docket_id and r.issue_id = i.issue_id and r.closed_at is null))
      order by i.docket_id, i.issue_id for update of i`.execute(tx)
  ).rows;

export type SavedAged = IssueKey & {
  outcome: Outcome | null;
  verdict: Verdict | null;
  unreachable: number;
  at: Date;
};
export const saveAged = (tx: Tx, a: SavedAged) =>
  sql`with shown as (update disclosure set outcome = ${a.outcome} where docket_id = ${a.docket} and issue_id = ${a.issueId})
    update issue set outcome_at = case when outcome is distinct from ${a.outcome} then ${a.at} else outcome_at end, outcome = ${a.outcome},
      verdict = ${a.verdict}, unreachable = ${a.unreachable}, verified_at = ${VERIFIED(a)}
    where docket_id = ${a.docket} and issue_id = ${a.issueId}`.execute(tx);

export type Earlier = { issueId: string; caseId: string; since: Date; relapses: number };
/** The same at the same place, which workers had said was done, no longer ago than this. */
export const verifiedBefore = async (
  tx: Tx,
  i: { docket: number; issueId: string; placedIn: number; code: string; after: Date },
): Promise<Earlier | undefined> =>
  (
    await sql<Earlier>`select i.issue_id as "issueId", i.case_id as "caseId", coalesce(i.first_raised_at, i.raised_at) as since, i.relapses
      from issue i join case_file c on c.docket_id = i.docket_id and c.case_id = i.case_id
      where c.placed_in = ${i.placedIn} and i.code = ${i.code} and i.verified_at >= ${i.after} and i.issue_id <> ${i.issueId}
      order by i.verified_at desc limit 1`.execute(tx)
  ).rows[0];

export const saveRelapseOf = (tx: Tx, key: IssueKey, earlier: Earlier) =>
  sql`update issue set relapse_of = ${earlier.issueId}, relapses = ${earlier.relapses + 1}, first_raised_at = ${earlier.since}
    where docket_id = ${key.docket} and issue_id = ${key.issueId}`.execute(tx);

/** Open again as on its first day: nothing is claimed, nobody was asked about what has to come. */
export const saveRelapse = (tx: Tx, r: IssueKey & { at: Date; dueAt: Date | null }) =>
  sql`update issue set outcome = null, outcome_at = ${r.at}, claimed_at = null, asked_at = null, asked = 0, fully = 0, partly = 0, not_done = 0,
      unreachable = 0, verdict = null, remedied_by = null, relapses = relapses + 1, relapsed_at = ${r.at}, due_at = ${r.dueAt}
    where docket_id = ${r.docket} and issue_id = ${r.issueId}`.execute(tx);
