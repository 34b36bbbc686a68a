import { hex } from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { type Member, whoIs } from '../network/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { secondOf } from './ask.actions.ts';
import type { AcknowledgeBody, NoticeList } from './contract.ts';
import {
  type NoticeRow,
  acknowledge,
  markSent,
  noticesBy,
  noticesTo,
  tellOfWithdrawals,
} from './notice.store.ts';
import { NOTICE_DAYS } from './states.ts';
import { mayAct } from './who.ts';

const DAY = 86_400_000;

const viewOf = (r: NoticeRow, now: Date): NoticeList['own'][number] => ({
  docket: r.docket_id,
  docketId: `${r.kind} ${r.id}`,
  leaf: r.leaf,
  commitment: hex(r.commitment),
  why: r.why,
  state: r.state,
  dueAt: r.due_at.toISOString(),
  overdue: r.state !== 'acknowledged' && r.due_at < now,
});

/** Place and commitment, no words: what one's organisation must delete, and what others must because of one's own. */
export async function readNotices(world: World, who: Member): Promise<NoticeList> {
  const now = secondOf(world);
  return world.app.write(whoIs(who, now), async (tx) => {
    await markSent(tx, who.orgId, now);
    const own = (await noticesTo(tx, who.orgId)).map((r) => viewOf(r, now));
    const by = mayAct(who) ? await noticesBy(tx, who.orgId) : [];
    return { own, others: by.map((r) => ({ ...viewOf(r, now), to: r.to_name ?? r.to_org })) };
  });
}

/** "We deleted it": each by whom it was asked of. */
export async function acknowledgeNotices(
  world: World,
  who: Member,
  { notices }: AcknowledgeBody,
): Promise<{ done: true } | Refusal> {
  const at = secondOf(world);
  return world.app.write(whoIs(who, at), async (tx): Promise<{ done: true } | Refusal> => {
    const found = await acknowledge(tx, { org: who.orgId, member: who.memberId, at }, notices);
    return found === 0 ? refuse('not_found', 'There is no such notice for you.') : { done: true };
  });
}

/** Licensees that were handed what its worker took back since. Repeatable. */
export const noticeWithdrawals = async (world: World): Promise<void> => {
  const at = secondOf(world);
  await world.jobs.write({}, (tx) => tellOfWithdrawals(tx, at, new Date(at.getTime() + NOTICE_DAYS * DAY)));
};
