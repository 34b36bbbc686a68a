import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';
import type { ErasureRow, ItemLeaf } from './erase.store.ts';

// What is destroyed, table by table. docs/decisions/0033 says of every table why; rights.tables.test.ts that none is forgotten.

/** Statement, secret, sealed words, files' rows, the phone's first answer: of every place that the erasure names. */
export async function destroyStatements(tx: Tx, e: ErasureRow, at: Date): Promise<void> {
  await sql`insert into erased_leaf (docket_id, commitment, authority, erased_at)
    select docket_id, commitment, authority, ${at} from erasure_item where erasure_id = ${e.erasure_id} on conflict do nothing`.execute(
    tx,
  );
  const of = sql`(select docket_id, statement_id from erasure_item where erasure_id = ${e.erasure_id})`;
  for (const table of ['record_secret', 'envelope', 'attachment', 'statement'])
    await sql`delete from ${sql.table(table)} where (docket_id, statement_id) in ${of}`.execute(tx);
  await sql`delete from idempotency where key in (select statement_id from erasure_item where erasure_id = ${e.erasure_id})`.execute(
    tx,
  );
  await sql`delete from unplaced_reason where (docket_id, commitment) in
    (select docket_id, commitment from erasure_item where erasure_id = ${e.erasure_id})`.execute(tx);
  await sql`delete from move_copy where (thread_id, statement_id) in
    (select thread_id, statement_id from erasure_item where erasure_id = ${e.erasure_id})`.execute(tx);
  // What a colleague made of it in another language, and the mark that somebody else speaks from it on.
  await sql`delete from translation where thread_id = ${e.thread_id} and statement_id in
    (select statement_id from erasure_item where erasure_id = ${e.erasure_id})`.execute(tx);
  await sql`delete from tie where thread_id = ${e.thread_id} and from_statement in
    (select statement_id from erasure_item where erasure_id = ${e.erasure_id})`.execute(tx);
}

/** What rests on an answer that is gone: the coding of a question, consents, and a case's reference to one. */
export async function destroyCodings(tx: Tx, e: ErasureRow): Promise<void> {
  const answers = sql`(select statement_id from erasure_item where erasure_id = ${e.erasure_id})`;
  await sql`update ask set answer_statement = null, coded = null, quality = null, amount = null, currency = null
    where thread_id = ${e.thread_id} and answer_statement in ${answers}`.execute(tx);
  await sql`with gone as (delete from consent where thread_id = ${e.thread_id}
      and (answer_statement in ${answers} or ${e.scope === 'all'}) returning consent_id, docket_id)
    update case_event set consent_ref = null where consent_ref in (select consent_id from gone)
      or consent_ref in ${answers}`.execute(tx);
}

/** The thread itself and everything that hangs on it; its code opens one sentence until the backups end. */
export async function destroyThread(tx: Tx, e: ErasureRow, at: Date, until: string): Promise<void> {
  const here = sql`docket_id = ${e.docket_id} and thread_id = ${e.thread_id}`;
  await sql`insert into erased_thread (lookup_hash, erased_at, until) select lookup_hash, ${at}, ${until} from thread_lookup where ${here}
    on conflict do nothing`.execute(tx);
  // A case whose only report this was keeps its number, states and codes; not when it was first heard of, nor notes.
  await sql`with t as (select case_docket, case_id from thread where ${here}),
      alone as (select t.case_docket, t.case_id from t where t.case_id is not null and not exists (select 1 from thread o
        where o.case_docket = t.case_docket and o.case_id = t.case_id and o.thread_id <> ${e.thread_id})),
      marked as (update erasure set case_docket = t.case_docket, case_id = t.case_id from t
        where erasure.docket_id = ${e.docket_id} and erasure.erasure_id = ${e.erasure_id}),
      words as (delete from note using alone where note.docket_id = alone.case_docket and note.case_id = alone.case_id),
      tasks as (delete from task using alone where task.docket_id = alone.case_docket and task.case_id = alone.case_id)
    update case_file c set first_received = c.opened_at from alone where c.docket_id = alone.case_docket and c.case_id = alone.case_id`.execute(
    tx,
  );
  for (const table of [
    'ask',
    'note',
    'move_ask',
    'move_copy',
    'disclosure_voice',
    'filing',
    'filing_share',
    'change_told',
    'safe_contact',
    'safety_plan',
    'safety_step',
    'retaliation',
    'thread_lookup',
  ])
    await sql`delete from ${sql.table(table)} where thread_id = ${e.thread_id}`.execute(tx);
  for (const table of [
    'help_given',
    'translation',
    'tie',
    'round_thread',
    'repayment',
    'duty',
    'duty_event',
    'go_ahead',
  ])
    await sql`delete from ${sql.table(table)} where thread_id = ${e.thread_id}`.execute(tx);
  await sql`delete from tie where other_thread = ${e.thread_id}`.execute(tx);
  // A note between shifts may be about any of the threads that it lists.
  await sql`with gone as (delete from handover_item where handover_id in (select handover_id from handover_item where thread_id = ${e.thread_id})
      returning handover_id, cso_org)
    delete from handover where (cso_org, handover_id) in (select cso_org, handover_id from gone)`.execute(tx);
  for (const table of ['opening', 'recusal', 'compartment'])
    await sql`delete from ${sql.table(table)} where about_id = ${e.thread_id}`.execute(tx);
  await sql`delete from thread where ${here}`.execute(tx);
  await sql`update erasure set thread_id = null, statement_id = null, stood_on = null,
      state = case when erasure_id = ${e.erasure_id} or state = 'declined' then state else 'answered' end
    where ${here}`.execute(tx);
}

/**
 * What went to another organisation about this worker: the package and the words around it. The receiver's row stays, and
 * tells it to delete what it kept.
 */
export async function destroyReferrals(tx: Tx, e: ErasureRow, at: Date): Promise<void> {
  const of = sql`(select docket_id, referral_id from referral_link where thread_docket = ${e.docket_id} and thread_id = ${e.thread_id})`;
  await sql`update referral set withdrawn_at = coalesce(withdrawn_at, ${at}), withdrawn_why = 'erased' where (docket_id, referral_id) in ${of}`.execute(
    tx,
  );
  for (const table of ['referral_package', 'referral_event'])
    await sql`delete from ${sql.table(table)} where (docket_id, referral_id) in ${of}`.execute(tx);
  await sql`delete from referral_link where thread_docket = ${e.docket_id} and thread_id = ${e.thread_id}`.execute(
    tx,
  );
}

/** What releases rest on names a worker by the thread. The count stays, under a name that nothing else bears. */
export async function renameKept(
  tx: Tx,
  e: ErasureRow,
  made: { name: string; shaOf: (text: string) => string },
): Promise<void> {
  const { rows } = await sql<{ day: string; canonical: string }>`select day, canonical from release
    where audience = 'kept' and position(${e.thread_id} in canonical) > 0 for update`.execute(tx);
  for (const { day, canonical } of rows) {
    const text = canonical.replaceAll(e.thread_id ?? '', made.name);
    await sql`update release set canonical = ${text}, sha256 = ${made.shaOf(text)} where audience = 'kept' and day = ${day}`.execute(
      tx,
    );
  }
}

/** Each licensee that was handed the docket when it already held the leaf is told which leaf to delete. */
export const tellLicensees = (
  tx: Tx,
  e: ErasureRow,
  leaves: readonly ItemLeaf[],
  when: { at: Date; due: Date },
): Promise<unknown> =>
  sql`insert into deletion_notice (docket_id, commitment, to_org, leaf, why, cso_org, made_at, due_at)
    select distinct x.d, x.c, h.to_org, x.l, 'erased', ${e.cso_org}, ${when.at}::timestamptz, ${when.due}::timestamptz
    from unnest(${leaves.map((l) => l.docket_id)}::int[], ${leaves.map((l) => l.commitment)}::bytea[], ${leaves.map((l) => l.leaf)}::bigint[]) as x(d, c, l)
    join handout h on h.docket_id = x.d and h.size > x.l and h.to_org <> ${e.cso_org} on conflict do nothing`.execute(
    tx,
  );

/** The names of what is gone: the last thing that is forgotten, with the state that says so. */
export const forgetItems = (tx: Tx, e: ErasureRow): Promise<unknown> =>
  sql`delete from erasure_item where erasure_id = ${e.erasure_id}`.execute(tx);

/** Codes that opened the last sentence long enough. */
export const forgetErasedThreads = (tx: Tx, today: string): Promise<unknown> =>
  sql`delete from erased_thread where until < ${today}::date`.execute(tx);
