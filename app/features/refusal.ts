/** A rule saying no. It is a value: rules return it, one place turns it into HTTP, the screen shows it. */
export type Refusal = { refused: RefusalCode; why: string; fields?: { path: string; why: string }[] };
export type RefusalCode =
  | 'invalid'
  | 'not_found'
  | 'not_allowed'
  | 'not_signed_in'
  | 'wrong_state'
  | 'conflict'
  | 'guessable'
  | 'too_large'
  | 'puzzle'
  | 'too_many'
  | 'busy';

export const refuse = (refused: RefusalCode, why: string, fields?: Refusal['fields']): Refusal => ({
  refused,
  why,
  ...(fields ? { fields } : {}),
});
export const isRefusal = (x: unknown): x is Refusal =>
  typeof x === 'object' && x !== null && 'refused' in x && 'why' in x;
export const STATUS: Record<RefusalCode, number> = {
  invalid: 422,
  not_found: 404,
  not_allowed: 403,
  not_signed_in: 401,
  wrong_state: 409,
  conflict: 409,
  guessable: 409,
  too_large: 413,
  puzzle: 428,
  too_many: 429,
  busy: 503,
};
