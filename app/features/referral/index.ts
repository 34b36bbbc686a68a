/** Referral, and the state as a duty bearer: the only door other slices may use. */
export { keepConsents } from './held.actions.ts';
export { offerReferral, sendReferral } from './offer.actions.ts';
export { nameBroker, raisePattern, addCases, sendPattern } from './pattern.actions.ts';
export { putAct } from './state.actions.ts';
export { sendWords, takeStep } from './step.actions.ts';
export { readReferrals } from './views.actions.ts';
export { referralRoutes } from './routes.ts';
