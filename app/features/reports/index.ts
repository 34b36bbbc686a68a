// The door of reports: what workers say, and the thread that their code opens.
export { type Also, Intake } from './intake.actions.ts';
export { openCode, openThread } from './open.actions.ts';
export { addToThread, answerToMove, proofOf, receiptOf } from './thread.actions.ts';
export type { AdditionBody, ReportBody, TakenAnswer, ThreadAnswer } from './contract.ts';
export { CATEGORY_ROWS } from './answers.ts';
export { ADDRESSEES } from './said.ts';
export { additionBody, openBody, publicJwk, reportBody, takenAnswer } from './contract.ts';
export { hashOf, hold, noThread } from './open.actions.ts';
export { filingOf } from './filing.store.ts';
export { parse, reportRoutes, slowEnough, withFiles } from './routes.ts';
export { claimOf } from './phone/filing.ts';
export { type WorkerContext, shellOf } from './plain.routes.ts';
export { workerRoutes } from './worker.routes.ts';
export { newPuzzle, leadingZeros } from './puzzle.ts';
export type { Directory, Place, Receiver } from './directory.ts';
