/** Remedy: what a business is told, what it does, and what workers make of it. */
export { disclose } from './disclosure.actions.ts';
export { proposeAction, readDisclosure, readDisclosures, reportAction } from './business.actions.ts';
export { REMEDY_TYPES, ROOT_CAUSES, type RemedyType, type RootCause } from './remedy-types.ts';
export { remedyRoutes } from './routes.ts';
