/**
 * Work of several organisations on one matter, below /api/v1/desk. Answers hold days, never times; of the others' cases
 * codes, ranges and states; a buyer that did not agree to be named is a number that means nothing elsewhere. Words are
 * copies: each sealed in the browser to the organisation that writes and to one reader, so that no envelope names a third.
 */
import { z } from 'zod';
import { ACTS, DECISIONS, ENDS, ITEM_KINDS, JOINT_KINDS, LEVERS, PARTY_ROLES, PARTY_STATES, TASKS } from './joint.ts'; // prettier-ignore
import { BLOCKS } from './offer.ts';

const docketId = z.coerce.number().int().min(0).max(2_147_483_647);
const docket = z.number().int().min(0).max(2_147_483_647);
const id = z.uuid();
const no = z.number().int().min(1).max(60);
const envelope = z.string().min(20).max(65_536);
const org = z.string().min(3).max(200);
const code = z.string().regex(/^[A-Z]{3}-\d\d$/);
const sha = z.string().regex(/^[0-9a-f]{64}$/);
const jwk = z.record(z.string(), z.unknown());
const state = z.enum(['open', 'closed']);
const outcome = z.enum(['claimed', 'verified', 'partly', 'disputed', 'unreachable']);
const plan = z.enum(['none', 'proposed', 'in_progress', 'done_reported']);

/** Nothing is chosen by a query: an unknown name is refused before anything is read, whatever it asks for. */
export const noQuery = z.strictObject({});
export const jointParams = z.object({ docket: docketId, jointId: id });
export const caseParams = z.object({ docket: docketId, caseId: id });
const caseRef = z.object({ docket, caseId: id });

/** `to`: the party's number; the writer's own copy is one of them. Files were sent first (POST together/files). */
const copy = z.object({
  to: no,
  envelope,
  files: z.array(z.object({ sha256: sha, size: z.number().int().min(1) })).max(6).default([]),
}); // prettier-ignore
const copies = z.array(copy).max(20).default([]);

/** An investigation about a docket (a workplace, a recruiter, or the organisation's own) with the first case in it. */
export const openBody = z.object({
  jointId: id,
  docket,
  case: caseRef.optional(),
  code: code.optional(),
  invite: z.array(org).max(12).default([]),
});
/** A remediation of one issue, offered to each buyer of the workplace. `early`: before the business's deadline. */
export const offerBody = z.object({ jointId: id, issueId: id, early: z.boolean().default(false) });
export const inviteBody = z.object({ org });
export const answerBody = z.object({
  answer: z.enum(['join', 'decline']),
  named: z.boolean().default(false),
});
export const namedBody = z.object({ named: z.boolean() });
export const linkBody = z.object({ case: caseRef });
const said = { itemId: id, copies };
export const itemBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), ...said }),
  z.object({ kind: z.literal('decision'), code: z.enum(DECISIONS), ...said }),
  z.object({ kind: z.literal('act'), code: z.enum(LEVERS), day: z.iso.date(), ...said }),
  z.object({ kind: z.literal('task'), code: z.enum(TASKS), dueDay: z.iso.date(), owner: no, ...said }),
  z.object({ kind: z.literal('task_done'), task: id, ...said }),
  z.object({ kind: z.literal('task_passed'), task: id, owner: no, ...said }),
  /** Seals what was said before to somebody who has no copy of it: on purpose, and on record. */
  z.object({ kind: z.literal('passed'), re: id, ...said }),
]);
export const closeBody = z.object({ end: z.enum(ENDS) });

export const jointDone = z.object({ docket: z.number(), jointId: z.string() });
export const answered = z.object({ state: z.enum(PARTY_STATES) });
export const itemDone = z.object({ itemId: z.string() });
export const fileStored = z.object({ sha256: z.string(), size: z.number() });

const partyView = z.object({
  no: z.number(),
  kind: z.string(),
  /** Null: a buyer that is not named to you. */
  name: z.string().nullable(),
  orgId: z.string().nullable(),
  country: z.string().nullable(),
  role: z.enum(PARTY_ROLES),
  state: z.enum(PARTY_STATES),
  named: z.boolean(),
  you: z.boolean(),
  /** The day of the invitation, or of the answer. */
  since: z.string().nullable(),
});
export const jointRow = z.object({
  docket: z.number(),
  jointId: z.string(),
  kind: z.enum(JOINT_KINDS),
  state,
  place: z.object({
    name: z.string().nullable(),
    country: z.string().nullable(),
    tier: z.number().nullable(),
  }),
  lead: z.object({ orgId: z.string(), name: z.string(), country: z.string().nullable() }),
  code: z.string().nullable(),
  label: z.string().nullable(),
  quarter: z.string().nullable(),
  plan: plan.nullable(),
  outcome: outcome.nullable(),
  asOf: z.string(),
  openedOn: z.string(),
  closedOn: z.string().nullable(),
  you: z.object({
    no: z.number(),
    role: z.enum(PARTY_ROLES),
    state: z.enum(PARTY_STATES),
    named: z.boolean(),
  }),
});
export const jointList = z.object({ rows: z.array(jointRow) });
const partView = z.object({
  no: z.number(),
  name: z.string(),
  country: z.string(),
  cases: z.string(),
  workers: z.string(),
  codes: z.array(z.string()),
  states: z.array(z.string()),
  /** Its own clock: the next day on which something of its part is due, and how much stands overdue. */
  nextDue: z.string().nullable(),
  overdue: z.number(),
  asOf: z.string(),
});
export const itemView = z.object({
  seq: z.number(),
  itemId: z.string(),
  kind: z.enum(ITEM_KINDS),
  by: z.number(),
  code: z.string().nullable(),
  day: z.string(),
  dueDay: z.string().nullable(),
  owner: z.number().nullable(),
  re: z.string().nullable(),
  toNos: z.array(z.number()),
  /** Null: it has no words, or none that were sealed to you. */
  envelope: z.string().nullable(),
  files: z.array(z.object({ n: z.number(), sha256: z.string(), size: z.number() })),
});
export const taskView = z.object({
  itemId: z.string(),
  code: z.string(),
  owner: z.number(),
  dueDay: z.string(),
  doneDay: z.string().nullable(),
  overdue: z.boolean(),
  may: z.array(z.enum(ACTS)),
});
const sealTo = z.object({
  no: z.number(),
  name: z.string(),
  reader: z.boolean(),
  kid: z.string(),
  jwk,
});
export const jointView = jointRow.extend({
  may: z.array(z.enum(ACTS)),
  parties: z.array(partyView),
  parts: z.array(partView),
  /** This organisation's own cases in it, whole: nobody else is told of them. */
  cases: z.array(z.object({ docket: z.number(), caseId: z.string(), number: z.number(), state: z.string() })),
  items: z.array(itemView),
  tasks: z.array(taskView),
  /** Whom you can write to: each gets a copy of its own. */
  sealTo: z.array(sealTo),
  /** Organisations that can be brought in, for whoever leads. */
  others: z.array(z.object({ orgId: z.string(), name: z.string(), kind: z.string(), country: z.string() })),
});

/** What of a case can be offered to buyers, and what stands against it. */
export const caseTogether = z.object({
  rows: z.array(jointRow),
  issues: z.array(
    z.object({
      issueId: z.string(),
      code: z.string(),
      label: z.string(),
      blocked: z.array(z.object({ block: z.enum(BLOCKS), why: z.string() })),
      /** Blocked by nothing but the deadline. */
      early: z.boolean(),
      jointId: z.string().nullable(),
    }),
  ),
  buyers: z.array(z.object({ orgId: z.string(), name: z.string() })),
});

const share = z.enum(['none', 'few', 'some', 'most']);
export const paceAnswer = z.object({
  k: z.number(),
  rows: z.array(
    z.object({
      docket: z.number(),
      name: z.string(),
      country: z.string(),
      tier: z.number(),
      quarter: z.string(),
      state: z.enum(['shown', 'too_few']),
      firstPlan: z.enum(['within_7', 'within_30', 'within_60', 'later', 'none_yet']).nullable(),
      overdue: share.nullable(),
      disputed: share.nullable(),
    }),
  ),
});
export const sectorAnswer = z.object({
  k: z.number(),
  rows: z.array(
    z.object({
      sector: z.string(),
      quarter: z.string(),
      state: z.enum(['shown', 'too_few']),
      remediations: z.string().nullable(),
      joined: z.string().nullable(),
      overdue: share.nullable(),
      disputed: share.nullable(),
    }),
  ),
});

export type OpenInput = z.infer<typeof openBody>;
export type OfferInput = z.infer<typeof offerBody> & z.infer<typeof caseParams>;
export type JointKey = z.infer<typeof jointParams>;
export type ItemInput = z.infer<typeof itemBody> & JointKey;
export type Copy = z.infer<typeof copy>;
export type JointRow = z.infer<typeof jointRow>;
export type JointView = z.infer<typeof jointView>;
export type ItemView = z.infer<typeof itemView>;
export type TaskView = z.infer<typeof taskView>;
export type PartyView = z.infer<typeof partyView>;
export type PartView = z.infer<typeof partView>;
export type CaseTogether = z.infer<typeof caseTogether>;
export type PaceAnswer = z.infer<typeof paceAnswer>;
export type SectorAnswer = z.infer<typeof sectorAnswer>;
