import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import type { OrgKind, Role } from './contract.ts';
import { readHidden } from './hidden.store.ts';
import type { Member } from './member.ts';

/** An organisation never changes its kind, so it is asked once. */
const kinds = new WeakMap<World, Map<string, OrgKind>>();

type Row = { member_id: string; org_id: string; role: Role; name: string };

async function kindOf(world: World, db: Db, org: string): Promise<OrgKind | undefined> {
  const map = kinds.get(world) ?? new Map<string, OrgKind>();
  kinds.set(world, map);
  const before = map.get(org);
  if (before) return before;
  const found = await sql<{ kind: OrgKind }>`select kind from organisation where org_id = ${org}`.execute(db);
  const kind = found.rows[0]?.kind;
  if (kind) map.set(org, kind);
  return kind;
}

/** The active member that a user is; asked at every request, so that removal works at once. */
export function findMember(world: World, userId: string): Promise<Member | undefined> {
  return world.app.read({ user: userId }, async (db) => {
    const found = await sql<Row>`
      select member_id, org_id, role, name from member where user_id = ${userId} and state = 'active'`.execute(
      db,
    );
    const row = found.rows[0];
    if (!row) return undefined;
    // The wall shows an organisation to its own members, which this user has just turned out to be.
    await sql`select set_config('app.org', ${row.org_id}, true)`.execute(db);
    const kind = await kindOf(world, db, row.org_id);
    if (!kind) return undefined;
    const one = { memberId: row.member_id, orgId: row.org_id, kind, role: row.role, name: row.name, userId };
    return { ...one, hidden: await readHidden(db, one) };
  });
}
