import { randomInt } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, mayMove, reading, writing } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { TellingRule } from './batch.ts';
import type { RuleInput } from './contract.ts';
import { type StandingRule, ruleOf, saveRule } from './telling.store.ts';

export const readRule = (world: World, who: Member): Promise<StandingRule | Refusal> =>
  mayMove(who.kind, who.role) ? reading(world, who, (db) => ruleOf(db, who.orgId)) : Promise.resolve(NOTHING);

const same = (a: TellingRule, b: TellingRule): boolean =>
  a.everyDays === b.everyDays &&
  a.weekday === b.weekday &&
  a.minDays === b.minDays &&
  a.extraDays === b.extraDays;

/** On which days businesses are told. What was written before keeps its day. Whoever leads sets it, and that is on record. */
export function setRule(world: World, who: Member, input: RuleInput): Promise<StandingRule | Refusal> {
  if (!mayMove(who.kind, who.role)) return Promise.resolve(NOTHING);
  if (who.role !== 'lead')
    return Promise.resolve(refuse('not_allowed', 'Whoever leads the organisation sets the days.'));
  return writing(world, who, async (tx, now) => {
    const before = await ruleOf(tx, who.orgId);
    if (same(before, input)) return before;
    if (input.was && !same(before, input.was))
      return refuse('conflict', 'A colleague changed the days meanwhile. Look at them first.', [
        { path: 'was', why: `every ${before.everyDays} days` },
      ]);
    await watched(tx, world, {
      org: who.orgId,
      member: who.memberId,
      role: who.role,
      act: 'setting',
      what: 'telling_days',
      n: input.everyDays,
    });
    await saveRule(tx, who.orgId, { ...input, member: who.memberId, at: now });
    return ruleOf(tx, who.orgId);
  });
}

/** The days by chance, of a disclosure that is written now: not from its number, which the business knows. */
export const drawDays = ({ extraDays }: TellingRule): number =>
  extraDays === 0 ? 0 : randomInt(extraDays + 1);
