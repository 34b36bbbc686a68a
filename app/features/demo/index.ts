// The door of the demo: an invented network, loaded through the same actions as real use.
export { type Tour, tourOf } from './tour.ts';
export { type Progress, isDemoLoaded, loadDemo } from './load.actions.ts';
export { type Found, findDemo } from './begin.store.ts';
export { type DemoSize, README_SIZE } from './plan.ts';
