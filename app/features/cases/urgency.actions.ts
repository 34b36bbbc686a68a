import { createHash } from 'node:crypto';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { quietStatement, threadStatement } from './thread.actions.ts';
import { sealedTo } from './sealed.actions.ts';
import {
  type LockedThread,
  type ThreadKey,
  findNote,
  insertNote,
  lockThread,
  saveStanding,
  tellOnCall,
  threadKeysOfCase,
} from './thread.store.ts';
import { type Change, type Queued, type Urgency, isRaise, judgeChange } from './urgency.ts';

const URGENCIES: readonly Urgency[] = ['P0', 'P1', 'P2', 'P3'];
const urgencyOf = (text: string): Urgency => URGENCIES.find((u) => u === text) ?? 'P3';

const queuedOf = (t: LockedThread): Queued => ({
  urgency: urgencyOf(t.urgency),
  knownAt: t.known_at,
  loweredAt: t.lowered_at,
  dueAt: t.due_at,
  state: t.state,
});

/** Why a person takes danger back, in words sealed to the team; kept as a note, and bound to the statement by its hash. */
export type Why = { noteId: string; envelope: string };
export type Standing = { urgency: Urgency; known: boolean; changed: boolean };

const standing = (q: Queued, changed: boolean): Standing => ({
  urgency: q.urgency,
  known: q.knownAt !== null,
  changed,
});

const REASON = refuse('invalid', 'Say why it is less urgent than it was: this is on record.', [
  { path: 'reason', why: 'is missing' },
]);

/**
 * Puts a thread higher or lower in the queue, on record. A rule that would lower, or that a person decided against,
 * changes nothing and says so; a person who lowers needs a reason.
 */
export async function changeUrgency(
  tx: Tx,
  world: World,
  who: Member,
  ask: { t: LockedThread; change: Omit<Change, 'saidAt'>; why?: Why; now: Date },
): Promise<Standing | Refusal> {
  const { t, change, why, now } = ask;
  if (t.withdrawn || t.erasing) return refuse('wrong_state', 'The worker took this back.');
  const before = queuedOf(t);
  const judged = judgeChange(before, { ...change, saidAt: t.last_said ?? t.first_received }, now);
  if (judged === 'nothing' || judged === 'decided' || judged === 'only_raises')
    return standing(before, false);
  if (judged.lowers && !why) return REASON;
  const unsealed = why && sealedTo(why.envelope, [t.kids]);
  if (unsealed) return unsealed;
  const { after } = judged;
  if (why && judged.lowers) await keepWhy(tx, t, who, { ...why, now });
  // What has no workplace yet moves with its thread; else a thread's code opens no word of how it is ranked.
  const place = t.placed_kind === 'unplaced' ? threadStatement : quietStatement;
  await record(tx, world, {
    ...place(t, who, now),
    kind: 'urgency',
    fields: {
      thread: t.thread_id,
      value: after.urgency,
      was: before.urgency,
      known: String(after.knownAt !== null),
      by: change.by,
      ...(why && judged.lowers ? { reason: shaOf(why.envelope) } : {}),
    },
  });
  await saveStanding(
    tx,
    { docket: t.docket_id, threadId: t.thread_id },
    { urgency: after.urgency, known_at: after.knownAt, lowered_at: after.loweredAt, due_at: after.dueAt, state: after.state }, // prettier-ignore
    who.memberId,
  );
  const danger = (after.urgency === 'P0' && isRaise(before.urgency, 'P0')) || (after.knownAt !== null && !before.knownAt); // prettier-ignore
  if (danger) await tellOnCall(tx, who.orgId);
  return standing(after, true);
}

const shaOf = (envelope: string): string => `sha256:${createHash('sha256').update(envelope).digest('hex')}`;

async function keepWhy(tx: Tx, t: LockedThread, who: Member, why: Why & { now: Date }): Promise<void> {
  if ((await findNote(tx, t.docket_id, why.noteId)) !== undefined) return;
  await insertNote(tx, {
    docket: t.docket_id,
    noteId: why.noteId,
    threadId: t.thread_id,
    caseId: null,
    org: who.orgId,
    member: who.memberId,
    at: why.now,
    envelope: why.envelope,
  });
}

/** The threads behind a case are at least as urgent as what a case worker made of them. */
export async function raiseByIssue(
  tx: Tx,
  world: World,
  who: Member,
  of: { docket: number; caseId: string; urgency: Urgency; now: Date },
): Promise<void> {
  for (const key of await threadKeysOfCase(tx, of.docket, of.caseId)) {
    const t = await lockThread(tx, key);
    if (t && isRaise(t.urgency, of.urgency))
      await changeUrgency(tx, world, who, { t, change: { to: { urgency: of.urgency }, by: 'issue' }, now: of.now }); // prettier-ignore
  }
}

/** A thread that may be worked on, held; or the one answer to everybody who has no business here. */
export const heldThread = async (tx: Tx, key: ThreadKey): Promise<LockedThread | Refusal> =>
  (await lockThread(tx, key)) ?? NOTHING;
