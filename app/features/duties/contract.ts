/** The desk's contract of duties, their settings, and what is due. */
import { z } from 'zod';
import { DUTY_KINDS, STEP_ACTS } from './clocks.ts';

const id = z.uuid();
const date = z.iso.date();
export const dutyKind = z.enum(DUTY_KINDS);
export const stepAct = z.enum(STEP_ACTS);

export const caseAt = z.object({ docket: z.coerce.number().int().min(0), caseId: id });
export const eventAt = z.object({
  docket: z.coerce.number().int().min(0),
  dutyId: id,
  n: z.coerce.number().int().min(1),
});

export const dutyEvent = z.object({
  n: z.number(),
  act: z.enum(['overdue', ...STEP_ACTS]),
  days: z.number(),
  at: z.string(),
  seenBy: z.string().nullable(),
  seenAt: z.string().nullable(),
});
export const dutyView = z.object({
  docket: z.number(),
  dutyId: z.string(),
  kind: dutyKind,
  /** Who owes it; null = this organisation itself. */
  owedBy: z.string().nullable(),
  issueId: z.string().nullable(),
  code: z.string().nullable(),
  startsAt: z.string(),
  dueAt: z.string(),
  pausedAt: z.string().nullable(),
  pausedDays: z.number(),
  doneAt: z.string().nullable(),
  overdueAt: z.string().nullable(),
  events: z.array(dutyEvent),
});
export const caseDuties = z.object({ duties: z.array(dutyView) });

export const dueQuery = z.object({
  whose: z.enum(['mine', 'all']).default('mine'),
  /** Days ahead. */
  within: z.coerce.number().int().min(0).max(90).default(7),
});
export const dueRow = dutyView.extend({
  caseId: z.string().nullable(),
  threadId: z.string().nullable(),
  threadDocket: z.number().nullable(),
  number: z.number().nullable(),
  place: z.string().nullable(),
  urgency: z.string().nullable(),
  owner: z.string().nullable(),
});
export const dueList = z.object({ overdue: z.number(), rows: z.array(dueRow) });

export const step = z.strictObject({
  kind: dutyKind,
  afterDays: z.number().int().min(0).max(365),
  act: stepAct,
  mail: z.boolean().default(false),
});
/** `was`: the version that the screen showed, so that two who set at once don't undo each other. */
export const stepsBody = z.strictObject({ steps: z.array(step).max(100), was: z.string().max(64) });
export const stepsView = z.object({ steps: z.array(step), ownSteps: z.boolean(), version: z.string(), may: z.boolean() }); // prettier-ignore
export const dayBody = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  day: date,
  /** Null takes the organisation's own word on this day away: the country's calendar stands again. */
  works: z.boolean().nullable(),
});
export const daysQuery = z.object({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
});
export const daysView = z.object({
  country: z.string(),
  countries: z.array(z.string()),
  zone: z.string(),
  weekend: z.array(z.number()),
  /** Days off by the country's calendar in the year that begins today. */
  holidays: z.array(z.string()),
  own: z.array(z.object({ day: z.string(), works: z.boolean() })),
  may: z.boolean(),
});
export const done = z.object({ done: z.literal(true) });

export type CaseDuties = z.infer<typeof caseDuties>;
export type DutyView = z.infer<typeof dutyView>;
export type DueRow = z.infer<typeof dueRow>;
export type DueList = z.infer<typeof dueList>;
export type DueQuery = z.infer<typeof dueQuery>;
export type StepsView = z.infer<typeof stepsView>;
export type StepsInput = z.infer<typeof stepsBody>;
export type DayInput = z.infer<typeof dayBody>;
export type DaysView = z.infer<typeof daysView>;
