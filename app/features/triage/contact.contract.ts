/** What a member writes down for somebody who called or came: a report like a phone's, and the way it came in. */
import { z } from 'zod';
import { CHANNELS, OWN_CHANNELS } from '../cases/channels.ts';

export const writtenChannel = z
  .enum(CHANNELS)
  .refine((one) => !OWN_CHANNELS.includes(one), 'comes in by itself');
/** `report` as POST /api/v1/reports takes it: sealed and signed in the browser by the code that the worker gets. */
export const contactBody = z.object({
  channel: writtenChannel,
  language: z.string().regex(/^[a-z]{2,3}$/).optional(), // prettier-ignore
  jobseeker: z.boolean().default(false),
  report: z.record(z.string(), z.unknown()),
});
export const contactDone = z.object({
  docket: z.number(),
  threadId: z.string(),
  commitment: z.string(),
  recorded: z.string(),
});
export type ContactInput = z.infer<typeof contactBody>;
export type ContactDone = z.infer<typeof contactDone>;
