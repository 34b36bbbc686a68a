import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ToldWord } from './contract.ts';
import { dayOf } from './days.ts';
import type { How } from './plan.ts';
import type { DisclosureRow } from './told.store.ts';

type Row = Omit<ToldWord, 'mine' | 'day'> & { by_org: string; visible_from: Date; at: Date };
/**
 * What went back and forth about a disclosure. What was written to a business has the day on which it could read it, for
 * the business; both have the day of writing for the organisation on the case.
 */
export async function wordsOf(db: Db, d: DisclosureRow, reader: string): Promise<ToldWord[]> {
  const { rows } =
    await sql<Row>`select t.word_id as "wordId", t.kind, t.action_id as "actionId", t.re, t.by_org, t.entered_how as "enteredHow",
    t.visible_from, t.at, e.content as envelope,
    (select coalesce(json_agg(json_build_object('n', f.n, 'sha256', encode(f.sha256, 'hex'), 'size', f.size) order by f.n), '[]')
      from attachment f where f.docket_id = t.docket_id and f.statement_id = t.word_id) as attachments
    from told_word t left join envelope e on e.docket_id = t.docket_id and e.statement_id = t.word_id
    where t.docket_id = ${d.docket_id} and t.disclosure_id = ${d.disclosure_id} order by t.visible_from::date, t.word_id`.execute(
      db,
    );
  const business = reader === d.to_org;
  return rows.map(({ by_org, visible_from, at, ...row }) => ({
    ...row,
    mine: by_org === reader,
    day: dayOf(business ? visible_from : at),
  }));
}

export type NewWord = {
  wordId: string;
  kind: ToldWord['kind'];
  actionId?: string;
  re?: string;
  by: string;
  how: How | null;
  visibleFrom: Date;
  at: Date;
};
export const insertWord = (tx: Tx, d: DisclosureRow, w: NewWord) =>
  sql`insert into told_word (docket_id, word_id, disclosure_id, action_id, case_id, cso_org, to_org, by_org, kind, re, entered_how, visible_from, at)
    values (${d.docket_id}, ${w.wordId}, ${d.disclosure_id}, ${w.actionId ?? null}, ${d.case_id}, ${d.cso_org}, ${d.to_org}, ${w.by}, ${w.kind},
      ${w.re ?? null}, ${w.how}, ${w.visibleFrom}, ${w.at})`.execute(tx);

export type WordRow = { kind: string; disclosure_id: string; envelope: string | null };
/** What stands under this number, as far as the reader may see it. */
export const wordBy = async (db: Db, docket: number, wordId: string): Promise<WordRow | undefined> =>
  (
    await sql<WordRow>`select t.kind, t.disclosure_id, e.content as envelope from told_word t
      left join envelope e on e.docket_id = t.docket_id and e.statement_id = t.word_id
      where t.docket_id = ${docket} and t.word_id = ${wordId}`.execute(db)
  ).rows[0];

/** Questions and proofs that were sent, to keep one disclosure from being flooded. */
export const countWords = async (db: Db, d: DisclosureRow): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int as n from told_word
      where docket_id = ${d.docket_id} and disclosure_id = ${d.disclosure_id}`.execute(db)
  ).rows[0]?.n ?? 0;

type NewFiles = { statementId: string };
export const insertFiles = (
  tx: Tx,
  d: DisclosureRow,
  { statementId }: NewFiles,
  files: readonly { sha256: string; size: number }[],
) =>
  sql`insert into attachment (docket_id, statement_id, n, sha256, size, case_id, cso_org, to_org)
    select ${d.docket_id}, ${statementId}, n, decode(h, 'hex'), s, ${d.case_id}, ${d.cso_org}, ${d.to_org}
    from unnest(${files.map((x) => x.sha256)}::text[], ${files.map((x) => x.size)}::int[]) with ordinality as x(h, s, n)`.execute(
    tx,
  );
