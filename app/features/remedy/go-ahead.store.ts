import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { GoAhead } from '../cases/index.ts';

export type NewGoAhead = {
  docket: number;
  askId: string;
  draftId: string;
  issueId: string;
  code: string;
  toOrg: string;
  caseId: string;
  threadId: string;
  threadDocket: number;
  org: string;
  at: Date;
};
/** The question in the worker's thread, and which draft it is about. */
export async function insertGoAhead(tx: Tx, g: NewGoAhead): Promise<void> {
  await sql`insert into ask (docket_id, ask_id, thread_id, thread_docket, cso_org, case_id, issue_id, kind, scopes, asked_at)
    values (${g.docket}, ${g.askId}, ${g.threadId}, ${g.threadDocket}, ${g.org}, ${g.caseId}, ${g.issueId}, 'go_ahead', '{}', ${g.at})`.execute(
    tx,
  );
  await sql`insert into go_ahead (docket_id, ask_id, draft_id, issue_id, code, to_org, case_id, thread_id, cso_org, at)
    values (${g.docket}, ${g.askId}, ${g.draftId}, ${g.issueId}, ${g.code}, ${g.toOrg}, ${g.caseId}, ${g.threadId}, ${g.org}, ${g.at})`.execute(
    tx,
  );
}

export type Asked = {
  askId: string;
  draftId: string;
  issueId: string;
  code: string;
  toOrg: string;
  threadId: string;
  threadDocket: number;
  at: Date;
  answered: boolean;
  coded: string | null;
};
/** Go-aheads that were asked for in a case, newest last. */
export const goAheadsOf = async (db: Db, docket: number, caseId: string): Promise<Asked[]> =>
  (
    await sql<Asked>`select g.ask_id as "askId", g.draft_id as "draftId", g.issue_id as "issueId", g.code, g.to_org as "toOrg",
      g.thread_id as "threadId", a.thread_docket as "threadDocket", g.at, a.answer_statement is not null as answered, a.coded
      from go_ahead g join ask a on a.docket_id = g.docket_id and a.ask_id = g.ask_id
      where g.docket_id = ${docket} and g.case_id = ${caseId} order by g.at, g.ask_id`.execute(db)
  ).rows;

/** What each worker's latest answer is about this draft, this issue and this business. Silence to the end is a no. */
export function answersFor(
  all: readonly Asked[],
  about: { draftId: string; issueId: string; toOrg: string },
): Map<string, GoAhead> {
  const said = new Map<string, GoAhead>();
  for (const one of all) {
    if (one.draftId !== about.draftId || one.issueId !== about.issueId || one.toOrg !== about.toOrg) continue;
    said.set(one.threadId, one.coded === null ? 'open' : one.coded === 'given' ? 'given' : 'refused');
  }
  return said;
}
