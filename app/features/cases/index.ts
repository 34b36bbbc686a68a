/** Cases: the only door other slices may use. */
export { responseDue, type Urgency } from './urgency.ts';
export { type CaseState, type Closure, CASE_STATES, CLOSURES } from './case-states.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
export { codes, categories, codeOf, labelOf } from './codes.ts';
export { SCOPES, type Scope } from './consent.ts';
