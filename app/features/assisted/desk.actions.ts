import type { World } from '../../platform/world.ts';
import { sealedTo } from '../cases/index.ts';
import { type Member, NOTHING, caseOpening, may, mayMove, writing } from '../network/index.ts';
import { unopened, watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { hashOf } from '../reports/index.ts';
import type { CoordinatorRow, EnrolInput, ThreadFiling } from './contract.ts';
import { flagged } from './rules.ts';
import {
  type Coordinator,
  type Counted,
  coordinatorsOf,
  endCoordinator,
  filingOfThread,
  insertCoordinator,
  lockCoordinator,
  ownKids,
} from './store.ts';

const DONE = { done: true } as const;
type Done = typeof DONE;

/** Who enrols answers for what is filed: whoever leads. */
export const mayEnrol = (who: Member): boolean => mayMove(who.kind, who.role) && may(who, 'invite');

const setting = (who: Member, what: string) =>
  ({ org: who.orgId, member: who.memberId, role: who.role, act: 'setting', what }) as const;

export async function enrol(world: World, who: Member, input: EnrolInput): Promise<Done | Refusal> {
  if (!mayEnrol(who)) return NOTHING;
  return writing(world, who, async (tx, now) => {
    const slipHash = hashOf(input.slip);
    const before = await lockCoordinator(tx, input.coordinatorId);
    if (before)
      return before.envelope === input.envelope && before.slip === slipHash
        ? DONE
        : refuse('conflict', 'This number was used for somebody else. Nothing was changed.');
    const unsealed = sealedTo(input.envelope, [await ownKids(tx, who.orgId)]);
    if (unsealed) return unsealed;
    await watched(tx, world, setting(who, 'coordinator_enrolled'));
    const { coordinatorId: id, envelope } = input;
    await insertCoordinator(tx, { id, org: who.orgId, envelope, slipHash, by: who.memberId, at: now });
    return DONE;
  });
}

const stateOf = (c: Coordinator): CoordinatorRow['state'] =>
  c.ended_at ? 'ended' : c.joined_at ? 'active' : 'invited';

export async function end(
  world: World,
  who: Member,
  input: { id: string; was: 'invited' | 'active' },
): Promise<Done | Refusal> {
  if (!mayEnrol(who)) return NOTHING;
  return writing(world, who, async (tx, now) => {
    const found = await lockCoordinator(tx, input.id);
    if (!found) return NOTHING;
    if (found.ended_at) return DONE;
    if (stateOf(found) !== input.was)
      return refuse(
        'conflict',
        'The coordinator made a code of their own meanwhile. Look again, then end it.',
        [{ path: 'was', why: stateOf(found) }],
      );
    await watched(tx, world, setting(who, 'coordinator_ended'));
    await endCoordinator(tx, input.id, who.memberId, now);
    return DONE;
  });
}

const rowOf = (c: Counted): CoordinatorRow => ({
  coordinatorId: c.coordinator_id,
  envelope: c.envelope,
  state: stateOf(c),
  enrolledOn: c.enrolled_at.toISOString().slice(0, 10),
  filed: c.filed,
  confirmed: c.confirmed,
  corrected: c.corrected,
  disowned: c.disowned,
  unanswered: c.filed - c.confirmed - c.corrected - c.disowned,
  flagged: flagged(c),
});

/** Names are sealed; opening the list is opening them. */
const names = (n: number) => ({ what: 'list', n, key: 'coordinators' }) as const;

export const readCoordinators = (
  world: World,
  who: Member,
): Promise<{ coordinators: CoordinatorRow[]; may: boolean } | Refusal> =>
  caseOpening(world, who, async (db) => {
    const coordinators = (await coordinatorsOf(db)).map(rowOf);
    return unopened({ coordinators, may: mayEnrol(who) }, names(coordinators.length));
  });

/** Who filed this thread, for the mark beside it. */
export const readFiling = (
  world: World,
  who: Member,
  at: { docket: number; threadId: string },
): Promise<ThreadFiling | Refusal> =>
  caseOpening<ThreadFiling>(world, who, async (db) => {
    const filed = await filingOfThread(db, at.docket, at.threadId);
    const [by] = filed ? await coordinatorsOf(db, filed.coordinator_id) : [];
    if (!filed || !by) return unopened({ filing: null }, names(0));
    const filing = {
      coordinatorId: by.coordinator_id,
      envelope: by.envelope,
      ended: by.ended_at !== null,
      state: filed.state,
      filedOn: filed.filed_at.toISOString().slice(0, 10),
      access: filed.access,
      flagged: flagged(by),
    };
    return unopened({ filing }, names(1));
  });
