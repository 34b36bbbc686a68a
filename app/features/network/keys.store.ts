import { sql } from 'kysely';
import { fourWords, type PublicJwk, parsePublicJwk } from '../../../seal/keys.ts';
import type { Wrapped } from '../../../seal/ring.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { canonicalKey, keySha256, releaseLine } from './release.ts';

type Row = {
  org_id: string;
  kid: string;
  jwk: unknown;
  current: boolean;
  made_at: Date;
  released: number | null;
};

/** One of an organisation's public keys, as it was announced. */
export type OrgKey = {
  org: string;
  kid: string;
  jwk: PublicJwk;
  words: string;
  current: boolean;
  from: Date;
  /** Index of the log entry that announces it. */
  released: number | null;
  document: string;
  sha256: string;
};

async function orgKey(row: Row): Promise<OrgKey> {
  const jwk = parsePublicJwk(row.jwk);
  if (!jwk) throw new Error(`org_key ${row.kid} is no P-256 key`);
  const key = { org: row.org_id, kid: row.kid, jwk, words: await fourWords(jwk), from: row.made_at };
  const document = canonicalKey(key);
  return { ...key, current: row.current, released: row.released, document, sha256: keySha256(document) };
}

export async function readOrgKeys(db: Db): Promise<OrgKey[]> {
  const found = await sql<Row>`select org_id, kid, jwk, current, made_at, released from org_key`.execute(db);
  return Promise.all(found.rows.map(orgKey));
}

export async function readOwnKeys(db: Db, org: string): Promise<OrgKey[]> {
  const found = await sql<Row>`
    select org_id, kid, jwk, current, made_at, released from org_key where org_id = ${org}`.execute(db);
  return Promise.all(found.rows.map(orgKey));
}

/** One at a time changes an organisation's ring or its members. */
export const lockOrganisation = (tx: Tx, org: string) =>
  sql`select pg_advisory_xact_lock(7463, hashtext(${org}))`.execute(tx);

/** The new current key, and its announcement in the same transaction. Gives the document's hash. */
export async function addOrgKey(
  tx: Tx,
  key: { org: string; kid: string; jwk: PublicJwk; from: Date },
): Promise<string> {
  await sql`update org_key set current = false where org_id = ${key.org} and current`.execute(tx);
  await sql`insert into org_key (org_id, kid, jwk, made_at)
    values (${key.org}, ${key.kid}, ${JSON.stringify(key.jwk)}::jsonb, ${key.from})`.execute(tx);
  const sha256 = keySha256(canonicalKey({ ...key, words: await fourWords(key.jwk) }));
  await sql`insert into waiting_entry (line) values (${releaseLine(key.org, key.kid, sha256)})
    on conflict do nothing`.execute(tx);
  await sql`notify vouch_registered`.execute(tx);
  return sha256;
}

export async function putShare(
  tx: Tx,
  share: { org: string; kid: string; member: string; share: string },
): Promise<void> {
  await sql`delete from ring_share where org_id = ${share.org} and kid = ${share.kid} and member_id = ${share.member}`.execute(tx); // prettier-ignore
  await sql`insert into ring_share values (${share.org}, ${share.kid}, ${share.member}, ${share.share})`.execute(tx); // prettier-ignore
}

export const dropShares = (tx: Tx, org: string, member: string) =>
  sql`delete from ring_share where org_id = ${org} and member_id = ${member}`.execute(tx);

export async function readShares(
  db: Db,
  org: string,
  member: string,
): Promise<{ kid: string; share: string }[]> {
  const found = await sql<{ kid: string; share: string }>`
    select kid, share from ring_share where org_id = ${org} and member_id = ${member}`.execute(db);
  return found.rows;
}

export const putRecovery = (tx: Tx, org: string, kid: string, recovery: Wrapped) =>
  sql`insert into ring_recovery values (${org}, ${kid}, ${JSON.stringify(recovery)})
    on conflict (org_id, kid) do update set wrapped = excluded.wrapped`.execute(tx);

export async function readRecovery(
  db: Db,
  org: string,
): Promise<{ kid: string; wrapped: string } | undefined> {
  const found = await sql<{ kid: string; wrapped: string }>`
    select r.kid, r.wrapped from ring_recovery r join org_key k on k.org_id = r.org_id and k.kid = r.kid
    where r.org_id = ${org} and k.current`.execute(db);
  return found.rows[0];
}
