/** Rounds of questions about a remedy, below /api/v1/desk: who is asked is drawn, not picked. */
import { z } from 'zod';
import type { WayOut } from '../protection/index.ts';
import { askParams, envelope, id, issueParams } from './thread.contract.ts';

export const roundParams = issueParams.extend({ roundId: id });
export const roster = z
  .strictObject({
    from: z.number().int().min(1).max(1_000_000),
    to: z.number().int().min(1).max(1_000_000),
  })
  .refine((range) => range.from <= range.to, { message: 'from is the smaller number', path: ['to'] });
/** `roster`: how many workers it is about, as far as is known; `tranche`: of which instalment the money is asked about. */
export const roundBody = z.object({
  roundId: id,
  about: z.enum(['remedy', 'payment']),
  tranche: z.number().int().min(1).max(60).optional(),
  roster,
});
/** `publicKey`: the question is sealed to it and to the organisation. */
export const drawnThread = z.object({
  docket: z.number(),
  threadId: z.string(),
  publicKey: z.record(z.string(), z.unknown()),
  askId: z.string().nullable(),
  answered: z.boolean(),
  coded: z.string().nullable(),
  attempts: z.number(),
});
/** `way` sample: nobody is drawn until the log's next epoch has closed (`drawnAt` null till then). */
export const roundView = z.object({
  roundId: z.string(),
  issueId: z.string(),
  n: z.number(),
  about: z.enum(['remedy', 'payment']),
  tranche: z.number().nullable(),
  roster,
  way: z.enum(['census', 'sample']),
  size: z.number(),
  frame: z.number(),
  openedAt: z.string(),
  endsOn: z.string(),
  seedEpoch: z.number().nullable(),
  seed: z.string().nullable(),
  drawnAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  drawn: z.array(drawnThread),
});
export const askDrawnBody = z.object({
  asks: z
    .array(
      z.object({
        askId: id,
        statementId: id,
        threadDocket: z.number().int().min(0),
        threadId: id,
        envelope,
      }),
    )
    .min(1)
    .max(25),
});
export const askedDone = z.object({ asked: z.number() });
/** As the worker's own wish names them. */
const WAYS = [
  ...(['thread', 'phone', 'sms', 'line', 'messenger', 'whatsapp', 'viber', 'email'] as const),
  ...(['in_person', 'through_person'] as const),
] as const satisfies readonly WayOut[];
/** One more try to reach a worker who was asked, by a way that the worker calls safe. At most one counts a day. */
export const attemptBody = z.object({ attemptId: id, channel: z.enum(WAYS) });
export const attemptDone = z.object({ attempts: z.number() });
/** `was`: the word on the screen. */
export const relapseBody = z.object({
  relapseId: id,
  reason: z.string().trim().min(3).max(500),
  was: z.string(),
});
export const relapseDone = z.object({ relapses: z.number(), state: z.string() });

/** Answers that came and wait to be recorded: read one after the other, one key each. */
export const waitingAnswers = z.object({
  rows: z.array(
    z.object({
      askId: z.string(),
      kind: z.enum(['remedy', 'payment']),
      docket: z.number(),
      threadId: z.string(),
      statementId: z.string(),
      tranche: z.number().nullable(),
      envelope: z.string(),
    }),
  ),
});

export { askParams };
export type WaitingAnswers = z.infer<typeof waitingAnswers>;
export type RoundInput = z.infer<typeof roundBody> & z.infer<typeof issueParams>;
export type RoundKey = z.infer<typeof roundParams>;
export type RoundView = z.infer<typeof roundView>;
export type AskDrawnInput = z.infer<typeof askDrawnBody> & RoundKey;
export type AttemptInput = z.infer<typeof attemptBody> & z.infer<typeof askParams>;
export type RelapseInput = z.infer<typeof relapseBody> & z.infer<typeof issueParams>;
