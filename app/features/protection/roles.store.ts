/** Who holds the roles of compartments. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Compartment } from './compartments.ts';

export type RoleRow = {
  memberId: string;
  kind: Compartment;
  grantedBy: string;
  grantedAt: Date;
  agreedBy: string | null;
};
export const rolesIn = async (db: Db, org: string): Promise<RoleRow[]> =>
  (
    await sql<RoleRow>`select r.member_id as "memberId", r.kind, r.granted_by as "grantedBy", r.granted_at as "grantedAt", r.agreed_by as "agreedBy"
      from compartment_role r join member m on m.member_id = r.member_id and m.state = 'active'
      where r.org_id = ${org} order by r.kind, r.granted_at, r.member_id`.execute(db)
  ).rows;

type Key = { org: string; memberId: string; kind: Compartment };
export const grantRole = (tx: Tx, k: Key, by: string, at: Date) =>
  sql`insert into compartment_role (org_id, member_id, kind, granted_by, granted_at)
    values (${k.org}, ${k.memberId}, ${k.kind}, ${by}, ${at}) on conflict do nothing`.execute(tx);
export const agreeRole = (tx: Tx, k: Key, by: string, at: Date) =>
  sql`update compartment_role set agreed_by = ${by}, agreed_at = ${at}
    where org_id = ${k.org} and member_id = ${k.memberId} and kind = ${k.kind} and agreed_at is null`.execute(
    tx,
  );
export const takeRole = (tx: Tx, k: Key) =>
  sql`delete from compartment_role where org_id = ${k.org} and member_id = ${k.memberId} and kind = ${k.kind}`.execute(
    tx,
  );

export const worksOnCases = async (db: Db, org: string, memberId: string): Promise<boolean> =>
  (
    await sql`select 1 from member where org_id = ${org} and member_id = ${memberId} and state = 'active' and role in ('lead', 'caseworker')`.execute(
      db,
    )
  ).rows.length > 0;
export const leads = async (db: Db, org: string, memberId: string): Promise<boolean> =>
  (
    await sql`select 1 from member where org_id = ${org} and member_id = ${memberId} and state = 'active' and role = 'lead'`.execute(
      db,
    )
  ).rows.length > 0;

export const colleaguesOf = async (
  db: Db,
  org: string,
  but: readonly string[],
): Promise<{ memberId: string; name: string }[]> =>
  (
    await sql<{ memberId: string; name: string }>`select member_id as "memberId", name from member
      where org_id = ${org} and state = 'active' and role in ('lead', 'caseworker') and member_id <> all(${[...but]}::uuid[]) order by name, member_id`.execute(
      db,
    )
  ).rows;
