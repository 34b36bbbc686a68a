import type { World } from '../../platform/world.ts';
import { type Calendar, calendarAt } from '../duties/index.ts';
import { type Urgency, responseDue } from './urgency.ts';

/** Days off change seldom, and reports may come by the hundred: each place's calendar is looked up once in ten minutes. */
const FRESH = 600_000;
type Kept = { calendar: Calendar; at: number };
const kept = new WeakMap<World, Map<string, Kept>>();

/** Until when somebody answers what comes in now, by the working days of its place. Hours need no calendar. */
export async function answerDue(
  world: World,
  of: { urgency: Urgency; docketId: number; org: string },
  received: Date,
): Promise<Date> {
  if (of.urgency !== 'P3') return responseDue(of.urgency, received);
  const known = kept.get(world) ?? new Map<string, Kept>();
  kept.set(world, known);
  const name = `${of.docketId} ${of.org}`;
  const now = world.clock.now().getTime();
  const before = known.get(name);
  const fresh = before && now >= before.at && now - before.at < FRESH;
  const calendar = fresh
    ? before.calendar
    : await world.anon.read({}, (db) => calendarAt(db, of.docketId, of.org));
  if (!fresh) known.set(name, { calendar, at: now });
  return responseDue(of.urgency, received, calendar);
}
