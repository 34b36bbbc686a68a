/**
 * What a business asks itself about its recruitment system: own questions, following the ILO general principles for fair
 * recruitment and the Employer Pays Principle (keys as in the standard). A version is never changed once it was used: a
 * new one is added, and each assessment says by which it was made.
 */
export const AREAS = [
  'fees',
  'information_and_consent',
  'contracts',
  'documents_and_movement',
  'labour_suppliers',
  'grievance_and_remedy',
] as const;
export type Area = (typeof AREAS)[number];

export type Principle =
  | 'respect_human_rights_and_fprw'
  | 'efficiency_transparency_protection'
  | 'cross_border_respects_law_and_agreements'
  | 'no_fees_or_related_costs_charged_to_workers'
  | 'terms_clear_and_in_understood_language'
  | 'voluntary_and_free_from_deception'
  | 'free_comprehensive_accurate_information'
  | 'freedom_of_movement_and_no_document_retention'
  | 'freedom_to_terminate_change_employer_return'
  | 'access_to_grievance_and_remedy';
export type Question = {
  readonly id: string;
  readonly area: Area;
  readonly principle: Principle;
  readonly text: string;
};
export type Checklist = {
  readonly id: string;
  readonly version: number;
  /** Kinds of organisation that answer it. */
  readonly kind: 'employer' | 'recruiter';
  readonly questions: readonly Question[];
};

const q = (id: string, area: Area, principle: Principle, text: string): Question => ({
  id,
  area,
  principle,
  text,
});
const NO_FEES = 'no_fees_or_related_costs_charged_to_workers';

const SHARED: readonly Question[] = [
  q(
    'documents-kept',
    'documents_and_movement',
    'freedom_of_movement_and_no_document_retention',
    'Every worker keeps passport, permit and bank card, and has a place to lock them.',
  ),
  q(
    'documents-copies',
    'documents_and_movement',
    'freedom_of_movement_and_no_document_retention',
    'Where a document is needed for an office, the worker gets a receipt and has it back within days.',
  ),
  q(
    'movement-free',
    'documents_and_movement',
    'freedom_of_movement_and_no_document_retention',
    'Nobody needs a permission to leave the workplace or the lodging outside working hours.',
  ),
  q(
    'leave-job',
    'documents_and_movement',
    'freedom_to_terminate_change_employer_return',
    'Workers can end the contract with notice, without a penalty, a bond or a held wage.',
  ),
  q(
    'return-paid',
    'documents_and_movement',
    'freedom_to_terminate_change_employer_return',
    'The journey home at the end of the contract is paid for.',
  ),
  q(
    'complaint-ways',
    'grievance_and_remedy',
    'access_to_grievance_and_remedy',
    'Workers know at least one way to complain that is not run by us, in their language.',
  ),
  q(
    'complaint-answered',
    'grievance_and_remedy',
    'access_to_grievance_and_remedy',
    'Every complaint gets an answer within set days, and we count how many did.',
  ),
  q(
    'no-retaliation',
    'grievance_and_remedy',
    'respect_human_rights_and_fprw',
    'A rule against retaliation is known to supervisors, and a breach of it had consequences.',
  ),
  q(
    'repay',
    'grievance_and_remedy',
    'access_to_grievance_and_remedy',
    'There is a written way to repay workers who paid for the job, leavers too, with interest.',
  ),
];

const EMPLOYER: readonly Question[] = [
  q(
    'policy-fees',
    'fees',
    NO_FEES,
    'A written rule says that no worker pays for the job: no fee and none of the related costs.',
  ),
  q(
    'costs-budget',
    'fees',
    NO_FEES,
    'The real cost of hiring one worker is known by route, and we pay it to whoever bears it.',
  ),
  q(
    'deductions',
    'fees',
    NO_FEES,
    'Nothing of these costs comes back to us or to a recruiter through deductions from wages.',
  ),
  q(
    'asked-workers',
    'fees',
    NO_FEES,
    'New workers are asked in private, in their language, what they paid to anybody, and what they say is acted on.',
  ),
  q(
    'job-offer',
    'information_and_consent',
    'free_comprehensive_accurate_information',
    'Before leaving home workers get the true pay, hours, deductions, lodging and place in writing.',
  ),
  q(
    'language',
    'information_and_consent',
    'terms_clear_and_in_understood_language',
    'Offer and contract exist in a language that the worker reads, or are read out by somebody neutral.',
  ),
  q(
    'time-to-think',
    'information_and_consent',
    'voluntary_and_free_from_deception',
    'Workers have time to refuse, and refusing costs them nothing.',
  ),
  q(
    'same-contract',
    'contracts',
    'voluntary_and_free_from_deception',
    'The contract at arrival is compared with the one that was signed at home, term by term; a worse one is put right.',
  ),
  q(
    'own-copy',
    'contracts',
    'terms_clear_and_in_understood_language',
    'Every worker holds a copy of the contract in force.',
  ),
  q(
    'wages-proof',
    'contracts',
    'efficiency_transparency_protection',
    'Pay slips show hours, rates and every deduction in a language that is understood.',
  ),
  q(
    'supplier-list',
    'labour_suppliers',
    'efficiency_transparency_protection',
    'Every recruiter and sub-agent who brings workers is on a list, with its licence and its validity.',
  ),
  q(
    'supplier-contract',
    'labour_suppliers',
    NO_FEES,
    'Contracts with recruiters forbid fees to workers, name the price per worker, and end where it is broken.',
  ),
  q(
    'supplier-checked',
    'labour_suppliers',
    'cross_border_respects_law_and_agreements',
    'Recruiters are checked before a contract and every year, with workers asked.',
  ),
];

const RECRUITER: readonly Question[] = [
  q(
    'zero-fee-policy',
    'fees',
    NO_FEES,
    'A public rule says that workers pay us, our agents and our partners nothing.',
  ),
  q(
    'price-employer',
    'fees',
    NO_FEES,
    'Each employer pays a price per worker that covers all costs; the sums are in the contract.',
  ),
  q(
    'money-trail',
    'fees',
    NO_FEES,
    'Books show where every cost of each group of workers came from, and an outsider has seen them.',
  ),
  q(
    'agents-no-fees',
    'fees',
    NO_FEES,
    'Workers of each group were asked in private what they paid to whom, also in the village.',
  ),
  q(
    'true-offer',
    'information_and_consent',
    'free_comprehensive_accurate_information',
    'The job is advertised with the real employer, pay, hours and deductions.',
  ),
  q(
    'language',
    'information_and_consent',
    'terms_clear_and_in_understood_language',
    'Everything that is signed exists in a language that the worker reads, or is read out by somebody neutral.',
  ),
  q(
    'no-pressure',
    'information_and_consent',
    'voluntary_and_free_from_deception',
    'Workers may step back until departure without paying anything.',
  ),
  q(
    'contract-before',
    'contracts',
    'voluntary_and_free_from_deception',
    'The contract is signed before departure, and the worker has a copy.',
  ),
  q(
    'contract-followed',
    'contracts',
    'voluntary_and_free_from_deception',
    'We ask workers after a month whether the job is as promised, and act where it is not.',
  ),
  q(
    'licence',
    'labour_suppliers',
    'cross_border_respects_law_and_agreements',
    'Our licence is valid in each country in which we recruit, and shown on request.',
  ),
  q(
    'agents-named',
    'labour_suppliers',
    'efficiency_transparency_protection',
    'Every sub-agent is named, under contract, paid by us, and bound by the same rules.',
  ),
  q(
    'agents-checked',
    'labour_suppliers',
    'efficiency_transparency_protection',
    'A sub-agent who took money from workers was made to repay it, or let go.',
  ),
];

export const CHECKLISTS: readonly Checklist[] = [
  { id: 'recruitment-employer', version: 1, kind: 'employer', questions: [...EMPLOYER, ...SHARED] },
  { id: 'recruitment-recruiter', version: 1, kind: 'recruiter', questions: [...RECRUITER, ...SHARED] },
];

/** The newest one for a kind of business. */
export const checklistFor = (kind: string): Checklist | undefined =>
  CHECKLISTS.filter((one) => one.kind === kind).toSorted((a, b) => b.version - a.version)[0];
export const checklistBy = (id: string, version: number): Checklist | undefined =>
  CHECKLISTS.find((one) => one.id === id && one.version === version);
