import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type LeaseRow = {
  holder: string | null;
  fence: number;
  name: string | null;
  host: string | null;
  pid: number | null;
  since: Date | null;
  until: Date | null;
  /** By the database's clock, which is the only one that all who want it share. */
  over: boolean;
};

export const readLease = async (db: Db): Promise<LeaseRow> => {
  const { rows } = await sql<LeaseRow>`select holder, fence, name, host, pid, since, until,
    holder is null or until is null or until < clock_timestamp() as over from sequencer_lease`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('the lease has no row');
  return row;
};

export type Who = { holder: string; name: string; host: string; pid: number; seconds: number };

/** Takes it if nobody else has it, or it is over, or `from` (which is known to have ended) has it. The fence, if taken. */
export async function takeLease(tx: Tx, w: Who, from: string | null): Promise<number | undefined> {
  await sql`set local lock_timeout = '5s'`.execute(tx);
  const { rows } = await sql<{ fence: number }>`
    update sequencer_lease set holder = ${w.holder}, fence = fence + (holder is distinct from ${w.holder}::uuid)::int, name = ${w.name}, host = ${w.host}, pid = ${w.pid},
      since = case when holder = ${w.holder}::uuid then since else clock_timestamp() end, until = clock_timestamp() + make_interval(secs => ${w.seconds})
    where holder is null or holder in (${w.holder}::uuid, ${from}::uuid) or until < clock_timestamp() returning fence`.execute(
    tx,
  );
  return rows[0]?.fence;
}

/**
 * Whether the lease is still this holder's, and longer from now. The row stays locked to the end of the transaction, so
 * nobody else can begin meanwhile; a holder that freezes in it is cut off by the database.
 */
export async function holdLease(tx: Tx, w: Who, fence: number): Promise<boolean> {
  await sql`set local idle_in_transaction_session_timeout = '60s'`.execute(tx);
  const { rows } = await sql<{ fence: number }>`
    update sequencer_lease set until = clock_timestamp() + make_interval(secs => ${w.seconds})
    where holder = ${w.holder} and fence = ${fence} returning fence`.execute(tx);
  return rows.length === 1;
}

export const endLease = async (tx: Tx, holder: string, fence: number): Promise<void> =>
  void (await sql`update sequencer_lease set holder = null, until = null where holder = ${holder} and fence = ${fence}`.execute(
    tx,
  ));
