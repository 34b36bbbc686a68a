import { z } from 'zod';

export const bundleParams = z.object({ docket: z.coerce.number().int().min(0) });
export const bundleQuery = z.object({ epoch: z.coerce.number().int().min(0).optional() });
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

const day = z.iso.date();
export const licenceBody = z.object({
  org: z.string().min(1).max(160),
  docketId: z.int().min(0),
  purpose: z.string().trim().min(3).max(500),
  from: day,
  until: day,
});
export const licencesAnswer = z.object({
  licences: z.array(
    z.object({
      org: z.string(),
      docketId: z.int(),
      place: z.string().nullable(),
      grantedBy: z.string(),
      purpose: z.string(),
      from: z.string(),
      until: z.string(),
    }),
  ),
});
