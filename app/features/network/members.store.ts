import { sql } from 'kysely';
import { type PublicJwk, parsePublicJwk } from '../../../seal/keys.ts';
import type { Wrapped } from '../../../seal/ring.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { Role } from './contract.ts';

export type MemberState = 'invited' | 'active' | 'removed';
type Row = {
  member_id: string;
  user_id: string | null;
  name: string;
  email: string;
  role: Role;
  state: MemberState;
  public_key: unknown;
  wrapped_key: string | null;
};
export type Colleague = {
  memberId: string;
  userId: string | null;
  name: string;
  email: string;
  role: Role;
  state: MemberState;
  publicJwk: PublicJwk | null;
  wrapped: Wrapped | null;
};

const colleague = (row: Row): Colleague => ({
  memberId: row.member_id,
  userId: row.user_id,
  name: row.name,
  email: row.email,
  role: row.role,
  state: row.state,
  publicJwk: parsePublicJwk(row.public_key) ?? null,
  wrapped: row.wrapped_key ? (JSON.parse(row.wrapped_key) as Wrapped) : null,
});

export async function readColleagues(db: Db, org: string): Promise<Colleague[]> {
  const found = await sql<Row>`
    select member_id, user_id, name, email, role, state, public_key, wrapped_key from member
    where org_id = ${org} order by state, name, member_id`.execute(db);
  return found.rows.map(colleague);
}

export const readColleague = async (db: Db, org: string, id: string): Promise<Colleague | undefined> =>
  (await readColleagues(db, org)).find((member) => member.memberId === id);

export type NewMember = { org: string; memberId: string; email: string; name: string; role: Role };

export const insertMember = (tx: Tx, m: NewMember, state: MemberState, userId: string | null) =>
  sql`insert into member (member_id, org_id, user_id, email, name, role, state)
    values (${m.memberId}, ${m.org}, ${userId}, ${m.email}, ${m.name}, ${m.role}, ${state})`.execute(tx);

/** Somebody who was invited before, or removed, is invited (again): nothing of old keys or sessions comes back. */
export const inviteAgain = (tx: Tx, m: NewMember) =>
  sql`update member set state = 'invited', name = ${m.name}, role = ${m.role}, user_id = null, public_key = null,
    wrapped_key = null where org_id = ${m.org} and member_id = ${m.memberId}`.execute(tx);

export const activate = (tx: Tx, org: string, id: string, userId: string) =>
  sql`update member set state = 'active', user_id = ${userId} where org_id = ${org} and member_id = ${id}`.execute(tx); // prettier-ignore

export const removeFrom = (tx: Tx, org: string, id: string) =>
  // Roles for compartments go too: who is invited again begins without.
  sql`with roles as (delete from compartment_role where org_id = ${org} and member_id = ${id})
    update member set state = 'removed', user_id = null, public_key = null, wrapped_key = null
    where org_id = ${org} and member_id = ${id}`.execute(tx);

export const putOwnKey = (tx: Tx, id: string, key: { publicJwk: PublicJwk; wrapped: Wrapped }) =>
  sql`update member set public_key = ${JSON.stringify(key.publicJwk)}::jsonb,
    wrapped_key = ${JSON.stringify(key.wrapped)} where member_id = ${id}`.execute(tx);

export type Invitation = { org: string; memberId: string; expires: Date };

export async function putInvitation(tx: Tx, hash: Buffer, i: Invitation): Promise<void> {
  await dropInvitations(tx, i.org, i.memberId);
  await sql`insert into invitation values (${hash}, ${i.org}, ${i.memberId}, ${i.expires})`.execute(tx);
}

export const dropInvitations = (tx: Tx, org: string, member: string) =>
  sql`delete from invitation where org_id = ${org} and member_id = ${member}`.execute(tx);

/** The wall shows the one row whose token's hash `app.lookup` is. */
export async function readInvitation(db: Db, hash: Buffer): Promise<Invitation | undefined> {
  const found = await sql<{ org_id: string; member_id: string; expires_at: Date }>`
    select org_id, member_id, expires_at from invitation where token_hash = ${hash}`.execute(db);
  const row = found.rows[0];
  return row && { org: row.org_id, memberId: row.member_id, expires: row.expires_at };
}

export const saveRole = (tx: Tx, org: string, id: string, role: Role) =>
  sql`update member set role = ${role} where org_id = ${org} and member_id = ${id}`.execute(tx);
