// The door of the log: dockets, epochs, the sequencer, and what is published to witnesses, auditors and the public.
export {
  type Docket,
  docketById,
  docketOf,
  dockets,
  findDocket,
  refreshDockets,
  unplacedDocket,
} from './dockets.store.ts';
export { EMPTY_HEAD, type HeadState, dueOf, epochTree, nextClose, timeText } from './epoch.ts';
export { type EpochRow, epochs, headsAt, lastEpoch, logLines } from './sequencer.store.ts';
export { Sequencer } from './sequencer.actions.ts';
export { logKey, receiptKey } from './log-keys.ts';
export { type Cosigner, type WitnessAt, policyText, witnessThreshold } from './policy.ts';
export { LogForked, Publisher } from './publish.actions.ts';
export { ledgerStatus } from './status.actions.ts';
export { logRoutes } from './routes.ts';
