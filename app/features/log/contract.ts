import { z } from 'zod';

const cosignerStatus = z.object({
  /** The policy's own name for the key. */
  name: z.string(),
  by: z.string(),
  role: z.enum(['witness', 'auditor']),
  signed: z.object({ size: z.int(), at: z.string() }).nullable(),
  last: z.object({ size: z.int(), at: z.string(), answer: z.string() }).nullable(),
});
export type CosignerStatus = z.infer<typeof cosignerStatus>;

const anchorShown = z.object({
  kind: z.enum(['evm', 'ots']),
  place: z.string(),
  size: z.int(),
  root: z.string(),
  state: z.enum(['waiting', 'pending', 'done', 'refused']),
  chainId: z.int().nullable(),
  tx: z.string().nullable(),
  block: z.int().nullable(),
  at: z.string(),
});
export const ledgerStatus = z.object({
  origin: z.string(),
  epoch: z.int(),
  closed: z.string().nullable(),
  size: z.int(),
  published: z.boolean(),
  epochSeconds: z.int(),
  nextClose: z.string(),
  quorum: z.enum(['met', 'not met', 'none']),
  policy: z.string(),
  /** The newest epoch that is published as verified. */
  verified: z.object({ epoch: z.int(), size: z.int(), closed: z.string() }).nullable(),
  /** Since when newer epochs wait for their quorum. */
  belowSince: z.string().nullable(),
  halted: z.object({ since: z.string(), kind: z.string(), why: z.string(), advice: z.string() }).nullable(),
  cosigners: z.array(cosignerStatus),
  /** Where states of the log were also written down, the newest first. */
  anchors: z.array(anchorShown),
});
export type LedgerStatus = z.infer<typeof ledgerStatus>;

export const anchorList = z.object({ anchors: z.array(anchorShown) });
