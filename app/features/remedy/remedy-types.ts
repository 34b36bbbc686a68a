/** UN Basic Principles on Remedy and Reparation (2005); UNGP 25; reference.md 5.2. */
export const REMEDY_TYPES = [
  'restitution',
  'compensation',
  'rehabilitation',
  'satisfaction',
  'guarantees_of_non_repetition',
] as const;
export type RemedyType = (typeof REMEDY_TYPES)[number];

/** Why it came to this, as the business sees it; reference.md 5.3. */
export const ROOT_CAUSES = [
  'recruitment_channel',
  'purchasing_practice',
  'supervisor_conduct',
  'policy_gap',
  'system_or_records',
  'training',
  'legal_gap',
  'subcontracting',
  'communication_or_language',
  'other',
] as const;
export type RootCause = (typeof ROOT_CAUSES)[number];
