import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Party } from './drafts.ts';

export type Owed = {
  docket: number;
  caseId: string;
  number: number;
  closure: string | null;
  closedOn: string;
  owed: number;
  told: number;
};
/** A worker who took the report back, or said that it is not theirs, is owed nothing; nor one who has no code yet. */
const HEARS = sql`not t.withdrawn and not t.erasing and (t.filing is null or t.filing in ('unanswered','confirmed','corrected'))`;
/** By this act, or by a letter of that kind written while the case was being ended. */
const TOLD = sql`(exists (select 1 from change_told c where c.subject_kind = 'case' and c.subject_id = f.case_id and c.thread_id = t.thread_id
    and c.at >= coalesce(e.closed_at, 'epoch'))
  or exists (select 1 from statement s where s.thread_docket = t.docket_id and s.thread_id = t.thread_id and s.kind = 'what_changed'
    and s.recorded_at >= coalesce(e.closed_at, 'epoch') - interval '7 days'))`;

/** Closed cases with workers who have not been told since it was closed. */
export const owedBy = async (db: Db, org: string): Promise<Owed[]> =>
  (
    await sql<Owed>`select f.docket_id as docket, f.case_id as "caseId", f.number::int as number, f.closure, to_char(e.closed_at at time zone 'UTC', 'YYYY-MM-DD') as "closedOn",
      (count(*) filter (where not ${TOLD}))::int as owed, (count(*) filter (where ${TOLD}))::int as told
      from case_file f
      join lateral (select max(at) as closed_at from case_event v where v.docket_id = f.docket_id and v.case_id = f.case_id and v.to_state = 'closed') e on e.closed_at is not null
      join thread t on t.case_docket = f.docket_id and t.case_id = f.case_id and ${HEARS}
      where f.cso_org = ${org} and f.state = 'closed'
      group by 1, 2, 3, 4, 5 having count(*) filter (where not ${TOLD}) > 0 order by 5, 3 limit 500`.execute(
      db,
    )
  ).rows;

export type Told = {
  docket: number;
  threadId: string;
  publicKey: Record<string, unknown>;
  envelope: string | null;
  told: boolean;
};
export const threadsOf = async (db: Db, docket: number, caseId: string): Promise<Told[]> =>
  (
    await sql<Told>`select t.docket_id as docket, t.thread_id as "threadId", t.public_key as "publicKey",
      (select n.content from envelope n where n.statement_id = t.thread_id and n.thread_id = t.thread_id limit 1) as envelope, ${TOLD} as told
      from case_file f join thread t on t.case_docket = f.docket_id and t.case_id = f.case_id and ${HEARS}
      left join lateral (select max(at) as closed_at from case_event v where v.docket_id = f.docket_id and v.case_id = f.case_id and v.to_state = 'closed') e on true
      where f.docket_id = ${docket} and f.case_id = ${caseId} order by t.thread_id`.execute(db)
  ).rows;

export type CaseFacts = {
  number: number;
  state: string;
  issues: number;
  verified: number;
  by: Party | null;
  remedy: string | null;
};
/** Who put it right most often, and how; numbers of issues. */
export const factsOf = async (db: Db, docket: number, caseId: string): Promise<CaseFacts | undefined> =>
  (
    await sql<CaseFacts>`select f.number::int as number, f.state,
      (select count(*)::int from issue i where i.docket_id = f.docket_id and i.case_id = f.case_id) as issues,
      (select count(*)::int from issue i where i.docket_id = f.docket_id and i.case_id = f.case_id and i.outcome = 'verified') as verified,
      (select mode() within group (order by coalesce(i.remedied_by, 'employer')) from issue i where i.docket_id = f.docket_id and i.case_id = f.case_id and i.claimed_at is not null) as by,
      (select mode() within group (order by a.remedy_type) from action a where a.case_id = f.case_id and a.state = 'done_reported') as remedy
      from case_file f where f.docket_id = ${docket} and f.case_id = ${caseId}`.execute(db)
  ).rows[0];

export const keyOf = async (
  db: Db,
  org: string,
): Promise<{ kid: string; jwk: Record<string, unknown> } | null> =>
  (
    await sql<{
      kid: string;
      jwk: Record<string, unknown>;
    }>`select kid, jwk from org_key where org_id = ${org} and current limit 1`.execute(db)
  ).rows[0] ?? null;

export type NewTold = {
  docket: number;
  statementId: string;
  threadId: string;
  caseId: string | null;
  org: string;
  subjectKind: string;
  subjectId: string;
  at: Date;
};
export const insertTold = (tx: Tx, t: NewTold) =>
  sql`insert into change_told (docket_id, statement_id, thread_id, case_id, cso_org, subject_kind, subject_id, at)
    values (${t.docket}, ${t.statementId}, ${t.threadId}, ${t.caseId}, ${t.org}, ${t.subjectKind}, ${t.subjectId}, ${t.at})`.execute(
    tx,
  );

export type NewQuestion = { docket: number; askId: string; threadId: string; threadDocket: number; org: string; caseId: string | null; at: Date }; // prettier-ignore
export const insertQuestion = (tx: Tx, q: NewQuestion) =>
  sql`insert into ask (docket_id, ask_id, thread_id, thread_docket, cso_org, case_id, kind, asked_at)
    values (${q.docket}, ${q.askId}, ${q.threadId}, ${q.threadDocket}, ${q.org}, ${q.caseId}, 'satisfaction', ${q.at})`.execute(
    tx,
  );

export const answersOf = async (db: Db, org: string): Promise<{ n: number; sum: number; well: number }> =>
  (
    await sql<{
      n: number;
      sum: number;
      well: number;
    }>`select count(*)::int as n, coalesce(sum(quality), 0)::int as sum, (count(*) filter (where quality >= 4))::int as well
      from ask where cso_org = ${org} and kind = 'satisfaction' and coded = 'answered' and quality is not null`.execute(
      db,
    )
  ).rows[0] ?? { n: 0, sum: 0, well: 0 };
