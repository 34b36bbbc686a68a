// The door of the ledger: protocol vouch/1 (ledger.md) as a pure library. No clock, no chance, no files, no network.

export * from './audit.ts';
export * from './audit-feed.ts';
export type { AuditGround } from './audit-log.ts';
export * from './audit-memory.ts';
export {
  AUDIT_REASONS,
  type AuditFault,
  type AuditReason,
  UNPLACED_REASONS,
  UNPLACED_SECONDS,
  auditReasons,
} from './audit-reasons.ts';
export * from './bundle.ts';
export * from './docket-bundle.ts';
export * from './unmade.ts';
export * from './bytes.ts';
export * from './growth.ts';
export * from './lines.ts';
export * from './merkle.ts';
export * from './note.ts';
export * from './policy.ts';
export * from './proof-pass.ts';
export * from './receipt.ts';
export * from './sealed.ts';
export * from './statement.ts';
export { commit } from './quick-commit.ts';
export * from './tiles.ts';
export * from './reasons.ts';
export { EPOCH_SECONDS, MAX_AGE_SECONDS } from './verify-header.ts';
export { isAuthorised } from './verify-leaves.ts';
export * from './verify-log.ts';
export type { PromiseVerdict } from './verify-promise.ts';
export * from './verify.ts';
export type { LogFacts } from './verify-against.ts';
export * from './witness.ts';
export { LineChecker } from './line-check.ts';
export type { CheckLines, CheckedLines, LineWorks } from './line-check.ts';
export type { LineContext } from './quick-line.ts';
export type { Source } from './line-reader.ts';
export { HmacKey } from './hmac-key.ts';
export { hmacSha256, sha256 } from '#sha256';
export { publicKey, sign as signEd25519, verify as verifyEd25519 } from '#ed25519';
