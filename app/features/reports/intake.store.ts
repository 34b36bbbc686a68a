import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { TakenAnswer } from './contract.ts';

/** One report, judged and ready to be written. */
export type Accepted = {
  docketId: number;
  threadId: string;
  receiver: string;
  urgency: string;
  day: string;
  dueAt: Date;
  publicKey: object;
  wrappedKey: string;
  lookupHash: Uint8Array;
  fields: readonly { name: string; value: string }[];
  commitment: Uint8Array;
  recordedAt: Date;
  keyRaw: Uint8Array;
  m: Uint8Array;
  envelope: string;
  contentSha: Uint8Array;
  attachments: readonly { sha256: string; size: number }[];
  answer: TakenAnswer;
  /** Of a report that was filed for somebody. */
  also?: (tx: Tx) => Promise<void>;
};

export type Earlier = { key: string; content_sha: Buffer; answer: TakenAnswer };

export const earlier = async (db: Db, keys: readonly string[]): Promise<Map<string, Earlier>> => {
  const { rows } =
    await sql<Earlier>`select key, content_sha, answer from idempotency where key = any(${keys}::uuid[])`.execute(
      db,
    );
  return new Map(rows.map((r) => [r.key, r]));
};

/** From this many in one `hour` at one workplace, reports are flagged. */
export type Bound = { hour: Date; most: number };

/**
 * Writes a batch in one round trip and returns the keys that were new. Rows whose key was there already are left
 * out of every table, so a report that is sent again changes nothing but the hour's count, which nobody reads exactly.
 */
export async function insertReports(tx: Tx, batch: readonly Accepted[], bound: Bound): Promise<Set<string>> {
  const col = <T>(of: (a: Accepted) => T): T[] => batch.map(of);
  const { rows } = await sql<{ key: string }>`with input as (select * from unnest(
      ${col((a) => a.docketId)}::int[], ${col((a) => a.threadId)}::uuid[], ${col((a) => a.receiver)}::text[], ${col((a) => a.urgency)}::text[],
      ${col((a) => a.day)}::date[], ${col((a) => a.dueAt)}::timestamptz[], ${col((a) => JSON.stringify(a.publicKey))}::jsonb[], ${col((a) => a.wrappedKey)}::text[],
      ${col((a) => a.lookupHash)}::bytea[], ${col((a) => JSON.stringify(a.fields))}::jsonb[], ${col((a) => a.commitment)}::bytea[], ${col((a) => a.recordedAt)}::timestamptz[],
      ${col((a) => a.keyRaw)}::bytea[], ${col((a) => a.m)}::bytea[], ${col((a) => a.envelope)}::text[], ${col((a) => a.contentSha)}::bytea[],
      ${col((a) => JSON.stringify(a.answer))}::jsonb[])
      as i(docket, id, receiver, urgency, day, due, public_key, wrapped, lookup, fields, commitment, recorded, key_raw, m, envelope, sha, answer)),
    hour as materialized (select docket_id, n > ${bound.most} as flagged from count_intake(${col((a) => a.docketId)}::int[], ${bound.hour})),
    fresh as (insert into idempotency select id, sha, answer from input on conflict (key) do nothing returning key),
    new as materialized (select input.* from input join fresh on fresh.key = input.id),
    a as (insert into thread (docket_id, thread_id, placed_in, receiver_org, urgency, received_day, due_at, flagged, public_key, wrapped_key)
      select docket, id, docket, receiver, urgency, day, due, flagged, public_key, wrapped from new join hour on hour.docket_id = new.docket),
    b as (insert into thread_lookup select lookup, docket, id from new),
    c as (insert into statement (docket_id, statement_id, thread_id, thread_docket, kind, fields, commitment, recorded_at, placed_in, cso_org, key_raw)
      select docket, id, id, docket, 'report', fields, commitment, recorded, docket, receiver, key_raw from new),
    d as (insert into record_secret select docket, id, m from new),
    e as (insert into envelope (docket_id, statement_id, thread_id, cso_org, content) select docket, id, id, receiver, envelope from new),
    f as (insert into waiting_leaf (docket_id, waiting_id, kind, commitment) select docket, id, 'statement', commitment from new),
    g as (insert into alert (alert_id, org_id) select gen_random_uuid(), receiver from new where urgency = 'P0')
    select key from fresh`.execute(tx);
  const fresh = new Set(rows.map((r) => r.key));
  for (const a of batch)
    if (a.attachments.length > 0 && fresh.has(a.threadId)) await insertAttachments(tx, a, a.threadId);
  return fresh;
}

type Owner = { docketId: number; threadId: string; receiver: string; attachments: Accepted['attachments'] };

export async function insertAttachments(tx: Tx, o: Owner, statementId: string): Promise<void> {
  await sql`insert into attachment (docket_id, statement_id, n, sha256, size, thread_id, cso_org)
    select ${o.docketId}, ${statementId}, ordinality, decode(h, 'hex'), s, ${o.threadId}, ${o.receiver}
    from unnest(${o.attachments.map((f) => f.sha256)}::text[], ${o.attachments.map((f) => f.size)}::int[]) with ordinality as x(h, s, ordinality)`.execute(
    tx,
  );
}

export const notifyAlert = async (tx: Tx): Promise<void> => void (await sql`notify vouch_alert`.execute(tx));
