import type { World } from '../../platform/world.ts';
import { sealedTo } from '../cases/index.ts';
import { type Member, caseOpening, caseWork } from '../network/index.ts';
import { unopened, watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { OutreachInput } from './contract.ts';
import { findOutreach, insertOutreach, outreachOf } from './outreach.store.ts';
import { keyOf } from './told.store.ts';

/** Who was met where, in numbers; the place and a note are sealed. */
export function logOutreach(
  world: World,
  who: Member,
  input: OutreachInput,
): Promise<{ done: true } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const before = await findOutreach(tx, input.outreachId);
    if (before !== undefined)
      return before === input.envelope
        ? { done: true }
        : refuse('conflict', 'This number was used for something else. Nothing was changed.');
    if (input.heldOn > now.toISOString().slice(0, 10))
      return refuse('invalid', 'It has not happened yet.', [{ path: 'heldOn', why: 'in the future' }]);
    const key = await keyOf(tx, who.orgId);
    const unsealed = sealedTo(input.envelope, [key ? [key.kid] : []]);
    if (unsealed) return unsealed;
    await watched(tx, world, { org: who.orgId, member: who.memberId, role: who.role, act: 'edited', what: 'outreach', n: 1 }); // prettier-ignore
    await insertOutreach(tx, { ...input, org: who.orgId, member: who.memberId, at: now });
    return { done: true };
  });
}

export const readOutreach = (world: World, who: Member) =>
  caseOpening(world, who, async (db, now) => {
    const since = new Date(now.getTime() - 365 * 86_400_000).toISOString().slice(0, 10);
    const outreach = await outreachOf(db, who.orgId);
    const year = outreach
      .filter(({ heldOn }) => heldOn >= since)
      .reduce((sum, { reached }) => sum + reached, 0);
    return unopened({ outreach, year }, { what: 'list', n: outreach.length, key: 'outreach' });
  });
