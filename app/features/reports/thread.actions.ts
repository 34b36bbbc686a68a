import { actText, hex, sha256, utf8, verifyEd25519 } from '../../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { responseDue } from '../cases/index.ts';
import { makeSingleBundle } from '../evidence/index.ts';
import { docketOf } from '../log/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import type { AdditionBody, TakenAnswer, ThreadAnswer } from './contract.ts';
import { type Accepted, earlier, insertAttachments } from './intake.store.ts';
import { judgeStatement, repeated } from './intake.actions.ts';
import { readersOf } from './readers.actions.ts';
import {
  type AskRow,
  type StatementOfThread,
  type ThreadRow,
  asksOf,
  attachmentsOf,
  insertAddition,
  markAnswered,
  markErasureAsked,
  markWaiting,
  markWithdrawn,
  secretsOf,
  statementsOf,
  threadBy,
} from './thread.store.ts';

/** One sentence for every way of not being found: a guessed code learns nothing. */
export const noThread = (): Refusal =>
  refuse('not_found', 'There is nothing here for this code. Look at each group of four digits again.');

const hashOf = (lookup: string): string => hex(sha256(new Uint8Array(Buffer.from(lookup, 'base64url'))));

type Found = { row: ThreadRow; statements: StatementOfThread[]; asks: AskRow[] };

async function find(db: Db, lookup: string): Promise<Found | undefined> {
  const row = await threadBy(db, hashOf(lookup));
  const of = row ?? { docket_id: 0, thread_id: '00000000-0000-4000-8000-000000000000' };
  const statements = await statementsOf(db, of);
  const asks = await asksOf(db, of.thread_id);
  return row && { row, statements, asks };
}

/** The ask that a question put on record. */
const askOf = (asks: readonly AskRow[], s: StatementOfThread | undefined): AskRow | undefined =>
  s &&
  asks.find((a) => a.ask_id === s.statement_id || a.ask_id === s.fields.find((f) => f.name === 'ask')?.value);

/** The whole thread for whoever has its code; 404 looks and takes as long whatever was asked. */
export async function openThread(world: World, lookup: string): Promise<ThreadAnswer | Refusal> {
  return world.anon.read({}, async (db) => {
    const found = await find(db, lookup);
    const ids = found?.statements.map((s) => s.statement_id) ?? [];
    const secrets = await secretsOf(db, ids);
    const files = await attachmentsOf(db, found?.row.thread_id ?? '00000000-0000-4000-8000-000000000000');
    if (!found) return noThread();
    const { row, statements, asks } = found;
    const docket = await docketOf(world, row.placed_in);
    const coded = new Map(
      statements.filter((s) => s.kind === 'answer_coded' && s.re).map((s) => [s.re, valueOf(s, 'value')]),
    );
    return {
      thread: {
        docket: { index: docket.docketId, kind: docket.kind, id: docket.id },
        threadId: row.thread_id,
        receiver: row.receiver_org,
        publicKey: row.public_key as ThreadAnswer['thread']['publicKey'], // parsed when it was taken
        wrappedKey: row.wrapped_key,
        urgency: row.urgency,
        withdrawn: row.withdrawn,
        erasureAsked: row.erasure_asked,
        statements: statements.map((s) => {
          const ask = askOf(asks, s);
          return {
            id: s.statement_id,
            kind: s.kind,
            recorded: valueOf(s, 'recorded') ?? '',
            ...(s.by_org ? { by: `organisation ${s.by_org}` } : {}),
            ...(s.content ? { envelope: s.content } : {}),
            fields: s.fields,
            commitment: hex(s.commitment),
            m: secrets.get(`${s.docket_id} ${s.statement_id}`)?.toString('base64url') ?? '',
            ...(s.by_org ? {} : { state: stateOf(s, statements) }),
            ...(s.re ? { re: s.re } : {}),
            ...(ask ? { asks: { kind: ask.kind, scopes: ask.scopes } } : {}),
            ...(coded.get(s.statement_id) ? { recorded_as: coded.get(s.statement_id) } : {}),
            attachments: files
              .filter((f) => f.statement_id === s.statement_id)
              .map((f) => ({ sha256: hex(f.sha256), size: f.size })),
          };
        }),
      },
    };
  });
}

/** How far a worker's own statement has come. Read = somebody answered after it. */
function stateOf(
  s: StatementOfThread,
  all: readonly StatementOfThread[],
): 'received' | 'read' | 'withdrawn' | 'erasure_asked' {
  if (s.withdrawn) return 'withdrawn';
  if (all.some((one) => one.kind === 'erasure_request' && one.re === s.statement_id)) return 'erasure_asked';
  return all.some((one) => one.by_org && one.recorded_at >= s.recorded_at) ? 'read' : 'received';
}

const valueOf = (s: StatementOfThread, name: string): string | undefined =>
  s.fields.find((f) => f.name === name)?.value;

/** What a worker adds to the thread; one transaction, the first answer for a repetition. */
export async function addToThread(world: World, body: AdditionBody): Promise<TakenAnswer | Refusal> {
  return world.anon.write({ keys: body.statementId }, async (tx) => {
    const found = await find(tx, body.lookup);
    if (!found) return noThread();
    const { row } = found;
    const docket = await docketOf(world, row.placed_in);
    const where = { kind: body.kind, docket, receiver: row.receiver_org, threadId: row.thread_id };
    const judged = judgeStatement(world, body, where);
    const fault = (await readersOf(world, body.envelope, row.receiver_org)) ?? judgeAct(world, body, found);
    const first = (await earlier(tx, [body.statementId])).get(body.statementId);
    if (first) return repeated(sha256(utf8(body.envelope)), first);
    if (fault) return fault;
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
    await follow(tx, body, found);
    return judged.answer;
  });
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
function judgeAct(world: World, body: AdditionBody, { statements, asks }: Found): Refusal | undefined {
  const target = statements.find((s) => s.statement_id === body.re);
  const ask = askOf(asks, target);
  if (body.kind === 'consent_answer' || body.kind === 'remedy_answer') {
    const kind = body.kind === 'consent_answer' ? 'consent' : 'remedy';
    return ask?.kind === kind
      ? undefined
      : refuse('invalid', 'This question is not in your thread.', [{ path: 're', why: 'no such question' }]);
  }
  if (body.kind === 'withdrawal') return judgeWithdrawal(world, body, target);
  if (body.kind === 'erasure_request' && !target)
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

async function follow(tx: Tx, body: AdditionBody, { row, statements, asks }: Found): Promise<void> {
  const ask = askOf(
    asks,
    statements.find((s) => s.statement_id === body.re),
  );
  if (ask) await markAnswered(tx, ask, body.statementId);
  if (body.kind === 'withdrawal' && body.re && body.signature)
    await markWithdrawn(tx, row, {
      statementId: body.re,
      signature: Buffer.from(body.signature, 'base64url'),
    });
  if (body.kind === 'erasure_request') await markErasureAsked(tx, row);
  await markWaiting(tx, row, responseDue(urgencyOf(row.urgency), new Date(body.recorded)));
}

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
