/** Requests and answers of the queue, below /api/v1/desk/triage. Ids are uuids that the client chose. */
import { z } from 'zod';
import { CHANNELS } from '../cases/channels.ts';
import { helpCodes } from './topics.ts';

const uuid = z.uuid().toLowerCase();
const docket = z.coerce.number().int().min(0).max(2_147_483_647);
const envelope = z.string().min(20).max(65_536);
const shown = (most: number) => z.string().trim().min(1).max(most).regex(/^[^\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]*$/, 'no control signs'); // prettier-ignore
const language = z.string().regex(/^[a-z]{2,3}$/, 'a language of two or three letters');
const subStatus = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, 'small letters, digits and _');
const urgency = z.enum(['P0', 'P1', 'P2', 'P3']);
export const topic = z.enum(helpCodes);
const time = z.iso.datetime();
/** Texts by language; at least one. */
const texts = z.record(language, shown(4000)).refine((all) => Object.keys(all).length > 0, 'in one language at least'); // prettier-ignore

export const threadParams = z.object({ docket, threadId: uuid });
export const done = z.object({ done: z.literal(true) });

/** Why danger is taken back: words sealed to the team. */
const why = z.object({ noteId: uuid, envelope });
export const urgencyBody = z
  .object({
    urgency: urgency.optional(),
    known: z.boolean().optional(),
    by: z.enum(['rule', 'person']).default('person'),
    /** What the screen showed. */
    was: z.object({ urgency, known: z.boolean() }),
    why: why.optional(),
  })
  .refine((b) => b.urgency !== undefined || b.known !== undefined, 'urgency or known');
export const urgencyDone = z.object({ urgency, known: z.boolean(), changed: z.boolean() });

export const assignBody = z.object({ to: uuid.nullable(), was: uuid.nullable() });
export const laterBody = z.object({
  subStatus: subStatus.nullable(),
  until: time.nullable(),
  was: z.object({ subStatus: subStatus.nullable(), until: time.nullable() }),
});
export const codedBody = z
  .object({ language: language.optional(), jobseeker: z.boolean().optional() })
  .refine((b) => b.language !== undefined || b.jobseeker !== undefined, 'language or jobseeker');

export const tieBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same_person'), tieId: uuid, otherDocket: docket, otherThread: uuid }),
  z.object({ kind: z.literal('other_person'), tieId: uuid, fromStatement: uuid }),
]);
export const tieParams = threadParams.extend({ tieId: uuid });

export const translationBody = z.object({
  translationId: uuid,
  statementId: uuid,
  language,
  /** The machine whose text this is; left out: the member's own. */
  machine: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/).optional(), // prettier-ignore
  envelope,
});

export const helpAnswerBody = z.object({
  helpId: uuid,
  statementId: uuid,
  envelope,
  topic,
  entryId: uuid.optional(),
  seen: z.number().int().min(0).optional(),
});
export const answered = z.object({ statementId: z.string(), state: z.string() });

const person = z.object({
  docket: z.number(),
  threadId: z.string(),
  receivedDay: z.string(),
  place: z.string().nullable(),
  distinct: z.string(),
  caseNumber: z.number().nullable(),
});
export const tieView = z.object({
  tieId: z.string(),
  docket: z.number(),
  kind: z.enum(['same_person', 'other_person']),
  threadId: z.string(),
  otherThread: z.string().nullable(),
  fromStatement: z.string().nullable(),
  at: z.string(),
  by: z.string().nullable(),
  undoneAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
});
/** What hangs on one thread beside its words. `person`: this thread and all others of the same person. */
export const besideView = z.object({
  ties: z.array(tieView),
  person: z.array(person),
  translations: z.array(
    z.object({
      translationId: z.string(),
      statementId: z.string(),
      language: z.string(),
      by: z.string().nullable(),
      machine: z.string().nullable(),
      at: z.string(),
      envelope: z.string(),
    }),
  ),
  help: z.array(z.object({ topic: z.string(), at: z.string(), by: z.string().nullable() })),
});

export const entryParams = z.object({ entryId: uuid });
/** `version`: the one that the screen showed; 0 = a new one. */
export const entryBody = z.object({
  version: z.number().int().min(0),
  topic,
  country: z.string().regex(/^[A-Z]{2}$/).nullable(), // prettier-ignore
  place: shown(120).or(z.literal('')),
  title: shown(120),
  texts,
  phone: z.string().trim().max(60).regex(/^[0-9+()*#\s/-]*$/, 'digits'), // prettier-ignore
  address: shown(300).or(z.literal('')),
  validUntil: z.iso.date().nullable(),
  retired: z.boolean().default(false),
});
export const entry = entryBody.extend({
  entryId: z.string(),
  changedAt: z.string(),
  by: z.string().nullable(),
  /** Its day is over: shown, never sent. */
  expired: z.boolean(),
});
export const entries = z.object({ entries: z.array(entry) });
export const versionDone = z.object({ version: z.number() });

export const templateParams = z.object({ templateId: uuid });
export const templateBody = z.object({
  version: z.number().int().min(0),
  name: shown(60),
  texts,
  retired: z.boolean().default(false),
});
export const templates = z.object({
  templates: z.array(templateBody.extend({ templateId: z.string(), changedAt: z.string(), by: z.string().nullable() })), // prettier-ignore
});

export const settingsBody = z.object({
  version: z.number().int().min(0),
  subStatuses: z
    .array(z.object({ code: subStatus, words: shown(60) }))
    .min(1)
    .max(30)
    .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'each code once'),
});
export const settings = settingsBody.extend({
  members: z.array(z.object({ memberId: z.string(), name: z.string() })),
  mayChange: z.boolean(),
});

export const viewParams = z.object({ viewId: uuid });
/** Filters are kept as the address of the list has them: codes, never words that were looked for. */
export const filters = z
  .object({
    state: z.enum(['open', 'waiting', 'answered', 'closed', 'all']),
    urgency,
    channel: z.enum(CHANNELS),
    language,
    assignee: z.enum(['mine', 'nobody']),
    subStatus,
    only: z.enum(['known', 'help', 'jobseekers', 'linked', 'late']),
    snoozed: z.enum(['hide', 'only', 'any']),
  })
  .partial()
  .strict();
export const viewBody = z.object({ name: shown(40), shared: z.boolean().default(false), filters });
export const views = z.object({ views: z.array(viewBody.extend({ viewId: z.string(), mine: z.boolean() })) });

export const handoverParams = z.object({ handoverId: uuid });
export const handoverBody = z.object({
  envelope,
  to: uuid.nullable(),
  threads: z.array(z.object({ docket, threadId: uuid })).min(1).max(200), // prettier-ignore
});
export const handovers = z.object({
  handovers: z.array(
    z.object({
      handoverId: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      at: z.string(),
      envelope: z.string(),
      items: z.array(
        z.object({
          docket: z.number(),
          threadId: z.string(),
          urgency,
          known: z.boolean(),
          state: z.string(),
          place: z.string().nullable(),
          takenBy: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export const takeBody = z.object({ threads: z.array(z.object({ docket, threadId: uuid })).min(1).max(200) }); // prettier-ignore
export const taken = z.object({ taken: z.number() });

/** How often help was given, by topic and month (the organisation's own people see it; nobody else). */
export const helpCounts = z.object({
  months: z.array(z.object({ month: z.string(), topic: z.string(), n: z.number() })),
});

export type UrgencyInput = z.infer<typeof urgencyBody> & z.infer<typeof threadParams>;
export type AssignInput = z.infer<typeof assignBody> & z.infer<typeof threadParams>;
export type LaterInput = z.infer<typeof laterBody> & z.infer<typeof threadParams>;
export type CodedInput = z.infer<typeof codedBody> & z.infer<typeof threadParams>;
export type TieInput = z.infer<typeof tieBody> & z.infer<typeof threadParams>;
export type UndoInput = z.infer<typeof tieParams>;
export type TranslationInput = z.infer<typeof translationBody> & z.infer<typeof threadParams>;
export type HelpAnswerInput = z.infer<typeof helpAnswerBody> & z.infer<typeof threadParams>;
export type BesideView = z.infer<typeof besideView>;
export type TieView = z.infer<typeof tieView>;
export type EntryInput = z.infer<typeof entryBody> & z.infer<typeof entryParams>;
export type Entry = z.infer<typeof entry>;
export type TemplateInput = z.infer<typeof templateBody> & z.infer<typeof templateParams>;
export type Templates = z.infer<typeof templates>;
export type SettingsInput = z.infer<typeof settingsBody>;
export type Settings = z.infer<typeof settings>;
export type ViewInput = z.infer<typeof viewBody> & z.infer<typeof viewParams>;
export type Views = z.infer<typeof views>;
export type Filters = z.infer<typeof filters>;
export type HandoverInput = z.infer<typeof handoverBody> & z.infer<typeof handoverParams>;
export type TakeInput = z.infer<typeof takeBody> & z.infer<typeof handoverParams>;
export type Handovers = z.infer<typeof handovers>;
export type HelpCounts = z.infer<typeof helpCounts>;
