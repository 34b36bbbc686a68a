import { z } from 'zod';

const docket = z.coerce.number().int().min(0).max(0x7fffffff);
const epoch = z.coerce.number().int().min(0).max(0x7fffffff);
const quarter = z.string().regex(/^\d{4}-Q[1-4]$/);
export const bundleParams = z.object({ docket });
export const bundleQuery = z.object({ epoch: epoch.optional(), quarter: quarter.optional() });
export const singleParams = z.object({ docket, statement: z.uuid() });
/** Numbers that no docket has are taken like those of dockets that one may not hold: there is nothing. */
export const archiveBody = z.object({
  dockets: z.union([z.literal('chain'), z.array(z.int()).min(1).max(5000)]),
  epoch: z.int().optional(),
  quarter: z.string().max(20).optional(),
});
/** What may be asked for. Whether there is something is only seen by asking. */
export const evidenceAnswer = z.object({
  as: z.enum(['case', 'licence', 'chain', 'none']),
  places: z.array(
    z.object({ docket: z.int(), name: z.string(), where: z.string(), until: z.string().nullable() }),
  ),
  /** Newest first. */
  quarters: z.array(z.object({ quarter: z.string(), epoch: z.int(), closed: z.string() })),
  newest: z.object({ epoch: z.int(), closed: z.string() }).nullable(),
  k: z.int(),
});
export type EvidenceAnswer = z.infer<typeof evidenceAnswer>;
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
