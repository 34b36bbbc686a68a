import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { Party } from '../cases/index.ts';
import type { DisclosureRow } from './told.store.ts';

type Kind = 'planned' | 'done' | 'dropped';
export type NewClaim = { claimId: string; kind: Kind; actionId: string; at: Date };
export const insertClaim = (tx: Tx, d: DisclosureRow, claim: NewClaim) =>
  sql`insert into claim (docket_id, claim_id, kind, issue_id, disclosure_id, action_id, cso_org, by_org, at)
    values (${d.docket_id}, ${claim.claimId}, ${claim.kind}, ${d.issue_id}, ${d.disclosure_id}, ${claim.actionId}, ${d.cso_org}, ${d.to_org},
      ${claim.at})`.execute(tx);

export type Waiting = {
  docket: number;
  claimId: string;
  kind: Kind;
  issueId: string;
  disclosureId: string;
  actionId: string;
  /** Whose remedy it is: counted apart. */
  by: Party;
  at: Date;
};
/** Claims that nobody has taken up, held until the transaction ends; another one's are passed over. */
export const waitingClaims = async (tx: Tx): Promise<Waiting[]> =>
  (
    await sql<Waiting>`select docket_id as docket, claim_id as "claimId", kind, issue_id as "issueId",
      disclosure_id as "disclosureId", action_id as "actionId", at,
      coalesce((select case o.kind when 'recruiter' then 'recruiter' when 'buyer' then 'buyer' when 'labour_office' then 'state' end
        from organisation o where o.org_id = claim.by_org), 'employer') as by from claim
      where taken_at is null order by docket_id, issue_id, at limit 200 for update skip locked`.execute(tx)
  ).rows;

export const markTaken = (tx: Tx, c: Waiting, at: Date) =>
  sql`update claim set taken_at = ${at} where docket_id = ${c.docket} and claim_id = ${c.claimId}`.execute(
    tx,
  );
