/** Shifts: who works through the queue, and who is called at night. */
export { addShift, readRota } from './actions.ts';
export { shiftRoutes } from './routes.ts';
