const BUSINESS: readonly { kind: string; role: string }[] = [
  { kind: 'employer', role: 'manager' },
  { kind: 'employer', role: 'hr' },
  { kind: 'recruiter', role: 'manager' },
  { kind: 'recruiter', role: 'hr' },
];

/** Who answers for a business. Everybody else is told that there is nothing, before anything is looked up. */
export const isBusiness = (who: { kind: string; role: string }): boolean =>
  BUSINESS.some(({ kind, role }) => kind === who.kind && role === who.role);
