import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Outcome } from '../cases/index.ts';

export type NewDisclosure = {
  docket: number;
  disclosureId: string;
  caseId: string;
  issueId: string;
  org: string;
  toOrg: string;
  code: string;
  visibleFrom: Date;
  dueAt: Date | null;
  /** How a business that does not sign in is told. */
  how: string | null;
  outcome: Outcome | null;
  /** Threads whose workers agreed: they will see that it was read. */
  voices: readonly string[];
};
/**
 * The disclosure, the voices that it rests on, and the issue's clock: a business is due from the day it can read. The
 * issue bears the business's id, which is what opens it to the business's own claim and to no other's.
 */
export const insertDisclosure = (tx: Tx, d: NewDisclosure) =>
  sql`with i as (update issue set due_at = coalesce(due_at, ${d.dueAt}), told_orgs = array_append(array_remove(told_orgs, ${d.toOrg}), ${d.toOrg})
      where docket_id = ${d.docket} and issue_id = ${d.issueId}),
    v as (insert into disclosure_voice (docket_id, disclosure_id, thread_id, cso_org)
      select ${d.docket}, ${d.disclosureId}::uuid, t, ${d.org} from unnest(${d.voices}::uuid[]) as x(t))
    insert into disclosure (docket_id, disclosure_id, case_id, issue_id, cso_org, to_org, code, visible_from, due_at, told_how, outcome)
    values (${d.docket}, ${d.disclosureId}, ${d.caseId}, ${d.issueId}, ${d.org}, ${d.toOrg}, ${d.code}, ${d.visibleFrom}, ${d.dueAt}, ${d.how}, ${d.outcome})`.execute(
    tx,
  );

export type Told = {
  disclosure_id: string;
  issue_id: string;
  to_org: string;
  visible_from: Date;
  due_at: Date | null;
  content: string | null;
  /** When it was put on record. */
  told_at: Date | null;
};
/** What was told of this issue, or under this number. */
export const toldOf = async (
  db: Db,
  docket: number,
  about: { disclosureId: string; issueId: string },
): Promise<Told[]> =>
  (
    await sql<Told>`select d.disclosure_id, d.issue_id, d.to_org, d.visible_from, d.due_at, e.content, s.recorded_at as told_at
      from disclosure d left join envelope e on e.docket_id = d.docket_id and e.statement_id = d.disclosure_id
      left join statement s on s.docket_id = d.docket_id and s.statement_id = d.disclosure_id
      where d.docket_id = ${docket} and (d.disclosure_id = ${about.disclosureId} or d.issue_id = ${about.issueId})`.execute(
      db,
    )
  ).rows;

/** How many work at the place; null where nobody knows, as for a recruiter. */
export const headcountOf = async (db: Db, docket: number): Promise<number | null> =>
  (
    await sql<{
      n: number | null;
    }>`select nullif(headcount, 0) as n from workplace where docket_id = ${docket}`.execute(db)
  ).rows[0]?.n ?? null;
