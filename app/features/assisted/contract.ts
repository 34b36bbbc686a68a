import { z } from 'zod';
import { openBody, publicJwk, reportBody } from '../reports/index.ts';

const id = z.uuid().toLowerCase();
const text = (least: number, most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .min(least)
    .max(most);
const lookup = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, 'base64url')
  .length(43);
/** A sealed text. */
const envelope = z.string().min(100).max(20_000);

// The desk.
export const enrolBody = z.object({
  coordinatorId: id,
  /** Look-up id of the slip that the desk shows once. The slip itself never comes here. */
  slip: lookup,
  /** `{ name, place }`, sealed to the organisation. */
  envelope,
});
export type EnrolInput = z.infer<typeof enrolBody>;
export const coordinatorParams = z.object({ id });
export const endBody = z.object({ was: z.enum(['invited', 'active']) });
const coordinator = z.object({
  coordinatorId: id,
  envelope: z.string(),
  state: z.enum(['invited', 'active', 'ended']),
  enrolledOn: z.string(),
  filed: z.int(),
  confirmed: z.int(),
  corrected: z.int(),
  disowned: z.int(),
  /** The worker has a code of their own and said nothing yet; or has none yet. */
  unanswered: z.int(),
  /** Enough were disowned that somebody should ask why. */
  flagged: z.boolean(),
});
export type CoordinatorRow = z.infer<typeof coordinator>;
export const coordinatorsAnswer = z.object({ coordinators: z.array(coordinator), may: z.boolean() });
export const doneAnswer = z.object({ done: z.literal(true) });
export const threadParams = z.object({ docket: z.coerce.number().int().min(0), threadId: id });
export const threadFilingAnswer = z.object({
  filing: z
    .object({
      coordinatorId: id,
      envelope: z.string(),
      ended: z.boolean(),
      state: z.enum(['unclaimed', 'unanswered', 'confirmed', 'corrected', 'disowned']),
      filedOn: z.string(),
      /** Whether the worker lets the coordinator read what the worker passes on. */
      access: z.boolean(),
      flagged: z.boolean(),
    })
    .nullable(),
});
export type ThreadFiling = z.infer<typeof threadFilingAnswer>;

// Phones.
const keys = z.object({ lookup, publicKey: publicJwk, wrappedKey: text(40, 2000) });
/** What a slip is given back for: a code of one's own. `lookup` is the slip's. */
export const joinBody = openBody.extend({ next: keys });
export type JoinBody = z.infer<typeof joinBody>;
export const claimBody = openBody.extend({ next: keys.extend({ earlierKey: text(40, 4000) }) });
export type ClaimBody = z.infer<typeof claimBody>;
export const mineAnswer = z.object({
  coordinatorId: id,
  org: z.string(),
  state: z.enum(['invited', 'active', 'ended']),
  wrappedKey: z.string().optional(),
  /** What was filed, by month, and what workers passed on. Never what they said of it. */
  filed: z.array(z.object({ day: z.string(), shared: z.array(z.string()) })),
});
export type MineAnswer = z.infer<typeof mineAnswer>;
/** The coordinator's look-up beside the report, whose own is that of the worker's slip. */
export const fileBody = reportBody.extend({ coordinator: lookup });
export type FileBody = z.infer<typeof fileBody>;
/** `yes` passes on what is in it, sealed to the coordinator; `no` takes all of it back. */
export const accessBody = openBody.extend({
  access: z.enum(['yes', 'no']),
  shares: z
    .array(z.object({ statementId: id, content: z.string().min(100).max(260_000) }))
    .max(50)
    .default([]),
});
export type AccessBody = z.infer<typeof accessBody>;
