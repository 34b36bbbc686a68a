// The door of rights: what those who spoke may ask for, and what an organisation must do about it.
export { placeThread } from './place.actions.ts';
export { type PlaceSignature, wishByWorker } from './ask.actions.ts';
export { erasedThread, wishesOf } from './ask.store.ts';
export { type MoveQuestion, answerMove, copyLater, moveQuestion } from './move.actions.ts';
export { moveAnswerBody, wishBody } from './contract.ts';
export { lastMove } from './move.store.ts';
export { type Watching, advanceErasures, erasureState } from './erase.actions.ts';
export { type RetentionRun, runRetention } from './retention.actions.ts';
export { backupsEnd } from './states.ts';
export { keepRetention, keepRights } from './jobs.ts';
export { rightsRoutes } from './routes.ts';
export { eraseAgain } from './again.actions.ts';
export { LOST_DAYS, giveUp } from './lost.actions.ts';
