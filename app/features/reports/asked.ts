/**
 * Questions to a worker beside consent and remedy. Each is answered by a statement of kind `answer`, whose sealed words
 * say one of these values; `well` is 1 very badly … 5 very well.
 */
export const ASKED = {
  go_ahead: { values: ['given', 'refused'], well: false },
  // How much came and how well it was done can be said, and need not be.
  payment: { values: ['fully', 'partly', 'not'], well: false, amount: true },
  filing: { values: ['given', 'refused'], well: false },
  satisfaction: { values: ['answered'], well: true },
  // Asked by itself at 1, 3 and 6 months, without words of anybody.
  retaliation: { values: ['none', 'punished'], well: false },
} as const;
export type Asked = keyof typeof ASKED;
export const asksAmount = (kind: Asked): boolean => 'amount' in ASKED[kind];
/** Digits as the worker wrote them, without letters: the currency is the question’s. */
export const amountOf = (typed: string): string => (/^[\d\s.,’']{1,20}$/.test(typed) ? typed.trim() : '');
export type AskKind = 'consent' | 'remedy' | Asked;
export const ASK_KINDS = [
  'consent',
  'remedy',
  'go_ahead',
  'payment',
  'filing',
  'satisfaction',
  'retaliation',
] as const;

export const isAsked = (kind: string): kind is Asked => Object.hasOwn(ASKED, kind);
/** Whether this value answers a question of this kind. */
export const answersTo = (kind: Asked, value: string): boolean =>
  ASKED[kind].values.some((known) => known === value);
