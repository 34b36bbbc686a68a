import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';

export type StatementRow = {
  docketId: number;
  statementId: string;
  threadId: string | null;
  threadDocket: number | null;
  caseId: string | null;
  kind: string;
  fields: readonly { name: string; value: string }[];
  commitment: Uint8Array;
  m: Uint8Array;
  recordedAt: Date;
  csoOrg: string;
  toOrg: string | null;
  byOrg: string | null;
  byMember: string | null;
  re: string | null;
  content: string | null;
};

/** Statement, secret, sealed words and the waiting leaf in one round trip. */
export async function insertStatement(tx: Tx, s: StatementRow): Promise<void> {
  await sql`with s as (insert into statement
      (docket_id, statement_id, thread_id, thread_docket, case_id, kind, fields, commitment, recorded_at, placed_in, cso_org, to_org, by_org, by_member, re)
      values (${s.docketId}, ${s.statementId}, ${s.threadId}, ${s.threadDocket}, ${s.caseId}, ${s.kind}, ${JSON.stringify(s.fields)}, ${s.commitment},
        ${s.recordedAt}, ${s.docketId}, ${s.csoOrg}, ${s.toOrg}, ${s.byOrg}, ${s.byMember}, ${s.re})),
    m as (insert into record_secret values (${s.docketId}, ${s.statementId}, ${s.m})),
    e as (insert into envelope (docket_id, statement_id, thread_id, case_id, cso_org, to_org, content)
      select ${s.docketId}, ${s.statementId}::uuid, ${s.threadId}::uuid, ${s.caseId}::uuid, ${s.csoOrg}, ${s.toOrg}, ${s.content}::text where ${s.content}::text is not null)
    insert into waiting_leaf (docket_id, waiting_id, kind, commitment) values (${s.docketId}, ${s.statementId}, 'statement', ${s.commitment})`.execute(
    tx,
  );
}
