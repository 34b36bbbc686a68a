import { randomBytes } from 'node:crypto';
import { actText, commit, hex, openKey, utf8, verifyEd25519 } from '../../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Docket, docketOf } from '../log/index.ts';
import { type Member, whoIs } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { NOTHING, secondOf } from './ask.actions.ts';
import { type Signable, type ThreadAt, signable } from './ask.store.ts';
import type { AskMoveBody, MoveAnswerBody, MoveList } from './contract.ts';
import {
  type MoveRow,
  type NamedMove,
  type Waiting,
  followThreads,
  insertCopies,
  insertMove,
  insertMovedLeaf,
  listMoves,
  lockMove,
  lockPlaced,
  openMove,
  saveMoveState,
  waitingCopies,
} from './move.store.ts';
import { copyFor, targetOf } from './place.actions.ts';
import { movable, placeIn, saveMove } from './place.store.ts';
import { MOVE_ANSWER_DAYS } from './states.ts';
import { mayAct } from './who.ts';

const DAY = 86_400_000;
const newSecret = (): Uint8Array => new Uint8Array(randomBytes(32));

/**
 * Asks the worker, in the thread, whether it was at another workplace. The copies' secrets are made now: the phone is
 * given them with the question and computes what it signs. On record, for the worker and in every bundle.
 */
export async function askMove(
  world: World,
  who: Member,
  ask: AskMoveBody,
): Promise<{ done: true } | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const to = await targetOf(world, ask.toDocket);
  if ('refused' in to) return to;
  const at = secondOf(world);
  const thread: ThreadAt = { docketId: ask.docket, threadId: ask.threadId };
  return world.app.write(whoIs(who, at), async (tx): Promise<{ done: true } | Refusal> => {
    const t = await lockPlaced(tx, thread);
    if (!t) return NOTHING;
    const from = await docketOf(world, t.placed_in);
    const wrong = judgeAsk(t, from, to) ?? ((await openMove(tx, thread)) && OPEN);
    if (wrong) return wrong;
    const own = (await movable(tx, thread, to.docketId)).filter((s) => s.key_raw !== null);
    if (own.length === 0)
      return refuse('wrong_state', 'No statement here was signed by a phone: write a correction instead.');
    const move = { ...thread, moveId: ask.moveId };
    const { orgId: org, memberId: member } = who;
    await insertMove(tx, { ...move, org, member, from: from.docketId, to: to.docketId, at });
    await insertCopies(
      tx,
      move,
      own.map((s) => ({ statementId: s.statement_id, m: newSecret() })),
    );
    await record(tx, world, {
      docketId: t.placed_in,
      kind: 'move_asked',
      by: org,
      member,
      csoOrg: org,
      threadId: ask.threadId,
      threadDocket: ask.docket,
      at,
      fields: { target: `${to.kind} ${to.id}` },
    });
    return { done: true };
  });
}

const OPEN = refuse('conflict', 'The worker was asked already and has not answered.');

function judgeAsk(t: { erasing: boolean }, from: Docket, to: Docket): Refusal | undefined {
  if (t.erasing) return refuse('wrong_state', 'This report is being erased.');
  if (from.kind === 'unplaced')
    return refuse('wrong_state', 'It has no workplace yet: file it yourself, no signature is needed.');
  if (from.docketId === to.docketId) return refuse('invalid', 'It stands there already.');
  return undefined;
}

/** What a worker says after the question was asked moves with the rest: it gets a copy's secret too. */
export async function copyLater(tx: Tx, thread: ThreadAt, statementId: string): Promise<void> {
  const open = await openMove(tx, thread);
  if (open) await insertCopies(tx, { ...thread, moveId: open.move_id }, [{ statementId, m: newSecret() }]);
}

/** The question as the thread's code opens it: from where to where, and each copy, so that the phone can recompute it. */
export type MoveQuestion = {
  id: string;
  from: { index: number; kind: string; id: string };
  to: { index: number; kind: string; id: string };
  copies: { statementId: string; m: string; commitment: string }[];
};
export async function moveQuestion(
  db: Db,
  world: World,
  thread: ThreadAt,
): Promise<MoveQuestion | undefined> {
  const move = await openMove(db, thread);
  if (!move) return undefined;
  const [from, to] = [await docketOf(world, move.from_docket), await docketOf(world, move.to_docket)];
  const ref = (d: Docket) => ({ index: d.docketId, kind: d.kind, id: d.id });
  const copies = (await waitingCopies(db, move)).map((row) => ({
    statementId: row.statement_id,
    m: row.copy.toString('base64url'),
    commitment: hex(copyFor(row, to, row.copy).newCommitment),
  }));
  return { id: move.move_id, from: ref(from), to: ref(to), copies };
}

const UNSIGNED = refuse('not_allowed', 'Your code signs for each message. This was not signed by it.');

/** The worker's answer in the thread's own transaction. A "yes" needs a signature for every statement that moves. */
export async function answerMove(
  tx: Tx,
  world: World,
  thread: ThreadAt,
  body: MoveAnswerBody,
): Promise<{ done: true } | Refusal> {
  const move = await lockMove(tx, { docketId: thread.docketId, moveId: body.moveId });
  if (!move || move.thread_id !== thread.threadId) return NOTHING;
  const wanted = body.answer === 'yes' ? 'agreed' : 'refused';
  // The same answer again is the same answer.
  if (move.state !== 'asked')
    return move.state === wanted ? { done: true } : refuse('wrong_state', 'This was answered already.');
  const at = secondOf(world);
  if (body.answer === 'yes') {
    const moved = await moveSigned(tx, world, move, { body, at });
    if (isRefusal(moved)) return moved;
  }
  await saveMoveState(tx, move, wanted, at);
  return { done: true };
}

async function moveSigned(
  tx: Tx,
  world: World,
  move: MoveRow,
  { body, at }: { body: MoveAnswerBody; at: Date },
): Promise<{ moved: number } | Refusal> {
  const thread = { docketId: move.docket_id, threadId: move.thread_id };
  const to = await docketOf(world, move.to_docket);
  const rows = await waitingCopies(tx, move);
  const opened = new Map((await signable(tx, thread)).map((s) => [`${s.docket_id} ${s.statement_id}`, s]));
  const ready = rows.map((row) => {
    const copy = copyFor(row, to, row.copy);
    const signature = body.signatures.find((s) => s.statementId === row.statement_id)?.signature;
    const first = opened.get(`${row.docket_id} ${row.statement_id}`);
    return { copy, authority: first && signature ? authorityFor(world, { row, first, to, signature }, hex(copy.newCommitment)) : undefined }; // prettier-ignore
  });
  if (ready.length === 0 || ready.some((r) => !r.authority)) return UNSIGNED;
  for (const { copy, authority } of ready) {
    if (!authority) return UNSIGNED;
    await saveMove(tx, copy, to.docketId);
    await insertMovedLeaf(tx, { docketId: copy.docket_id, commitment: copy.commitment, authority, at });
  }
  await placeIn(tx, thread, to.docketId);
  return { moved: ready.length };
}

type ToSign = { row: Waiting; first: Signable; to: Docket; signature: string };
function authorityFor(world: World, { row, first, to, signature }: ToSign, newCommitment: string) {
  const text = actText({
    act: 'move',
    origin: world.keys.origin,
    docket: row.docket_id,
    commitment: hex(row.commitment),
    target: to.docketId,
    newCommitment,
  });
  const bytes = new Uint8Array(Buffer.from(signature, 'base64url'));
  const committed = commit(first.fields, first.m);
  const field = openKey(committed);
  if (!field || !verifyEd25519(row.key_raw, utf8(text), bytes)) return undefined;
  return { n: committed.n, field, key: hex(row.key_raw), signature: hex(bytes) };
}

const correctableFrom = (move: MoveRow): Date =>
  move.state === 'refused' ? (move.answered_at ?? move.asked_at) : new Date(move.asked_at.getTime() + MOVE_ANSWER_DAYS * DAY); // prettier-ignore

const isCorrectable = (move: MoveRow, now: Date): boolean =>
  (move.state === 'asked' || move.state === 'refused') && correctableFrom(move) <= now;

/**
 * Without the worker's signature nothing moves. The right docket gets a statement that names the other one and the report
 * there; what is said from now on stands in the right docket, and figures count the worker there (ledger.md 2).
 */
export async function correctMove(
  world: World,
  who: Member,
  key: { docket: number; moveId: string },
): Promise<{ done: true } | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const at = secondOf(world);
  const done = await world.app.write(whoIs(who, at), async (tx): Promise<{ done: true } | Refusal> => {
    const move = await lockMove(tx, { docketId: key.docket, moveId: key.moveId });
    if (!move) return NOTHING;
    if (move.state === 'corrected') return { done: true };
    if (!isCorrectable(move, at))
      return refuse('wrong_state', `The worker has until ${correctableFrom(move).toISOString().slice(0, 10)} to answer.`); // prettier-ignore
    const thread = { docketId: move.docket_id, threadId: move.thread_id };
    const t = await lockPlaced(tx, thread);
    if (!t || t.erasing) return refuse('wrong_state', 'This report is being erased.');
    const from = await docketOf(world, move.from_docket);
    await record(tx, world, {
      docketId: move.to_docket,
      kind: 'correction',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      threadId: move.thread_id,
      threadDocket: move.docket_id,
      at,
      fields: {
        other: `${from.kind} ${from.id}`,
        ...(t.commitment ? { statement: `${t.statement_docket} ${hex(t.commitment)}` } : {}),
      },
    });
    await placeIn(tx, thread, move.to_docket);
    await saveMoveState(tx, move, 'corrected', at);
    return { done: true };
  });
  if (!isRefusal(done)) await followMoved(world);
  return done;
}

/** A question that was asked by mistake, as long as nobody answered. */
export async function takeBackMove(
  world: World,
  who: Member,
  key: { docket: number; moveId: string },
): Promise<{ done: true } | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const at = secondOf(world);
  return world.app.write(whoIs(who, at), async (tx): Promise<{ done: true } | Refusal> => {
    const move = await lockMove(tx, { docketId: key.docket, moveId: key.moveId });
    if (!move) return NOTHING;
    if (move.state !== 'asked') return refuse('wrong_state', 'This was answered already.');
    await saveMoveState(tx, move, 'taken_back', at);
    return { done: true };
  });
}

/** A case goes where all its reports are. Repeatable. */
export const followMoved = async (world: World): Promise<void> =>
  void (await world.jobs.write({}, followThreads));

const MOST_LISTED = 200;
export async function readMoves(world: World, who: Member): Promise<MoveList | Refusal> {
  if (!mayAct(who)) return NOTHING;
  const now = world.clock.now();
  const rows = await world.app.read(whoIs(who, now), (db) => listMoves(db, who.orgId, MOST_LISTED));
  return { moves: await Promise.all(rows.map((m) => moveView(world, m, now))) };
}

async function moveView(world: World, m: NamedMove, now: Date): Promise<MoveList['moves'][number]> {
  const [from, to] = [await docketOf(world, m.from_docket), await docketOf(world, m.to_docket)];
  const place = (d: Docket, name: string | null) => ({ docket: d.docketId, kind: d.kind, id: d.id, name });
  return {
    docket: m.docket_id,
    moveId: m.move_id,
    threadId: m.thread_id,
    from: place(from, m.from_name),
    to: place(to, m.to_name),
    state: m.state,
    askedAt: m.asked_at.toISOString(),
    answeredAt: m.answered_at?.toISOString() ?? null,
    correctableFrom: correctableFrom(m).toISOString().slice(0, 10),
    correctable: isCorrectable(m, now),
  };
}
