import { sql } from 'kysely';
import { parseEntry } from '../../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { Purpose, Takeover } from './rotation.ts';

/** Every announced key, in the order of the log. */
export async function takeovers(db: Db): Promise<Takeover[]> {
  const { rows } = await sql<{ idx: number; line: string; closed: Date }>`
    select idx, line, (select closed from epoch where size > idx order by n limit 1) as closed
    from log_entry where line like 'key %' order by idx`.execute(db);
  return rows.flatMap(({ idx, line, closed }) => {
    const entry = parseEntry(line);
    if (entry?.type !== 'key') return [];
    const { purpose, vkey, fromSize } = entry;
    return [{ purpose, vkey, fromSize, index: idx, closed: Math.floor(closed.getTime() / 1000) }];
  });
}

export const announce = async (tx: Tx, line: string): Promise<void> =>
  void (await sql`insert into waiting_entry (line) values (${line})`.execute(tx));

/** Whether an announcement waits for its epoch. */
export const isAnnouncing = async (db: Db, purpose: Purpose): Promise<boolean> =>
  (await sql`select 1 from waiting_entry where line like ${`key ${purpose} %`}`.execute(db)).rows.length > 0;
