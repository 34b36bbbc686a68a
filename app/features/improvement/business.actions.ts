import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { sealedTo } from '../cases/index.ts';
import { type Member, NOTHING, writing } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isBusiness } from '../remedy/index.ts';
import { checklistBy, checklistFor } from './checklists.ts';
import type { AnswerInput, GoalInput, ShareInput, TaskInput } from './contract.ts';
import { mayTurn, quarterOf, scoresOf } from './levels.ts';
import { keysOf, saveShare, sharesOf, supportersToBe } from './share.store.ts';
import * as store from './store.ts';

export type Done = { n: number };
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const CHANGED = (n: number): Refusal =>
  refuse('conflict', 'A colleague changed this meanwhile. Look at it first.', [
    { path: 'was', why: `version ${n}` },
  ]);

/** As a member of a business, with what it does on record in its own docket. */
const working = <T>(
  world: World,
  who: Member,
  what: string,
  work: (tx: Tx, now: Date) => Promise<T | Refusal>,
): Promise<T | Refusal> =>
  isBusiness(who)
    ? writing(world, who, async (tx, now) => {
        const answer = await work(tx, now);
        const { orgId: org, memberId: member, role } = who;
        await watched(tx, world, { org, member, role, act: 'edited', what, n: 1 });
        return answer;
      })
    : Promise.resolve(NOTHING);

const supporters = async (tx: Tx, org: string): Promise<string[]> =>
  (await sharesOf(tx, org)).map((share) => share.with).filter((one) => one !== 'buyers');

/** Sealed to the business, and to everybody who supports it as of now. */
async function unsealed(tx: Tx, org: string, envelope: string): Promise<Refusal | undefined> {
  const readers = [org, ...(await supporters(tx, org))];
  const keys = await keysOf(tx, readers);
  return sealedTo(
    envelope,
    readers.map((reader) => keys.filter((key) => key.orgId === reader).map((key) => key.kid)),
  );
}

export const beginAssessment = (
  world: World,
  who: Member,
  { assessmentId }: { assessmentId: string },
): Promise<Done | Refusal> =>
  working(world, who, 'assessment_begun', async (tx, now) => {
    const checklist = checklistFor(who.kind);
    if (!checklist) return NOTHING;
    const all = await store.assessmentsOf(tx, who.orgId);
    if (all.some((one) => one.assessmentId === assessmentId)) return { n: all.length };
    if (all.some((one) => one.handedInOn === null))
      return refuse('conflict', 'A colleague has begun already. Go on with what is there.');
    const { id, version } = checklist;
    await store.insertAssessment(tx, who.orgId, {
      id: assessmentId,
      checklist: id,
      version,
      day: dayOf(now),
    });
    return { n: all.length + 1 };
  });

async function fileFault(world: World, { files, envelope }: AnswerInput): Promise<Refusal | undefined> {
  const missing = files.findIndex((file) => !world.files.has(file.sha256));
  if (missing >= 0)
    return refuse('invalid', 'A file that is named here has not arrived.', [
      { path: `files[${missing}].sha256`, why: 'not here' },
    ]);
  return files.length > 0 && !envelope
    ? refuse('invalid', 'Say in a word what the files show.', [
        { path: 'envelope', why: 'needed with files' },
      ])
    : undefined;
}

export const answerQuestion = (world: World, who: Member, input: AnswerInput): Promise<Done | Refusal> =>
  working(world, who, 'assessment_answer', async (tx, now) => {
    const held = await store.lockAssessment(tx, who.orgId, input.assessmentId);
    if (!held) return NOTHING;
    if (held.handedInOn)
      return refuse('wrong_state', 'This was handed in and stays as it is. Begin the next one.');
    if (!checklistBy(held.checklist, held.version)?.questions.some(({ id }) => id === input.question))
      return refuse('invalid', 'There is no such question.', [{ path: 'question', why: 'unknown' }]);
    const fault = await fileFault(world, input);
    if (fault) return fault;
    const before = (await store.answersOf(tx, who.orgId)).find(
      (one) => one.assessmentId === input.assessmentId && one.question === input.question,
    );
    if (before && before.value === input.value && before.envelope === input.envelope) return { n: before.n };
    if ((before?.n ?? 0) !== input.was) return CHANGED(before?.n ?? 0);
    const wrong = input.envelope && (await unsealed(tx, who.orgId, input.envelope));
    if (wrong) return wrong;
    const n = input.was + 1;
    await store.saveAnswer(tx, who.orgId, { ...input, n, member: who.memberId, at: now });
    const own = await store.ownOf(tx, who.orgId);
    if (own && input.files.length > 0)
      await store.insertFiles(
        tx,
        who.orgId,
        { docket: own.docket, statementId: randomUUID(), supporters: await supporters(tx, who.orgId) },
        input.files,
      );
    return { n };
  });

/** It stays as it is from now on: a level an area, in this quarter. */
export const handIn = (
  world: World,
  who: Member,
  { assessmentId }: { assessmentId: string },
): Promise<Done | Refusal> =>
  working(world, who, 'assessment_handed_in', async (tx, now) => {
    const held = await store.lockAssessment(tx, who.orgId, assessmentId);
    const checklist = held && checklistBy(held.checklist, held.version);
    if (!held || !checklist) return NOTHING;
    const answers = (await store.answersOf(tx, who.orgId)).filter((one) => one.assessmentId === assessmentId);
    if (held.handedInOn) return { n: answers.length };
    const open = checklist.questions.filter(({ id }) => !answers.some((one) => one.question === id));
    if (open.length > 0)
      return refuse('wrong_state', `${open.length} questions wait for an answer. "No" is one too.`, [
        { path: 'question', why: open[0]?.id ?? '' },
      ]);
    await store.markHandedIn(tx, who.orgId, assessmentId, dayOf(now));
    const name = (await store.ownOf(tx, who.orgId))?.name ?? who.orgId;
    for (const { area, level } of scoresOf(checklist, answers.map(counted)))
      await store.saveLevel(tx, who.orgId, {
        quarter: quarterOf(dayOf(now)),
        area,
        level,
        name,
        kind: who.kind,
      });
    return { n: answers.length };
  });

export const counted = ({ question, value, files }: Awaited<ReturnType<typeof store.answersOf>>[number]) => ({
  question,
  value,
  files: files.length,
});

export const setGoal = (world: World, who: Member, input: GoalInput): Promise<Done | Refusal> =>
  working(world, who, 'improvement_goal', async (tx, now) => {
    if (!input.drop && input.until < dayOf(now))
      return refuse('invalid', 'That day has passed.', [{ path: 'until', why: 'in the past' }]);
    const before = (await store.goalsOf(tx, who.orgId)).find((goal) => goal.goalId === input.goalId);
    if (before && before.level === input.level && before.until === input.until && !input.drop)
      return { n: before.n };
    if (before ? before.n !== input.was : input.was !== 0) return CHANGED(before?.n ?? 0);
    const n = await store.saveGoal(tx, who.orgId, { ...input, day: dayOf(now) });
    return n === undefined ? CHANGED(before?.n ?? 0) : { n };
  });

async function judgeTask(tx: Tx, who: Member, input: TaskInput): Promise<Refusal | undefined> {
  if (input.goalId && !(await store.goalsOf(tx, who.orgId)).some(({ goalId }) => goalId === input.goalId))
    return refuse('invalid', 'There is no such goal.', [{ path: 'goalId', why: 'unknown' }]);
  const linked = input.action;
  if (linked && !(await store.ownActions(tx, who.orgId)).some(({ actionId }) => actionId === linked.actionId))
    return refuse('invalid', 'There is no such planned action.', [{ path: 'action', why: 'unknown' }]);
  return unsealed(tx, who.orgId, input.envelope);
}

export const saveTask = (world: World, who: Member, input: TaskInput): Promise<Done | Refusal> =>
  working(world, who, 'improvement_task', async (tx, now) => {
    const before = await store.taskBy(tx, who.orgId, input.taskId);
    if (before?.envelope === input.envelope && before.status === input.status) return { n: before.n };
    if ((before?.n ?? 0) !== input.was) return CHANGED(before?.n ?? 0);
    if (before && !mayTurn(before.status, input.status))
      return refuse('wrong_state', `A task that is ${before.status} does not become ${input.status}.`);
    if (!before && input.dueDate < dayOf(now))
      return refuse('invalid', 'That day has passed.', [{ path: 'dueDate', why: 'in the past' }]);
    const wrong = await judgeTask(tx, who, input);
    if (wrong) return wrong;
    const doneOn = input.status === 'done' ? (before?.doneOn ?? dayOf(now)) : null;
    await store.saveTask(tx, who.orgId, { ...input, n: input.was + 1, at: now, doneOn });
    return { n: input.was + 1 };
  });

/** Who may read it: organisations that answer to workers, all of it; the buyers it supplies, levels by quarter. */
export const share = (world: World, who: Member, input: ShareInput): Promise<Done | Refusal> =>
  working(world, who, input.share ? 'improvement_shared' : 'improvement_unshared', async (tx, now) => {
    const known = input.with === 'buyers' || (await supportersToBe(tx)).some(({ org }) => org === input.with);
    if (!known)
      return refuse('invalid', 'This can’t be shared with that organisation.', [
        { path: 'with', why: 'unknown' },
      ]);
    await saveShare(tx, who.orgId, { ...input, day: dayOf(now) });
    return { n: (await sharesOf(tx, who.orgId)).length };
  });
