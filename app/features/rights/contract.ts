import { z } from 'zod';
import { ASKED_REASONS, ERASURE_SCOPES, ERASURE_STATES, UNPLACED_REASONS } from './states.ts';

const docket = z.int().min(0);
const uuid = z.uuid().toLowerCase();
const hash = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits');
const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'a signature');

/** A thread has at most as many statements as a sealed body's room for their signatures. */
export const MOST_SIGNATURES = 400;

/** Of a worker's wish: what it is about, and the signature of each statement's own key at each of its places. */
export const wishBody = z.object({
  scope: z.enum(ERASURE_SCOPES),
  signatures: z.array(z.object({ docket, commitment: hash, signature })).max(MOST_SIGNATURES),
});
export const moveAnswerBody = z.object({
  moveId: uuid,
  answer: z.enum(['yes', 'no']),
  signatures: z.array(z.object({ statementId: uuid, signature })).max(MOST_SIGNATURES),
});
export type MoveAnswerBody = z.infer<typeof moveAnswerBody>;

export const done = z.object({ done: z.literal(true) });

export const askErasureBody = z.object({
  erasureId: uuid,
  docket,
  threadId: uuid,
  /** Left out: everything that this worker said. */
  statementId: uuid.optional(),
  reason: z.enum(ASKED_REASONS),
});
export type AskErasureBody = z.infer<typeof askErasureBody>;
export const erasureParams = z.object({ docket: z.coerce.number().pipe(docket), erasureId: uuid });
export const decideBody = z.object({ approve: z.boolean() });
export const decided = z.object({ state: z.enum(ERASURE_STATES) });
export const erasureList = z.object({
  erasures: z.array(
    z.object({
      docket: z.number(),
      erasureId: z.string(),
      threadId: z.string().nullable(),
      scope: z.enum(ERASURE_SCOPES),
      askedBy: z.string(),
      reason: z.string(),
      state: z.enum(ERASURE_STATES),
      askedAt: z.string(),
      erasedAt: z.string().nullable(),
      asker: z.string().nullable(),
      decider: z.string().nullable(),
      /** Whether whoever looks asked for it: then somebody else must agree. */
      own: z.boolean(),
      place: z.string().nullable(),
      /** Danger, and a case that is not closed: think twice. */
      urgent: z.boolean(),
    }),
  ),
});
export type ErasureList = z.infer<typeof erasureList>;

export const askMoveBody = z.object({ moveId: uuid, docket, threadId: uuid, toDocket: docket });
export type AskMoveBody = z.infer<typeof askMoveBody>;
export const moveParams = z.object({ docket: z.coerce.number().pipe(docket), moveId: uuid });
const placeName = z.object({
  docket: z.number(),
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable(),
});
export const moveList = z.object({
  moves: z.array(
    z.object({
      docket: z.number(),
      moveId: z.string(),
      threadId: z.string(),
      from: placeName,
      to: placeName,
      state: z.enum(['asked', 'agreed', 'refused', 'corrected', 'taken_back']),
      askedAt: z.string(),
      answeredAt: z.string().nullable(),
      /** From this day on a correction may be written without an answer. */
      correctableFrom: z.string(),
      correctable: z.boolean(),
    }),
  ),
});
export type MoveList = z.infer<typeof moveList>;

export const unplacedList = z.object({
  reasons: z.array(z.enum(UNPLACED_REASONS)),
  waiting: z.array(
    z.object({
      docket: z.number(),
      threadId: z.string(),
      /** Day of the oldest statement there that has neither a workplace nor a reason. */
      since: z.string(),
      days: z.number(),
      statements: z.number(),
      reason: z.enum(UNPLACED_REASONS).nullable(),
    }),
  ),
});
export type UnplacedList = z.infer<typeof unplacedList>;
export const unplacedBody = z.object({ docket, threadId: uuid, reason: z.enum(UNPLACED_REASONS) });
export type UnplacedBody = z.infer<typeof unplacedBody>;

export const retentionBody = z.object({ months: z.int().min(1).max(240) });
export const retentionDecision = z.object({ act: z.enum(['approve', 'off']) });
const due = z.object({ month: z.string(), cases: z.number(), reports: z.number() });
export const retentionView = z.object({
  rule: z
    .object({
      months: z.number(),
      state: z.enum(['proposed', 'standing', 'off']),
      proposedBy: z.string().nullable(),
      approvedBy: z.string().nullable(),
      own: z.boolean(),
    })
    .nullable(),
  suggestions: z.array(z.number()),
  /** By the month in which the cases were closed: what goes at the next run, and what follows within 30 days. */
  due: z.array(due),
  soon: z.array(due),
});
export type RetentionView = z.infer<typeof retentionView>;

const notice = z.object({
  docket: z.number(),
  docketId: z.string(),
  leaf: z.number(),
  commitment: z.string(),
  why: z.enum(['erased', 'withdrawn']),
  state: z.enum(['waiting', 'sent', 'acknowledged']),
  dueAt: z.string(),
  overdue: z.boolean(),
});
export const noticeList = z.object({
  /** What one's own organisation must delete. */
  own: z.array(notice),
  /** What others must delete because of one's own organisation's statements. */
  others: z.array(notice.extend({ to: z.string() })),
});
export type NoticeList = z.infer<typeof noticeList>;
export const acknowledgeBody = z.object({
  notices: z
    .array(z.object({ docket, commitment: hash, why: z.enum(['erased', 'withdrawn']) }))
    .min(1)
    .max(1000),
});
export type AcknowledgeBody = z.infer<typeof acknowledgeBody>;
