/** Remedy: what a business is told, what it does, and what workers make of it. */
export { CAREFUL, type TellingRule } from './batch.ts';
export { disclose } from './disclosure.actions.ts';
export { askGoAhead } from './go-ahead.actions.ts';
export {
  changeAction,
  proposeAction,
  readDisclosure,
  readDisclosures,
  reportAction,
} from './business.actions.ts';
export { agreeAction, sendBack } from './agree.actions.ts';
export { addEvidence, answerQuestion, askQuestion } from './words.actions.ts';
export { setRule } from './telling.actions.ts';
export { takeClaims } from './claim.actions.ts';
export { answeredIn } from './told.store.ts';
export { isBusiness } from './business.ts';
export { REMEDY_TYPES, ROOT_CAUSES, type RemedyType, type RootCause } from './remedy-types.ts';
// Both sides of a remedy: what is planned and done, and what each worker is owed.
export { doneFor, planFor, readSides } from './sides.actions.ts';
export { saveAmounts, tellSum } from './amounts.actions.ts';
export { remediedBy } from '../cases/index.ts';
export { remedyRoutes } from './routes.ts';
