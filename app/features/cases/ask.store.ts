import { sql } from 'kysely';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import type { Owed } from './amount.ts';
import type { Money } from './money.ts';
import { NAMED_SCOPES } from './consent.ts';
import type { askKind } from './thread.contract.ts';

export type AskRow = {
  ask_id: string;
  thread_id: string;
  thread_docket: number;
  case_id: string | null;
  issue_id: string | null;
  kind: z.infer<typeof askKind>;
  scopes: string[];
  for_org: string | null;
  asked_at: Date;
  closed_at: Date | null;
  answer_statement: string | null;
  coded: string | null;
  quality: number | null;
  round_id: string | null;
  tranche: number | null;
  amount: number | null;
  currency: string | null;
  attempts: number;
  attempted_at: Date | null;
};
export const lockAsk = async (tx: Tx, docket: number, askId: string): Promise<AskRow | undefined> =>
  (
    await sql<AskRow>`select ask_id, thread_id, thread_docket, case_id, issue_id, kind, scopes, for_org, asked_at, closed_at,
      answer_statement, coded, quality, round_id, tranche, amount, currency, attempts, attempted_at from ask where docket_id = ${docket} and ask_id = ${askId} for update`.execute(
      tx,
    )
  ).rows[0];

export type NewAsk = {
  docket: number;
  askId: string;
  threadId: string;
  threadDocket: number;
  org: string;
  caseId: string;
  issueId: string | null;
  kind: string;
  scopes: readonly string[];
  forOrg?: string | undefined;
  at: Date;
};
export const insertAsk = (tx: Tx, a: NewAsk) =>
  sql`insert into ask (docket_id, ask_id, thread_id, thread_docket, cso_org, case_id, issue_id, kind, scopes, for_org, for_name, asked_at)
    values (${a.docket}, ${a.askId}, ${a.threadId}, ${a.threadDocket}, ${a.org}, ${a.caseId}, ${a.issueId}, ${a.kind}, ${[...a.scopes]}::text[], ${a.forOrg ?? null},
      (select name from organisation where org_id = ${a.forOrg ?? null}), ${a.at})`.execute(tx);

export type Spoken = { statement_id: string; kind: string; recorded_at: Date };
/** A statement that the worker of this thread made on an own device: nobody else holds its key. */
export const workerStatement = async (
  tx: Tx,
  thread: { docket: number; threadId: string },
  statementId: string,
): Promise<Spoken | undefined> =>
  (
    await sql<Spoken>`select statement_id, kind, recorded_at from statement
      where thread_docket = ${thread.docket} and thread_id = ${thread.threadId} and statement_id = ${statementId}
        and key_raw is not null and by_org is null limit 1`.execute(tx)
  ).rows[0];

export type CodedAsk = {
  docket: number;
  askId: string;
  value: string;
  quality: number | null;
  money: Money | null;
  answer: string | null;
  at: Date;
};
export const saveCoded = (tx: Tx, c: CodedAsk) =>
  sql`update ask set coded = ${c.value}, quality = ${c.quality}, amount = ${c.money?.amount ?? null}, currency = ${c.money?.currency ?? null}, closed_at = ${c.at}, answer_statement = coalesce(${c.answer}, answer_statement)
    where docket_id = ${c.docket} and ask_id = ${c.askId}`.execute(tx);

export type NewConsents = {
  docket: number;
  threadId: string;
  org: string;
  caseId: string;
  scopes: readonly string[];
  /** The one receiver that a yes to telling somebody is for. */
  forOrg?: string | null | undefined;
  state: string;
  answer: string;
  at: Date;
};
/** One row a scope, never changed: the latest answer counts. `at` is when the worker said it, not when it was coded. */
export const insertConsents = (tx: Tx, c: NewConsents) =>
  sql`insert into consent (docket_id, consent_id, thread_id, cso_org, case_id, scope, for_org, state, answer_statement, at)
    select ${c.docket}, gen_random_uuid(), ${c.threadId}, ${c.org}, ${c.caseId}, scope,
      case when scope = any(${[...NAMED_SCOPES]}::text[]) then ${c.forOrg ?? null}::text end, ${c.state}, ${c.answer}, ${c.at}
    from unnest(${[...c.scopes]}::text[]) as scope`.execute(tx);

/** What this worker is owed about this issue, and the sums of the instalments that are planned for all, in order. */
export async function owedFor(
  tx: Tx,
  ask: { docket: number; issueId: string; threadId: string },
): Promise<{ owed: Owed | undefined; planned: number[] }> {
  const owed = await sql<Owed>`select due, currency from repayment
    where docket_id = ${ask.docket} and issue_id = ${ask.issueId} and thread_id = ${ask.threadId}`.execute(
    tx,
  );
  const planned = await sql<{ amount: number }>`select amount from remedy
    where docket_id = ${ask.docket} and issue_id = ${ask.issueId} and tranche is not null and amount is not null
      and currency = ${owed.rows[0]?.currency ?? ''} order by tranche`.execute(tx);
  return { owed: owed.rows[0], planned: planned.rows.map(({ amount }) => amount) };
}
