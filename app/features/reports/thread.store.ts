import { sql } from 'kysely';
import { type Db, type Tx, say } from '../../platform/db.ts';
import type { AskKind } from './asked.ts';
import type { TakenAnswer } from './contract.ts';

export type ThreadRow = {
  docket_id: number;
  thread_id: string;
  placed_in: number;
  receiver_org: string;
  urgency: string;
  public_key: object;
  wrapped_key: string;
  withdrawn: boolean;
  erasure_asked: boolean;
  erasing: boolean;
  filing: 'unclaimed' | 'unanswered' | 'confirmed' | 'corrected' | 'disowned' | null;
  earlier_key: string | null;
};

// A look-up that finds nothing asks the same questions about this one, so that both take as long.
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The thread that a look-up id opens. Its hash is all that is kept of it; the policies see `app.lookup`, `app.thread`. */
export async function threadBy(db: Db, lookupHash: string): Promise<ThreadRow | undefined> {
  await say(db, { lookup: lookupHash });
  const { rows } = await sql<{ thread_id: string; docket_id: number }>`
    select thread_id, docket_id from thread_lookup where lookup_hash = decode(${lookupHash}, 'hex')`.execute(
    db,
  );
  const found = rows[0];
  await say(db, { thread: found?.thread_id ?? NOBODY });
  const thread =
    await sql<ThreadRow>`select docket_id, thread_id, placed_in, receiver_org, urgency, public_key, wrapped_key, withdrawn, erasure_asked, erasing, filing, earlier_key
    from thread where docket_id = ${found?.docket_id ?? 0} and thread_id = ${found?.thread_id ?? NOBODY}`.execute(
      db,
    );
  return thread.rows[0];
}

/** Whoever adds to a thread holds it first: what is being erased gets nothing more. */
export const lockOwnThread = (tx: Tx, { docket_id, thread_id }: ThreadRow): Promise<unknown> =>
  sql`select 1 from thread where docket_id = ${docket_id} and thread_id = ${thread_id} for update`.execute(
    tx,
  );

/** Every place of the worker's own statements. */
export const placesOf = async (
  db: Db,
  { docketId, threadId }: { docketId: number; threadId: string },
): Promise<{ statement_id: string; docket_id: number; commitment: Buffer }[]> =>
  (
    await sql<{
      statement_id: string;
      docket_id: number;
      commitment: Buffer;
    }>`select statement_id, docket_id, commitment from statement
    where thread_docket = ${docketId} and thread_id = ${threadId} and key_raw is not null`.execute(db)
  ).rows;

export type StatementOfThread = {
  statement_id: string;
  docket_id: number;
  kind: string;
  fields: { name: string; value: string }[];
  commitment: Buffer;
  recorded_at: Date;
  by_org: string | null;
  key_raw: Buffer | null;
  withdrawn: boolean;
  re: string | null;
  content: string | null;
};

/** The thread's statements where they stand now, oldest first. */
export const statementsOf = async (
  db: Db,
  thread: { thread_id: string; docket_id: number },
): Promise<StatementOfThread[]> =>
  (
    await sql<StatementOfThread>`select s.statement_id, s.docket_id, s.kind, s.fields, s.commitment, s.recorded_at, s.by_org, s.key_raw,
      s.authority is not null as withdrawn, s.re, e.content
    from statement s left join envelope e on e.statement_id = s.statement_id and e.thread_id = s.thread_id
    where s.thread_docket = ${thread.docket_id} and s.thread_id = ${thread.thread_id} and s.placed_in = s.docket_id
    order by s.recorded_at, s.statement_id`.execute(db)
  ).rows;

export async function secretsOf(db: Db, statementIds: readonly string[]): Promise<Map<string, Buffer>> {
  await say(db, { keys: statementIds.join(',') });
  const { rows } = await sql<{ docket_id: number; statement_id: string; m: Buffer }>`
    select docket_id, statement_id, m from record_secret where statement_id = any(${statementIds}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map((r) => [`${r.docket_id} ${r.statement_id}`, r.m]));
}

export type AskRow = {
  ask_id: string;
  docket_id: number;
  kind: AskKind;
  scopes: string[];
  for_name: string | null;
  answer_statement: string | null;
};
export const asksOf = async (db: Db, threadId: string): Promise<AskRow[]> =>
  (
    await sql<AskRow>`select ask_id, docket_id, kind, scopes, for_name, answer_statement from ask where thread_id = ${threadId}`.execute(
      db,
    )
  ).rows;

export type AttachmentRow = { statement_id: string; sha256: Buffer; size: number };
export const attachmentsOf = async (db: Db, threadId: string): Promise<AttachmentRow[]> =>
  (
    await sql<AttachmentRow>`select statement_id, sha256, size from attachment where thread_id = ${threadId} order by n`.execute(
      db,
    )
  ).rows;

export type Addition = {
  docketId: number;
  statementId: string;
  thread: ThreadRow;
  kind: string;
  fields: readonly { name: string; value: string }[];
  commitment: Uint8Array;
  recordedAt: Date;
  keyRaw: Uint8Array;
  m: Uint8Array;
  envelope: string;
  contentSha: Uint8Array;
  answer: TakenAnswer;
  re: string | null;
};

/** Statement, secret, envelope, leaf and the first answer. False if the key was there already. */
export async function insertAddition(tx: Tx, a: Addition): Promise<boolean> {
  const { rows } = await sql<{
    key: string;
  }>`with fresh as (insert into idempotency values (${a.statementId}, ${a.contentSha}, ${JSON.stringify(a.answer)}) on conflict (key) do nothing returning key),
    c as (insert into statement (docket_id, statement_id, thread_id, thread_docket, kind, fields, commitment, recorded_at, placed_in, cso_org, key_raw, re)
      select ${a.docketId}, key, ${a.thread.thread_id}, ${a.thread.docket_id}, ${a.kind}, ${JSON.stringify(a.fields)}, ${a.commitment}, ${a.recordedAt}, ${a.docketId},
        ${a.thread.receiver_org}, ${a.keyRaw}, ${a.re}::uuid from fresh),
    d as (insert into record_secret select ${a.docketId}, key, ${a.m} from fresh),
    e as (insert into envelope (docket_id, statement_id, thread_id, cso_org, content) select ${a.docketId}, key, ${a.thread.thread_id}, ${a.thread.receiver_org}, ${a.envelope} from fresh),
    f as (insert into waiting_leaf (docket_id, waiting_id, kind, commitment) select ${a.docketId}, key, 'statement', ${a.commitment} from fresh)
    select key from fresh`.execute(tx);
  return rows.length === 1;
}

/**
 * The thread waits for an answer again, put off no longer; `dueAt` by its urgency. `known`: the worker says that they are
 * punished for speaking, which stands above everything.
 */
export const markWaiting = async (tx: Tx, t: ThreadRow, dueAt: Date, known: Date | null): Promise<void> =>
  void (await sql`update thread set state = 'waiting', due_at = ${dueAt}, snoozed_until = null, known_at = coalesce(known_at, ${known}) where docket_id = ${t.docket_id} and thread_id = ${t.thread_id}`.execute(
    tx,
  ));

export const markAnswered = async (tx: Tx, ask: AskRow, statementId: string): Promise<void> =>
  void (await sql`update ask set answer_statement = ${statementId} where docket_id = ${ask.docket_id} and ask_id = ${ask.ask_id}`.execute(
    tx,
  ));

export const markWithdrawn = async (
  tx: Tx,
  t: ThreadRow,
  target: { statementId: string; signature: Uint8Array },
): Promise<void> => {
  await sql`update statement set authority = ${target.signature} where thread_docket = ${t.docket_id} and thread_id = ${t.thread_id} and statement_id = ${target.statementId}
    and placed_in = docket_id`.execute(tx);
  await sql`update thread set withdrawn = true where docket_id = ${t.docket_id} and thread_id = ${t.thread_id}`.execute(
    tx,
  );
};

export const markErasureAsked = async (tx: Tx, t: ThreadRow): Promise<void> =>
  void (await sql`update thread set erasure_asked = true where docket_id = ${t.docket_id} and thread_id = ${t.thread_id}`.execute(
    tx,
  ));
