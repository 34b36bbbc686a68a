import { z } from 'zod';
import { FILINGS, URGENCIES, WORKER_KINDS } from '../record/fields.ts';
import { wishBody as contactWish } from '../protection/index.ts';
import { ASK_KINDS } from './asked.ts';
import { moveAnswerBody, wishBody } from '../rights/index.ts';

// What phones send. Everything is bounded: the largest sealed text is 64 kB of padding steps plus its readers.

const base64url = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'base64url')
    .length(Math.ceil((bytes * 4) / 3));
const hash = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits');
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'a time YYYY-MM-DDTHH:MM:SSZ');
const uuid = z.uuid().toLowerCase();
const coordinate = base64url(32);

export const MOST_FILES = 4;
export const MOST_FILE_BYTES = 8 * 1024 * 1024;
export const MOST_BODY_BYTES = 300 * 1024;

export const challengeAnswer = z.object({
  time,
  puzzle: z.object({ salt: z.string(), bits: z.int(), expires: z.int(), mac: hash }),
});
export const solvedChallenge = z.object({
  time,
  salt: base64url(16),
  bits: z.int().min(0).max(40),
  expires: z.int(),
  mac: hash,
  nonce: z.string().regex(/^\d{1,16}$/),
});
export type SolvedChallenge = z.infer<typeof solvedChallenge>;

export const publicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
});

const statement = {
  challenge: solvedChallenge,
  statementId: uuid,
  m: base64url(32),
  key: base64url(32),
  recorded: time,
  commitment: hash,
  envelope: z.string().min(100).max(260_000),
  lookup: base64url(32),
  attachments: z
    .array(z.object({ sha256: hash, size: z.int().min(1).max(MOST_FILE_BYTES) }))
    .max(MOST_FILES)
    .default([]),
};

export const reportBody = z.object({
  ...statement,
  docket: z.int().min(0),
  receiver: z.string().min(1).max(160),
  urgency: z.enum(URGENCIES),
  /** Written down for somebody; only by `/api/v1/assisted/file`. */
  filing: z.enum(FILINGS).optional(),
  publicKey: publicJwk,
  wrappedKey: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .min(40)
    .max(2000),
});
export type ReportBody = z.infer<typeof reportBody>;

export const additionBody = z.object({
  ...statement,
  kind: z.enum(WORKER_KINDS).exclude(['report']),
  re: uuid.optional(),
  /** Ed25519 by the key of the statement that is withdrawn (ledger.md 8, `authority`). */
  signature: base64url(64).optional(),
  /** The worker's word on what was filed in their name. */
  filing: z.enum(FILINGS).optional(),
  /** Of a wish how to be reached: the codes that every way out honours. Its statement is a message. */
  contact: contactWish.optional(),
  /** Somebody punishes the worker for speaking. The statement is a message: no bundle tells it from another. */
  safety: z.literal('flag').optional(),
  /** Of an erasure_request: this message or everything, signed by each statement's own key. */
  erase: wishBody.optional(),
});
export type AdditionBody = z.infer<typeof additionBody>;

const docket = z.object({ index: z.int(), kind: z.string(), id: z.string() });
export const takenAnswer = z.object({
  recorded: time,
  docket,
  commitment: hash,
  receipt: z.string(),
  due: time,
});
export type TakenAnswer = z.infer<typeof takenAnswer>;

export const openBody = z.object({ challenge: solvedChallenge, lookup: base64url(32) });
export const aboutBody = openBody.extend({ statementId: uuid });
/** The answer to whether it was at another workplace. A "yes" is signed for each statement that moves. */
export const moveBody = openBody.extend(moveAnswerBody.shape);
export type MoveBody = z.infer<typeof moveBody>;
export const moveDone = z.object({ done: z.literal(true) });

export const threadAnswer = z.object({
  thread: z.object({
    docket,
    threadId: uuid,
    receiver: z.string(),
    publicKey: publicJwk,
    wrappedKey: z.string(),
    /** What was written down for this worker, and whether the worker has a code of their own and said whose word it is. */
    filing: z
      .object({
        state: z.enum(['unclaimed', 'unanswered', 'confirmed', 'corrected', 'disowned']),
        /** Whether whoever wrote it may read what the worker passes on; and the key it is passed on to. */
        access: z.boolean(),
        helper: publicJwk.optional(),
        shared: z.array(uuid),
      })
      .optional(),
    /** The first root and reading key, wrapped by the worker's own code. */
    earlierKey: z.string().optional(),
    urgency: z.string(),
    withdrawn: z.boolean(),
    erasureAsked: z.boolean(),
    /** Everything here is on its way out: nothing can be added any more. */
    erasing: z.boolean(),
    /** Days on which something that stood here was erased, and until when safety copies may still hold it. */
    erased: z.array(z.object({ said: z.string().optional(), on: z.string(), until: z.string() })),
    /** Ids of statements that are on their way out. */
    going: z.array(uuid),
    move: z
      .object({
        id: uuid,
        from: docket,
        to: docket,
        copies: z.array(z.object({ statementId: uuid, m: z.string(), commitment: hash })),
      })
      .optional(),
    /** Who opened it, as a worker is told: kinds of role and weeks (Mondays), no names, no days. */
    openings: z.object({
      thisWeek: z.string(),
      rows: z.array(
        z.object({ told: z.boolean(), act: z.string(), role: z.string(), week: z.string(), n: z.int() }),
      ),
    }),
    /** Where the organisation, or the worker's own signature, filed it later. */
    filed: z.object({ to: docket, signed: z.boolean() }).optional(),
    statements: z.array(
      z.object({
        id: uuid,
        kind: z.string(),
        recorded: time,
        by: z.string().optional(),
        envelope: z.string().optional(),
        fields: z.array(z.object({ name: z.string(), value: z.string() })),
        commitment: hash,
        m: z.string(),
        /** Index of the docket in which it stands, where that is another than the thread's. */
        docket: z.int().optional(),
        /** Earlier places of a statement that was filed anew: an erasure is signed for each. */
        also: z.array(z.object({ docket: z.int(), commitment: hash })).optional(),
        state: z.enum(['received', 'read', 'withdrawn', 'erasure_asked']).optional(),
        /** `for`: the one organisation that it asks about telling. */
        asks: z
          .object({ kind: z.enum(ASK_KINDS), scopes: z.array(z.string()), for: z.string().optional() })
          .optional(),
        re: uuid.optional(),
        recorded_as: z.string().optional(),
        attachments: z.array(z.object({ sha256: hash, size: z.int() })),
      }),
    ),
  }),
});
export type ThreadAnswer = z.infer<typeof threadAnswer>;
/** What a code opens whose thread was erased: days, nothing else. */
export const goneAnswer = z.object({ gone: z.object({ on: z.string(), until: z.string() }) });
export type GoneAnswer = z.infer<typeof goneAnswer>;
export const openAnswer = z.union([threadAnswer, goneAnswer]);
export const receiptAnswer = z.object({ receipt: z.string() });
export const proofAnswer = z.object({ bundle: z.string() });
