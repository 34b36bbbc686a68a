/** Protection: the only door other slices may use. */
export { type Compartment, COMPARTMENTS, compartmentOf } from './compartments.ts';
export { changeRole, compartmentalise } from './compartment.actions.ts';
export { LEAVE_NOTHING, mayReach, setContact, wishByWorker } from './contact.actions.ts';
export { addStep, beginPlan } from './plan.actions.ts';
export { contactOf as safeContactOf } from './contact.store.ts';
export { type Profile, type Sending, type WayOut, type Wish, maySend, previewOf } from './safe-contact.ts';
export { wishBody } from './contract.ts';
export { flagByWorker, heldBack, holdRetaliation, severityOfRetaliation } from './retaliation.actions.ts';
export { judgeStop, stopStands } from './stop.actions.ts';
export { keepProtection } from './keep.actions.ts';
export { RETALIATION_CODE, monthsAfter } from './watch.ts';
export { protectionRoutes } from './routes.ts';
