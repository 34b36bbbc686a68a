/** Who takes part: the only door other slices may use. */
export { sendAlerts } from './alerts.actions.ts';
export { closeSignIn, prepareSignIn } from './auth.actions.ts';
export { createDemoMembers, createDemoRings, demoPassphrase, demoPeople, type DemoPerson, type DemoRing } from './demo.actions.ts'; // prettier-ignore
export { directory, forgetDirectory, servedDirectory, type ServedDirectory } from './directory.actions.ts';
export { markReleasedKeys } from './jobs.ts';
export { addShare, setOwnKey, setUpRing } from './keys.actions.ts';
export { type Member, whoIs } from './member.ts';
export { addMember, invite, removeMember } from './members.actions.ts';
export { registerOrganisation, registerOwnDockets, registerWorkplaces } from './register.actions.ts';
export { type Act, MOVERS, may, mayMove, rolesOf } from './roles.ts';
export { networkRoutes } from './routes.ts';
export { fromElsewhere, memberOf, requireMember } from './session.actions.ts';
export { deskRoute } from './desk.routes.ts';
export { NOTHING, caseOpening, caseReading, caseWork, nowOf, reading, writing } from './work.actions.ts';
export { setupNeeded, setupToken } from './setup.actions.ts';
