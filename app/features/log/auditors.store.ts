import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type AuditorRow = {
  cert: Buffer;
  name: string;
  invited_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  /** The newest epoch that was fetched, and when. */
  epoch: number | null;
  fetched_at: Date | null;
};

export const auditors = async (db: Db): Promise<AuditorRow[]> =>
  (
    await sql<AuditorRow>`select a.*, f.epoch, f.at as fetched_at from auditor a left join lateral
      (select epoch, at from audit_fetch where cert = a.cert order by at desc, id desc limit 1) f on true
      order by a.invited_at, a.name`.execute(db)
  ).rows;

/** The name of whoever shows this certificate; undefined if nobody may. */
export const auditorBy = async (db: Db, cert: Uint8Array): Promise<string | undefined> =>
  (
    await sql<{ name: string }>`select name from auditor where cert = ${cert} and revoked_at is null`.execute(
      db,
    )
  ).rows[0]?.name;

export const saveAuditor = async (
  tx: Tx,
  a: { cert: Uint8Array; name: string; at: Date; expires: Date },
): Promise<void> =>
  void (await sql`insert into auditor (cert, name, invited_at, expires_at) values (${a.cert}, ${a.name}, ${a.at}, ${a.expires})`.execute(
    tx,
  ));

export const revoke = async (tx: Tx, name: string, at: Date): Promise<number> =>
  Number(
    (await sql`update auditor set revoked_at = ${at} where name = ${name} and revoked_at is null`.execute(tx))
      .numAffectedRows ?? 0,
  );

/** The same, and that this was fetched; `epoch` −1 for the keys. */
export const fetchedBy = async (
  tx: Tx,
  cert: Uint8Array,
  epoch: number,
  at: Date,
): Promise<string | undefined> =>
  (
    await sql<{
      name: string;
    }>`with who as (select cert, name from auditor where cert = ${cert} and revoked_at is null),
      said as (insert into audit_fetch (cert, epoch, at) select cert, ${epoch}, ${at} from who)
      select name from who`.execute(tx)
  ).rows[0]?.name;
