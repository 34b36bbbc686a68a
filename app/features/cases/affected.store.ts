import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { IssueKey } from './issue.store.ts';

export const saveAffected = (tx: Tx, i: IssueKey & { affected: unknown }) =>
  sql`update issue set affected = ${JSON.stringify(i.affected)} where docket_id = ${i.docket} and issue_id = ${i.issueId}`.execute(
    tx,
  );

export const lastChangedBy = async (db: Db, { docket, issueId }: IssueKey): Promise<string | null> =>
  (
    await sql<{ name: string | null }>`select m.name from statement s left join member m on m.member_id = s.by_member
      where s.docket_id = ${docket} and s.kind in ('issue', 'affected')
        and s.fields @> ${JSON.stringify([{ name: 'issue', value: issueId }])}::jsonb order by s.recorded_at desc limit 1`.execute(
      db,
    )
  ).rows[0]?.name ?? null; // prettier-ignore

export type AffectedRow = { at: Date; by: string | null; said: string; reason: string | null };
/** From the record itself: the issue as it was raised, and each change since. */
export const affectedOf = async (db: Db, at: IssueKey & { caseId: string }): Promise<AffectedRow[]> =>
  (
    await sql<AffectedRow>`select s.recorded_at as at, m.name as by, e.content as reason,
        (select f->>'value' from jsonb_array_elements(s.fields) f where f->>'name' = 'affected') as said
      from statement s left join member m on m.member_id = s.by_member
      left join envelope e on e.docket_id = s.docket_id and e.statement_id = s.statement_id
      where s.docket_id = ${at.docket} and s.case_id = ${at.caseId} and s.kind in ('issue', 'affected')
        and s.fields @> ${JSON.stringify([{ name: 'issue', value: at.issueId }])}::jsonb
      order by s.recorded_at, s.kind desc`.execute(db)
  ).rows;
