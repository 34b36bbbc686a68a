import type { World } from '../../platform/world.ts';
import { lockThread, sealedTo } from '../cases/index.ts';
import { type Member, NOTHING, caseOpening, caseWork } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { HandoverInput, Handovers, TakeInput } from './contract.ts';
import { findHandover, handoversOf, insertHandover, takeItem, takerOf } from './handover.store.ts';
import { DONE, type Done, about } from './queue.actions.ts';
import { memberName, ringOf, saveAssignee } from './queue.store.ts';

const DAYS = 86_400_000;

export const readHandovers = (world: World, who: Member): Promise<Handovers | Refusal> =>
  caseOpening(world, who, (db, now) => handoversOf(db, who.orgId, new Date(now.getTime() - 7 * DAYS)));

/** End of a shift: a note sealed to the team, and what is open is nobody's until somebody takes it. */
export function handOver(world: World, who: Member, input: HandoverInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const before = await findHandover(tx, who.orgId, input.handoverId);
    if (before)
      return before.envelope === input.envelope
        ? DONE
        : refuse('conflict', 'Something else was sent under this number before. Nothing was changed.');
    const unsealed = sealedTo(input.envelope, [await ringOf(tx, who.orgId)]);
    if (unsealed) return unsealed;
    if (input.to !== null && (await memberName(tx, who.orgId, input.to)) === undefined)
      return refuse('invalid', 'Nobody of this organisation works on cases under this number.', [
        { path: 'to', why: 'no such member' },
      ]);
    for (const key of input.threads.toSorted((a, b) => (a.threadId < b.threadId ? -1 : 1))) {
      const t = await lockThread(tx, key);
      if (!t) return NOTHING;
      if (t.assignee !== null && t.assignee !== who.memberId)
        return refuse('conflict', `${t.assignee_name ?? 'A colleague'} has one of these now. Take it off the list.`, [{ path: 'threads', why: t.thread_id }]); // prettier-ignore
      await saveAssignee(tx, key, { to: null, by: who.memberId });
    }
    await watched(tx, world, { org: who.orgId, member: who.memberId, role: who.role, act: 'edited', what: 'handed_over', n: input.threads.length }); // prettier-ignore
    await insertHandover(tx, { ...input, org: who.orgId, by: who.memberId, at: now });
    return DONE;
  });
}

/** Takes what nobody took yet. All of what was asked, or nothing: whoever comes second is told who was first. */
export function takeOver(world: World, who: Member, input: TakeInput): Promise<{ taken: number } | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    if (!(await findHandover(tx, who.orgId, input.handoverId))) return NOTHING;
    let taken = 0;
    for (const key of input.threads.toSorted((a, b) => (a.threadId < b.threadId ? -1 : 1))) {
      const t = await lockThread(tx, key);
      if (!t) return NOTHING;
      const by = { org: who.orgId, handoverId: input.handoverId, by: who.memberId, at: now };
      if (await takeItem(tx, key, by)) {
        await watched(tx, world, about(who, key, 'assigned'));
        await saveAssignee(tx, key, { to: who.memberId, by: who.memberId });
        taken++;
        continue;
      }
      const refused = judgeTaken(await takerOf(tx, key, input.handoverId), who);
      if (isRefusal(refused)) return refused;
    }
    return { taken };
  });
}

function judgeTaken(
  taker: { taken_by: string | null; name: string | null } | undefined,
  who: Member,
): Refusal | undefined {
  if (!taker) return NOTHING;
  if (taker.taken_by === who.memberId) return undefined;
  return refuse('conflict', `${taker.name ?? 'A colleague'} took it already.`, [
    { path: 'threads', why: taker.name ?? 'taken' },
  ]);
}
