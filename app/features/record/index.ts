// The door of the record: how anything that a party says becomes a statement.
export { type PartnerStatement, record } from './record.actions.ts';
export { type WorkerKind, URGENCIES, WORKER_KINDS, workerFields } from './fields.ts';
