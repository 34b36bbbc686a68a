// The door of evidence: how what is on record is proven, and to whom.
export { type Bundle, makeCaseSingle, makeDocketBundle, makeSingleBundle } from './bundle.actions.ts';
export { type Archive, makeArchive } from './archive.actions.ts';
export { byThreads } from './makers.actions.ts';
export { evidenceList } from './list.actions.ts';
export { judgeQuarters } from './quarter.actions.ts';
export { evidenceRoutes } from './routes.ts';
export { type LicenceInput, grantLicence } from './licence.actions.ts';
