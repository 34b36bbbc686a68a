import type { World } from '../../platform/world.ts';
import { unplacedDocket } from '../log/index.ts';
import { type Member, whoIs } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { NOTHING } from './ask.actions.ts';
import type { UnplacedBody, UnplacedList } from './contract.ts';
import { UNPLACED_ASK_DAYS, UNPLACED_REASONS } from './states.ts';
import { saveReason, unplacedThreads } from './unplaced.store.ts';
import { mayAct } from './who.ts';

const DAY = 86_400_000;

/** What waits in `unplaced` for longer than 20 days: each wants a workplace, or a reason before an auditor asks for one. */
export async function readUnplaced(world: World, who: Member): Promise<UnplacedList | Refusal> {
  const unplaced = await unplacedDocket(world);
  if (!mayAct(who) || !unplaced) return NOTHING;
  const now = world.clock.now();
  const before = new Date(now.getTime() - UNPLACED_ASK_DAYS * DAY);
  const rows = await world.app.read(whoIs(who, now), (db) => unplacedThreads(db, unplaced.docketId, before));
  return {
    reasons: [...UNPLACED_REASONS],
    waiting: rows.map((r) => ({
      docket: r.docket_id,
      threadId: r.thread_id,
      since: r.since.toISOString().slice(0, 10),
      days: Math.floor((now.getTime() - r.since.getTime()) / DAY),
      statements: r.statements,
      reason: r.reason,
    })),
  };
}

/** One of the closed list, for all that this report has in `unplaced`. Auditors are given it with the epoch. */
export async function sayReason(
  world: World,
  who: Member,
  { docket, threadId, reason }: UnplacedBody,
): Promise<{ done: true } | Refusal> {
  const unplaced = await unplacedDocket(world);
  if (!mayAct(who) || !unplaced) return NOTHING;
  const at = world.clock.now();
  return world.app.write(whoIs(who, at), async (tx): Promise<{ done: true } | Refusal> => {
    const thread = { docketId: docket, threadId, unplaced: unplaced.docketId };
    const said = await saveReason(tx, thread, { reason, org: who.orgId, at });
    if (said === 0) return refuse('not_found', 'Nothing of this report waits for a workplace.');
    const { orgId: org, memberId: member, role } = who;
    await watched(tx, world, { org, member, role, act: 'edited', what: 'unplaced_reason' });
    return { done: true };
  });
}
