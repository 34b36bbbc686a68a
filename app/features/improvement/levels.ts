/** How far a business says it has come, by area: from its own answers, and only as far as it shows proof. */
import type { Area, Checklist } from './checklists.ts';
import { AREAS } from './checklists.ts';

export const VALUES = ['yes', 'partly', 'no', 'not_applicable'] as const;
export type Value = (typeof VALUES)[number];
export type Answer = { readonly question: string; readonly value: Value; readonly files: number };
/** 1 not begun … 4 all in place, with proof of each. Without proof of everything nobody is above 3. */
export type Level = 1 | 2 | 3 | 4;

export type AreaScore = {
  readonly area: Area;
  readonly level: Level;
  readonly answered: number;
  readonly asked: number;
  readonly proven: number;
};

const WORTH: Readonly<Record<Value, number>> = { yes: 1, partly: 0.5, no: 0, not_applicable: 0 };

export function scoresOf(checklist: Checklist, answers: readonly Answer[]): AreaScore[] {
  const by = new Map(answers.map((answer) => [answer.question, answer]));
  return AREAS.flatMap((area) => {
    const questions = checklist.questions.filter((question) => question.area === area);
    if (questions.length === 0) return [];
    const given = questions.flatMap(({ id }) => by.get(id) ?? []);
    // What does not apply asks nothing; what is not answered counts as no.
    const asked = questions.length - given.filter(({ value }) => value === 'not_applicable').length;
    const sum = given.reduce((total, { value }) => total + WORTH[value], 0);
    const proven = given.filter(({ value, files }) => value === 'yes' && files > 0).length;
    const share = asked === 0 ? 0 : sum / asked;
    const level: Level = asked > 0 && proven === asked ? 4 : share >= 0.75 ? 3 : share >= 0.35 ? 2 : 1;
    return [{ area, level, answered: given.length, asked, proven }];
  });
}

/** "Fees: zero, documented": every question about fees answered yes, with proof, and confirmed by who supports it. */
export const zeroFees = (scores: readonly AreaScore[], confirmed: ReadonlySet<string>): boolean =>
  scores.some(({ area, level }) => area === 'fees' && level === 4) && confirmed.has('fees');

/** First day of the quarter of a day `YYYY-MM-DD`. */
export const quarterOf = (day: string): string =>
  `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;

export type TaskStatus = 'open' | 'in_progress' | 'done' | 'dropped';
const NEXT: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  open: ['open', 'in_progress', 'done', 'dropped'],
  in_progress: ['open', 'in_progress', 'done', 'dropped'],
  // Done by mistake can be taken up again; a dropped one is planned anew.
  done: ['done', 'in_progress'],
  dropped: ['dropped'],
};
export const mayTurn = (from: TaskStatus, to: TaskStatus): boolean => NEXT[from].includes(to);
export const isLate = (task: { status: TaskStatus; dueDate: string }, today: string): boolean =>
  (task.status === 'open' || task.status === 'in_progress') && task.dueDate < today;
