import { z } from 'zod';

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
});
export type LedgerStatus = z.infer<typeof ledgerStatus>;
