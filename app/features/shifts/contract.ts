/** The rota of an organisation, below /api/v1/desk. Times are ISO 8601 in UTC; the desk shows them in its own zone. */
import { z } from 'zod';
import { MOST_WEEKS, SHIFT_KINDS } from './rota.ts';

const time = z.iso.datetime();
const shiftKind = z.enum(SHIFT_KINDS);
export const rotaQuery = z.object({ from: time, days: z.coerce.number().int().min(1).max(62).default(7) });
export const shiftView = z.object({
  shiftId: z.string(),
  memberId: z.string(),
  name: z.string(),
  kind: shiftKind,
  startsAt: z.string(),
  endsAt: z.string(),
});
export const rota = z.object({
  now: z.string(),
  shifts: z.array(shiftView),
  /** Ids of the members on shift at this moment. */
  onShift: z.array(z.string()),
  /** From now on, hours for which nobody is on call; empty where the organisation keeps no rota at all. */
  uncovered: z.array(z.object({ startsAt: z.string(), endsAt: z.string() })),
  /** Whether this member may change everybody's shifts, or the own only. */
  leads: z.boolean(),
});
/** The same id with the same content is the same shift. With `weeks` > 1 the id is of the first, the others get ids of their own. */
export const shiftBody = z.object({
  shiftId: z.uuid(),
  memberId: z.uuid(),
  kind: shiftKind,
  startsAt: time,
  endsAt: time,
  weeks: z.number().int().min(1).max(MOST_WEEKS).default(1),
});
export const shiftsDone = z.object({ shifts: z.number() });
export const shiftParams = z.object({ shiftId: z.uuid() });
/** `was`: who had it on the screen. */
export const takeBody = z.object({ was: z.uuid() });
export const done = z.object({ done: z.literal(true) });

export type Rota = z.infer<typeof rota>;
export type RotaQuery = z.infer<typeof rotaQuery>;
export type ShiftInput = z.infer<typeof shiftBody>;
