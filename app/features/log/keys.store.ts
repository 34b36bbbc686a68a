import { sql } from 'kysely';
import { parseEntry } from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { Takeover } from './rotation.ts';

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
