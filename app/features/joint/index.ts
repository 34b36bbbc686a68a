/** Several organisations on one matter, and buyers together: the only door other slices may use. */
export { jointRoutes } from './routes.ts';
/** Once a day: plans, outcomes and parts as they stand; after each quarter how suppliers answered. */
export { keepJoint } from './pace.actions.ts';
// What the desk does, for whoever does the same: the demo.
export { addItem } from './item.actions.ts';
export { caseTogether, offer } from './offer.actions.ts';
export { openInvestigation } from './open.actions.ts';
export { answer } from './party.actions.ts';
export { readJoint } from './views.actions.ts';
