// The door of what goes back to those who spoke: what changed, notices for everybody, outreach.
export { type Facts, draftsOf } from './drafts.ts';
export { invite, publish, readBoard, reply, withdraw, writeNotice } from './notice.actions.ts';
export { logOutreach } from './outreach.actions.ts';
export { readOwed, tell } from './told.actions.ts';
export { communityRoutes } from './routes.ts';
