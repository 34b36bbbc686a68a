import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ReferralKey } from './referral.store.ts';
import { type ReferralState, ENDS } from './states.ts';

export type NewEvent = ReferralKey & {
  seq: number;
  cso: string;
  toOrg: string;
  by: string;
  member: string | null;
  kind: 'step' | 'message' | 'act' | 'withdrawn' | 'deleted';
  from: ReferralState | null;
  to: ReferralState | null;
  at: Date;
  statement: { docket: number; id: string };
};
export const insertEvent = (tx: Tx, e: NewEvent) =>
  sql`insert into referral_event (docket_id, referral_id, seq, cso_org, to_org, by_org, by_member, kind, from_state, to_state, at, statement_docket, statement_id)
    values (${e.docket}, ${e.id}, ${e.seq}, ${e.cso}, ${e.toOrg}, ${e.by}, ${e.member}, ${e.kind}, ${e.from}, ${e.to}, ${e.at},
      ${e.statement.docket}, ${e.statement.id})`.execute(tx);

export type Moved = ReferralKey & { seq: number; to: ReferralState | null; answered: boolean; at: Date };
/** The next number, and the state where a step was taken. */
export const saveMove = (tx: Tx, m: Moved) =>
  sql`update referral set seq = ${m.seq}, state = coalesce(${m.to}, state),
      answered_at = case when ${m.answered}::boolean then coalesce(answered_at, ${m.at}) else answered_at end,
      ended_at = case when ${m.to}::text = any(${[...ENDS]}::text[]) then ${m.at} else ended_at end
    where docket_id = ${m.docket} and referral_id = ${m.id}`.execute(tx);

export type Ended = ReferralKey & { why: 'consent_withdrawn' | 'recalled'; at: Date };
/** From here on there is nothing to read: the receiver's row of the package is gone. */
export const saveWithdrawn = (tx: Tx, w: Ended) =>
  sql`with gone as (delete from referral_package where docket_id = ${w.docket} and referral_id = ${w.id})
    update referral set withdrawn_at = ${w.at}, withdrawn_why = ${w.why}
      where docket_id = ${w.docket} and referral_id = ${w.id}`.execute(tx);

export const saveDeleted = (tx: Tx, d: ReferralKey & { at: Date; seq: number }) =>
  sql`update referral set deleted_at = ${d.at}, seq = ${d.seq} where docket_id = ${d.docket} and referral_id = ${d.id}`.execute(
    tx,
  );

export type SaidLine = {
  seq: number;
  kind: NewEvent['kind'];
  by_org: string;
  name: string | null;
  to_state: ReferralState | null;
  at: Date;
  statement_id: string;
  content: string | null;
};
/** What both sides did and said, oldest first. Names of members only within their own organisation. */
export const saidIn = async (db: Db, key: ReferralKey): Promise<SaidLine[]> =>
  (
    await sql<SaidLine>`select v.seq, v.kind, v.by_org, m.name, v.to_state, v.at, v.statement_id, e.content
      from referral_event v left join member m on m.member_id = v.by_member
      left join envelope e on e.docket_id = v.statement_docket and e.statement_id = v.statement_id
      where v.docket_id = ${key.docket} and v.referral_id = ${key.id} order by v.seq`.execute(db)
  ).rows;

/** Sealed words that were sent under this id before; null: a step without words. Undefined: the id is new. */
export const saidBefore = async (
  db: Db,
  key: ReferralKey,
  statementId: string,
): Promise<string | null | undefined> =>
  (
    await sql<{ content: string | null }>`select e.content from referral_event v
      left join envelope e on e.docket_id = v.statement_docket and e.statement_id = v.statement_id
      where v.docket_id = ${key.docket} and v.referral_id = ${key.id} and v.statement_id = ${statementId}`.execute(
      db,
    )
  ).rows[0]?.content;
