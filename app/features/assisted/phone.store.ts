import { sql } from 'kysely';
import { type Db, type Tx, say } from '../../platform/db.ts';
import type { PublicJwk } from '../../../seal/keys.ts';

export type Own = {
  coordinator_id: string;
  cso_org: string;
  slip: string | null;
  wrapped_key: string | null;
  public_key: PublicJwk | null;
  ended_at: Date | null;
};
/** By the hash of the look-up of a code, or of a slip that was not given back yet. */
export async function coordinatorBy(db: Db, lookupHash: string): Promise<Own | undefined> {
  await say(db, { lookup: lookupHash });
  const { rows } =
    await sql<Own>`select coordinator_id, cso_org, encode(slip_hash, 'hex') as slip, wrapped_key, public_key, ended_at
    from coordinator where lookup_hash = decode(${lookupHash}, 'hex') or slip_hash = decode(${lookupHash}, 'hex')`.execute(
      db,
    );
  await say(db, { coordinator: rows[0]?.coordinator_id ?? '' });
  return rows[0];
}

export type Keys = { lookupHash: string; publicKey: object; wrappedKey: string };
/** False if the slip was given back meanwhile. */
export async function joinWith(tx: Tx, slip: string, next: Keys, at: Date): Promise<boolean> {
  await say(tx, { lookup: slip });
  const { numAffectedRows } =
    await sql`update coordinator set slip_hash = null, lookup_hash = decode(${next.lookupHash}, 'hex'),
    public_key = ${JSON.stringify(next.publicKey)}::jsonb, wrapped_key = ${next.wrappedKey}, joined_at = ${at}
    where slip_hash = decode(${slip}, 'hex')`.execute(tx);
  return numAffectedRows === 1n;
}

export type NewFiling = { docketId: number; threadId: string; org: string; coordinator: string; at: Date };
/** Together with the report itself: the thread is nobody's voice from its first moment. */
export async function insertFiling(tx: Tx, f: NewFiling): Promise<void> {
  await say(tx, { coordinator: f.coordinator, thread: f.threadId });
  await sql`insert into filing (docket_id, thread_id, cso_org, coordinator_id, filed_at)
    values (${f.docketId}, ${f.threadId}, ${f.org}, ${f.coordinator}, ${f.at})`.execute(tx);
  await sql`update thread set filing = 'unclaimed' where docket_id = ${f.docketId} and thread_id = ${f.threadId}`.execute(
    tx,
  );
}

type At = { docketId: number; threadId: string };

/** The worker's own code takes the slip's place: from now on the slip opens nothing. */
export async function claimThread(
  tx: Tx,
  at: At,
  slip: string,
  next: Keys & { earlierKey: string; now: Date },
): Promise<void> {
  await sql`update thread set public_key = ${JSON.stringify(next.publicKey)}::jsonb, wrapped_key = ${next.wrappedKey},
    earlier_key = ${next.earlierKey}, filing = 'unanswered' where docket_id = ${at.docketId} and thread_id = ${at.threadId}`.execute(
    tx,
  );
  await sql`insert into thread_lookup (lookup_hash, docket_id, thread_id)
    values (decode(${next.lookupHash}, 'hex'), ${at.docketId}, ${at.threadId})`.execute(tx);
  await say(tx, { lookup: slip });
  await sql`delete from thread_lookup where lookup_hash = decode(${slip}, 'hex')`.execute(tx);
  await sql`update filing set claimed_at = ${next.now} where docket_id = ${at.docketId} and thread_id = ${at.threadId}`.execute(
    tx,
  );
}

export type Share = { statementId: string; content: string };
export async function saveAccess(
  tx: Tx,
  at: At,
  to: { access: boolean; shares: readonly Share[]; now: Date },
): Promise<void> {
  const here = sql`docket_id = ${at.docketId} and thread_id = ${at.threadId}`;
  await sql`update filing set access = ${to.access} where ${here}`.execute(tx);
  if (!to.access) await sql`delete from filing_share where thread_id = ${at.threadId}`.execute(tx);
  for (const { statementId, content } of to.shares)
    await sql`insert into filing_share (docket_id, statement_id, thread_id, coordinator_id, content, shared_at)
      select docket_id, ${statementId}, thread_id, coordinator_id, ${content}, ${to.now} from filing where ${here}
      on conflict do nothing`.execute(tx);
}

export type Mine = { filed_at: Date; shared: string[] };
/** What this coordinator filed, and what workers passed on. Not what they said of it: that would be theirs to pay for. */
export const filedBy = async (db: Db, coordinator: string): Promise<Mine[]> =>
  (
    await sql<Mine>`select f.filed_at, array(select s.content from filing_share s where f.access and s.docket_id = f.docket_id and s.thread_id = f.thread_id
        order by s.shared_at, s.statement_id) as shared
      from filing f where f.coordinator_id = ${coordinator} order by f.filed_at desc limit 200`.execute(db)
  ).rows;
