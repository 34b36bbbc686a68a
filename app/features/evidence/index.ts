// The door of evidence: how what is on record is proven, and to whom.
export { makeDocketBundle, makeSingleBundle } from './bundle.actions.ts';
export { evidenceRoutes } from './routes.ts';
export { type LicenceInput, grantLicence } from './licence.actions.ts';
