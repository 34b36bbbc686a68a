/**
 * A business's own recruitment system, below /api/v1/desk/improvement: what it answers of itself, its plan, and what those
 * who support it make of it. No worker, case or report is in any of it.
 */
import { z } from 'zod';
import { AREAS } from './checklists.ts';
import { VALUES } from './levels.ts';

const id = z.uuid();
const day = z.iso.date();
const envelope = z.string().min(20).max(65_536);
const area = z.enum(AREAS);
const level = z.number().int().min(1).max(4);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.object({ sha256, size: z.number().int().min(1) });
const key = z.object({ orgId: z.string(), kid: z.string(), jwk: z.record(z.string(), z.unknown()) });
export const OWNERS = [
  'management',
  'human_resources',
  'recruitment',
  'finance',
  'compliance',
  'production',
  'other',
] as const;
export const TASK_STATUSES = ['open', 'in_progress', 'done', 'dropped'] as const;
export const VERDICTS = ['confirmed', 'more_evidence', 'doubted'] as const;

const score = z.object({
  area,
  level: z.number(),
  answered: z.number(),
  asked: z.number(),
  proven: z.number(),
});
const answerView = z.object({
  question: z.string(),
  value: z.enum(VALUES),
  n: z.number(),
  day: z.string(),
  envelope: z.string().nullable(),
  files: z.array(z.object({ n: z.number(), sha256: z.string(), size: z.number() })),
});
const reviewView = z.object({
  reviewId: z.string(),
  assessmentId: z.string(),
  area,
  verdict: z.enum(VERDICTS),
  by: z.string(),
  day: z.string(),
  envelope: z.string().nullable(),
});
const assessmentView = z.object({
  assessmentId: z.string(),
  checklist: z.string(),
  version: z.number(),
  beganOn: z.string(),
  handedInOn: z.string().nullable(),
  scores: z.array(score),
  answers: z.array(answerView),
});
const goalView = z.object({
  goalId: z.string(),
  area,
  level: z.number(),
  until: z.string(),
  n: z.number(),
  setOn: z.string(),
});
const taskView = z.object({
  taskId: z.string(),
  goalId: z.string().nullable(),
  area,
  owner: z.enum(OWNERS),
  dueDate: z.string(),
  status: z.enum(TASK_STATUSES),
  late: z.boolean(),
  action: z.object({ docket: z.number(), actionId: z.string(), code: z.string() }).nullable(),
  n: z.number(),
  doneOn: z.string().nullable(),
  envelope: z.string(),
});
export const improvementView = z.object({
  org: z.string(),
  /** Whether the reader is the business itself, or somebody who supports it. */
  own: z.boolean(),
  checklist: z.object({
    id: z.string(),
    version: z.number(),
    questions: z.array(z.object({ id: z.string(), area, principle: z.string(), text: z.string() })),
  }),
  /** The one that is being filled in, or the last that was handed in. */
  current: assessmentView.nullable(),
  /** Every one that was handed in, oldest first. */
  history: z.array(z.object({ assessmentId: z.string(), day: z.string(), scores: z.array(score) })),
  goals: z.array(goalView),
  tasks: z.array(taskView),
  reviews: z.array(reviewView),
  zeroFees: z.boolean(),
  shares: z.array(z.object({ with: z.string(), name: z.string(), since: z.string() })),
  mayShare: z.array(z.object({ org: z.string(), name: z.string() })),
  /** Planned actions of remedies that can be made part of the plan. */
  actions: z.array(
    z.object({ docket: z.number(), actionId: z.string(), code: z.string(), dueDate: z.string().nullable() }),
  ),
  sealTo: z.array(key),
});
export const orgParams = z.object({ org: z.string().min(3).max(200) });
/** For a CSO or union: who shares with it. For a buyer: levels by quarter, and nothing else. */
export const supportedList = z.object({
  rows: z.array(
    z.object({
      org: z.string(),
      name: z.string(),
      places: z.array(z.string()),
      zeroFees: z.boolean(),
      quarters: z.array(z.object({ quarter: z.string(), area, level: z.number(), reviewed: z.boolean() })),
    }),
  ),
});
export const beginBody = z.object({ assessmentId: id });
export const assessmentParams = z.object({ assessmentId: id });
/** `was`: the version of the answer on the screen, 0 where there was none. */
export const answerBody = z.object({
  question: z.string().regex(/^[a-z][a-z-]{2,40}$/),
  value: z.enum(VALUES),
  was: z.number().int().min(0),
  envelope: envelope.nullable().default(null),
  files: z.array(file).max(6).default([]),
});
export const goalBody = z.object({ goalId: id, area, level, until: day, was: z.number().int().min(0), drop: z.boolean().default(false) }); // prettier-ignore
export const taskBody = z.object({
  taskId: id,
  goalId: id.nullable().default(null),
  area,
  owner: z.enum(OWNERS),
  dueDate: day,
  status: z.enum(TASK_STATUSES),
  action: z
    .object({ docket: z.number().int().min(0), actionId: id })
    .nullable()
    .default(null),
  was: z.number().int().min(0),
  envelope,
});
/** `with`: an organisation that answers to workers, or `buyers`: those that the business supplies, levels only. */
export const shareBody = z.object({ with: z.string().min(3).max(200), share: z.boolean() });
export const reviewBody = z.object({
  reviewId: id,
  assessmentId: id,
  area,
  verdict: z.enum(VERDICTS),
  envelope: envelope.nullable().default(null),
});
export const done = z.object({ n: z.number() });

export type ImprovementView = z.infer<typeof improvementView>;
export type AssessmentView = z.infer<typeof assessmentView>;
export type SupportedList = z.infer<typeof supportedList>;
export type AnswerInput = z.infer<typeof answerBody> & z.infer<typeof assessmentParams>;
export type GoalInput = z.infer<typeof goalBody>;
export type TaskInput = z.infer<typeof taskBody>;
export type ShareInput = z.infer<typeof shareBody>;
export type ReviewInput = z.infer<typeof reviewBody> & z.infer<typeof orgParams>;
