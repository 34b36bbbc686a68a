import type { World } from '../../platform/world.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Role } from './contract.ts';
import { lockOrganisation } from './keys.store.ts';
import { type Member, setting, whoIs } from './member.ts';
import { readColleagues, saveRole } from './members.store.ts';
import { may, rolesOf } from './roles.ts';

export type Change = { memberId: string; role: Role; was: Role };

/** The role of a colleague, or one's own; it works from the next request on. One who leads always stays. */
export async function changeRole(
  world: World,
  who: Member,
  { memberId, role, was }: Change,
): Promise<{ role: Role } | Refusal> {
  if (!may(who, 'invite')) return refuse('not_allowed', 'Only whoever leads the organisation can do this.');
  const roles = rolesOf(who.kind);
  if (!roles.includes(role))
    return refuse('invalid', 'Your organisation has no such role.', [
      { path: 'role', why: `one of ${roles.join(', ')}` },
    ]);
  return world.app.write(whoIs(who, world.clock.now()), async (tx) => {
    await lockOrganisation(tx, who.orgId);
    const colleagues = await readColleagues(tx, who.orgId);
    const member = colleagues.find((m) => m.memberId === memberId && m.state !== 'removed');
    if (!member) return refuse('not_found', 'There is no such member.');
    if (member.role === role) return { role };
    if (member.role !== was)
      return refuse('conflict', `A colleague changed this role meanwhile: ${member.role}.`, [
        { path: 'was', why: member.role },
      ]);
    const leads = colleagues.filter((m) => m.state === 'active' && m.role === roles[0]);
    if (member.role === roles[0] && leads.length === 1 && leads[0]?.memberId === memberId)
      return refuse('wrong_state', 'Somebody must lead. Give this role to a colleague first.');
    await saveRole(tx, who.orgId, memberId, role);
    await watched(tx, world, setting(who, `role_${role}`));
    return { role };
  });
}
