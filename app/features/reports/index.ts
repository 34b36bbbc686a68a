// The door of reports: what workers say, and the thread that their code opens.
export { Intake } from './intake.actions.ts';
export { openCode, openThread } from './open.actions.ts';
export { addToThread, answerToMove, proofOf, receiptOf } from './thread.actions.ts';
export type { AdditionBody, ReportBody, TakenAnswer, ThreadAnswer } from './contract.ts';
export { reportRoutes } from './routes.ts';
export { workerRoutes } from './worker.routes.ts';
export { newPuzzle, leadingZeros } from './puzzle.ts';
export type { Directory, Place, Receiver } from './directory.ts';
