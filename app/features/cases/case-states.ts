/** The states of a case and why it may end (reference.md 5.3), the words of the wire and of the database. */
export const CASE_STATES = [
  'received',
  'acknowledged',
  'triaged',
  'protection_response',
  'consent_pending',
  'consented',
  'consent_declined',
  'no_contact_anonymous',
  'referred',
  'under_investigation',
  'substantiated',
  'partially_substantiated',
  'unsubstantiated',
  'inconclusive',
  'cap_proposed',
  'cap_agreed',
  'remediation_in_progress',
  'remediation_reported',
  'worker_verification',
  'verified_remediated',
  'remediation_disputed',
  'retaliation_monitoring',
  'closed',
  'reopened',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CLOSURES = [
  'remediated_verified_by_worker',
  'remediated_not_verified_worker_unreachable',
  'resolved_by_information',
  'referral_accepted_by_competent_body',
  'worker_withdrew',
  'worker_unreachable',
  'unsubstantiated',
  'out_of_scope',
  'duplicate',
  'unsafe_to_proceed',
  'employer_non_cooperation_escalated',
  'transferred_to_legal_process',
] as const;
export type Closure = (typeof CLOSURES)[number];
