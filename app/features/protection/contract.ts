import { z } from 'zod';
import { COMPARTMENTS, CONFLICTS } from './compartments.ts';
import { WAYS } from './safe-contact.ts';
import { PLAN_REASONS, PUNISHED, RISKS, STEPS, STEP_OWNERS } from './watch.ts';

const uuid = z.uuid().toLowerCase();
const docket = z.coerce.number().int().min(0).max(0x7fffffff);
const day = z.iso.date();
const time = z.string();
const envelope = z.string().min(100).max(260_000);

export const done = z.object({ done: z.literal(true) });
export const threadParams = z.object({ docket, threadId: uuid });
export const caseParams = z.object({ docket, caseId: uuid });
export const memberParams = z.object({ memberId: uuid });

export const recusalBody = z.object({
  recusalId: uuid,
  /** Left out: whoever asks. */
  memberId: uuid.optional(),
  why: z.enum(CONFLICTS),
});
export const recusalParams = z.object({
  docket,
  about: z.enum(['case', 'thread']),
  id: uuid,
  recusalId: uuid,
});

export const kindBody = z.object({ kind: z.enum(COMPARTMENTS) });
export const outDone = z.object({ out: z.boolean() });
export const roleBody = z.object({ kind: z.enum(COMPARTMENTS), act: z.enum(['grant', 'agree', 'take']) });
export const rolesAnswer = z.object({
  kinds: z.array(
    z.object({ kind: z.enum(COMPARTMENTS), two: z.boolean(), mine: z.boolean(), nobody: z.boolean() }),
  ),
  rows: z.array(
    z.object({ memberId: uuid, kind: z.enum(COMPARTMENTS), grantedBy: uuid, inForce: z.boolean() }),
  ),
  may: z.boolean(),
  me: uuid,
});

/** What a worker wishes, in codes. The zones are those of `Intl`. */
export const wishBody = z
  .object({
    channel: z.enum(WAYS).nullable(),
    from: z.int().min(0).max(1439).nullable(),
    to: z.int().min(0).max(1439).nullable(),
    days: z.array(z.int().min(1).max(7)).max(7).readonly(),
    zone: z
      .string()
      .max(60)
      .refine((name) => {
        try {
          return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
        } catch {
          return false;
        }
      }, 'no such time zone'),
    neverCallBack: z.boolean(),
    sharedDevice: z.boolean(),
    doNotLeaveMessage: z.boolean(),
  })
  .refine((w) => (w.from === null) === (w.to === null), { path: ['to'], message: 'both or neither' });
export const contactBody = z.object({
  wish: wishBody,
  envelope: envelope.optional(),
  seq: z.int().min(0),
});

export const planBody = z.object({ planId: uuid, why: z.enum(PLAN_REASONS) });
export const planParams = z.object({ docket, planId: uuid });
export const stepBody = z.object({
  stepId: uuid,
  risk: z.enum(RISKS),
  step: z.enum(STEPS),
  who: z.enum(STEP_OWNERS),
  dueOn: day,
  envelope: envelope.optional(),
});
export const stepParams = z.object({ docket, planId: uuid, stepId: uuid });
export const planChange = z.object({ reviewOn: day.optional(), close: z.boolean(), seq: z.int().min(0) });

export const flagBody = z.object({ flagId: uuid, what: z.enum(PUNISHED) });
export const flagParams = z.object({ docket, flagId: uuid });
export const flagCode = z.object({
  what: z.enum([...PUNISHED, 'not_this']),
  was: z.enum([...PUNISHED, 'not_this']).nullable(),
});
export const flagDecision = z.object({ shown: z.boolean() });

export const checkParams = z.object({ docket, checkId: uuid });
export const checkBody = z.object({ outcome: z.enum(['none', 'retaliation', 'unreachable']) });

const grade = z.int().min(1).max(4);
export const stopBody = z.object({
  stopId: uuid,
  harmActing: grade,
  harmWaiting: grade,
  worker: z.enum(['agrees', 'disagrees', 'not_asked']),
  reviewOn: day,
});
export const stopParams = z.object({ docket, stopId: uuid });
export const stopReview = z.object({ outcome: z.enum(['stays', 'again']) });
const stopRow = z.object({
  docket: z.int(),
  stopId: uuid,
  caseId: uuid,
  number: z.int(),
  harmActing: z.int(),
  harmWaiting: z.int(),
  reviewOn: day,
  at: time,
  byName: z.string().nullable(),
  reviewedAt: time.nullable(),
  outcome: z.string().nullable(),
});
export const stopsAnswer = z.object({ today: day, rows: z.array(stopRow) });

const contact = z.object({
  channel: z.enum(WAYS).nullable(),
  from: z.int().nullable(),
  to: z.int().nullable(),
  days: z.array(z.int()),
  zone: z.string(),
  neverCallBack: z.boolean(),
  sharedDevice: z.boolean(),
  doNotLeaveMessage: z.boolean(),
  setBy: z.enum(['worker', 'member']),
  statementId: uuid.nullable(),
  envelope: z.string().nullable(),
  seq: z.int(),
  at: time,
});
const step = z.object({
  stepId: uuid,
  risk: z.string(),
  step: z.string(),
  who: z.string(),
  dueOn: day,
  envelope: z.string().nullable(),
  byName: z.string().nullable(),
  at: time,
  doneAt: time.nullable(),
});

/** All that protects those behind a case or a thread, for whoever works on it. */
export const protectionAnswer = z.object({
  about: z.enum(['case', 'thread']),
  docket: z.int(),
  id: uuid,
  now: time,
  /** Of a thread; null: nobody said. Beside it what may go out now, way by way. */
  contact: contact.nullable(),
  ways: z.array(z.object({ way: z.enum(WAYS), may: z.boolean(), why: z.string() })),
  compartments: z.array(
    z.object({
      kind: z.enum(COMPARTMENTS),
      since: time,
      leaveBy: uuid.nullable(),
      leaveByName: z.string().nullable(),
    }),
  ),
  recusals: z.array(
    z.object({
      recusalId: uuid,
      memberId: uuid,
      name: z.string(),
      why: z.enum(CONFLICTS),
      byName: z.string().nullable(),
      from: time,
    }),
  ),
  /** Who else works on it; of whom whoever leads may say that they have a conflict. */
  colleagues: z.array(z.object({ memberId: uuid, name: z.string() })),
  plans: z.array(
    z.object({
      docket: z.int(),
      planId: uuid,
      why: z.enum(PLAN_REASONS),
      state: z.enum(['open', 'closed']),
      openedAt: time,
      dueAt: time,
      reviewOn: day.nullable(),
      seq: z.int(),
      steps: z.array(step),
    }),
  ),
  flags: z.array(
    z.object({
      docket: z.int(),
      flagId: uuid,
      threadId: uuid,
      raisedBy: z.enum(['worker', 'member']),
      raisedAt: time,
      what: z.string().nullable(),
      issueId: uuid.nullable(),
      shown: z.boolean().nullable(),
    }),
  ),
  checks: z.array(
    z.object({
      docket: z.int(),
      checkId: uuid,
      month: z.int(),
      dueAt: time,
      askedAt: time.nullable(),
      asked: z.int(),
      answered: z.int(),
      doneAt: time.nullable(),
      outcome: z.string().nullable(),
    }),
  ),
  stops: z.array(stopRow),
  leads: z.boolean(),
  me: uuid,
});
export type Protection = z.infer<typeof protectionAnswer>;
