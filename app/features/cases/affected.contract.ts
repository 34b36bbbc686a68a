/** How many workers an issue touches, as far as known by now; each change stands on record beside the one before. */
import { z } from 'zod';
import { affected } from './contract.ts';
import { issueParams, reason } from './thread.contract.ts';

export { issueParams } from './thread.contract.ts';

/** `was`: what the screen showed. */
export const affectedBody = z.strictObject({ affected, was: affected, reason });
export const affectedDone = z.object({ issueId: z.string(), affected });
export const affectedHistory = z.object({
  history: z.array(
    z.object({ at: z.string(), by: z.string().nullable(), affected, reason: z.string().nullable() }),
  ),
});
export type AffectedInput = z.infer<typeof affectedBody> & z.infer<typeof issueParams>;
export type Affected = z.infer<typeof affected>;
export type AffectedHistory = z.infer<typeof affectedHistory>;
