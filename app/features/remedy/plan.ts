/** The states of a planned action, who may move it, and what each is called to whom: one table, judged here. */
export const ACTION_STATES = [
  'proposed',
  'open',
  'in_progress',
  'done_reported',
  'cancelled_with_reason',
] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/**
 * Who answers for it at the business, as a kind of role; the name stands in the sealed words. `evidence`: what will show
 * that it was done.
 */
export const OWNERS = [
  'management',
  'human_resources',
  'production',
  'recruitment',
  'accommodation',
  'health_and_safety',
  'finance',
  'labour_supplier',
  'other',
] as const;
export type Owner = (typeof OWNERS)[number];
export const EVIDENCE = [
  'payment_list',
  'bank_proof',
  'return_list',
  'contract_or_policy',
  'training_record',
  'photo',
  'third_party_report',
  'other',
] as const;
export type Evidence = (typeof EVIDENCE)[number];
export const HOWS = ['phone', 'letter', 'meeting', 'email'] as const;
/** How a business that does not sign in said what the organisation on the case writes down for it. */
export type How = (typeof HOWS)[number];

/** What a change of the plan may lead to. Reporting is an act of its own; verified is nobody's to set here. */
const CHANGES: Readonly<Record<ActionState, readonly ActionState[]>> = {
  proposed: ['proposed', 'cancelled_with_reason'],
  open: ['open', 'in_progress', 'cancelled_with_reason'],
  in_progress: ['in_progress', 'cancelled_with_reason'],
  done_reported: [],
  cancelled_with_reason: [],
};
export const mayBecome = (from: ActionState): readonly ActionState[] => CHANGES[from];
export const mayReport = (from: ActionState): boolean => from !== 'cancelled_with_reason';
export const mayAgree = (from: ActionState): boolean =>
  from === 'proposed' || from === 'open' || from === 'in_progress';

export type ItemStatus = 'proposed' | 'open' | 'in_progress' | 'done_reported' | 'verified' | 'overdue' | 'cancelled_with_reason'; // prettier-ignore
export type Item = { state: ActionState; dueDate: string | null; outcome: string | null };

/**
 * How an action stands today. Overdue is what time makes of it, and verified what workers make of it: `outcome` is the
 * word of both sides as far as the business may know it.
 */
export function statusOf({ state, dueDate, outcome }: Item, today: string): ItemStatus {
  if (state === 'cancelled_with_reason') return state;
  if (state === 'done_reported') return outcome === 'verified' ? 'verified' : state;
  return dueDate !== null && dueDate < today ? 'overdue' : state;
}

export type Terms = {
  remedyType: string;
  rootCause: string | null;
  dueDate: string | null;
  owner: string | null;
  cost: number | null;
  currency: string | null;
  evidence: readonly string[];
};
/** Whether two versions promise the same: then what was agreed stays agreed. */
export const sameTerms = (a: Terms, b: Terms): boolean =>
  a.remedyType === b.remedyType &&
  a.rootCause === b.rootCause &&
  a.dueDate === b.dueDate &&
  a.owner === b.owner &&
  a.cost === b.cost &&
  a.currency === b.currency &&
  [...a.evidence].sort().join() === [...b.evidence].sort().join();
