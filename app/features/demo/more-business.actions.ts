import { seal } from '../../../seal/index.ts';
import { review, saveTask, setGoal } from '../improvement/index.ts';
import {
  agreeAction,
  answerQuestion,
  askQuestion,
  changeAction,
  proposeAction,
  readDisclosures,
} from '../remedy/index.ts';
import { IMPROVING, judge, taken } from './improving.actions.ts';
import { DAY } from './moments.ts';
import type { Stage } from './stage.ts';
import { tellOn } from './telling.actions.ts';

/** From the day of loading on: Mondays, two days at least. */
const MONDAYS = { everyDays: 7, weekday: 0, minDays: 2, extraDays: 0 };
const [EMPLOYER, RECRUITER] = IMPROVING;

const english = (kind: string, words: string, more: object = {}) => ({
  v: 1,
  kind,
  language: 'en',
  words,
  ...more,
});
const dayIn = (stage: Stage, days: number): string =>
  new Date(stage.past.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);

/** A question with its answer, an agreed action that is under way, and one whose terms were changed since. */
async function showPlan(stage: Stage): Promise<void> {
  const { past, cast, ids } = stage;
  const hr = cast.member(EMPLOYER.org, EMPLOYER.member);
  const lead = cast.member(EMPLOYER.with, 'nan-thiri');
  const readers = [cast.ring(EMPLOYER.org), cast.ring(EMPLOYER.with)];
  const { rows } = taken(await readDisclosures(past.world, hr), 'disclosures');
  const told = rows.find((row) => row.status === 'proposed') ?? rows[0];
  const found = told && [...stage.cases].find(([ref]) => stage.plan.orgOf(ref) === EMPLOYER.with && ids(`disclosure ${ref}.i1.d1`) === told.id); // prettier-ignore
  if (!told) return;
  const key = { docket: told.docket, id: told.id };
  const wordId = ids('business question');
  const question = english('business_question', 'Does this concern one building, or all of them?');
  taken(await askQuestion(past.world, hr, { ...key, wordId, envelope: await seal(question, readers), attachments: [] }), 'ask'); // prettier-ignore
  const actionId = ids('business action');
  const terms = {
    remedyType: 'guarantees_of_non_repetition' as const,
    rootCause: 'policy_gap' as const,
    owner: 'human_resources' as const,
    cost: 18_000_000,
    currency: 'THB',
    evidence: ['contract_or_policy' as const, 'training_record' as const],
  };
  const words = (text: string) =>
    seal(english('action', text, { owner: 'Head of human resources' }), readers);
  const first = { ...terms, dueDate: dayIn(stage, 40), envelope: await words('A written rule, and every supervisor trained on it.') }; // prettier-ignore
  taken(await proposeAction(past.world, hr, { ...key, ...first, actionId }), 'propose');
  if (!found) return;
  const { docket, caseId } = found[1];
  const side = { docket, caseId, id: told.id };
  taken(await agreeAction(past.world, lead, { ...side, actionId, was: 1, consulted: 'representative' }), 'agree'); // prettier-ignore
  const answer = english('business_answer', 'All of them. Please look at the rule, not for people.');
  taken(await answerQuestion(past.world, lead, { ...side, wordId: ids('business answer'), re: wordId, names: [], circle: null, understood: false, envelope: await seal(answer, readers) }), 'answer'); // prettier-ignore
  const later = { ...terms, dueDate: dayIn(stage, 75), envelope: await words('The same, but the trainer comes a month later.') }; // prettier-ignore
  taken(await changeAction(past.world, hr, { ...key, ...later, actionId, was: 1, statementId: ids('business change') }), 'change'); // prettier-ignore
}

async function showImproving(stage: Stage): Promise<void> {
  const { past, cast, ids } = stage;
  const lead = cast.member(EMPLOYER.with, 'nan-thiri');
  for (const { org, member, with: supporter } of IMPROVING) {
    const who = cast.member(org, member);
    const readers = [cast.ring(org), cast.ring(supporter)];
    const recruiter = org === RECRUITER.org;
    const id = ids(`assessment ${org} 2`);
    const value = (area: string, nth: number) =>
      recruiter || area === 'documents_and_movement' || nth % 4 !== 0
        ? ('yes' as const)
        : ('partly' as const);
    const proof = (area: string): boolean => area === (recruiter ? 'fees' : 'documents_and_movement');
    await judge({ past, cast, who, readers, id, value, proof });
    if (recruiter)
      taken(await review(past.world, lead, { org, reviewId: ids('review fees'), assessmentId: id, area: 'fees', verdict: 'confirmed', envelope: null }), 'review'); // prettier-ignore
  }
  const hr = cast.member(EMPLOYER.org, EMPLOYER.member);
  const readers = [cast.ring(EMPLOYER.org), cast.ring(EMPLOYER.with)];
  const goalId = ids('goal fees');
  const goal = { goalId, area: 'fees' as const, level: 4, until: dayIn(stage, 150), was: 0, drop: false };
  taken(await setGoal(past.world, hr, goal), 'goal');
  const tasks = [
    ['Ask every worker of the last intake in private what they paid, and to whom.', 'recruitment', 25],
    ['A contract with each recruiter that names the price for one worker.', 'management', 60],
  ] as const;
  for (const [n, [text, owner, days]] of tasks.entries()) {
    const task = {
      taskId: ids(`task ${n}`),
      goalId,
      area: 'fees' as const,
      owner,
      dueDate: dayIn(stage, days),
    };
    const envelope = await seal(english('task', text), readers);
    const status = n === 0 ? ('in_progress' as const) : ('open' as const);
    taken(await saveTask(past.world, hr, { ...task, status, action: null, was: 0, envelope }), 'task');
  }
}

/** The business's side, and how far two of them have come with their own recruitment. */
export async function showBusiness(stage: Stage): Promise<void> {
  await showPlan(stage);
  await showImproving(stage);
  await tellOn(stage.past, stage.cast, MONDAYS);
}
