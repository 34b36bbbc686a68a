import { setRule } from '../remedy/index.ts';
import { isRefusal } from '../refusal.ts';
import type { Cast } from './cast.actions.ts';
import type { TellingRule } from '../remedy/index.ts';
import { lead } from './log.ts';
import { organisations } from './network.ts';
import type { Past } from './past.actions.ts';

/** While the planned past is told, a batch is a day: its cases and their waits are planned by days. */
export const DAILY: TellingRule = { everyDays: 1, weekday: 0, minDays: 0, extraDays: 0 };

/** Sets on which days businesses are told, at every organisation that tells them; asked within a moment of the past. */
export async function tellOn(past: Past, cast: Cast, rule: TellingRule): Promise<void> {
  for (const { id } of organisations.filter(({ kind }) => kind === 'cso' || kind === 'union')) {
    const { member } = lead(id);
    const set = await setRule(past.world, cast.member(id, member), rule);
    if (isRefusal(set)) throw new Error(`demo: ${id}: ${set.why}`);
  }
}
