import type { World } from '../../platform/world.ts';
import { PLAIN, calendarOf, dayIn } from '../duties/index.ts';
import { type Member, NOTHING, caseOpening, caseWork, nowOf } from '../network/index.ts';
import { unopened, watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { readCase } from './case.store.ts';
import { homeOf, teamOf } from './list.store.ts';
import { sealedTo } from './sealed.actions.ts';
import type {
  CaseTasks,
  MyTasks,
  TaskChangeInput,
  TaskDone,
  TaskDoneInput,
  TaskInput,
} from './task.contract.ts';
import {
  type LockedTask,
  insertTask,
  lockTask,
  saveTask,
  saveTaskDone,
  tasksFor,
  tasksOf,
} from './task.store.ts';

const OTHER = refuse('conflict', 'Another task has this number. Nothing was changed.');
const NOBODY = refuse('invalid', 'Nobody of the team who works on cases has this number.', [
  { path: 'owner', why: 'unknown' },
]);
const meanwhile = (task: LockedTask): Refusal =>
  refuse(
    'conflict',
    `${task.changed_name ?? 'A colleague'} changed this task meanwhile. Look at it, then decide again.`,
    [{ path: 'version', why: String(task.version) }],
  );

const noted = (who: Member, caseId: string, what: string) => ({
  org: who.orgId,
  member: who.memberId,
  role: who.role,
  act: 'edited' as const,
  what,
  caseId,
});

export function addTask(world: World, who: Member, input: TaskInput): Promise<TaskDone | Refusal> {
  return caseWork(world, who, async (tx, at) => {
    const c = await readCase(tx, input);
    if (!c) return NOTHING;
    const { taskId, owner } = input;
    const before = await lockTask(tx, input);
    if (before)
      return before.case_id === c.case_id && before.envelope === input.envelope
        ? { taskId, version: before.version, doneAt: before.done_at?.toISOString() ?? null }
        : OTHER;
    const refused = sealedTo(input.envelope, [c.kids]);
    if (refused) return refused;
    if (owner && !(await teamOf(tx, who.orgId)).some((m) => m.memberId === owner)) return NOBODY;
    await insertTask(tx, { ...input, org: who.orgId, member: who.memberId, at });
    await watched(tx, world, noted(who, c.case_id, 'task'));
    return { taskId, version: 0, doneAt: null };
  });
}

export function changeTask(world: World, who: Member, input: TaskChangeInput): Promise<TaskDone | Refusal> {
  return caseWork(world, who, async (tx) => {
    const task = await lockTask(tx, input);
    if (task?.case_id !== input.caseId) return NOTHING;
    const { taskId, owner } = input;
    if (task.version !== input.version) return meanwhile(task);
    const refused = sealedTo(input.envelope, [task.kids]);
    if (refused) return refused;
    if (owner && !(await teamOf(tx, who.orgId)).some((m) => m.memberId === owner)) return NOBODY;
    await saveTask(tx, { ...input, member: who.memberId });
    await watched(tx, world, noted(who, task.case_id, 'task'));
    return { taskId, version: task.version + 1, doneAt: task.done_at?.toISOString() ?? null };
  });
}

/** Done, or not done after all. Who was first is told to the second; the same twice is the same. */
export function finishTask(world: World, who: Member, input: TaskDoneInput): Promise<TaskDone | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const task = await lockTask(tx, input);
    if (task?.case_id !== input.caseId) return NOTHING;
    const { taskId } = input;
    if ((task.done_at !== null) === input.done)
      return { taskId, version: task.version, doneAt: task.done_at?.toISOString() ?? null };
    if (task.version !== input.version) return meanwhile(task);
    const doneAt = input.done ? now : null;
    await saveTaskDone(tx, { ...input, member: who.memberId, doneAt });
    await watched(tx, world, noted(who, task.case_id, input.done ? 'task_done' : 'task_reopened'));
    return { taskId, version: task.version + 1, doneAt: doneAt?.toISOString() ?? null };
  });
}

/** Words of the team: they are sealed, so reading them stands on record, though they are no worker's. */
export const readTasks = (
  world: World,
  who: Member,
  at: { docket: number; caseId: string },
): Promise<CaseTasks | Refusal> =>
  caseOpening(world, who, async (db) => {
    const tasks = await tasksOf(db, at);
    const { docket, caseId } = at;
    return unopened({ tasks }, { what: 'case', n: tasks.length, key: `tasks ${docket} ${caseId}`, caseId });
  });

/** Due by the end of today, where the organisation is. */
export const readMyTasks = (world: World, who: Member): Promise<MyTasks | Refusal> =>
  caseOpening(world, who, async (db) => {
    const country = await homeOf(db, who.orgId);
    const zone = country ? calendarOf(country).zone : PLAIN.zone;
    const today = dayIn(zone, nowOf(world));
    const tasks = await tasksFor(db, { org: who.orgId, member: who.memberId, until: today });
    return unopened({ today, tasks }, { what: 'list', n: tasks.length, key: 'tasks' });
  });
