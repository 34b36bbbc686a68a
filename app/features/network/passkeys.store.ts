/** Passkeys beside the sign-in library's own tables, in its schema and by its role; wrapped keys in ours. */
import { sql } from 'kysely';
import type pg from 'pg';
import type { Db, Tx } from '../../platform/db.ts';

export const PASSKEY_TABLES = [
  `create table if not exists passkey (credential_id text primary key, user_id text not null, public_key text not null,
    counter bigint not null, transports text not null, name text not null, made_at timestamptz not null, used_at timestamptz)`,
  'create index if not exists passkey_user on passkey (user_id)',
  'create table if not exists passkey_challenge (challenge text primary key, purpose text not null, until timestamptz not null)',
  // Anybody may ask for a challenge: taking the old ones away must not read them all.
  'create index if not exists passkey_challenge_until on passkey_challenge (until)',
];

export type Passkey = {
  credential_id: string;
  user_id: string;
  public_key: string;
  counter: number;
  transports: string;
  name: string;
  made_at: Date;
  used_at: Date | null;
};

const CHALLENGE_SECONDS = 300;

/** `purpose`: `sign-in`, or `add` and the user. */
export async function putChallenge(pool: pg.Pool, challenge: string, purpose: string): Promise<void> {
  await pool.query('delete from passkey_challenge where until < now()');
  await pool.query(
    "insert into passkey_challenge values ($1, $2, now() + $3 * interval '1 second') on conflict do nothing",
    [challenge, purpose, CHALLENGE_SECONDS],
  );
}

/** Good once: true where it was ours, for this purpose, and not too old. */
export async function takeChallenge(pool: pg.Pool, challenge: string, purpose: string): Promise<boolean> {
  const taken = await pool.query(
    'delete from passkey_challenge where challenge = $1 and purpose = $2 and until >= now()',
    [challenge, purpose],
  );
  return taken.rowCount === 1;
}

export const passkeysOf = async (pool: pg.Pool, userId: string): Promise<Passkey[]> =>
  (await pool.query<Passkey>('select * from passkey where user_id = $1 order by made_at, credential_id', [userId])).rows; // prettier-ignore

export const passkeyBy = async (pool: pg.Pool, credentialId: string): Promise<Passkey | undefined> =>
  (await pool.query<Passkey>('select * from passkey where credential_id = $1', [credentialId])).rows[0];

export type NewPasskey = Omit<Passkey, 'made_at' | 'used_at'>;
/** False where this credential is known already. */
export async function insertPasskey(pool: pg.Pool, p: NewPasskey): Promise<boolean> {
  const done = await pool.query(
    'insert into passkey values ($1, $2, $3, $4, $5, $6, now(), null) on conflict do nothing',
    [p.credential_id, p.user_id, p.public_key, p.counter, p.transports, p.name],
  );
  return done.rowCount === 1;
}

export const usedPasskey = (pool: pg.Pool, credentialId: string, counter: number) =>
  pool.query('update passkey set counter = $2, used_at = now() where credential_id = $1', [
    credentialId,
    counter,
  ]);

export async function deletePasskey(pool: pg.Pool, userId: string, credentialId: string): Promise<boolean> {
  const gone = await pool.query('delete from passkey where user_id = $1 and credential_id = $2', [userId, credentialId]); // prettier-ignore
  return gone.rowCount === 1;
}

export type Own = { org: string; member: string };

export const readWraps = async (db: Db, { org, member }: Own) =>
  (
    await sql<{ credential_id: string; wrapped: string }>`
      select credential_id, wrapped from passkey_wrap where org_id = ${org} and member_id = ${member}`.execute(
      db,
    )
  ).rows;

export const putWrap = (
  tx: Tx,
  { org, member }: Own,
  wrap: { credentialId: string; wrapped: string; at: Date },
) =>
  sql`insert into passkey_wrap values (${org}, ${member}, ${wrap.credentialId}, ${wrap.wrapped}, ${wrap.at})
    on conflict (org_id, member_id, credential_id) do update set wrapped = excluded.wrapped, made_at = excluded.made_at`.execute(
    tx,
  );

export const dropWrap = (tx: Tx, { org, member }: Own, credentialId: string) =>
  sql`delete from passkey_wrap where org_id = ${org} and member_id = ${member} and credential_id = ${credentialId}`.execute(
    tx,
  );

/** Of somebody who leaves, or whose key is another now. */
export const dropWraps = (tx: Tx, { org, member }: Own) =>
  sql`delete from passkey_wrap where org_id = ${org} and member_id = ${member}`.execute(tx);
