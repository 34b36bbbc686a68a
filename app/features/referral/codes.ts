/** What a referral is for, what may go with it, and what a state does: the codes that stand in plain. */
/** Services (reference.md 5.7, Primero), and those that only an office has. */
export const SERVICES = [
  'safehouse',
  'health_medical',
  'psychosocial',
  'police_other',
  'legal_assistance',
  'livelihoods',
  'child_protection',
  'family_mediation',
  'family_reunification',
  'education',
  'non_food_items',
  'water_sanitation',
  'registration',
  'food',
  'wage_or_fee_claim',
  'labour_inspection',
  'recruitment_licensing',
  'other',
] as const;
export type Service = (typeof SERVICES)[number];

/** Why it goes: one of these, said to the worker before and to the receiver after. */
export const PURPOSES = [
  'protection_now',
  'care',
  'legal_advice',
  'recover_money',
  'recover_documents',
  'legal_status',
  'enforce_law',
  'prosecute',
  'return_home',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * Groups of facts about one worker. Nothing is on by default; what isn't here can't go: no thread, no look-up, no other
 * worker. The words of each group are in the sealed package; which groups went stands in plain.
 */
export const FIELD_GROUPS = [
  'issues',
  'workplace',
  'period',
  'amounts',
  'documents',
  'recruiter',
  'language',
  'safe_contact',
  'name',
  'needs',
  'summary',
] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

/** What a labour office does. `none_with_reason` is an answer too. */
export const STATE_ACTS = [
  'inspection',
  'mediation',
  'order_to_pay',
  'money_paid',
  'documents_returned',
  'licence_suspended',
  'licence_revoked',
  'status_protected',
  'sanction',
  'prosecution',
  'none_with_reason',
] as const;
export type StateAct = (typeof STATE_ACTS)[number];
export const ACT_STATUS = ['begun', 'done', 'failed'] as const;
export type ActStatus = (typeof ACT_STATUS)[number];

/** What gives a worker back what is owed. Done, it is a claim of the state: the workers are asked, as after a business's. */
const REMEDIES: readonly StateAct[] = [
  'order_to_pay',
  'money_paid',
  'documents_returned',
  'status_protected',
];
export const isRemedy = (act: StateAct, status: ActStatus): boolean =>
  status === 'done' && REMEDIES.includes(act);

/** Who can get a referral, and what the worker must agree to for it. Undefined: nobody refers to such an organisation. */
type ReferScope = 'share_with_named_ngo_or_union' | 'share_with_authority';
const SCOPE_OF: Readonly<Record<string, ReferScope>> = {
  cso: 'share_with_named_ngo_or_union',
  union: 'share_with_named_ngo_or_union',
  labour_office: 'share_with_authority',
};
export const scopeFor = (kind: string): ReferScope | undefined =>
  Object.hasOwn(SCOPE_OF, kind) ? SCOPE_OF[kind] : undefined;
export const scopeOf = (name: string): ReferScope | undefined =>
  Object.values(SCOPE_OF).find((scope) => scope === name);
