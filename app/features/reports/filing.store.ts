import { sql } from 'kysely';
import { type Db, type Tx, say } from '../../platform/db.ts';
import type { PublicJwk } from '../../../seal/keys.ts';
import type { AdditionBody, ThreadAnswer } from './contract.ts';
import type { ThreadRow } from './thread.store.ts';

// What of a thread is another's doing: a coordinator filed it for its worker.

type FilingView = NonNullable<ThreadAnswer['thread']['filing']>;
/** Who else knows of a thread that was filed for its worker; undefined where the worker filed it. */
export async function filingOf(db: Db, t: ThreadRow): Promise<FilingView | undefined> {
  if (!t.filing) return undefined;
  const { rows } = await sql<{ access: boolean; coordinator_id: string; shared: string[] }>`
    select access, coordinator_id, array(select s.statement_id::text from filing_share s where s.thread_id = f.thread_id) as shared
    from filing f where docket_id = ${t.docket_id} and thread_id = ${t.thread_id}`.execute(db);
  const [row] = rows;
  if (!row) return { state: t.filing, access: false, shared: [] };
  await say(db, { coordinator: row.coordinator_id });
  const key = await sql<{
    public_key: PublicJwk | null;
  }>`select public_key from coordinator where coordinator_id = ${row.coordinator_id} and ended_at is null`.execute(
    db,
  );
  const helper = key.rows[0]?.public_key;
  return { state: t.filing, access: row.access, ...(helper ? { helper } : {}), shared: row.shared };
}

type Word = Exclude<NonNullable<AdditionBody['filing']>, 'coordinator'>;
export const isWord = (filing: NonNullable<AdditionBody['filing']>): filing is Word =>
  filing !== 'coordinator';

/** What the worker says of it counts at once. What is disowned is not counted any more, whatever was confirmed before. */
export async function saveWord(tx: Tx, t: ThreadRow, word: Word, now: Date): Promise<void> {
  await sql`update thread set filing = ${word}, distinct_worker = case when ${word} = 'disowned' then 'unconfirmed' else distinct_worker end
    where docket_id = ${t.docket_id} and thread_id = ${t.thread_id}`.execute(tx);
  await sql`update filing set answered_at = ${now} where docket_id = ${t.docket_id} and thread_id = ${t.thread_id}`.execute(
    tx,
  );
}
