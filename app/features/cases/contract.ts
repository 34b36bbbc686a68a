/**
 * Requests and answers of the case worker's desk, below /api/v1/desk. A docket is the number of a place in the log,
 * every other id a uuid that the client chose (the same id with the same content gets the same answer, with other
 * content 409). Times are ISO 8601. Envelopes are strings that only the organisation's browsers open.
 */
import { z } from 'zod';
import { CASE_STATES, CLOSURES } from './case-states.ts';
import { SCOPES } from './consent.ts';

export const docketId = z.coerce.number().int().min(0).max(2_147_483_647);
export const id = z.uuid();
export const day = z.iso.date();
export const time = z.iso.datetime();
/** A JWE in general JSON. 64 KiB hold what a person types; photos are files. */
export const envelope = z.string().min(20).max(65_536);
/** Plain words of a case worker about procedure; never a worker's words. */
export const reason = z.string().trim().min(3).max(500);
export const file = z.object({ n: z.number(), sha256: z.string(), size: z.number() });
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), why: z.string() })).optional(),
});
export const done = z.object({ done: z.literal(true) });

export const urgency = z.enum(['P0', 'P1', 'P2', 'P3']);
export const threadState = z.enum(['waiting', 'answered', 'closed']);
export const distinct = z.enum(['unconfirmed', 'distinct', 'same_as_other']);
export const outcome = z.enum(['claimed', 'verified', 'partly', 'disputed', 'unreachable']);
export const caseState = z.enum(CASE_STATES);
export const closure = z.enum(CLOSURES);
export const scope = z.enum(SCOPES);
export const askKind = z.enum(['consent', 'remedy']);
export const coded = z.enum(['given', 'refused', 'fully', 'partly', 'not', 'no_answer']);

export const threadParams = z.object({ docket: docketId, threadId: id });
export const caseParams = z.object({ docket: docketId, caseId: id });
export const issueParams = caseParams.extend({ issueId: id });
export const askParams = caseParams.extend({ askId: id });
export const fileParams = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

// ---- inbox and threads

export const inboxQuery = z.object({
  /** `open` = waiting and answered. */
  state: z.enum(['open', 'waiting', 'answered', 'closed', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  from: z.coerce.number().int().min(0).default(0),
});
export const inboxRow = z.object({
  docket: z.number(),
  threadId: z.string(),
  placedIn: z.number(),
  place: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  receivedDay: z.string(),
  urgency,
  /** When a person must have answered (reference.md 4.4); null once nobody waits. */
  dueAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  state: threadState,
  flagged: z.boolean(),
  caseId: z.string().nullable(),
  caseDocket: z.number().nullable(),
  caseNumber: z.number().nullable(),
  distinct,
  help: z.boolean(),
  withdrawn: z.boolean(),
  erasureAsked: z.boolean(),
  /** Since when the worker's last word has no answer. */
  waitingSince: z.string().nullable(),
  lastKind: z.string(),
  first: z.object({ statementId: z.string(), envelope: z.string() }).nullable(),
});
/** `counts`: threads that wait for an answer, by urgency, whatever the page shows; `total`: rows of this `state`. */
export const inbox = z.object({
  now: z.string(),
  total: z.number(),
  counts: z.object({ P0: z.number(), P1: z.number(), P2: z.number(), P3: z.number() }),
  rows: z.array(inboxRow),
});

export const statementView = z.object({
  id: z.string(),
  docket: z.number(),
  kind: z.string(),
  recorded: z.string(),
  from: z.enum(['worker', 'us']),
  /** The member's name; null for the worker and for members who left. */
  by: z.string().nullable(),
  re: z.string().nullable(),
  envelope: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
  attachments: z.array(file),
});
export const noteView = z.object({
  noteId: z.string(),
  by: z.string().nullable(),
  at: z.string(),
  envelope: z.string(),
});
export const askView = z.object({
  askId: z.string(),
  docket: z.number(),
  kind: askKind,
  threadDocket: z.number(),
  threadId: z.string(),
  caseId: z.string().nullable(),
  issueId: z.string().nullable(),
  scopes: z.array(z.string()),
  askedAt: z.string(),
  closedAt: z.string().nullable(),
  /** The worker's answer, once the phone sent one; its envelope is among the thread's statements. */
  answerStatement: z.string().nullable(),
  coded: coded.nullable(),
  quality: z.number().nullable(),
});
export const consentView = z.object({
  threadId: z.string(),
  scope: z.string(),
  state: z.enum(['given', 'refused', 'withdrawn']),
  at: z.string(),
  live: z.boolean(),
});
export const threadView = z.object({
  thread: inboxRow.omit({ first: true }),
  /** Seal answers to this key too: kid `worker`. */
  publicKey: z.record(z.string(), z.unknown()),
  statements: z.array(statementView),
  notes: z.array(noteView),
  asks: z.array(askView),
  consents: z.array(consentView),
  case: z
    .object({ docket: z.number(), caseId: z.string(), number: z.number(), state: caseState, seq: z.number() })
    .nullable(),
});

/** `seen`: how many statements of the thread the writer has on the screen; if more came, 409 says so. */
export const messageBody = z.object({
  statementId: id,
  envelope,
  kind: z.enum(['message', 'acknowledgement', 'what_changed']).default('message'),
  seen: z.number().int().min(0).optional(),
});
export const messageDone = z.object({
  statementId: z.string(),
  state: threadState,
  answeredAt: z.string().nullable(),
});
export const noteBody = z.object({ noteId: id, envelope });
/** Without `caseDocket` a new case is opened; with it the thread is filed in that case. */
export const fileInCaseBody = z.object({
  caseId: id,
  caseDocket: z.number().int().min(0).optional(),
  distinct: distinct.optional(),
});
export const caseRef = z.object({
  docket: z.number(),
  caseId: z.string(),
  number: z.number(),
  state: caseState,
});
/** `was`: what the screen showed, so that the second of two is told. */
export const distinctBody = z.object({ value: distinct, was: distinct.optional() });
export const helpBody = z.object({ help: z.boolean() });
export const placeBody = z.object({ docket: z.number().int().min(0) });

// ---- cases

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
  distinctWorkers: z.number(),
  issues: z.array(z.object({ code: z.string(), severity: z.number(), outcome: outcome.nullable() })),
});
export const casesList = z.object({ total: z.number(), rows: z.array(caseRow) });

/** `blocked` lists what is missing before this step may be taken, in words; empty = it may. */
export const allowedStep = z.object({
  to: caseState,
  closures: z.array(closure),
  blocked: z.array(z.object({ guard: z.string(), why: z.string() })),
});
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
  outcome: outcome.nullable(),
});
export const eventView = z.object({
  seq: z.number(),
  from: z.string(),
  to: z.string(),
  by: z.string().nullable(),
  actorRole: z.string(),
  at: z.string(),
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
  state: z.enum(['proposed', 'in_progress', 'done_reported']),
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
  seq: z.number().int().min(0),
});
export const transitionDone = z.object({ seq: z.number(), state: caseState });
const grade = {
  scale: z.number().int().min(0).max(4),
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
    kind: askKind,
    threadDocket: z.number().int().min(0),
    threadId: id,
    scopes: z.array(scope).max(SCOPES.length).default([]),
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
  answerStatement: id.optional(),
});
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

export type InboxRow = z.infer<typeof inboxRow>;
export type Inbox = z.infer<typeof inbox>;
export type InboxQuery = z.infer<typeof inboxQuery>;
export type StatementView = z.infer<typeof statementView>;
export type ThreadView = z.infer<typeof threadView>;
export type CaseRow = z.infer<typeof caseRow>;
export type CasesList = z.infer<typeof casesList>;
export type CasesQuery = z.infer<typeof casesQuery>;
export type CaseView = z.infer<typeof caseView>;
export type IssueView = z.infer<typeof issueView>;
export type AskView = z.infer<typeof askView>;
export type ConsentView = z.infer<typeof consentView>;
export type NoteView = z.infer<typeof noteView>;
export type DisclosureView = z.infer<typeof disclosureView>;
export type ActionView = z.infer<typeof actionView>;
export type AllowedStep = z.infer<typeof allowedStep>;
export type CodesList = z.infer<typeof codesList>;
export type MessageInput = z.infer<typeof messageBody> & z.infer<typeof threadParams>;
export type NoteInput = z.infer<typeof noteBody> & z.infer<typeof threadParams>;
export type FileInCaseInput = z.infer<typeof fileInCaseBody> & z.infer<typeof threadParams>;
export type DistinctInput = z.infer<typeof distinctBody> & z.infer<typeof threadParams>;
export type HelpInput = z.infer<typeof helpBody> & z.infer<typeof threadParams>;
export type TransitionInput = z.infer<typeof transitionBody> & z.infer<typeof caseParams>;
export type IssueInput = z.infer<typeof issueBody> & z.infer<typeof caseParams>;
export type GradeInput = z.infer<typeof gradeBody> & z.infer<typeof issueParams>;
export type AskInput = z.infer<typeof askBody> & z.infer<typeof caseParams>;
export type CodeInput = z.infer<typeof codeBody> & z.infer<typeof askParams>;
