import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Recovery } from './recovery.ts';

/** The newest restore, as long as it isn't known that the log may go on. */
export const unsettled = async (db: Db): Promise<Recovery | undefined> =>
  (
    await sql<Recovery>`select at, made, epoch, size, state, seen from recovery where state <> 'settled' order by at desc limit 1`.execute(
      db,
    )
  ).rows[0];

export const saveSeen = async (
  tx: Tx,
  state: 'unchecked' | 'behind' | 'fork',
  seen: number | null,
): Promise<void> =>
  void (await sql`update recovery set state = ${state}, seen = ${seen} where state not in ('settled', 'rehearsal')`.execute(
    tx,
  ));

export const saveSettled = async (
  tx: Tx,
  s: { at: Date; how: 'same' | 'replayed' | 'said'; epochs: number; lost: number },
): Promise<void> =>
  void (await sql`update recovery set state = 'settled', settled_at = ${s.at}, how = ${s.how}, epochs = ${s.epochs}, lost = ${s.lost}
    where state not in ('settled', 'rehearsal')`.execute(tx));

/** Whether a restore waits to be settled: what every role may see of it. */
export const isUnsettled = async (db: Db): Promise<boolean> =>
  (await sql`select 1 from recovery where state <> 'settled' limit 1`.execute(db)).rows.length > 0;

export const wasReplayed = async (db: Db): Promise<boolean> =>
  (await sql`select 1 from recovery where how = 'replayed' limit 1`.execute(db)).rows.length > 0;

/** The newest restore since that day: what was said between its two days may be gone. */
export const restoreSince = async (db: Db, since: Date): Promise<{ made: Date; at: Date } | undefined> =>
  (
    await sql<{
      made: Date;
      at: Date;
    }>`select made, at from recovery where state <> 'rehearsal' and at > ${since} order by at desc limit 1`.execute(
      db,
    )
  ).rows[0];
