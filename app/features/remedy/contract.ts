/**
 * What is told to a business and what it answers, below /api/v1/desk. The business's answers hold days, never times;
 * no thread, no case, no number of workers. A refusal to a business is the same whether or not the thing exists.
 */
import { z } from 'zod';
import { ACTION_STATES, EVIDENCE, HOWS, OWNERS } from './plan.ts';
import { NARROWS } from './narrowing.ts';
import { REMEDY_TYPES, ROOT_CAUSES } from './remedy-types.ts';

const docketId = z.coerce.number().int().min(0).max(2_147_483_647);
const id = z.uuid();
/** Drawn by chance (version 4): a number that was made from a time would tell it. */
const drawnId = z.uuidv4();
const envelope = z.string().min(20).max(65_536);
const file = z.object({ n: z.number(), sha256: z.string(), size: z.number() });
const outcome = z.enum(['claimed', 'verified', 'partly', 'disputed', 'unreachable']);
const key = z.object({ orgId: z.string(), kid: z.string(), jwk: z.record(z.string(), z.unknown()) });
export const caseParams = z.object({ docket: docketId, caseId: id });
export const remedyType = z.enum(REMEDY_TYPES);
export const rootCause = z.enum(ROOT_CAUSES);
export const how = z.enum(HOWS);

const ruleFields = {
  everyDays: z.number().int().min(1).max(31),
  weekday: z.number().int().min(0).max(6),
  minDays: z.number().int().min(0).max(60),
  extraDays: z.number().int().min(0).max(60),
};
export const tellingRule = z.object({ ...ruleFields, setOn: z.string().nullable() });
export const ruleBody = z.object({ ...ruleFields, was: z.object(ruleFields).optional() });

/** People who could know the fact, the worker among them; null = nobody can tell. */
const circle = z.number().int().min(1).max(1_000_000).nullable();

/**
 * For the organisation on the case. 409 `guessable` (errors[0] = { path: 'understood', why: 'one' | 'few' }) comes first
 * where fewer than ten could know it, or nobody can tell how many; then (path: 'goAhead') until each worker whose words it
 * is made of has said "go ahead" about this `disclosureId`. `visibleFrom` is a batch day of the organisation's rule.
 */
export const discloseBody = z.object({
  disclosureId: drawnId,
  issueId: id,
  toOrg: z.string().min(3).max(200),
  /** Written for the business and sealed to it, where it has a key, and to the organisation itself. */
  envelope,
  /** Days that are waited on purpose, beyond what the rule asks. */
  delayDays: z.number().int().min(0).max(60),
  circle,
  understood: z.boolean().default(false),
  /** How a business that does not sign in is told, on the day or later. */
  how: how.optional(),
});
export const discloseDone = z.object({
  disclosureId: z.string(),
  visibleFrom: z.string(),
  dueAt: z.string(),
});
export const goAheadBody = z.object({
  askId: id,
  /** The `disclosureId`, or the answer's `wordId`, that this will be. */
  draftId: drawnId,
  issueId: id,
  toOrg: z.string().min(3).max(200),
  threadDocket: z.number().int().min(0),
  threadId: id,
  statementId: id,
  envelope,
});
export const done = z.object({ done: z.literal(true) });

export const disclosureParams = z.object({ docket: docketId, id });
export const actionParams = disclosureParams.extend({ actionId: id });
export const caseDisclosureParams = caseParams.extend({ id });
export const caseActionParams = caseDisclosureParams.extend({ actionId: id });

const status = z.enum([
  'proposed',
  'open',
  'in_progress',
  'done_reported',
  'verified',
  'overdue',
  'cancelled_with_reason',
]);
const terms = {
  remedyType,
  rootCause: rootCause.nullable(),
  dueDate: z.string().nullable(),
  owner: z.enum(OWNERS).nullable(),
  /** In the smallest unit of the currency. */
  cost: z.number().nullable(),
  currency: z.string().nullable(),
  evidence: z.array(z.enum(EVIDENCE)),
};
export const versionView = z.object({
  n: z.number(),
  ...terms,
  state: z.enum(ACTION_STATES),
  day: z.string(),
  enteredHow: how.nullable(),
  envelope: z.string().nullable(),
});
export const employerAction = z.object({
  actionId: z.string(),
  n: z.number(),
  ...terms,
  state: z.enum(ACTION_STATES),
  /** As it stands today: overdue is time's word, verified the workers'. */
  status,
  /** The version that the organisation on the case agreed to, after workers or their representative were asked. */
  agreed: z.object({ n: z.number(), day: z.string(), consulted: z.string() }).nullable(),
  /** Written down by the organisation on the case, as the business said it. */
  enteredHow: how.nullable(),
  proposedDay: z.string(),
  reportedDay: z.string().nullable(),
  envelope: z.string().nullable(),
  report: z.object({ envelope: z.string().nullable(), attachments: z.array(file) }).nullable(),
  /** Every version, the first one too. */
  versions: z.array(versionView),
});
export const toldWord = z.object({
  wordId: z.string(),
  kind: z.enum(['question', 'answer', 'evidence', 'sent_back']),
  actionId: z.string().nullable(),
  re: z.string().nullable(),
  mine: z.boolean(),
  enteredHow: how.nullable(),
  day: z.string(),
  envelope: z.string().nullable(),
  attachments: z.array(file),
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
  /** Planned actions whose day has passed; questions of the business that wait. */
  overdue: z.number(),
  waiting: z.number(),
  outcome: outcome.nullable(),
});
export const employerDisclosures = z.object({
  rows: z.array(employerDisclosure),
  /** Days, as a median, from the day it could be read to the business's first own word; null before there is one. */
  answeredIn: z.number().nullable(),
});
/** `sealTo`: the key of the organisation on the case, for what the business seals. */
export const employerDisclosureView = employerDisclosure.extend({
  envelope: z.string().nullable(),
  actions: z.array(employerAction),
  words: z.array(toldWord),
  sealTo: key.nullable(),
});

const attachments = z
  .array(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().min(1) }))
  .max(6)
  .default([]);
/** Left out where the business itself speaks. */
const entered = { how: how.optional() };
const planned = {
  remedyType,
  rootCause,
  dueDate: z.iso.date(),
  owner: z.enum(OWNERS).nullable().default(null),
  cost: z.number().int().min(0).max(9_000_000_000_000).nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .default(null),
  evidence: z.array(z.enum(EVIDENCE)).max(EVIDENCE.length).default([]),
  envelope,
};
export const actionBody = z.object({ actionId: id, ...planned, ...entered });
/** `was`: the version on the screen. `state`: what it becomes; left out, it stays. */
export const changeBody = z.object({
  ...planned,
  ...entered,
  was: z.number().int().min(1),
  statementId: id,
  state: z.enum(ACTION_STATES).optional(),
});
/** Sealed files are sent first (POST files, octets) and named here by their hash. */
export const reportBody = z.object({ envelope, attachments, ...entered });
export const wordBody = z.object({ wordId: drawnId, envelope, attachments, ...entered });
/** `names`: what the answer names that could narrow down who spoke; with any, the guard of a disclosure holds. */
export const answerBody = z.object({
  wordId: drawnId,
  re: id,
  envelope,
  names: z.array(z.enum(NARROWS)).max(NARROWS.length),
  circle: circle.default(null),
  understood: z.boolean().default(false),
});
/** `consulted`: who was asked about the plan; nobody's agreement stands without. */
export const agreeBody = z.object({
  was: z.number().int().min(1),
  consulted: z.enum(['workers', 'representative', 'both']),
});
/** Back to the business, with a reason for it to read. */
export const sendBackBody = z.object({ was: z.number().int().min(1), wordId: drawnId, envelope });
export const actionDone = z.object({
  actionId: z.string(),
  n: z.number(),
  state: z.enum(ACTION_STATES),
});
/** POST /files: sealed bytes, `application/octet-stream`, at most 8 MiB. */
export const fileStored = z.object({ sha256: z.string(), size: z.number() });

/** The business's side of a case, for the organisation on it. */
export const businessSide = z.object({
  rule: tellingRule,
  /** The first day on which something written now, without a wish to wait longer, could be read. */
  nextDay: z.string(),
  /** The same for an answer to a question. */
  answerDay: z.string(),
  sealTo: key.nullable(),
  answeredIn: z.number().nullable(),
  goAheads: z.array(
    z.object({
      askId: z.string(),
      draftId: z.string(),
      issueId: z.string(),
      toOrg: z.string(),
      threadDocket: z.number(),
      threadId: z.string(),
      day: z.string(),
      answered: z.boolean(),
      coded: z.string().nullable(),
    }),
  ),
  disclosures: z.array(
    z.object({
      disclosureId: z.string(),
      issueId: z.string(),
      visibleFrom: z.string(),
      toldHow: how.nullable(),
      actions: z.array(employerAction),
      words: z.array(toldWord),
    }),
  ),
});

type Of<B extends z.ZodType, P extends z.ZodType> = z.infer<B> & z.infer<P>;
export type RuleInput = z.infer<typeof ruleBody>;
export type DiscloseInput = Of<typeof discloseBody, typeof caseParams>;
export type GoAheadInput = Of<typeof goAheadBody, typeof caseParams>;
export type ActionInput = Of<typeof actionBody, typeof disclosureParams> & { caseId?: string };
export type ChangeInput = Of<typeof changeBody, typeof actionParams> & { caseId?: string };
export type ReportInput = Of<typeof reportBody, typeof actionParams> & { caseId?: string };
export type WordInput = Of<typeof wordBody, typeof disclosureParams> & { caseId?: string };
export type EvidenceInput = Of<typeof wordBody, typeof actionParams> & { caseId?: string };
export type AnswerInput = Of<typeof answerBody, typeof caseDisclosureParams>;
export type AgreeInput = Of<typeof agreeBody, typeof caseActionParams>;
export type SendBackInput = Of<typeof sendBackBody, typeof caseActionParams>;
export type EmployerDisclosure = z.infer<typeof employerDisclosure>;
export type EmployerDisclosureView = z.infer<typeof employerDisclosureView>;
export type EmployerAction = z.infer<typeof employerAction>;
export type ToldWord = z.infer<typeof toldWord>;
export type BusinessSide = z.infer<typeof businessSide>;
