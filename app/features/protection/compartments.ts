/** Which cases only members with a role may see, and what two members must agree on (reference.md 5.5 rule 7, 5.7). */
export const COMPARTMENTS = ['child', 'gbv'] as const;
export type Compartment = (typeof COMPARTMENTS)[number];

const OF_CODE: readonly (readonly [RegExp, Compartment])[] = [
  [/^CHL-\d\d$/, 'child'],
  [/^VIO-0[23]$/, 'gbv'],
];

/** The compartment that a case goes into as soon as it has an issue of this code. */
export const compartmentOf = (code: string): Compartment | undefined =>
  OF_CODE.find(([pattern]) => pattern.test(code))?.[1];

/** Whose role takes effect only when a second member agreed: nobody is alone with a child's case. */
export const needsTwo = (kind: Compartment): boolean => kind === 'child';

/** Why a member has a conflict of interest. */
export const CONFLICTS = [
  'family',
  'friend',
  'works_there',
  'worked_there',
  'money',
  'accused',
  'threatened',
  'other',
] as const;
export type Conflict = (typeof CONFLICTS)[number];

export type Judging = {
  /** Who says it, and of whom. */
  by: { memberId: string; leads: boolean };
  of: { memberId: string; leads: boolean };
  /** How many others work on cases and see this one. */
  others: number;
};
export type Judged = 'ok' | 'not_yours' | 'last_one';

/** Everybody of themselves; of others whoever leads. One must be left who sees the case: the last one can't go. */
export function judgeRecusal({ by, of, others }: Judging): Judged {
  if (by.memberId !== of.memberId && !by.leads) return 'not_yours';
  return others > 0 ? 'ok' : 'last_one';
}

/** A conflict ends by the word of somebody who leads and is not the one who has it. */
export const mayEndRecusal = (by: { memberId: string; leads: boolean }, of: string): boolean =>
  by.leads && by.memberId !== of;
