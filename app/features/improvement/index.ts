/** Improvement: how a business judges and improves its own recruitment system. */
export { answerQuestion, beginAssessment, handIn, saveTask, setGoal, share } from './business.actions.ts';
export { readOwn, readShared, readSupported, review } from './view.actions.ts';
export { AREAS, CHECKLISTS, checklistFor } from './checklists.ts';
export { improvementRoutes } from './routes.ts';
