// The door of assisted filing: what a community coordinator writes down, and the worker's own word on it.
export { claim, fileFor, join, setAccess } from './phone.actions.ts';
export { enrol } from './desk.actions.ts';
export { isVoice } from './rules.ts';
export { assistedRoutes } from './routes.ts';
