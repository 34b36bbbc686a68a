// The door of the record: how anything that a party says becomes a statement.
export { type PartnerStatement, record } from './record.actions.ts';
export { type Filing, FILINGS } from './fields.ts';
export { type WorkerKind, URGENCIES, WORKER_KINDS, workerFields } from './fields.ts';
// What organisations do is on record too: acts, and the only way to answer what is sealed.
export { forgetSittings, open, watched } from './watch.actions.ts';
export { watchCsv, watchView } from './watch-view.actions.ts';
export { type Act, type Opening, type ThreadRef, type Unopened, type Watched, type Watcher, ACTS, ownDocketId, unopened, weekOf } from './watch.ts'; // prettier-ignore
