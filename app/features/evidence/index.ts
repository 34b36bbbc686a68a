// The door of evidence: what other slices put on record, and how it is proven.
export { type PartnerStatement, record } from './record.actions.ts';
export { placeThread } from './place.actions.ts';
export { docketOf, findDocket, refreshDockets, unplacedDocket } from './dockets.store.ts';
export { dueOf, nextClose } from './epoch.ts';
export { Sequencer } from './sequencer.actions.ts';
export { LogForked, Publisher, logKey, policyText, receiptKey, type WitnessAt } from './publish.actions.ts';
export { makeDocketBundle, makeSingleBundle } from './bundle.actions.ts';
export { type WorkerKind, URGENCIES, WORKER_KINDS, workerFields } from './fields.ts';
export { ledgerStatus } from './status.actions.ts';
export { evidenceRoutes } from './routes.ts';
export { type LicenceInput, grantLicence } from './licence.actions.ts';
