/** Both sides of a remedy, below /api/v1/desk: what a business says and grades, what workers say, what is owed and came. */
import { z } from 'zod';
import { REMEDY_TYPES } from './remedy-types.ts';
import { COST_TYPES } from './repayment.ts';

const id = z.uuid();
const docket = z.coerce.number().int().min(0).max(2_147_483_647);
const day = z.iso.date();
const amount = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const currency = z.string().regex(/^[A-Z]{3}$/);
const count = z.number().int().min(0).max(1_000_000);
const party = z.enum(['employer', 'recruiter', 'buyer', 'state']);

export const issueParams = z.object({ docket, caseId: id, issueId: id });
export const toldParams = z.object({ docket, id });
export const remedyParams = issueParams.extend({ remedyId: id });
export const toldRemedyParams = toldParams.extend({ remedyId: id });

/** What will be done, and by when. `tranche`: the number of an instalment; they are in order, twelve months at most. */
export const planBody = z
  .object({
    remedyId: id,
    type: z.enum(REMEDY_TYPES),
    tranche: z.number().int().min(1).max(60).optional(),
    amount: amount.optional(),
    currency: currency.optional(),
    workersEntitled: count.optional(),
    dueDate: day,
  })
  .refine((plan) => plan.amount === undefined || plan.currency !== undefined, {
    message: 'an amount has a currency',
    path: ['currency'],
  });
/** The organisation on the case says it for who does not sign in, or for the state. */
export const plannedForBody = planBody.and(z.object({ party }));
/** It is done, as whoever did it says, and how well by their own grade: shown beside the workers', never averaged. */
export const doneBody = z.object({
  doneDate: day,
  paid: amount.optional(),
  workersReceived: count.optional(),
  outcome: z.enum(['fully', 'partly']),
  quality: z.number().int().min(1).max(5),
  evidence: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(6)
    .default([]),
});
export const remedyDone = z.object({
  remedyId: z.string(),
  state: z.enum(['planned', 'done']),
  long: z.boolean(),
});

export const money = z.object({ amount: z.number(), currency: z.string() });
export const remedyView = z.object({
  remedyId: z.string(),
  party,
  type: z.enum(REMEDY_TYPES),
  tranche: z.number().nullable(),
  amount: z.number().nullable(),
  currency: z.string().nullable(),
  workersEntitled: z.number().nullable(),
  dueDate: z.string().nullable(),
  paid: z.number().nullable(),
  workersReceived: z.number().nullable(),
  doneDate: z.string().nullable(),
  outcome: z.enum(['fully', 'partly']).nullable(),
  quality: z.number().nullable(),
  evidence: z.array(z.string()),
});
/** `owed`: sums that the organisation on the case has told, of ten workers at least; else it goes through it. */
export const toldRemedies = z.object({ rows: z.array(remedyView), owed: z.array(money) });

export const paidRow = z.object({
  threadDocket: docket,
  threadId: id,
  currency,
  corridor: z.string().regex(/^[A-Z]{2}-[A-Z]{2}$/),
  recruiter: z.string().trim().min(2).max(200),
  quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
  costs: z
    .array(z.object({ type: z.enum(COST_TYPES), amount, evidenced: z.boolean() }))
    .min(1)
    .max(20),
  interest: amount.default(0),
  reimbursed: amount.default(0),
  contested: z.boolean().default(false),
  /** What the screen showed of this worker: 0 = nothing yet. */
  seq: z.number().int().min(0),
});
export const paidBody = z.object({ rows: z.array(paidRow).min(1).max(100) });
export const paidDone = z.object({ workers: z.number(), owed: z.array(money) });
export const tellSumBody = z.object({ disclosureId: id });
export const sumTold = z.object({ told: z.array(money) });

const says = z.object({ fully: z.number(), partly: z.number(), not: z.number() });
export const sidesView = z.object({
  remedies: z.array(remedyView),
  workers: says.extend({
    asked: z.number(),
    open: z.number(),
    unreachable: z.number(),
    /** How many said 1 … 5. */
    quality: z.array(z.number()),
  }),
  verdict: z.enum(['verified', 'disputed', 'partly', 'insufficient_evidence']).nullable(),
  roster: z.object({ from: z.number(), to: z.number() }).nullable(),
  /** How many of all may still be affected (95 %, exact); null where nobody answered or no roster is known. */
  affected: z.object({ low: z.number(), high: z.number(), noneFound: z.boolean() }).nullable(),
  confirmation: z.object({
    worker: z.enum(['yes', 'partly', 'no', 'no_answer']),
    via: z.literal('thread'),
    by: z.string(),
  }),
  money: z.object({
    workers: z.number(),
    owed: z.array(money),
    promised: z.array(money),
    paid: z.array(money),
    confirmed: z.array(money),
  }),
  amounts: z.array(
    z.object({
      docket: z.number(),
      threadId: z.string(),
      due: z.number(),
      currency: z.string(),
      benchmark: z.number().nullable(),
      contested: z.boolean(),
      seq: z.number(),
      confirmed: z.number(),
      coded: z.string().nullable(),
    }),
  ),
  tranches: z.array(
    says.extend({
      n: z.number(),
      dueDate: z.string().nullable(),
      amount: money.nullable(),
      paid: money.nullable(),
      confirmed: z.array(money),
    }),
  ),
});

export type PlanInput = z.infer<typeof planBody>;
export type DoneInput = z.infer<typeof doneBody>;
export type PaidRow = z.infer<typeof paidRow>;
export type RemedyView = z.infer<typeof remedyView>;
export type SidesView = z.infer<typeof sidesView>;
export type IssueAt = z.infer<typeof issueParams>;
export type ToldAt = z.infer<typeof toldParams>;
