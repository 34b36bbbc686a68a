import type { World } from '../../platform/world.ts';
import { placeThread } from '../rights/index.ts';
import { type Watched, record, watched } from '../record/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { LEAVE_NOTHING, mayReach } from '../protection/index.ts';
import { workerTold } from './case-duty.actions.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { DistinctInput, HelpInput, MessageInput, NoteInput, PlaceInput } from './contract.ts';
import { sealedTo, thumbprintOf } from './sealed.actions.ts';
import {
  type LockedThread,
  findNote,
  insertNote,
  lockThread,
  markAnswered,
  saveDistinct,
  saveHelp,
} from './thread.store.ts';

export type MessageDone = { statementId: string; state: LockedThread['state']; answeredAt: string | null };
export type Done = { done: true };
const DONE: Done = { done: true };

export const OTHER_WORDS = refuse(
  'conflict',
  'Something else was sent under this number before. Nothing was changed.',
);
const said = (t: LockedThread, statementId: string, at: Date | null): MessageDone => ({
  statementId,
  state: t.state === 'closed' ? 'closed' : 'answered',
  answeredAt: (t.answered_at ?? at)?.toISOString() ?? null,
});

/** To whom words in a thread must be sealed: the worker, and the organisation's key of now. */
export const threadReaders = (t: LockedThread): string[][] => [t.kids, [thumbprintOf(t.public_key)]];

/** Who of the team was first, or that the worker spoke: said to the one who comes second. */
export const newer = (t: LockedThread, seen: number): Refusal =>
  refuse(
    'conflict',
    `${t.last_name ? `${t.last_name} added something here` : 'Something new came into this thread'} while you wrote. Read it, then send.`,
    [{ path: 'seen', why: `${t.statements - seen} more` }],
  );

/** Words from the organisation to the worker: sealed to the worker and to the organisation itself. */
export function sendMessage(world: World, who: Member, input: MessageInput): Promise<MessageDone | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await lockThread(tx, input, input.statementId);
    if (!t) return NOTHING;
    if (t.before !== null)
      return t.before === input.envelope ? said(t, input.statementId, null) : OTHER_WORDS;
    if (t.erasing)
      return refuse('wrong_state', 'Everything here is being erased. Nothing can be added any more.');
    if (input.seen !== undefined && input.seen < t.statements) return newer(t, input.seen);
    const unsealed = sealedTo(input.envelope, threadReaders(t));
    if (unsealed) return unsealed;
    if (!(await mayReach(tx, input, 'thread', now)).may) return LEAVE_NOTHING;
    await record(tx, world, {
      ...threadStatement(t, who, now),
      kind: input.kind,
      content: input.envelope,
      statementId: input.statementId,
    });
    await markAnswered(tx, input, now);
    const { docket: threadDocket, threadId, statementId } = input;
    await workerTold(tx, { threadDocket, threadId, org: who.orgId, statementId }, now);
    return said(t, input.statementId, now);
  });
}

/** What every statement of ours in a thread has in common. It stands in the docket where the thread is now. */
export const threadStatement = (t: LockedThread, who: Member, at: Date) => ({
  docketId: t.placed_in,
  by: who.orgId,
  member: who.memberId,
  csoOrg: who.orgId,
  threadId: t.thread_id,
  threadDocket: t.docket_id,
  at,
});

/**
 * A statement about a thread that its code does not open: whoever sends fakes is not told that they were noticed.
 * Only where the thread has its workplace, since what is not in the thread does not move with it.
 */
export function quietStatement(t: LockedThread, who: Member, at: Date) {
  const { threadId: _id, threadDocket: _docket, ...rest } = threadStatement(t, who, at);
  return rest;
}

/** What is changed about a thread and is no statement of its docket. */
const edited = (who: Member, t: { docket: number; threadId: string }, what: string): Watched => ({
  org: who.orgId,
  member: who.memberId,
  role: who.role,
  act: 'edited',
  threadDocket: t.docket,
  threadId: t.threadId,
  what,
});

/** Notes are the team's own working paper: sealed to it, and no statement. */
export function addNote(world: World, who: Member, input: NoteInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await lockThread(tx, input);
    if (!t) return NOTHING;
    const before = await findNote(tx, input.docket, input.noteId);
    if (before !== undefined) return before === input.envelope ? DONE : OTHER_WORDS;
    const unsealed = sealedTo(input.envelope, [t.kids]);
    if (unsealed) return unsealed;
    await watched(tx, world, edited(who, input, 'note'));
    await insertNote(tx, { ...input, caseId: null, org: who.orgId, member: who.memberId, at: now });
    return DONE;
  });
}

/** Whether this report comes from a worker who isn't counted yet: no figure moves without it. */
export function markDistinct(world: World, who: Member, input: DistinctInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await lockThread(tx, input);
    if (!t) return NOTHING;
    if (t.distinct_worker === input.value) return DONE;
    if (t.placed_kind === 'unplaced')
      return refuse(
        'wrong_state',
        'Say first which workplace it is about: workers are told apart by workplace.',
      );
    if (input.was !== undefined && input.was !== t.distinct_worker)
      return refuse('conflict', `A colleague marked it meanwhile: ${t.distinct_worker}.`, [
        { path: 'was', why: t.distinct_worker },
      ]);
    await record(tx, world, {
      ...quietStatement(t, who, now),
      kind: 'confirmation',
      fields: { thread: t.thread_id, value: input.value },
    });
    await saveDistinct(tx, input, input.value);
    return DONE;
  });
}

/** Help given is counted apart from issues. */
export function markHelp(world: World, who: Member, input: HelpInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await lockThread(tx, input);
    if (!t) return NOTHING;
    if (t.help === input.help) return DONE;
    await record(tx, world, {
      ...threadStatement(t, who, now),
      kind: 'help',
      fields: { value: String(input.help) },
    });
    await saveHelp(tx, input, input.help);
    return DONE;
  });
}

/** Re-files a thread out of `unplaced` to its workplace. */
export function placeReport(
  world: World,
  who: Member,
  input: PlaceInput,
): Promise<{ placedIn: number } | Refusal> {
  return caseWork(world, who, async (tx) => {
    const t = await lockThread(tx, input);
    if (!t) return NOTHING;
    if (t.placed_in === input.toDocket && t.docket_id !== input.toDocket) return { placedIn: input.toDocket };
    const moved = await placeThread(tx, world, {
      docketId: t.docket_id,
      threadId: t.thread_id,
      toDocket: input.toDocket,
      csoOrg: who.orgId,
    });
    if (isRefusal(moved)) return moved;
    await watched(tx, world, edited(who, input, 'placed'));
    return { placedIn: input.toDocket };
  });
}
