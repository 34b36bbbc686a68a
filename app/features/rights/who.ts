/** Who may act on the rights of those who spoke: the organisation that they spoke to, never a business or a buyer. */
type Person = { readonly kind: string; readonly role: string; readonly memberId: string };

export const mayAct = ({ kind }: Pick<Person, 'kind'>): boolean => kind === 'cso' || kind === 'union';

/** Two people, one of whom leads: whoever decides is never who asked. */
export const mayDecide = (
  decider: Person,
  asker: { readonly memberId: string | null; readonly role: string | null },
): boolean =>
  mayAct(decider) &&
  decider.memberId !== asker.memberId &&
  (decider.role === 'lead' || asker.role === 'lead');
