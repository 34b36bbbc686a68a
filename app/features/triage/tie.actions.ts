import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type LockedThread, heldThread, lockThread, quietStatement, saveDistinct } from '../cases/index.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record, watched } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { TieInput, UndoInput } from './contract.ts';
import { type Counted, type Side, givesUp } from './counting.ts';
import { DONE, type Done, TAKEN_BACK, about } from './queue.actions.ts';
import { type LockedTie, insertTie, lockTie, nameOfLastTie, personOf, statementIn, undoTie } from './tie.store.ts'; // prettier-ignore

const USED = refuse('conflict', 'This number was used for something else. Nothing was changed.');

/** Puts two phones of one person together, or marks from where on somebody else speaks. Nothing is moved. */
export function tie(world: World, who: Member, input: TieInput): Promise<Done | Refusal> {
  return caseWork(
    world,
    who,
    (tx, now) =>
    input.kind === 'same_person' ? merge(tx, world, who, { input, now }) : split(tx, world, who, { input, now }), // prettier-ignore
  );
}

type Merging = { input: Extract<TieInput, { kind: 'same_person' }>; now: Date };
type Splitting = { input: Extract<TieInput, { kind: 'other_person' }>; now: Date };

const same = (t: LockedTie, input: TieInput): boolean =>
  t.kind === input.kind &&
  t.thread_id === input.threadId &&
  (input.kind === 'same_person'
    ? t.other_thread === input.otherThread
    : t.from_statement === input.fromStatement);

async function merge(tx: Tx, world: World, who: Member, { input, now }: Merging): Promise<Done | Refusal> {
  const held = await holdBoth(tx, input);
  if (isRefusal(held)) return held;
  const before = await lockTie(tx, input.docket, input.tieId);
  if (before) return same(before, input) ? DONE : USED;
  const { tied, other } = held;
  if (tied.erasing || tied.withdrawn || other.erasing || other.withdrawn) return TAKEN_BACK;
  const [mine, theirs] = [await personOf(tx, input.threadId), await personOf(tx, input.otherThread)];
  if (mine.some(({ threadId }) => threadId === input.otherThread))
    return refuse('conflict', `${(await nameOfLastTie(tx, input.threadId)) ?? 'A colleague'} put these together already.`, [{ path: 'otherThread', why: 'already together' }]); // prettier-ignore
  const gives = givesUp(mine, theirs);
  if (gives) await recount(tx, world, who, { side: gives, value: 'same_as_other', now });
  await watched(tx, world, about(who, input, 'thread', 'merged'));
  await insertTie(tx, {
    tie: input,
    org: who.orgId,
    by: who.memberId,
    at: now,
    uncounted: gives && { threadId: gives.threadId, was: gives.counted },
  });
  return DONE;
}

/** Both, in the order of their ids: two people who merge the same two never wait for each other. */
async function holdBoth(
  tx: Tx,
  input: Merging['input'],
): Promise<{ tied: LockedThread; other: LockedThread } | Refusal> {
  if (input.threadId === input.otherThread)
    return refuse('invalid', 'Choose another report than this one.', [{ path: 'otherThread', why: 'the same' }]); // prettier-ignore
  const a = { docket: input.docket, threadId: input.threadId };
  const b = { docket: input.otherDocket, threadId: input.otherThread };
  for (const key of a.threadId < b.threadId ? [a, b] : [b, a])
    if (!(await lockThread(tx, key))) return NOTHING;
  const [tied, other] = [await lockThread(tx, a), await lockThread(tx, b)];
  return tied && other ? { tied, other } : NOTHING;
}

/** Whether a report counts is a statement, here as everywhere. */
async function recount(
  tx: Tx,
  world: World,
  who: Member,
  { side, value, now }: { side: Side; value: Counted; now: Date },
): Promise<void> {
  const t = await lockThread(tx, side);
  if (!t || t.distinct_worker === value || t.placed_kind === 'unplaced') return;
  await record(tx, world, {
    ...quietStatement(t, who, now),
    kind: 'confirmation',
    fields: { thread: t.thread_id, value },
  });
  await saveDistinct(tx, side, value);
}

async function split(tx: Tx, world: World, who: Member, { input, now }: Splitting): Promise<Done | Refusal> {
  const t = await heldThread(tx, input);
  if (isRefusal(t)) return t;
  const before = await lockTie(tx, input.docket, input.tieId);
  if (before) return same(before, input) ? DONE : USED;
  if (t.erasing || t.withdrawn) return TAKEN_BACK;
  const at = await statementIn(tx, input, input.fromStatement);
  if (!at?.own || at.first)
    return refuse('invalid', 'Choose a message of the worker’s, after the report.', [
      { path: 'fromStatement', why: at ? 'not a later message' : 'not in this thread' },
    ]);
  if (at.split)
    return refuse('conflict', `${(await nameOfLastTie(tx, input.threadId)) ?? 'A colleague'} marked this already.`, [{ path: 'fromStatement', why: 'marked' }]); // prettier-ignore
  await watched(tx, world, about(who, input, 'split', 'merged'));
  await insertTie(tx, { tie: input, org: who.orgId, by: who.memberId, at: now, uncounted: undefined });
  return DONE;
}

/** As it was before: who gave up being counted counts again, unless somebody decided otherwise since. */
export function untie(world: World, who: Member, input: UndoInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const t = await lockTie(tx, input.docket, input.tieId);
    if (!t || (t.thread_id !== input.threadId && t.other_thread !== input.threadId)) return NOTHING;
    if (t.undone_at) return DONE;
    if (!(await lockThread(tx, { docket: t.docket_id, threadId: t.thread_id }))) return NOTHING;
    await undoTie(tx, input.docket, input.tieId, { at: now, by: who.memberId });
    await watched(tx, world, about(who, { docket: t.docket_id, threadId: t.thread_id }, t.kind === 'same_person' ? 'thread_undone' : 'split_undone', 'merged')); // prettier-ignore
    await countAgain(tx, world, who, { t, now });
    return DONE;
  });
}

async function countAgain(
  tx: Tx,
  world: World,
  who: Member,
  { t, now }: { t: LockedTie; now: Date },
): Promise<void> {
  if (!t.uncounted || !t.was_counted) return;
  const person = await personOf(tx, t.uncounted);
  const side = person.find(({ threadId }) => threadId === t.uncounted);
  const stillCounted = person.some((one) => one !== side && one.placed && one.counted !== 'same_as_other');
  if (side?.counted === 'same_as_other' && !stillCounted)
    await recount(tx, world, who, { side, value: t.was_counted, now });
}
