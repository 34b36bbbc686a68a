import { z } from 'zod';
import { EVIDENCE, KINDS, LONGEST, REPLY_DAYS } from './notice.ts';

const id = z.uuid().toLowerCase();
const day = z.iso.date();
const seq = z.number().int().min(1);
const country = z.string().regex(/^[A-Z]{2}$/, 'ISO 3166-1 alpha-2');
const line = (most: number) => z.string().trim().min(1).max(most);
const text = z.object({ title: line(120), words: line(2000) });
/** At least one language. */
const texts = z
  .object({ en: text.optional(), my: text.optional(), th: text.optional() })
  .refine((all) => all.en || all.my || all.th, 'write it in at least one language');
const replyTexts = z
  .object({ en: line(2000).optional(), my: line(2000).optional(), th: line(2000).optional() })
  .refine((all) => all.en || all.my || all.th, 'write it in at least one language');
export type Texts = z.infer<typeof texts>;

const whole = {
  kind: z.enum(KINDS),
  country,
  region: line(80).nullable().default(null),
  /** From where to where workers go, `MM-TH`. */
  corridor: z
    .string()
    .regex(/^[A-Z]{2}-[A-Z]{2}$/)
    .nullable()
    .default(null),
  texts,
  validFrom: day,
  validUntil: day,
  /** Of `what_changed`. */
  placeDocket: z.number().int().min(0).nullable().default(null),
  /** Of `broker_warning`: whom it warns of, in the network or not, and how sure it is. */
  subjectOrg: z.string().max(160).nullable().default(null),
  subjectName: line(120).nullable().default(null),
  evidence: z.enum(EVIDENCE).nullable().default(null),
};
export const noticeBody = z
  .object({
    noticeId: id,
    /** 0 for a new one; else what the screen showed. */
    seq: z.number().int().min(0),
    ...whole,
    /** Whoever writes says so: no name, no number, nothing by which a worker could be known. */
    namesNobody: z.literal(true),
  })
  .refine((n) => n.validUntil >= n.validFrom, { path: ['validUntil'], message: 'before it begins' })
  .refine((n) => Date.parse(n.validUntil) - Date.parse(n.validFrom) <= LONGEST * 86_400_000, {
    path: ['validUntil'],
    message: 'longer than a year',
  })
  .refine((n) => n.kind !== 'what_changed' || n.placeDocket !== null, {
    path: ['placeDocket'],
    message: 'name the workplace',
  })
  .refine((n) => n.kind !== 'broker_warning' || (n.subjectName !== null && n.evidence !== null), {
    path: ['subjectName'],
    message: 'name the recruiter and the evidence',
  });
export type NoticeInput = z.infer<typeof noticeBody>;

export const noticeParams = z.object({ id });
export const seqBody = z.object({ seq });
export const inviteBody = z.object({
  seq,
  days: z.number().int().min(REPLY_DAYS).max(90).default(REPLY_DAYS),
});
/** By the recruiter at its own desk, or as the organisation heard it from one that is not in the network. */
export const replyBody = z.object({ seq, texts: replyTexts });
export type ReplyInput = z.infer<typeof replyBody> & { id: string };

const shown = z.object({
  noticeId: id,
  kind: z.enum(KINDS),
  country,
  region: z.string().nullable(),
  corridor: z.string().nullable(),
  texts,
  validFrom: day,
  validUntil: day,
  by: z.string(),
  subjectName: z.string().nullable(),
  evidence: z.enum(EVIDENCE).nullable(),
  invitedOn: day.nullable(),
  replyUntil: day.nullable(),
  reply: replyTexts.nullable(),
});
export const noticeRow = shown.extend({
  seq,
  state: z.enum(['draft', 'published', 'withdrawn']),
  placeDocket: z.number().nullable(),
  subjectOrg: z.string().nullable(),
  ownWords: z.boolean(),
  /** Why this member can't publish it now; null: can. */
  hindrance: z.string().nullable(),
  publishedOn: day.nullable(),
  withdrawnOn: day.nullable(),
});
export type NoticeRow = z.infer<typeof noticeRow>;
export const noticesAnswer = z.object({ notices: z.array(noticeRow), places: z.array(z.object({ docket: z.int(), name: z.string(), country })) }); // prettier-ignore
export const noticeDone = z.object({ noticeId: id, seq, state: z.enum(['draft', 'published', 'withdrawn']) });
/** What the recruiter sees of what is going to be published about it. */
export const warningsAnswer = z.object({
  warnings: z.array(shown.extend({ seq, state: z.enum(['draft', 'published', 'withdrawn']) })),
});

export const publicQuery = z.object({
  country: country.optional(),
  corridor: z
    .string()
    .regex(/^[A-Z]{2}-[A-Z]{2}$/)
    .optional(),
  kind: z.enum(KINDS).optional(),
});
export type PublicQuery = z.infer<typeof publicQuery>;
export const publicAnswer = z.object({
  notices: z.array(shown.extend({ publishedOn: day })),
  /** A mark stays where something stood. */
  withdrawn: z.array(z.object({ noticeId: id, by: z.string(), publishedOn: day, withdrawnOn: day })),
});
export type PublicAnswer = z.infer<typeof publicAnswer>;

// What goes back to who spoke.
const subject = { subjectKind: z.enum(['case', 'campaign']), subjectId: id };
export const owedAnswer = z.object({
  owed: z.array(
    z.object({
      docket: z.int(),
      caseId: id,
      number: z.int(),
      closure: z.string().nullable(),
      closedOn: day,
      owed: z.int(),
      told: z.int(),
    }),
  ),
});
export const tellParams = z.object({ docket: z.coerce.number().int().min(0), caseId: id });
export const tellAnswer = z.object({
  case: z.object({ docket: z.int(), caseId: id, number: z.int(), closed: z.boolean() }),
  drafts: z.object({ en: z.string(), my: z.string(), th: z.string() }),
  orgKey: z.object({ kid: z.string(), jwk: z.record(z.string(), z.unknown()) }).nullable(),
  threads: z.array(
    z.object({
      docket: z.int(),
      threadId: id,
      publicKey: z.record(z.string(), z.unknown()),
      /** The report, whose language is that of the worker. */
      envelope: z.string().nullable(),
      told: z.boolean(),
      /** Why nothing may be left for this worker; null: it may. */
      held: z.string().nullable(),
    }),
  ),
});
export type TellView = z.infer<typeof tellAnswer>;
export const toldBody = z.object({
  ...subject,
  docket: z.number().int().min(0),
  threadId: id,
  statementId: id,
  envelope: z.string().min(100).max(60_000),
  /** Asks how well the worker was served, under the same message. */
  askId: id.optional(),
});
export type ToldInput = z.infer<typeof toldBody>;
export const toldAnswer = z.object({ statementId: id });
export const satisfactionAnswer = z.object({
  /** Fewer than 10 answers say too much of each. */
  shown: z.boolean(),
  answers: z.int().nullable(),
  mean: z.number().nullable(),
  wellPercent: z.int().nullable(),
});

export const TOPICS = ['rights', 'fees', 'documents', 'wages', 'safety', 'remedy', 'other'] as const;
export const outreachBody = z.object({
  outreachId: id,
  heldOn: day,
  country,
  side: z.enum(['origin', 'destination']),
  topic: z.enum(TOPICS),
  reached: z.number().int().min(0).max(100_000),
  /** `{ place, note }`, sealed to the organisation. */
  envelope: z.string().min(100).max(20_000),
});
export type OutreachInput = z.infer<typeof outreachBody>;
export const outreachAnswer = z.object({
  outreach: z.array(outreachBody),
  /** People reached in the last 12 months. */
  year: z.int(),
});
export const doneAnswer = z.object({ done: z.literal(true) });
