import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { type Unopened, unopened } from '../record/index.ts';
import type { BesideView, HelpCounts, TranslationInput } from './contract.ts';
import { personView, tiesOf } from './tie.store.ts';

type TranslationRow = {
  translation_id: string;
  statement_id: string;
  language: string;
  by: string | null;
  machine: string | null;
  at: Date;
  envelope: string;
};

/** A translation of what was taken back, or is on its way out, is read no more than its original. */
const translations = async (db: Db, threadId: string): Promise<BesideView['translations']> =>
  (
    await sql<TranslationRow>`select r.translation_id, r.statement_id, r.language, m.name as by, r.machine, r.at, r.envelope
      from translation r join thread t on t.thread_id = r.thread_id left join member m on m.member_id = r.by_member
      where r.thread_id = ${threadId} and not t.withdrawn and not t.erasing
        and not exists (select 1 from erasure_item i where i.thread_id = r.thread_id and i.statement_id = r.statement_id)
      order by r.at, r.translation_id`.execute(db)
  ).rows.map((r) => ({
    translationId: r.translation_id,
    statementId: r.statement_id,
    language: r.language,
    by: r.by,
    machine: r.machine,
    at: r.at.toISOString(),
    envelope: r.envelope,
  }));

const helpOf = async (db: Db, threadId: string): Promise<BesideView['help']> =>
  (
    await sql<{
      topic: string;
      at: Date;
      by: string | null;
    }>`select h.topic, h.at, m.name as by from help_given h
      left join member m on m.member_id = h.by_member where h.thread_id = ${threadId} order by h.at, h.help_id`.execute(
      db,
    )
  ).rows.map(({ topic, at, by }) => ({ topic, at: at.toISOString(), by }));

export async function beside(
  db: Db,
  docket: number,
  threadId: string,
): Promise<Unopened<BesideView> | undefined> {
  const found = await sql`select 1 from thread where docket_id = ${docket} and thread_id = ${threadId}`.execute(db); // prettier-ignore
  if (found.rows.length === 0) return undefined;
  const view = {
    ties: await tiesOf(db, threadId),
    person: await personView(db, threadId),
    translations: await translations(db, threadId),
    help: await helpOf(db, threadId),
  };
  // What stands beside a thread is opened with it: one opening of one thread.
  return unopened(view, {
    what: 'thread',
    n: view.translations.length,
    key: `${docket} ${threadId}`,
    threads: view.translations.length > 0 ? [{ docket, threadId }] : [],
  });
}

export const findTranslation = async (
  tx: Tx,
  docket: number,
  translationId: string,
): Promise<string | undefined> =>
  (
    await sql<{
      envelope: string;
    }>`select envelope from translation where docket_id = ${docket} and translation_id = ${translationId}`.execute(
      tx,
    )
  ).rows[0]?.envelope;

export type NewTranslation = TranslationInput & { org: string; by: string; at: Date };
export const insertTranslation = (tx: Tx, n: NewTranslation) =>
  sql`insert into translation (docket_id, translation_id, thread_id, cso_org, statement_id, language, machine, by_member, at, envelope)
    values (${n.docket}, ${n.translationId}, ${n.threadId}, ${n.org}, ${n.statementId}, ${n.language}, ${n.machine ?? null}, ${n.by}, ${n.at}, ${n.envelope})`.execute(
    tx,
  );

export type NewHelp = {
  docket: number;
  helpId: string;
  threadId: string;
  org: string;
  topic: string;
  entryId: string | null;
  at: Date;
  by: string;
};
export const insertHelp = (tx: Tx, h: NewHelp) =>
  sql`insert into help_given (docket_id, help_id, thread_id, cso_org, topic, entry_id, at, by_member)
    values (${h.docket}, ${h.helpId}, ${h.threadId}, ${h.org}, ${h.topic}, ${h.entryId}, ${h.at}, ${h.by})`.execute(
    tx,
  );

/** Whoever is kept away from a thread doesn't count what was given there: the row is hidden from them like the thread. */
export const helpByMonth = async (db: Db, org: string): Promise<HelpCounts['months']> =>
  (
    await sql<{
      month: string;
      topic: string;
      n: number;
    }>`select to_char(h.at at time zone 'UTC', 'YYYY-MM') as month, h.topic, count(*)::int as n
      from help_given h join thread t on t.docket_id = h.docket_id and t.thread_id = h.thread_id
      where h.cso_org = ${org} group by 1, 2 order by 1 desc, 2 limit 240`.execute(db)
  ).rows;
