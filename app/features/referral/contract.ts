/**
 * Referrals, below /api/v1/desk. `docket` of a referral is the sender's own, so that a receiver learns no place. Ids are
 * uuids that the client chose; the same id with the same content gets the same answer, with other content 409. Receivers
 * are told days, never times. Whoever is neither side gets one and the same answer, whether a referral exists or not.
 */
import { z } from 'zod';
import { ACT_STATUS, FIELD_GROUPS, PURPOSES, SERVICES, STATE_ACTS } from './codes.ts';
import { REFERRAL_STATES } from './states.ts';

const docketId = z.coerce.number().int().min(0).max(2_147_483_647);
const id = z.uuid();
const org = z.string().min(3).max(200);
const envelope = z.string().min(20).max(65_536);
const urgency = z.enum(['P0', 'P1', 'P2', 'P3']);
export const referralState = z.enum(REFERRAL_STATES);
export const service = z.enum(SERVICES);
export const purpose = z.enum(PURPOSES);
export const fieldGroup = z.enum(FIELD_GROUPS);
const key = z.object({ orgId: z.string(), kid: z.string(), jwk: z.record(z.string(), z.unknown()) });

export const caseParams = z.object({ docket: docketId, caseId: id });
export const referralParams = z.object({ docket: docketId, id });

/** `reason`: why without being asked, sealed to the own organisation; needed for `vital_interests`, and only there. */
export const offerBody = z
  .object({
    referralId: id,
    threadDocket: z.number().int().min(0),
    threadId: id,
    toOrg: org,
    service,
    purpose,
    basis: z.enum(['consent', 'vital_interests']).default('consent'),
    askId: id.optional(),
    reason: envelope.optional(),
  })
  .refine((offer) => (offer.basis === 'vital_interests') === (offer.reason !== undefined), {
    message: 'a reason goes with vital interests, and only with them',
    path: ['reason'],
  });
/** `envelope`: the package, sealed to receiver and sender. `groups`: which groups of facts are in it. */
export const sendBody = z.object({
  envelope,
  groups: z.array(fieldGroup).min(1).max(FIELD_GROUPS.length),
  issueIds: z.array(id).max(20).default([]),
  seq: z.number().int().min(0),
});
/** `envelope`: words to the other side, sealed to both. */
export const stepBody = z.object({
  to: referralState,
  seq: z.number().int().min(0),
  envelope: envelope.optional(),
});
export const messageBody = z.object({ statementId: id, envelope });
/** What the state does. `reAction`: the earlier act whose end this is. `day`: on which it was decided. */
export const actBody = z.object({
  actionId: id,
  act: z.enum(STATE_ACTS),
  status: z.enum(ACT_STATUS),
  reAction: id.optional(),
  day: z.iso.date(),
  envelope,
});
export const done = z.object({ id: z.string(), state: referralState, seq: z.number() });

export const allowed = z.object({ to: referralState, words: z.boolean(), blocked: z.string().nullable() });
const factsView = z.object({
  codes: z.array(z.string()),
  workers: z.string(),
  organisations: z.number(),
  countries: z.array(z.string()),
  from: z.string(),
  to: z.string(),
});
const withdrawn = z.object({
  day: z.string(),
  why: z.enum(['consent_withdrawn', 'recalled', 'erased']),
  /** The receiver said that it deleted what it had kept. */
  deleted: z.string().nullable(),
});
export const referralRow = z.object({
  docket: z.number(),
  id: z.string(),
  kind: z.enum(['record', 'pattern']),
  side: z.enum(['sender', 'receiver']),
  /** The other side. */
  with: z.object({ orgId: z.string(), name: z.string(), kind: z.string(), country: z.string() }),
  state: referralState,
  basis: z.enum(['consent', 'vital_interests', 'pattern']),
  service,
  purpose,
  urgency,
  groups: z.array(fieldGroup),
  offeredDay: z.string(),
  sentDay: z.string().nullable(),
  dueAt: z.string().nullable(),
  answeredDay: z.string().nullable(),
  endedDay: z.string().nullable(),
  withdrawn: withdrawn.nullable(),
  /** Of a pattern: about whom. */
  about: z.object({ docket: z.number(), id: z.string(), name: z.string() }).nullable(),
  /** The sender's own case; a receiver gets none. */
  case: z
    .object({
      docket: z.number(),
      caseId: z.string(),
      number: z.number(),
      threadDocket: z.number(),
      threadId: z.string(),
    }) // prettier-ignore
    .nullable(),
});
export const referralRows = z.object({ now: z.string(), rows: z.array(referralRow) });

export const spoken = z.object({
  seq: z.number(),
  kind: z.enum(['step', 'message', 'act', 'withdrawn', 'deleted']),
  ours: z.boolean(),
  by: z.string().nullable(),
  day: z.string(),
  to: referralState.nullable(),
  statementId: z.string(),
  envelope: z.string().nullable(),
});
export const actView = z.object({
  actionId: z.string(),
  act: z.enum(STATE_ACTS),
  status: z.enum(ACT_STATUS),
  reAction: z.string().nullable(),
  day: z.string(),
  /** Its words are among what was said, under this number. */
  seq: z.number(),
});
export const referralView = z.object({
  row: referralRow,
  seq: z.number(),
  allowed: z.array(allowed),
  /** What the worker says of this receiver, as of now; for the sender only. */
  word: z.enum(['yes', 'no', 'unasked']).nullable(),
  package: z.string().nullable(),
  facts: factsView.nullable(),
  said: z.array(spoken),
  acts: z.array(actView),
  /** Whether acts of the state may be put down here by who asks. */
  mayAct: z.boolean(),
  /** To whom words to the other side are sealed, beside one's own key. */
  sealTo: key.nullable(),
});

/** Whom a case worker can refer to, and how each has answered this organisation so far. */
export const receiversView = z.object({
  receivers: z.array(
    z.object({
      orgId: z.string(),
      name: z.string(),
      kind: z.string(),
      country: z.string(),
      about: z.string(),
      languages: z.array(z.string()),
      /** The scope that the worker must agree to. */
      scope: z.string(),
      key: key.nullable(),
      sent: z.number(),
      answered: z.number(),
      late: z.number(),
      /** Whole days from sent to answered, the middle one of all; null where none was answered. */
      medianDays: z.number().nullable(),
    }),
  ),
});

export const patternParams = z.object({ docket: docketId, patternId: id });
const ownCase = z.object({ docket: z.number().int().min(0), caseId: id });
/** `docket`: of the recruiter or broker. `with`: other organisations that answer to workers and may add their cases. */
export const patternBody = z.object({
  patternId: id,
  docket: z.number().int().min(0),
  cases: z.array(ownCase).min(1).max(200),
  with: z.array(org).max(20).default([]),
});
export const patternCasesBody = z.object({ cases: z.array(ownCase).min(1).max(200) });
/** `envelope`: what the office should know beside the counts, in words about the broker, sealed to the office and us. */
export const patternSendBody = z.object({ referralId: id, toOrg: org, service, purpose, envelope });
export const patternView = z.object({
  docket: z.number(),
  patternId: z.string(),
  about: z.object({ docket: z.number(), id: z.string(), name: z.string() }),
  by: z.string(),
  with: z.array(z.object({ orgId: z.string(), name: z.string() })),
  raisedDay: z.string(),
  /** Own cases in it. */
  cases: z.array(z.object({ docket: z.number(), caseId: z.string(), number: z.number() })),
  /** As it stands now, with everybody's cases; null where nobody is left to count. */
  facts: factsView.nullable(),
  /** Own workers in it who are left out: they refused, took their report back, or aren't confirmed. */
  leftOut: z.number(),
  /** At least two are left: it may go. */
  ready: z.boolean(),
  sent: z.array(referralRow),
});
export const patternList = z.object({ rows: z.array(patternView) });
export const patternDone = z.object({ docket: z.number(), patternId: z.string() });
/** Recruiters and brokers that are known here: only about these a pattern is raised. */
export const broker = z.object({ docket: z.number(), id: z.string(), name: z.string(), country: z.string() });
export const brokersView = z.object({ brokers: z.array(broker) });
/** A broker that takes no part here, so that there is one name for it. Nobody is invited. */
export const brokerBody = z.object({
  name: z.string().trim().min(2).max(120),
  country: z.string().regex(/^[A-Z]{2}$/),
});

export type CaseKeyInput = z.infer<typeof caseParams>;
export type OfferInput = z.infer<typeof offerBody> & z.infer<typeof caseParams>;
export type SendInput = z.infer<typeof sendBody> & z.infer<typeof referralParams>;
export type StepInput = z.infer<typeof stepBody> & z.infer<typeof referralParams>;
export type MessageInput = z.infer<typeof messageBody> & z.infer<typeof referralParams>;
export type ActInput = z.infer<typeof actBody> & z.infer<typeof referralParams>;
export type ReferralRow = z.infer<typeof referralRow>;
export type ReferralRows = z.infer<typeof referralRows>;
export type ReferralView = z.infer<typeof referralView>;
export type ReceiversView = z.infer<typeof receiversView>;
export type PatternInput = z.infer<typeof patternBody>;
export type PatternCasesInput = z.infer<typeof patternCasesBody> & z.infer<typeof patternParams>;
export type PatternSendInput = z.infer<typeof patternSendBody> & z.infer<typeof patternParams>;
export type PatternView = z.infer<typeof patternView>;
export type Done = z.infer<typeof done>;
