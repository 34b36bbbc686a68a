/** Duties: the only door other slices may use. */
export { type Calendar, type Span, PLAIN, dayIn, dueIn, isWorkday } from './calendar.ts';
export { calendarOf } from './calendars.store.ts';
export { CLOCKS, REMEDY, RESPONSE, type DutyKind, dueOf } from './clocks.ts';
export { type DutyKey, type NewDuty, calendarAt, doneDuties, doneDuty, dutyIdOf, hasOpen, openDuty, pauseDuties, regradeDuty, resumeDuties } from './store.ts'; // prettier-ignore
export { keepDuties } from './keep.actions.ts';
export { dutyRoutes } from './routes.ts';
export { readSteps, setDay, setSteps } from './view.actions.ts';
