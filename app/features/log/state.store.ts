import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type LogState = {
  halted_at: Date | null;
  halted_kind: string | null;
  halted_why: string | null;
  below_since: Date | null;
};

export const logState = async (db: Db): Promise<LogState> => {
  const { rows } =
    await sql<LogState>`select halted_at, halted_kind, halted_why, below_since from ledger_state`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('the state of the log has no row');
  return row;
};

/** The first halt stays until it is cleared: what follows from it is no news. */
export const saveHalt = async (tx: Tx, h: { at: Date; kind: string; why: string }): Promise<void> =>
  void (await sql`update ledger_state set halted_at = coalesce(halted_at, ${h.at}), halted_kind = ${h.kind}, halted_why = ${h.why}`.execute(
    tx,
  ));

export const clearHalt = async (tx: Tx): Promise<void> =>
  void (await sql`update ledger_state set halted_at = null, halted_kind = null, halted_why = null where halted_at is not null`.execute(
    tx,
  ));

export const saveBelow = async (tx: Tx, since: Date | null): Promise<void> =>
  void (await (since === null
    ? sql`update ledger_state set below_since = null where below_since is not null`.execute(tx)
    : sql`update ledger_state set below_since = ${since} where below_since is null`.execute(tx)));

/** Published as verified: its note is what the signatures say now. */
export const markPublished = async (tx: Tx, notes: readonly { n: number; note: string }[]): Promise<void> =>
  void (await sql`update epoch set note = x.note, published = true
    from unnest(${notes.map((e) => e.n)}::int[], ${notes.map((e) => e.note)}::text[]) as x(n, note) where epoch.n = x.n`.execute(
    tx,
  ));
