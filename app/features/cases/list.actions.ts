import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseReading, caseWork } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type {
  CaseLines,
  LinesQuery,
  ListInput,
  ListsView,
  OwnerInput,
  OwnersDone,
  OwnersInput,
} from './list.contract.ts';
import { caseLines, listsOf, lockOwner, removeList, saveList, saveOwner, teamOf } from './list.store.ts'; // prettier-ignore

type Done = { done: true };
const DONE: Done = { done: true };

export const readLines = (world: World, who: Member, query: LinesQuery): Promise<CaseLines | Refusal> =>
  caseReading(world, who, (db, now) => caseLines(db, query, { org: who.orgId, member: who.memberId, now }));

export const readTeam = (
  world: World,
  who: Member,
): Promise<{ members: { memberId: string; name: string }[] } | Refusal> =>
  caseReading(world, who, async (db) => ({ members: await teamOf(db, who.orgId) }));

/** Who of the team answers for a case. The change stands on record of the organisation; whom, it doesn't say there. */
export function setOwner(
  world: World,
  who: Member,
  input: OwnerInput,
): Promise<{ owner: string | null } | Refusal> {
  return caseWork(world, who, async (tx) => {
    const before = await lockOwner(tx, input);
    if (!before) return NOTHING;
    const { owner } = input;
    if (before.owner === owner) return { owner };
    if (before.owner !== input.was)
      return refuse(
        'conflict',
        `${before.byName ?? 'A colleague'} gave this case to ${before.ownerName ?? 'nobody'} meanwhile.`,
        [{ path: 'was', why: before.owner ?? 'nobody' }],
      );
    if (owner !== null && !(await teamOf(tx, who.orgId)).some(({ memberId }) => memberId === owner))
      return refuse('invalid', 'Nobody of the team who works on cases has this number.', [
        { path: 'owner', why: 'unknown' },
      ]);
    await saveOwner(tx, { ...input, by: who.memberId });
    const { orgId: org, memberId: member, role } = who;
    await watched(tx, world, { org, member, role, act: 'edited', what: 'case_owner', caseId: input.caseId });
    return { owner };
  });
}

/** Many at once, each in a transaction of its own: what a colleague changed meanwhile is told, and stops no other. */
export async function setOwners(
  world: World,
  who: Member,
  input: OwnersInput,
): Promise<OwnersDone | Refusal> {
  const answer: OwnersDone = { done: [], refused: [] };
  for (const { docket, caseId, was } of input.cases) {
    const one = await setOwner(world, who, { docket, caseId, was, owner: input.owner });
    if (isRefusal(one)) answer.refused.push({ docket, caseId, why: one.why });
    else answer.done.push({ docket, caseId, was });
  }
  // Who has no business here at all hears nothing else than that.
  return answer.done.length === 0 && answer.refused.every(({ why }) => why === NOTHING.why)
    ? NOTHING
    : answer;
}

export const readLists = (world: World, who: Member): Promise<ListsView | Refusal> =>
  caseReading(world, who, async (db) => ({
    lists: await listsOf(db, { org: who.orgId, member: who.memberId }),
  }));

export const keepList = (world: World, who: Member, input: ListInput): Promise<Done | Refusal> =>
  caseWork(world, who, async (tx) => {
    await saveList(tx, { ...input, org: who.orgId, member: who.memberId });
    return DONE;
  });

export const dropList = (
  world: World,
  who: Member,
  { listId }: { listId: string },
): Promise<Done | Refusal> =>
  caseWork(world, who, async (tx) =>
    (await removeList(tx, { org: who.orgId, listId, member: who.memberId })) > 0 ? DONE : NOTHING,
  );
