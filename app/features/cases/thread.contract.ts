/**
 * Requests and answers of the case worker's desk, below /api/v1/desk. A docket is the number of a place in the log,
 * every other id a uuid that the client chose (the same id with the same content gets the same answer, with other
 * content 409). Times are ISO 8601. Envelopes are strings that only the organisation's browsers open.
 */
import { z } from 'zod';
import { CASE_STATES, CLOSURES } from './case-states.ts';
import { CHANNELS } from './channels.ts';
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
export const askKind = z.enum([
  'consent',
  'remedy',
  'go_ahead',
  'payment',
  'filing',
  'satisfaction',
  'retaliation',
]);
export const coded = z.enum(['given', 'refused', 'fully', 'partly', 'not', 'no_answer', 'answered']);

export const threadParams = z.object({ docket: docketId, threadId: id });
export const caseParams = z.object({ docket: docketId, caseId: id });
export const issueParams = caseParams.extend({ issueId: id });
export const askParams = caseParams.extend({ askId: id });
export const fileParams = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

// ---- inbox and threads

export const channel = z.enum(CHANNELS);
/** ISO 639, without script or country. */
export const language = z.string().regex(/^[a-z]{2,3}$/);
export const subStatus = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/);

export const inboxQuery = z.object({
  /** `open` = waiting and answered. */
  state: z.enum(['open', 'waiting', 'answered', 'closed', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  from: z.coerce.number().int().min(0).default(0),
  urgency: urgency.optional(),
  channel: channel.optional(),
  /** As it was coded; what a phone says of itself is sealed. */
  language: language.optional(),
  assignee: z.enum(['mine', 'nobody']).or(id).optional(),
  subStatus: subStatus.optional(),
  only: z.enum(['known', 'help', 'jobseekers', 'linked', 'late']).optional(),
  /** What is put off until later: out of the way, alone, or among the rest. */
  snoozed: z.enum(['hide', 'only', 'any']).default('hide'),
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
  /** All of it is on its way out: its words are read no more. */
  erasing: z.boolean(),
  /** Since when the worker's last word has no answer. */
  waitingSince: z.string().nullable(),
  lastKind: z.string(),
  channel,
  /** A member wrote it down for somebody who called or came. */
  writtenDown: z.boolean(),
  language: z.string().nullable(),
  jobseeker: z.boolean(),
  /** Since when those whom it is about know that the worker spoke: above everything, one hour. */
  knownAt: z.string().nullable(),
  /** A person decided below what was there: rules don't raise for what was said until then. */
  loweredAt: z.string().nullable(),
  assignee: z.object({ memberId: z.string(), name: z.string().nullable() }).nullable(),
  subStatus: z.string().nullable(),
  snoozedUntil: z.string().nullable(),
  /** Other threads of the same person; further persons who speak in this one. */
  linked: z.number(),
  others: z.number(),
  first: z.object({ statementId: z.string(), envelope: z.string() }).nullable(),
});
/**
 * `counts`: threads that wait for an answer, by urgency, whatever the page shows; `total`: rows that fit the query, and
 * `groups` how many of them stand in each part of the list, in its order.
 */
export const inbox = z.object({
  now: z.string(),
  total: z.number(),
  counts: z.object({ P0: z.number(), P1: z.number(), P2: z.number(), P3: z.number() }),
  groups: z.object({ known: z.number(), waiting: z.number(), rest: z.number() }),
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
  /** Of a question about money: what came, in the smallest unit. */
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  roundId: z.string().nullable(),
  attempts: z.number(),
});
export const consentView = z.object({
  threadId: z.string(),
  scope: z.string(),
  /** The one receiver that it is about. */
  forOrg: z.string().nullable(),
  forName: z.string().nullable(),
  state: z.enum(['given', 'refused', 'withdrawn']),
  at: z.string(),
  live: z.boolean(),
});
export const threadView = z.object({
  thread: inboxRow.omit({ first: true }),
  /** Seal answers to this key too: kid `worker`. */
  publicKey: z.record(z.string(), z.unknown()),
  statements: z.array(statementView),
  /** Where something stood that is erased. */
  erased: z.array(z.object({ said: z.string().nullable(), on: z.string() })),
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
export const placeParams = z.object({ from: docketId, threadId: id });
export const placeBody = z.object({ docket: z.number().int().min(0) });
export const placeDone = z.object({ placedIn: z.number() });

export type InboxRow = z.infer<typeof inboxRow>;
export type Inbox = z.infer<typeof inbox>;
export type InboxQuery = z.infer<typeof inboxQuery>;
export type StatementView = z.infer<typeof statementView>;
export type ThreadView = z.infer<typeof threadView>;
export type AskView = z.infer<typeof askView>;
export type ConsentView = z.infer<typeof consentView>;
export type NoteView = z.infer<typeof noteView>;
export type MessageInput = z.infer<typeof messageBody> & z.infer<typeof threadParams>;
export type NoteInput = z.infer<typeof noteBody> & z.infer<typeof threadParams>;
export type FileInCaseInput = z.infer<typeof fileInCaseBody> & z.infer<typeof threadParams>;
export type DistinctInput = z.infer<typeof distinctBody> & z.infer<typeof threadParams>;
export type HelpInput = z.infer<typeof helpBody> & z.infer<typeof threadParams>;
export type PlaceInput = z.infer<typeof threadParams> & { toDocket: number };
