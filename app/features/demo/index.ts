// The door of the demo: an invented network, loaded through the same actions as real use.
export { type Tour, tourOf } from './tour.ts';
