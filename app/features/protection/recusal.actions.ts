import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseWork, rolesOf } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Conflict, judgeRecusal, mayEndRecusal } from './compartments.ts';
import { leads, worksOnCases } from './roles.store.ts';
import {
  type About,
  type Subject,
  endRecusal,
  findRecusal,
  insertRecusal,
  letGo,
  lockSubject,
  othersWhoSee,
  subjectOf,
} from './store.ts';

export type Done = { done: true };
export const DONE: Done = { done: true };
export const leading = (who: Member): boolean => rolesOf(who.kind)[0] === who.role;

/** An act on a case or a thread, for the organisation's own list. */
export const settingOf = (who: Member, s: Subject, what: string) => ({
  org: who.orgId,
  member: who.memberId,
  role: who.role,
  act: 'setting' as const,
  what,
  ...(s.caseId ? { caseId: s.caseId } : { threadDocket: s.docket, threadId: s.id }),
});

const LAST = refuse(
  'wrong_state',
  'Nobody else would see it then. Give the case to somebody first: invite a member, or pass it to another organisation.',
  [{ path: 'memberId', why: 'the last one' }],
);

type RecusalInput = About & { recusalId: string; memberId?: string | undefined; why: Conflict };

/**
 * A member has a conflict of interest: from the next request on the case and all its threads are nothing to them. Said by
 * themselves, or by whoever leads; the last one who sees it can't go.
 */
export function recuse(world: World, who: Member, input: RecusalInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, input);
    if (!s) return NOTHING;
    await lockSubject(tx, s);
    const memberId = input.memberId ?? who.memberId;
    const before = await findRecusal(tx, input.docket, input.recusalId);
    if (before)
      return before.memberId === memberId && before.aboutId === input.id
        ? DONE
        : refuse('conflict', 'This number was used for something else. Nothing was changed.');
    if (!(await worksOnCases(tx, who.orgId, memberId)))
      return refuse('invalid', 'There is no such colleague who works on cases.', [
        { path: 'memberId', why: 'works on no case' },
      ]);
    const judged = judgeRecusal({
      by: { memberId: who.memberId, leads: leading(who) },
      of: { memberId, leads: await leads(tx, who.orgId, memberId) },
      others: await othersWhoSee(tx, s, memberId),
    });
    if (judged === 'not_yours')
      return refuse('not_allowed', 'Of a colleague whoever leads says it; of yourself you say it.');
    if (judged === 'last_one') return LAST;
    await watched(tx, world, settingOf(who, s, 'recused'));
    await insertRecusal(tx, s, { ...input, memberId, by: who.memberId, at: now });
    await letGo(tx, s, memberId);
    return DONE;
  });
}

/** By whoever leads and still sees it: the one who was recused has nothing here to end. */
export function endConflict(
  world: World,
  who: Member,
  input: About & { recusalId: string },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, input);
    const recusal = s && (await findRecusal(tx, input.docket, input.recusalId));
    if (!s || recusal?.aboutId !== input.id) return NOTHING;
    if (!mayEndRecusal({ memberId: who.memberId, leads: leading(who) }, recusal.memberId))
      return refuse('not_allowed', 'Whoever leads ends this, and never for themselves.');
    if (recusal.ended) return DONE;
    await watched(tx, world, settingOf(who, s, 'recusal_ended'));
    await endRecusal(tx, input, who.memberId, now);
    return DONE;
  });
}
