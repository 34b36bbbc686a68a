import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { JournalEpoch } from './journal.ts';

/** Everything private of one epoch; undefined where its secret isn't there. */
export async function journalOf(db: Db, n: number): Promise<JournalEpoch | undefined> {
  const found = await sql<{ k: Buffer }>`select k from epoch_secret where n = ${n}`.execute(db);
  const secret = found.rows[0]?.k;
  if (!secret) return undefined;
  const { rows } = await sql<{ d: number; first: number; statements: Buffer; controls: string[] | null }>`
    select h.docket_id as d, min(l.leaf) as first,
      coalesce(string_agg(decode(substr(l.line, 11, 64), 'hex'), ''::bytea order by l.leaf) filter (where l.line like 'statement %'), ''::bytea) as statements,
      json_agg(l.line order by l.leaf) filter (where l.line not like 'statement %') as controls
    from docket_head h left join lateral (select size from docket_head where docket_id = h.docket_id and epoch < h.epoch
        order by epoch desc limit 1) p on true
      join docket_leaf l on l.docket_id = h.docket_id and l.leaf >= coalesce(p.size, 0) and l.leaf < h.size
    where h.epoch = ${n} group by h.docket_id order by h.docket_id`.execute(db);
  return {
    n,
    secret: new Uint8Array(secret),
    grown: rows.map(({ d, first, statements, controls }) => ({
      docketId: d,
      first,
      statements: new Uint8Array(statements),
      controls: controls ?? [],
    })),
  };
}
