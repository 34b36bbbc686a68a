import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type Kept = { vkey: string; line: string; at: Date };

export const cosignatures = async (db: Db, size: number): Promise<Kept[]> =>
  (await sql<Kept>`select vkey, line, at from cosignature where size = ${size} order by vkey`.execute(db))
    .rows;

/** The first valid one of a key for a size stays. */
export const keepCosignature = async (
  tx: Tx,
  c: { size: number; vkey: string; line: string; at: Date },
): Promise<void> =>
  void (await sql`insert into cosignature (size, vkey, line, at) values (${c.size}, ${c.vkey}, ${c.line}, ${c.at})
    on conflict do nothing`.execute(tx));

/** Heard by whoever publishes: a cosignature came late. */
export const tellCosigned = async (tx: Tx, size: number): Promise<void> =>
  void (await sql`select pg_notify('vouch_cosigned', ${String(size)})`.execute(tx));

export type LastAnswer = { vkey: string; size: number; answer: string; at: Date };

export const saveAnswer = async (tx: Tx, a: LastAnswer): Promise<void> =>
  void (await sql`insert into cosigner_answer (vkey, size, answer, at) values (${a.vkey}, ${a.size}, ${a.answer}, ${a.at})
    on conflict (vkey) do update set size = excluded.size, answer = excluded.answer, at = excluded.at`.execute(
    tx,
  ));

export const lastAnswers = async (db: Db): Promise<LastAnswer[]> =>
  (await sql<LastAnswer>`select vkey, size, answer, at from cosigner_answer`.execute(db)).rows;

/** The newest size that each key has signed. */
export const lastSigned = async (db: Db): Promise<{ vkey: string; size: number; at: Date }[]> =>
  (
    await sql<{
      vkey: string;
      size: number;
      at: Date;
    }>`select distinct on (vkey) vkey, size, at from cosignature
      order by vkey, size desc`.execute(db)
  ).rows;
