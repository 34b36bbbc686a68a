// ledger.md §7: why an auditor refuses to cosign, in the order of §8 and then of §7.

export const AUDIT_REASONS = [
  'malformed',
  'bad-signature',
  'epoch-not-in-log',
  'head-not-in-epoch',
  'root-mismatch',
  'history-rewritten',
  'duplicate-registration',
  'seal-mismatch',
  'duplicate-commitment',
  'move-unproven',
  'erasure-unproven',
  'totals-mismatch',
  'unplaced-too-long',
] as const;

export type AuditReason = (typeof AUDIT_REASONS)[number];

/** One rule that one epoch broke; `words` are for a person and name numbers, never content. */
export type AuditFault = { reason: AuditReason; words: string; docket?: number };

/** The faults' reasons, each once, in the page's order. */
export const auditReasons = (faults: readonly AuditFault[]): AuditReason[] =>
  AUDIT_REASONS.filter((reason) => faults.some((fault) => fault.reason === reason));

/** Faults of one epoch; enough of them to understand what happened, not one for each of a million leaves. */
export class Faults {
  readonly list: AuditFault[] = [];
  add(reason: AuditReason, words: string, docket?: number): void {
    if (this.list.length >= 100 && this.list.some((fault) => fault.reason === reason)) return;
    this.list.push(docket === undefined ? { reason, words } : { reason, words, docket });
  }
}

/** `closed` to `closed`: longer than this, and a statement in `unplaced` needs a reason. */
export const UNPLACED_SECONDS = 30 * 86_400;

/** Why a statement may stay in `unplaced` longer: a closed list, so that no reason is invented when one is needed. */
export const UNPLACED_REASONS = [
  'worker_unreachable',
  'worker_unwilling',
  'place_unregistered',
  'several_places',
  'under_inquiry',
  'withdrawn',
] as const;
