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
export {
  type EpochRow,
  epochs,
  headsAt,
  lastEpoch,
  lastPublished,
  logLines,
  epochSizes,
} from './sequencer.store.ts';
export { Sequencer, type SequencerOptions } from './sequencer.actions.ts';
export { Fenced, Lease, LeaseHeld, leaseOf } from './lease.actions.ts';
export { type HaltKind, LogHalted, WHAT_TO_DO } from './halt.ts';
export type { OnStage, Stage } from './stages.ts';
export { allKeys, logKeysNow, policyNow, receiptSigners, refreshKeys } from './signing.actions.ts';
export { readOwnPolicy } from './policy-file.ts';
export { type Announced, announceKey } from './rotate.actions.ts';
export { tileStore } from './tile-store.actions.ts';
export { logKey, receiptKey } from './log-keys.ts';
export { type Cosigner, type WitnessAt, cosignersOf, policyText, witnessThreshold } from './policy.ts';
export { Publisher, type PublisherOptions } from './publish.actions.ts';
export { type CompareWith, compareWithPublished } from './compare.actions.ts';
export { checkLog } from './check.actions.ts';
export { type Trouble, type TroubleKind, atMost } from './trouble.ts';
export { leaseNow, ledgerStatus } from './status.actions.ts';
export type { LedgerStatus } from './contract.ts';
export { type Feed, startFeed } from './feed.routes.ts';
export { type Channel, auditorsKnown, inviteAuditors, revokeAuditor } from './auditors.actions.ts';
export { sealKey } from './feed.actions.ts';
export { anchorFaults, anchorLog, anchorStatus } from './anchor.actions.ts';
export { addressOf, deployContract, readContract } from './anchor-evm.actions.ts';
export { type AnchorShown, stampedDigest, stampedText } from './anchor.ts';
export { type Attested, NotOts, attested, parseOts } from './anchor-ots.ts';
export { anchorRoutes } from './anchor.routes.ts';
export { logRoutes } from './routes.ts';
export { journalDir, journalStore } from './journal.actions.ts';
export {
  NotOurLog,
  awaitsRecovery,
  judgeRestore,
  lastRestore,
  mustBeSettled,
  settleBySaying,
  standing,
} from './recovery.actions.ts';
export { KeptLeaves } from './replay.ts';
export { type Replayed, replayLog } from './replay.actions.ts';
