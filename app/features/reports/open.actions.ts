import { hex, sha256 } from '../../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { docketOf } from '../log/index.ts';
import { weekOf } from '../record/index.ts';
import { type Refusal, isRefusal, refuse } from '../refusal.ts';
import { backupsEnd, erasedThread, lastMove, moveQuestion, wishesOf } from '../rights/index.ts';
import type { GoneAnswer, ThreadAnswer } from './contract.ts';
import { filingOf } from './filing.store.ts';
import { openingCounts } from './openings.store.ts';
import {
  type AskRow,
  type StatementOfThread,
  type ThreadRow,
  asksOf,
  attachmentsOf,
  lockOwnThread,
  placesOf,
  secretsOf,
  statementsOf,
  threadBy,
} from './thread.store.ts';

/** One sentence for every way of not being found: a guessed code learns nothing. */
export const noThread = (): Refusal =>
  refuse('not_found', 'There is nothing here for this code. Look at each group of four digits again.');

export const hashOf = (lookup: string): string =>
  hex(sha256(new Uint8Array(Buffer.from(lookup, 'base64url'))));

export type Found = { row: ThreadRow; statements: StatementOfThread[]; asks: AskRow[] };

export const find = async (db: Db, lookup: string): Promise<Found | undefined> =>
  foundIn(db, await threadBy(db, hashOf(lookup)));

/** As `find`, and held: somebody may be moving or erasing it at this moment, so it is read again once it is ours. */
export async function hold(tx: Tx, lookup: string): Promise<Found | undefined> {
  const row = await threadBy(tx, hashOf(lookup));
  if (row) await lockOwnThread(tx, row);
  return foundIn(tx, row && (await threadBy(tx, hashOf(lookup))));
}

async function foundIn(db: Db, row: ThreadRow | undefined): Promise<Found | undefined> {
  const of = row ?? { docket_id: 0, thread_id: '00000000-0000-4000-8000-000000000000' };
  const statements = await statementsOf(db, of);
  const asks = await asksOf(db, of.thread_id);
  return row && { row, statements, asks };
}

/** The ask that a question put on record. */
export const askOf = (asks: readonly AskRow[], s: StatementOfThread | undefined): AskRow | undefined =>
  s &&
  asks.find((a) => a.ask_id === s.statement_id || a.ask_id === s.fields.find((f) => f.name === 'ask')?.value);

const NOBODY = { docketId: 0, threadId: '00000000-0000-4000-8000-000000000000' };

/** The whole thread for whoever has its code; one that was erased is as if it had never been. */
export async function openThread(world: World, lookup: string): Promise<ThreadAnswer | Refusal> {
  const opened = await openCode(world, lookup);
  return !isRefusal(opened) && 'gone' in opened ? noThread() : opened;
}

/** What a code opens: a thread, or that what was there is erased. 404 looks and takes as long whatever was asked. */
export async function openCode(world: World, lookup: string): Promise<ThreadAnswer | GoneAnswer | Refusal> {
  return world.anon.read({}, async (db) => {
    const found = await find(db, lookup);
    const ids = found?.statements.map((s) => s.statement_id) ?? [];
    const secrets = await secretsOf(db, ids);
    const at = found ? { docketId: found.row.docket_id, threadId: found.row.thread_id } : NOBODY;
    const files = await attachmentsOf(db, at.threadId);
    const places = await placesOf(db, at);
    const rights = await rightsOf(db, world, at);
    const openings = await openingCounts(db, at);
    const gone = await erasedThread(db, hashOf(lookup));
    if (!found) return gone ? { gone: { on: dayOf(gone.erased_at), until: gone.until } } : noThread();
    const { row, asks } = found;
    // Whoever holds the slip may be who wrote it down: until the worker has a code of their own, no answer is shown.
    const statements =
      row.filing === 'unclaimed' ? found.statements.filter((s) => !s.by_org) : found.statements;
    const filing = await filingOf(db, row);
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
        ...(filing ? { filing } : {}),
        ...(row.earlier_key ? { earlierKey: row.earlier_key } : {}),
        urgency: row.urgency,
        withdrawn: row.withdrawn,
        erasureAsked: row.erasure_asked,
        erasing: row.erasing,
        ...rights,
        openings: { thisWeek: weekOf(world.clock.now()), rows: openings },
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
            ...(s.docket_id === row.placed_in ? {} : { docket: s.docket_id }),
            ...alsoAt(places, s),
            ...(s.by_org ? {} : { state: stateOf(s, statements) }),
            ...(s.re ? { re: s.re } : {}),
            ...(ask
              ? {
                  asks: {
                    kind: ask.kind,
                    scopes: ask.scopes,
                    ...(ask.for_name ? { for: ask.for_name } : {}),
                  },
                }
              : {}),
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

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** What the worker asked for and was asked, of erasing and moving. */
async function rightsOf(
  db: Db,
  world: World,
  at: { docketId: number; threadId: string },
): Promise<Pick<ThreadAnswer['thread'], 'erased' | 'going' | 'move' | 'filed'>> {
  const wishes = (await wishesOf(db, at)).filter((w) => w.scope === 'one');
  const move = await moveQuestion(db, world, at);
  const last = await lastMove(db, at);
  const to = last && (await docketOf(world, last.to_docket));
  return {
    erased: wishes.flatMap(({ destroyed_at: done, stood_on: said }) =>
      done ? [{ ...(said ? { said } : {}), on: dayOf(done), until: backupsEnd(done) }] : [],
    ),
    going: wishes.flatMap((w) =>
      w.statement_id && (w.state === 'approved' || w.state === 'sequenced') ? [w.statement_id] : [],
    ),
    ...(move ? { move } : {}),
    ...(to ? { filed: { to: { index: to.docketId, kind: to.kind, id: to.id }, signed: last.state === 'agreed' } } : {}), // prettier-ignore
  };
}

/** Where else a worker's own statement stands: it was filed anew, and an erasure is signed for each place. */
function alsoAt(
  places: readonly { statement_id: string; docket_id: number; commitment: Buffer }[],
  s: StatementOfThread,
): { also?: { docket: number; commitment: string }[] } {
  if (s.by_org) return {};
  const also = places
    .filter((p) => p.statement_id === s.statement_id && p.docket_id !== s.docket_id)
    .map((p) => ({ docket: p.docket_id, commitment: hex(p.commitment) }));
  return also.length > 0 ? { also } : {};
}
