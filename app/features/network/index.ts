/** Who takes part: the only door other slices may use. */
export type { Member } from './member.ts';
export { may, rolesOf, type Act } from './roles.ts';
export { memberOf, requireMember } from './session.ts';
