import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Facts, ReferralState } from './states.ts';

/** What the role that sees codes knows of one referral about a worker: whose it is, and all that this worker said of telling. */
export type HeldRow = {
  docket: number;
  id: string;
  csoOrg: string;
  toOrg: string;
  state: ReferralState;
  basis: Facts['basis'];
  scope: string;
  caseDocket: number;
  caseId: string;
  threadId: string;
  threadDocket: number;
  withdrawn: boolean;
  words: { threadId: string; scope: string; forOrg: string | null; state: 'given' | 'refused' | 'withdrawn'; at: string; id: string }[]; // prettier-ignore
};

const COLUMNS = sql`r.docket_id as docket, r.referral_id as id, r.cso_org as "csoOrg", r.to_org as "toOrg", r.state, r.basis, l.scope,
  l.case_docket as "caseDocket", l.case_id as "caseId", l.thread_id as "threadId", l.thread_docket as "threadDocket",
  coalesce(t.withdrawn or t.erasing, true) as withdrawn,
  (select coalesce(json_agg(json_build_object('threadId', c.thread_id, 'scope', c.scope, 'forOrg', c.for_org, 'state', c.state, 'at', c.at, 'id', c.consent_id)), '[]')
    from consent c where c.thread_id = l.thread_id and c.scope = l.scope) as words`;
const TABLES = sql`referral r join referral_link l on l.docket_id = r.docket_id and l.referral_id = r.referral_id
  left join thread t on t.docket_id = l.thread_docket and t.thread_id = l.thread_id`;

export const heldBy = async (db: Db, key: { docket: number; id: string }): Promise<HeldRow | undefined> =>
  (
    await sql<HeldRow>`select ${COLUMNS} from ${TABLES} where r.docket_id = ${key.docket} and r.referral_id = ${key.id}`.execute(
      db,
    )
  ).rows[0];

/** Everything that a receiver can read as of now. */
export const heldByReceivers = async (db: Db, toOrg?: string): Promise<HeldRow[]> =>
  (
    await sql<HeldRow>`select ${COLUMNS} from ${TABLES} where r.sent_at is not null and r.withdrawn_at is null
      and (${toOrg ?? null}::text is null or r.to_org = ${toOrg ?? null}) order by r.docket_id, r.referral_id`.execute(
      db,
    )
  ).rows;
