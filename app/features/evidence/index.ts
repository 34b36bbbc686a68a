// The door of evidence: how what is on record is proven, and to whom.
export { type Bundle, makeCaseSingle, makeDocketBundle, makeSingleBundle } from './bundle.actions.ts';
export { type Archive, makeArchive } from './archive.actions.ts';
export { judgeQuarters } from './quarter.actions.ts';
// Judging an archive: for the command line too.
export { type ArchiveVerdict, verifyArchive } from './archive.ts';
export type { ReadAt } from './zip.ts';
export { evidenceRoutes } from './routes.ts';
export { type LicenceInput, grantLicence } from './licence.actions.ts';
