/** What somebody of the team does about a case by a day; the words are sealed to the organisation. */
import { z } from 'zod';
import { caseParams, envelope, id } from './thread.contract.ts';

export const taskParams = caseParams.extend({ taskId: id });
export const taskView = z.object({
  docket: z.number(),
  taskId: z.string(),
  caseId: z.string(),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  dueOn: z.string().nullable(),
  version: z.number(),
  by: z.string().nullable(),
  at: z.string(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  envelope: z.string(),
});
export const taskLine = taskView.extend({
  number: z.number(),
  place: z.string().nullable(),
  urgency: z.string(),
});
export const caseTasks = z.object({ tasks: z.array(taskView) });
export const myTasks = z.object({ today: z.string(), tasks: z.array(taskLine) });
const said = { owner: id.nullable(), dueOn: z.iso.date().nullable(), envelope };
export const taskBody = z.strictObject({ taskId: id, ...said });
/** `version`: of what the screen showed; 409 says who changed it. */
export const taskChange = z.strictObject({ ...said, version: z.number().int().min(0) });
export const taskDoneBody = z.strictObject({ done: z.boolean(), version: z.number().int().min(0) });
export const taskDone = z.object({ taskId: z.string(), version: z.number(), doneAt: z.string().nullable() });

export type TaskView = z.infer<typeof taskView>;
export type TaskLine = z.infer<typeof taskLine>;
export type CaseTasks = z.infer<typeof caseTasks>;
export type MyTasks = z.infer<typeof myTasks>;
export type TaskInput = z.infer<typeof taskBody> & z.infer<typeof caseParams>;
export type TaskChangeInput = z.infer<typeof taskChange> & z.infer<typeof taskParams>;
export type TaskDoneInput = z.infer<typeof taskDoneBody> & z.infer<typeof taskParams>;
export type TaskDone = z.infer<typeof taskDone>;
