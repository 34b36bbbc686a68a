import { actText, hex, sha256, utf8, verifyEd25519 } from '../../../ledger/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { answerDue } from '../cases/index.ts';
import { makeSingleBundle } from '../evidence/index.ts';
import { docketOf } from '../log/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { flagByWorker, wishByWorker as contactByWorker } from '../protection/index.ts';
import { answerMove, copyLater, wishByWorker } from '../rights/index.ts';
import { isAsked } from './asked.ts';
import type { AdditionBody, MoveBody, TakenAnswer } from './contract.ts';
import { isWord, saveWord } from './filing.store.ts';
import { type Accepted, earlier, insertAttachments } from './intake.store.ts';
import { judgeStatement, repeated } from './intake.actions.ts';
import { type Found, askOf, find, hold, noThread } from './open.actions.ts';
import { readersOf } from './readers.actions.ts';
import {
  type StatementOfThread,
  attachmentsOf,
  insertAddition,
  markAnswered,
  markErasureAsked,
  markWaiting,
  markWithdrawn,
} from './thread.store.ts';

/** A "no" after something was written: undoes it. */
class Undone extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.why);
    this.refusal = refusal;
  }
}
const orUndone = <T>(work: Promise<T>): Promise<T | Refusal> =>
  work.catch((error: unknown) => {
    if (error instanceof Undone) return error.refusal;
    throw error;
  });

const UNCLAIMED = refuse('wrong_state', 'Make a code of your own first: somebody else has seen this one.');
const NO_FILING = refuse('invalid', 'Nobody wrote this down for you.', [
  { path: 'filing', why: 'not filed' },
]);
const WISH = refuse('invalid', 'That is said with a message of its own.', [
  { path: 'contact', why: 'with a message only' },
]);
/** A message to everybody but us: in a bundle each kind is open, and this one would say who was punished. */
const isFlag = (body: AdditionBody): boolean => body.safety === 'flag';
const GOING = refuse('wrong_state', 'Everything here is being erased. Nothing can be added any more.');

/** What a worker adds to the thread; one transaction, the first answer for a repetition. */
export const addToThread = (world: World, body: AdditionBody): Promise<TakenAnswer | Refusal> =>
  orUndone(world.anon.write({ keys: body.statementId }, (tx) => addIn(tx, world, body)));

async function addIn(tx: Tx, world: World, body: AdditionBody): Promise<TakenAnswer | Refusal> {
  const found = await hold(tx, body.lookup);
  if (!found) return noThread();
  const { row } = found;
  const docket = await docketOf(world, row.placed_in);
  const where = {
    kind: body.kind,
    docket,
    receiver: row.receiver_org,
    threadId: row.thread_id,
    filing: body.filing,
  };
  const judged = judgeStatement(world, body, where);
  const fault = (await readersOf(world, body.envelope, row.receiver_org)) ?? judgeAct(world, body, found);
  const first = (await earlier(tx, [body.statementId])).get(body.statementId);
  if (first) return repeated(sha256(utf8(body.envelope)), first);
  if (fault) return fault;
  if (row.erasing) return GOING;
  if (isRefusal(judged)) return judged;
  const addition = {
    ...judged,
    docketId: docket.docketId,
    statementId: body.statementId,
    thread: row,
    kind: body.kind,
    envelope: body.envelope,
    re: body.re ?? null,
  };
  if (!(await insertAddition(tx, addition)))
    return repeated(judged.contentSha, (await earlier(tx, [body.statementId])).get(body.statementId));
  await insertFiles(tx, body, {
    docketId: docket.docketId,
    threadId: row.thread_id,
    receiver: row.receiver_org,
  });
  await follow(tx, world, body, found);
  return judged.answer;
}

async function insertFiles(
  tx: Tx,
  body: AdditionBody,
  at: { docketId: number; threadId: string; receiver: string },
): Promise<void> {
  const attachments: Accepted['attachments'] = body.attachments;
  if (attachments.length > 0) await insertAttachments(tx, { ...at, attachments }, body.statementId);
}

/** An answer needs its question; a withdrawal needs the signature of the statement's own key, never the look-up alone. */
function judgeAct(world: World, body: AdditionBody, { row, statements, asks }: Found): Refusal | undefined {
  // Whoever holds the slip may have written it down for somebody: nothing is said with it but the worker's own code.
  if (row.filing === 'unclaimed') return UNCLAIMED;
  if (body.filing)
    return row.filing && isWord(body.filing) && body.kind === 'answer' && body.re === row.thread_id
      ? undefined
      : NO_FILING;
  if ((body.contact !== undefined || body.safety !== undefined) && body.kind !== 'message') return WISH;
  const target = statements.find((s) => s.statement_id === body.re);
  const ask = askOf(asks, target);
  if (body.kind === 'consent_answer' || body.kind === 'remedy_answer' || body.kind === 'answer') {
    const kind = body.kind === 'consent_answer' ? 'consent' : 'remedy';
    return ask && (body.kind === 'answer' ? isAsked(ask.kind) : ask.kind === kind)
      ? undefined
      : refuse('invalid', 'This question is not in your thread.', [{ path: 're', why: 'no such question' }]);
  }
  if (body.kind === 'withdrawal') return judgeWithdrawal(world, body, target);
  const all = body.kind === 'erasure_request' && body.erase?.scope === 'all';
  if (body.kind === 'erasure_request' && !all && (!target || target.by_org !== null))
    return refuse('invalid', 'This is not in your thread.', [{ path: 're', why: 'unknown' }]);
  return undefined;
}

function judgeWithdrawal(
  world: World,
  body: AdditionBody,
  target: StatementOfThread | undefined,
): Refusal | undefined {
  if (!target?.key_raw || !body.signature)
    return refuse('not_allowed', 'Taking back needs your code, which signs for it.');
  const text = actText({
    act: 'withdrawal',
    origin: world.keys.origin,
    docket: target.docket_id,
    commitment: hex(target.commitment),
  });
  const signature = new Uint8Array(Buffer.from(body.signature, 'base64url'));
  return verifyEd25519(target.key_raw, utf8(text), signature)
    ? undefined
    : refuse('not_allowed', 'Taking back needs your code, which signs for it.');
}

async function follow(tx: Tx, world: World, body: AdditionBody, found: Found): Promise<void> {
  const { row, statements, asks } = found;
  const ask = askOf(
    asks,
    statements.find((s) => s.statement_id === body.re),
  );
  if (ask) await markAnswered(tx, ask, body.statementId);
  if (body.filing && isWord(body.filing)) await saveWord(tx, row, body.filing, new Date(body.recorded));
  if (body.kind === 'withdrawal' && body.re && body.signature)
    await markWithdrawn(tx, row, {
      statementId: body.re,
      signature: Buffer.from(body.signature, 'base64url'),
    });
  if (body.kind === 'erasure_request') await wish(tx, world, body, found);
  else await copyLater(tx, { docketId: row.docket_id, threadId: row.thread_id }, body.statementId);
  const at = new Date(body.recorded);
  await keepSafe(tx, body, { row, at });
  const known = isFlag(body);
  const urgency = known ? 'P0' : urgencyOf(row.urgency);
  const due = await answerDue(world, { urgency, docketId: row.placed_in, org: row.receiver_org }, at);
  await markWaiting(tx, row, due, known ? at : null);
}

/** What a worker says for their own safety, in codes; the words are in the statement. */
async function keepSafe(
  tx: Tx,
  body: AdditionBody,
  { row, at }: { row: Found['row']; at: Date },
): Promise<void> {
  const org = row.receiver_org;
  const key = { docket: row.docket_id, threadId: row.thread_id };
  if (isFlag(body)) await flagByWorker(tx, { ...key, flagId: body.statementId, org, at });
  if (body.contact)
    await contactByWorker(tx, key, { wish: body.contact, org, statementId: body.statementId, at });
}

/** One message or everything: from now on nobody reads it. Erased by the machine in app/features/rights, in its order. */
async function wish(tx: Tx, world: World, body: AdditionBody, { row, statements }: Found): Promise<void> {
  await markErasureAsked(tx, row);
  const scope = body.erase?.scope ?? 'one';
  const target = statements.find((s) => s.statement_id === body.re);
  const wished = await wishByWorker(tx, world, {
    docketId: row.docket_id,
    threadId: row.thread_id,
    erasureId: body.statementId,
    org: row.receiver_org,
    scope,
    statementId: scope === 'one' ? (body.re ?? null) : null,
    stoodOn: scope === 'one' ? (target?.recorded_at.toISOString().slice(0, 10) ?? null) : null,
    at: new Date(body.recorded),
    signatures: body.erase?.signatures ?? [],
  });
  if (isRefusal(wished)) throw new Undone(wished);
}

/** The worker's answer to whether it was at another workplace. */
export const answerToMove = (world: World, body: MoveBody): Promise<{ done: true } | Refusal> =>
  orUndone(
    world.anon.write({}, async (tx) => {
      const found = await hold(tx, body.lookup);
      if (!found) return noThread();
      if (found.row.erasing) return GOING;
      const { docket_id: docketId, thread_id: threadId } = found.row;
      const answered = await answerMove(tx, world, { docketId, threadId }, body);
      if (isRefusal(answered)) throw new Undone(answered);
      return answered;
    }),
  );

const urgencyOf = (text: string): 'P0' | 'P1' | 'P2' | 'P3' =>
  text === 'P0' || text === 'P1' || text === 'P3' ? text : 'P2';

export type About = { lookup: string; statementId: string };

/** The receipt that was given when the statement was taken. */
export function receiptOf(
  world: World,
  { lookup, statementId }: About,
): Promise<{ receipt: string } | Refusal> {
  return world.anon.read({ keys: statementId }, async (db) => {
    const found = await find(db, lookup);
    const first = (await earlier(db, [statementId])).get(statementId);
    const own = found?.statements.some((s) => s.statement_id === statementId);
    return own && first ? { receipt: first.answer.receipt } : noThread();
  });
}

/** The worker's own proof: a `single` bundle, as soon as the epoch that took the statement is published. */
export async function proofOf(
  world: World,
  { lookup, statementId }: About,
): Promise<{ bundle: string } | Refusal> {
  const found = await world.anon.read({}, (db) => find(db, lookup));
  const statement = found?.statements.find((s) => s.statement_id === statementId);
  if (!statement) return noThread();
  const bundle = await makeSingleBundle(world, statement.docket_id, statementId);
  return bundle ? { bundle } : refuse('busy', 'The proof is being written. Come back in a while.');
}

/** Sealed bytes of an attachment, to whoever's code opens the thread that it hangs on. */
export async function mayReadFile(world: World, lookup: string, sha: string): Promise<boolean> {
  return world.anon.read({}, async (db) => {
    const found = await find(db, lookup);
    return found ? (await attachmentsOf(db, found.row.thread_id)).some((f) => hex(f.sha256) === sha) : false;
  });
}
