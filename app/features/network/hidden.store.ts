/** What a member may not see: cases of a conflict of interest, and compartments without the role. */
import { sql } from 'kysely';
import { type Db, NOTHING_HIDDEN } from '../../platform/db.ts';
import type { OrgKind, Role } from './contract.ts';
import { isReader } from './roles.ts';

type Asked = { memberId: string; orgId: string; kind: OrgKind; role: Role };

/**
 * A case is hidden with all its threads, a thread with its case: who may not see one would know it by the other. While
 * nobody in the organisation has a compartment's role, whoever leads has it, so that no child's case is out of sight of
 * everybody. `app.org` must be the member's; the tables are those of the slice `protection` (migration 0015).
 */
export async function readHidden(db: Db, m: Asked): Promise<string> {
  if (!isReader(m.kind)) return NOTHING_HIDDEN;
  const { rows } = await sql<{ hidden: string | null }>`with holder as (
      select r.kind, r.member_id from compartment_role r join member h on h.member_id = r.member_id and h.state = 'active'
        where r.org_id = ${m.orgId} and (r.kind <> 'child' or r.agreed_at is not null)),
    own as (
      select docket_id, about_id from recusal where member_id = ${m.memberId} and ended_at is null
      union select c.docket_id, c.about_id from compartment c where c.cso_org = ${m.orgId} and c.left_at is null
        and not exists (select 1 from holder h where h.kind = c.kind and h.member_id = ${m.memberId})
        and not (${m.role === 'lead'} and not exists (select 1 from holder h where h.kind = c.kind))),
    about as (
      select docket_id, about_id as id from own
      union select t.case_docket, t.case_id from own join thread t on t.docket_id = own.docket_id and t.thread_id = own.about_id
        where t.case_id is not null),
    whole as (
      select docket_id, id from about
      union select t.docket_id, t.thread_id from about a join thread t on t.case_docket = a.docket_id and t.case_id = a.id)
    select string_agg(docket_id || ':' || id, ',' order by docket_id, id) as hidden from whole`.execute(db);
  return NOTHING_HIDDEN + (rows[0]?.hidden ?? '');
}
