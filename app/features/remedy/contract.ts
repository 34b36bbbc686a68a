/**
 * What is told to a business and what it answers, below /api/v1/desk. The business's answers hold days, never times;
 * no thread, no case, no number of workers. A refusal to a business is the same whether or not the thing exists.
 */
import { z } from 'zod';
import { REMEDY_TYPES, ROOT_CAUSES } from './remedy-types.ts';

const docketId = z.coerce.number().int().min(0).max(2_147_483_647);
const id = z.uuid();
const envelope = z.string().min(20).max(65_536);
const file = z.object({ n: z.number(), sha256: z.string(), size: z.number() });
const outcome = z.enum(['claimed', 'verified', 'partly', 'disputed', 'unreachable']);
export const caseParams = z.object({ docket: docketId, caseId: id });
export const remedyType = z.enum(REMEDY_TYPES);
export const rootCause = z.enum(ROOT_CAUSES);

/**
 * For the organisation on the case. 409 `guessable` (errors[0] = { path: 'understood', why: 'one' | 'few' }) comes
 * first where few could have said it; the same request with `understood: true` goes on, if those whose words it is
 * made of agreed. `visibleFrom` is the start of the day `delayDays` from now.
 */
export const discloseBody = z.object({
  disclosureId: id,
  issueId: id,
  toOrg: z.string().min(3).max(200),
  /** Written for the business and sealed to it and to the organisation itself. */
  envelope,
  delayDays: z.number().int().min(0).max(60),
  understood: z.boolean().default(false),
});
export const discloseDone = z.object({
  disclosureId: z.string(),
  visibleFrom: z.string(),
  dueAt: z.string(),
});

export const disclosureParams = z.object({ docket: docketId, id });
export const actionParams = disclosureParams.extend({ actionId: id });

export const employerAction = z.object({
  actionId: z.string(),
  remedyType,
  rootCause: rootCause.nullable(),
  dueDate: z.string().nullable(),
  state: z.enum(['proposed', 'in_progress', 'done_reported']),
  proposedDay: z.string(),
  reportedDay: z.string().nullable(),
  envelope: z.string().nullable(),
  report: z.object({ envelope: z.string().nullable(), attachments: z.array(file) }).nullable(),
});
/** `status`: what the business has done so far; `outcome`: what both sides make of it, by one table, never its own. */
export const employerDisclosure = z.object({
  docket: z.number(),
  id: z.string(),
  place: z.string(),
  from: z.string(),
  code: z.string(),
  label: z.string(),
  visibleFrom: z.string(),
  dueDay: z.string().nullable(),
  status: z.enum(['new', 'proposed', 'done_reported']),
  outcome: outcome.nullable(),
});
export const employerDisclosures = z.object({ rows: z.array(employerDisclosure) });
/** `sealTo`: the key of the organisation on the case, for what the business seals. */
export const employerDisclosureView = employerDisclosure.extend({
  envelope: z.string().nullable(),
  actions: z.array(employerAction),
  sealTo: z.object({ orgId: z.string(), kid: z.string(), jwk: z.record(z.string(), z.unknown()) }).nullable(),
});

export const actionBody = z.object({
  actionId: id,
  remedyType,
  rootCause,
  dueDate: z.iso.date(),
  envelope,
});
/** Sealed files are sent first (POST files, octets) and named here by their hash. */
export const reportBody = z.object({
  envelope,
  attachments: z
    .array(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().min(1) }))
    .max(6)
    .default([]),
});
export const actionDone = z.object({
  actionId: z.string(),
  state: z.enum(['proposed', 'in_progress', 'done_reported']),
});
/** POST /files: sealed bytes, `application/octet-stream`, at most 8 MiB. */
export const fileStored = z.object({ sha256: z.string(), size: z.number() });

export type DiscloseInput = z.infer<typeof discloseBody> & z.infer<typeof caseParams>;
export type ActionInput = z.infer<typeof actionBody> & z.infer<typeof disclosureParams>;
export type ReportInput = z.infer<typeof reportBody> & z.infer<typeof actionParams>;
export type EmployerDisclosure = z.infer<typeof employerDisclosure>;
export type EmployerDisclosureView = z.infer<typeof employerDisclosureView>;
export type EmployerAction = z.infer<typeof employerAction>;
