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

/** What must hold before a step; judged in `guards.ts`. */
export const GUARDS = [
  'issue_coded',
  'consent_to_case',
  'consent_answered_no',
  'consent_to_share_with_employer',
  'consent_to_refer',
  'consent_to_refer_or_vital_interests',
  'action_proposed',
  'action_reported',
  'verified_by_workers',
  'disputed_by_workers',
  'not_disputed',
  'some_worker_unreachable',
  'no_child_at_risk',
  'escalated',
] as const;
export type Guard = (typeof GUARDS)[number];

export type Step = {
  from: readonly CaseState[];
  to: CaseState;
  guards: readonly Guard[];
  /** Steps to `closed` name the reasons they may end with. */
  closures?: readonly Closure[];
};

const step = (from: readonly CaseState[], to: CaseState, ...guards: Guard[]): Step => ({ from, to, guards });
const end = (from: readonly CaseState[], closures: readonly Closure[], ...guards: Guard[]): Step => ({
  from,
  to: 'closed',
  guards,
  closures,
});
const OPEN = CASE_STATES.filter((state) => state !== 'closed');
/** Ends that say what workers said have a step, and guards, of their own. */
const WITHOUT_WORKERS_WORD = CLOSURES.filter(
  (closure) => !closure.startsWith('remediated_') && closure !== 'worker_withdrew',
);

/**
 * reference.md 5.3 as a table. `reopened` is a state of its own there with no way on; here it goes back to where work
 * is done. What the table says of judgement ("two sources where safe", "reasons told") is the case worker's; what can
 * be checked is a guard.
 */
export const STEPS: readonly Step[] = [
  step(['received'], 'acknowledged'),
  end(['received'], ['duplicate', 'out_of_scope']),
  step(['acknowledged'], 'triaged'),
  // Danger does not wait for a form: no guard. Why it began without full consent is the step's reason.
  step(['triaged', 'reopened'], 'protection_response'),
  step(['triaged', 'protection_response', 'reopened'], 'consent_pending', 'issue_coded'),
  step(['triaged', 'consent_pending', 'consent_declined'], 'no_contact_anonymous', 'issue_coded'),
  end(['triaged'], ['resolved_by_information']),
  step(['protection_response'], 'referred', 'consent_to_refer_or_vital_interests'),
  step(['protection_response'], 'under_investigation'),
  step(['consent_pending'], 'consented', 'consent_to_case'),
  step(['consent_pending'], 'consent_declined', 'consent_answered_no'),
  end(['consent_pending'], ['worker_unreachable']),
  step(['consented'], 'referred', 'consent_to_refer'),
  step(['consented'], 'under_investigation', 'consent_to_case'),
  step(['no_contact_anonymous', 'referred', 'reopened'], 'under_investigation'),
  step(
    ['consented', 'substantiated', 'partially_substantiated', 'cap_proposed', 'reopened'],
    'cap_proposed',
    'consent_to_share_with_employer',
  ),
  end(['no_contact_anonymous'], WITHOUT_WORKERS_WORD),
  step(['referred'], 'worker_verification'),
  end(['referred'], ['referral_accepted_by_competent_body']),
  step(['referred', 'unsubstantiated', 'inconclusive', 'retaliation_monitoring', 'closed'], 'reopened'),
  step(['under_investigation'], 'substantiated', 'issue_coded'),
  step(['under_investigation'], 'partially_substantiated', 'issue_coded'),
  step(['under_investigation'], 'unsubstantiated'),
  step(['under_investigation'], 'inconclusive'),
  end(['unsubstantiated', 'inconclusive'], WITHOUT_WORKERS_WORD),
  step(['unsubstantiated', 'inconclusive'], 'retaliation_monitoring'),
  step(['cap_proposed'], 'cap_agreed', 'consent_to_share_with_employer', 'action_proposed'),
  step(['cap_agreed', 'remediation_disputed', 'reopened'], 'remediation_in_progress', 'action_proposed'),
  step(['remediation_in_progress'], 'remediation_reported', 'action_reported'),
  step(['remediation_reported'], 'worker_verification', 'action_reported'),
  step(['worker_verification'], 'verified_remediated', 'verified_by_workers'),
  step(['worker_verification'], 'remediation_disputed', 'disputed_by_workers'),
  step(['worker_verification', 'verified_remediated'], 'retaliation_monitoring', 'not_disputed'),
  step(['remediation_disputed'], 'under_investigation'),
  end(['retaliation_monitoring'], ['remediated_verified_by_worker'], 'verified_by_workers'),
  end(
    ['retaliation_monitoring'],
    ['remediated_not_verified_worker_unreachable'],
    'some_worker_unreachable',
    'not_disputed',
  ),
  end(['retaliation_monitoring'], WITHOUT_WORKERS_WORD),
  // The reference names this end and leads no row to it: where the business doesn't do its part, and only after a step
  // beyond it was taken and is on record.
  end(
    ['cap_proposed', 'cap_agreed', 'remediation_in_progress', 'remediation_disputed'],
    ['employer_non_cooperation_escalated'],
    'escalated',
  ),
  end(OPEN, ['unsafe_to_proceed', 'transferred_to_legal_process']),
  end(OPEN, ['worker_withdrew'], 'no_child_at_risk'),
];

/** States in which something of the case is with somebody else. Invariant b: none without a matching consent. */
export const SHARING: Partial<Record<CaseState, readonly Guard[]>> = {
  referred: ['consent_to_refer', 'consent_to_refer_or_vital_interests'],
  cap_proposed: ['consent_to_share_with_employer'],
  cap_agreed: ['consent_to_share_with_employer'],
};

/** Where a case stands when a business may be told of it: somebody agreed, and nobody has said it isn't so. */
export const DISCLOSING: readonly CaseState[] = [
  'consented',
  'under_investigation',
  'substantiated',
  'partially_substantiated',
  'cap_proposed',
  'cap_agreed',
  'remediation_in_progress',
  'remediation_reported',
  'worker_verification',
  'remediation_disputed',
  'reopened',
];
