/** The case part of the desk's contract; ids, times and threads stand in `thread.contract.ts`. */
import { z } from 'zod';
import { SCOPES } from './consent.ts';
import {
  askKind, askParams, askView, caseParams, caseState, closure, coded, consentView, envelope, file, id, inboxRow,
  issueParams, noteView, outcome, reason, scope, urgency,
} from './thread.contract.ts'; // prettier-ignore

export * from './thread.contract.ts';

export const casesQuery = z.object({
  state: z.union([caseState, z.enum(['open', 'all'])]).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  from: z.coerce.number().int().min(0).default(0),
});
export const caseRow = z.object({
  docket: z.number(),
  caseId: z.string(),
  placedIn: z.number(),
  place: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  number: z.number(),
  state: caseState,
  closure: closure.nullable(),
  urgency,
  openedAt: z.string(),
  /** Day of the first report: stays when a case is reopened. */
  firstReceived: z.string(),
  seq: z.number(),
  threads: z.number(),
  /** Reports that were in it and are erased. */
  erased: z.number(),
  distinctWorkers: z.number(),
  /** Who of the team answers for it. */
  owner: z.object({ memberId: z.string(), name: z.string() }).nullable(),
  /** Of a case that was stopped as unsafe. */
  reviewOn: z.string().nullable(),
  issues: z.array(z.object({ code: z.string(), severity: z.number(), outcome: outcome.nullable() })),
});
export const casesList = z.object({ total: z.number(), rows: z.array(caseRow) });

/** `blocked` lists what is missing before this step may be taken, in words; empty = it may. */
export const allowedStep = z.object({
  to: caseState,
  closures: z.array(closure),
  blocked: z.array(z.object({ guard: z.string(), why: z.string() })),
});
export const verdict = z.enum(['verified', 'disputed', 'partly', 'insufficient_evidence']);
export const issueView = z.object({
  issueId: z.string(),
  code: z.string(),
  label: z.string(),
  scale: z.number(),
  scope: z.number(),
  irremediability: z.number(),
  severity: z.number(),
  affected: z.union([
    z.object({ count: z.number() }),
    z.object({ from: z.number(), to: z.number() }),
    z.object({ unknown: z.literal(true) }),
  ]),
  raisedAt: z.string(),
  /** Runs from the day the business can read of it (reference.md 5.4); null before. */
  dueAt: z.string().nullable(),
  claimedAt: z.string().nullable(),
  asked: z.number(),
  fully: z.number(),
  partly: z.number(),
  not: z.number(),
  /** Tried at least twice, a month gone: in none of the counts before it. */
  unreachable: z.number(),
  outcome: outcome.nullable(),
  /** What the last round of questions allows to conclude (reference.md 9.8). */
  verdict: verdict.nullable(),
  remediedBy: z.enum(['employer', 'recruiter', 'buyer', 'state']).nullable(),
  /** How often it came back; first day at this place, where that was before this issue was raised. */
  relapses: z.number(),
  relapsedAt: z.string().nullable(),
  firstRaisedAt: z.string().nullable(),
});
export const eventView = z.object({
  seq: z.number(),
  from: z.string(),
  to: z.string(),
  by: z.string().nullable(),
  actorRole: z.string(),
  at: z.string(),
  /** Sealed to the organisation's own key. */
  reason: z.string().nullable(),
});
export const disclosureView = z.object({
  disclosureId: z.string(),
  issueId: z.string(),
  toOrg: z.string(),
  toName: z.string(),
  code: z.string(),
  visibleFrom: z.string(),
  dueAt: z.string().nullable(),
  /** The word the business sees: that of the last finished round of questions. */
  outcome: outcome.nullable(),
  envelope: z.string().nullable(),
});
export const actionView = z.object({
  actionId: z.string(),
  disclosureId: z.string(),
  issueId: z.string(),
  remedyType: z.string(),
  rootCause: z.string().nullable(),
  dueDate: z.string().nullable(),
  state: z.enum(['proposed', 'open', 'in_progress', 'done_reported', 'cancelled_with_reason']),
  proposedAt: z.string(),
  reportedAt: z.string().nullable(),
  /** Sealed by the business to itself and to the organisation on the case. */
  envelope: z.string().nullable(),
  report: z
    .object({ statementId: z.string(), envelope: z.string().nullable(), attachments: z.array(file) })
    .nullable(),
});
export const caseView = z.object({
  case: caseRow,
  allowed: z.array(allowedStep),
  /** The business that answers for this place and takes part here; null = nobody to disclose to. */
  employer: z
    .object({
      orgId: z.string(),
      name: z.string(),
      kid: z.string().nullable(),
      jwk: z.record(z.string(), z.unknown()).nullable(),
    })
    .nullable(),
  /** How easily the employer could guess who spoke: who could know of it, by confirmed distinct workers. */
  guess: z.enum(['one', 'few', 'many']),
  issues: z.array(issueView),
  threads: z.array(inboxRow),
  events: z.array(eventView),
  notes: z.array(noteView),
  asks: z.array(askView),
  consents: z.array(consentView),
  disclosures: z.array(disclosureView),
  actions: z.array(actionView),
});

/** `seq`: of the last event on the screen; if the case moved on since, 409 says who moved it where. */
export const transitionBody = z.object({
  to: caseState,
  reason,
  closure: closure.optional(),
  /** With `unsafe_to_proceed`, and only then: when it is looked at again. */
  reviewDate: z.iso.date().optional(),
  seq: z.number().int().min(0),
});
export const transitionDone = z.object({ seq: z.number(), state: caseState });
const grade = {
  scale: z.number().int().min(1).max(4),
  scope: z.number().int().min(1).max(4),
  irremediability: z.number().int().min(1).max(4),
};
export const affected = z.union([
  z.strictObject({ count: z.number().int().min(1).max(1_000_000) }),
  z
    .strictObject({
      from: z.number().int().min(1).max(1_000_000),
      to: z.number().int().min(1).max(1_000_000),
    })
    .refine((range) => range.from <= range.to, { message: 'from is the smaller number', path: ['to'] }),
  z.strictObject({ unknown: z.literal(true) }),
]);
export const issueBody = z.object({
  issueId: id,
  code: z.string().regex(/^[A-Z]{3}-\d\d$/),
  ...grade,
  affected,
});
export const gradeBody = z.object({ ...grade, reason });
export const issueDone = z.object({ issueId: z.string(), severity: z.number() });
/** A question with a fixed set of answers. `envelope` holds its words, sealed to the worker and to the organisation. */
export const askBody = z
  .object({
    askId: id,
    /** The other kinds have actions of their own. */
    kind: askKind.extract(['consent', 'remedy']),
    threadDocket: z.number().int().min(0),
    threadId: id,
    scopes: z.array(scope).max(SCOPES.length).default([]),
    /** Of a question whether one named organisation or office may be told: which. */
    forOrg: z.string().min(3).max(200).optional(),
    issueId: id.optional(),
    statementId: id,
    envelope,
  })
  .refine((ask) => ask.kind !== 'consent' || ask.scopes.length > 0, {
    message: 'a question about consent names what it is about',
    path: ['scopes'],
  })
  .refine((ask) => ask.kind !== 'remedy' || ask.issueId !== undefined, {
    message: 'a question about a remedy names its issue',
    path: ['issueId'],
  });
/** `answerStatement`: which of the worker's statements says so, where it isn't the one the phone tied to the question. */
export const codeBody = z.object({
  value: coded,
  quality: z.number().int().min(1).max(5).optional(),
  /** Of a question about money: how much came, in the currency's smallest unit. */
  amount: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  answerStatement: id.optional(),
  /** With `given`: the scopes that were agreed to, where the worker said yes to some only; to the others it is no. */
  given: z.array(scope).optional(),
  /** What it is coded as now, where this changes it on purpose. */
  was: coded.optional(),
});
/** What a worker said about a scope by itself: in the report, or later in a message. */
export const consentBody = z.object({
  threadDocket: z.number().int().min(0),
  threadId: id,
  scopes: z.array(scope).min(1).max(SCOPES.length),
  forOrg: z.string().min(3).max(200).optional(),
  value: z.enum(['given', 'refused', 'withdrawn']),
  /** The worker's own statement that says so. */
  answerStatement: id,
});
export const consentDone = z.object({ recorded: z.number() });
export const codeDone = z.object({ askId: z.string(), coded, outcome: outcome.nullable() });

export const codesList = z.object({
  categories: z.array(z.object({ code: z.string(), key: z.string() })),
  codes: z.array(
    z.object({
      code: z.string(),
      key: z.string(),
      label: z.string(),
      category: z.string(),
      ilo: z.array(z.string()),
      iloConditional: z.array(z.string()),
      defaultScale: z.number(),
      defaultUrgency: urgency,
      /** INF codes are help, not complaints: they never count as issues. */
      counts: z.boolean(),
    }),
  ),
});

export type CaseRow = z.infer<typeof caseRow>;
export type CasesList = z.infer<typeof casesList>;
export type CasesQuery = z.infer<typeof casesQuery>;
export type CaseView = z.infer<typeof caseView>;
export type IssueView = z.infer<typeof issueView>;
export type DisclosureView = z.infer<typeof disclosureView>;
export type ActionView = z.infer<typeof actionView>;
export type AllowedStep = z.infer<typeof allowedStep>;
export type CodesList = z.infer<typeof codesList>;
export type TransitionInput = z.infer<typeof transitionBody> & z.infer<typeof caseParams>;
export type IssueInput = z.infer<typeof issueBody> & z.infer<typeof caseParams>;
export type GradeInput = z.infer<typeof gradeBody> & z.infer<typeof issueParams>;
export type AskInput = z.infer<typeof askBody> & z.infer<typeof caseParams>;
export type CodeInput = z.infer<typeof codeBody> & z.infer<typeof askParams>;
export type ConsentInput = z.infer<typeof consentBody> & z.infer<typeof caseParams>;
