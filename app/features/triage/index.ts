/** The queue: the only door other slices may use. */
export { triageRoutes } from './routes.ts';
export { assign, putOff, rank } from './queue.actions.ts';
export { answerWithHelp, translate } from './help.actions.ts';
export { tie, untie } from './tie.actions.ts';
export { keepEntry, keepTemplate } from './wording.actions.ts';
export { writeDown } from './contact.actions.ts';
export { handOver } from './handover.actions.ts';
