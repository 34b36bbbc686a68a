/** What the desk asks and gets of its own organisation's acts. */
import { z } from 'zod';

const act = z.enum(['opened', 'exported', 'merged', 'edited', 'setting']);
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, YYYY-MM');

export const watchAsked = z.object({
  month: month.optional(),
  act: act.optional(),
  q: z.string().max(100).default(''),
});
export const watchQuery = watchAsked.extend({
  from: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const watchAnswer = z.object({
  counts: z.array(z.object({ month, act, what: z.string(), role: z.string(), n: z.int() })),
  lines: z
    .object({
      total: z.int(),
      rows: z.array(
        z.object({
          at: z.string(),
          name: z.string().nullable(),
          role: z.string(),
          act,
          what: z.string(),
          /** The same six letters: the same report, case or list. Which one, they don't say. */
          about: z.string().nullable(),
          n: z.int(),
        }),
      ),
    })
    .nullable(),
});
export type WatchAnswer = z.infer<typeof watchAnswer>;
