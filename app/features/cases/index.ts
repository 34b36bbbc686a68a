/** Cases: the only door other slices may use. */
export { responseDue, type Urgency } from './urgency.ts';
export { answerDue } from './response.actions.ts';
export { type CaseState, type Closure, CASE_STATES, CLOSURES } from './case-states.ts';
export { type Outcome, outcomeOf } from './outcome.ts';
export { codes, categories, codeOf, labelOf } from './codes.ts';
export { SCOPES, type Scope } from './consent.ts';
export { askWorker, codeAnswer, recordConsent } from './ask.actions.ts';
export { fileInCase, moveCase } from './case.actions.ts';
export { claimRemedied, gradeIssue, raiseIssue, remediedBy } from './issue.actions.ts';
export type { Party } from './issue.store.ts';
// How workers are asked about a remedy, and what that allows to conclude.
export { askDrawn, tryAgain } from './asking.actions.ts';
export { judgeOutcome, standOf } from './judge.actions.ts';
export { drawRound, endRound, openRound } from './round.actions.ts';
export { type RoundRow, rosterOf, roundView, roundsOf } from './round.store.ts';
export type { Roster } from './sampling.ts';
export type { RoundView } from './round.contract.ts';
export { sayRelapse } from './relapse.actions.ts';
export { type Tally, type Verdict, tally } from './outcome.ts';
export { exactInterval, mayRemain } from './estimates.ts';
export { type Money, isFull, sharesOf, showAmount, sumsOf, unitOf } from './money.ts';
export { type Change, isRaise } from './urgency.ts';
export { type Standing, type Why, changeUrgency, heldThread } from './urgency.actions.ts';
export {
  type LockedThread,
  type ThreadKey,
  findNote,
  insertNote,
  lockThread,
  markAnswered,
  saveDistinct,
  saveHelp,
} from './thread.store.ts';
export { workerTold } from './case-duty.actions.ts';
export { CHANNELS, type Channel, OWN_CHANNELS, wayOf } from './channels.ts';
export { newer, quietStatement, threadReaders, threadStatement } from './thread.actions.ts';
export { addNote, markDistinct, markHelp, placeReport, sendMessage } from './thread.actions.ts';
export { readCaseView, readCases, readInbox, readThread } from './views.actions.ts';
export { caseRoutes } from './routes.ts';
// For the other half of a case, `remedy`.
export { type LockedCase, lockCase, readCase } from './case.store.ts';
export { businessOf } from './case-view.store.ts';
export { type IssueRow, lockIssue } from './issue.store.ts';
export { sealedTo } from './sealed.actions.ts';
export { agreeing, refusing, standing, wordFor } from './consent.ts';
export { EMPLOYER_SCOPES } from './guards.ts';
export { type GoAhead, judgeDisclosure } from './guess.ts';
export { DISCLOSING } from './case-states.ts';
export { remedyDue } from './severity.ts';
export { closeOldQuestions } from './jobs.ts';
// For the demo: what a team has arranged for itself.
export { keepList, readLines, setOwner } from './list.actions.ts';
export { addTask } from './task.actions.ts';
// For the picture of the states.
export { STEPS } from './case-states.ts';
export { WAITS_FOR_WORKER } from './case-duties.ts';
