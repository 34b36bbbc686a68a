import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { Act } from './watch.ts';
import { whatsWith } from './watch-words.ts';

export type WatchCount = { month: string; act: Act; what: string; role: string; n: number };
export type WatchLine = {
  at: Date;
  name: string | null;
  role: string;
  act: Act;
  what: string;
  about: string | null;
  n: number;
};
/** `month`: YYYY-MM, UTC. `words`: all must be in the member's name or in what was done. */
export type WatchQuery = { month?: string; act?: Act; words: readonly string[]; from: number; limit: number };
/** Keyed hashes of what is hidden from whoever asks: what was done about it is neither shown nor counted. */
export type Unseen = readonly string[];

const seen = (unseen: Unseen): RawBuilder<unknown> =>
  sql`(about is null or about <> all(${[...unseen]}::text[]))`;

/** By month, newest first; months are UTC. */
export const watchCounts = async (db: Db, org: string, unseen: Unseen): Promise<WatchCount[]> =>
  (
    await sql<WatchCount>`select to_char(at at time zone 'UTC', 'YYYY-MM') as month, act, what, role, count(*)::int as n
      from watch where org_id = ${org} and ${seen(unseen)} group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4`.execute(
      db,
    )
  ).rows;

const like = (word: string): string => `%${word.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`;

function whereOf(org: string, q: WatchQuery): RawBuilder<unknown> {
  const words = q.words.map((word) => like(word));
  return sql`w.org_id = ${org}
    and (${q.month ?? null}::text is null or to_char(w.at at time zone 'UTC', 'YYYY-MM') = ${q.month ?? null})
    and (${q.act ?? null}::text is null or w.act = ${q.act ?? null})
    and (${words.length} = 0 or w.act || ' ' || w.what = any(${whatsWith(q.words)}::text[])
      or (m.name || ' ' || w.role) ilike all(${words}::text[]))`;
}

/** Newest first. */
export async function watchLines(
  db: Db,
  org: string,
  q: WatchQuery & { unseen: Unseen },
): Promise<{ total: number; rows: WatchLine[] }> {
  const from = sql`from watch w left join member m on m.member_id = w.member_id where ${whereOf(org, q)} and ${seen(q.unseen)}`;
  const { rows } = await sql<WatchLine>`select w.at, m.name, w.role, w.act, w.what, w.about, w.n ${from}
      order by w.at desc, w.statement_id limit ${q.limit} offset ${q.from}`.execute(db);
  const total = await sql<{ n: number }>`select count(*)::int as n ${from}`.execute(db);
  return { total: total.rows[0]?.n ?? 0, rows };
}
