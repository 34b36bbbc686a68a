import type { Who } from '../../platform/db.ts';
import type { Watched } from '../record/index.ts';
import type { OrgKind, Role } from './contract.ts';

/** A signed-in person, with both factors proven, in the one organisation that they act for. */
export type Member = {
  readonly memberId: string;
  readonly orgId: string;
  /** The organisation's kind. */
  readonly kind: OrgKind;
  readonly role: Role;
  readonly name: string;
  readonly userId: string;
  /** Cases and threads that this member may not see, as the walls of the database read it (`app.hidden`). */
  readonly hidden: string;
};

/** A change of what the organisation or one of its members has set, for the organisation's own docket. */
export const setting = (who: Member, what: string, n = 1): Watched => ({
  org: who.orgId,
  member: who.memberId,
  role: who.role,
  act: 'setting',
  what,
  n,
});

/** What the walls of the database ask. */
export const whoIs = (member: Member, now: Date): Who => ({
  org: member.orgId,
  kind: member.kind,
  member: member.memberId,
  user: member.userId,
  now: now.toISOString(),
  hidden: member.hidden,
});
