import { z } from 'zod';

export const bundleParams = z.object({ docket: z.coerce.number().int().min(0) });
export const bundleQuery = z.object({ epoch: z.coerce.number().int().min(0).optional() });
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
