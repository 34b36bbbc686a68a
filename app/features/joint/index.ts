/** Several organisations on one matter, and buyers together: the only door other slices may use. */
export { jointRoutes } from './routes.ts';
/** Once a day: plans, outcomes and parts as they stand; after each quarter how suppliers answered. */
export { keepJoint } from './pace.actions.ts';
