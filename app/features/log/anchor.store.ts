import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { AnchorRow, AnchorState, Target } from './anchor.ts';

/** The newest first; everything but the operator's faults. */
export const newestAnchors = async (db: Db, most = 50): Promise<Omit<AnchorRow, 'tried' | 'fault'>[]> =>
  (
    await sql<Omit<AnchorRow, 'tried' | 'fault'>>`
      select anchor_id, kind, place, size, root, state, proof, chain_id, tx, block, made_at, changed_at
        from anchor order by size desc, kind, place limit ${most}`.execute(db)
  ).rows;

export const anchorsOfSize = async (db: Db, size: number): Promise<Omit<AnchorRow, 'tried' | 'fault'>[]> =>
  (
    await sql<Omit<AnchorRow, 'tried' | 'fault'>>`
      select anchor_id, kind, place, size, root, state, proof, chain_id, tx, block, made_at, changed_at
        from anchor where size = ${size} order by kind, place`.execute(db)
  ).rows;

/** With their faults: for the operator. */
export const anchorsAt = async (db: Db, { kind, place }: Target, most = 20): Promise<AnchorRow[]> =>
  (
    await sql<AnchorRow>`
      select * from anchor where kind = ${kind} and place = ${place} order by size desc limit ${most}`.execute(
      db,
    )
  ).rows;

/** Begins an anchor, and forgets those of the same place that were never sent: the newer says more. */
export async function beginAnchor(
  tx: Tx,
  { kind, place }: Target,
  state: { size: number; root: Uint8Array },
  now: Date,
): Promise<void> {
  await sql`delete from anchor where kind = ${kind} and place = ${place} and state = 'waiting' and size < ${state.size}`.execute(
    tx,
  );
  await sql`insert into anchor (kind, place, size, root, made_at, changed_at)
    values (${kind}, ${place}, ${state.size}, ${state.root}, ${now}, ${now}) on conflict do nothing`.execute(
    tx,
  );
}

export type AnchorChange = {
  state: AnchorState;
  proof?: Uint8Array;
  chainId?: number;
  tx?: string;
  block?: number;
  fault?: string;
};

/** What isn't named stays, but for the fault: it is of the last try. */
export const changeAnchor = async (tx: Tx, id: number, to: AnchorChange, now: Date): Promise<void> =>
  void (await sql`update anchor set state = ${to.state}, proof = coalesce(${to.proof ?? null}, proof),
      chain_id = coalesce(${to.chainId ?? null}::bigint, chain_id), tx = coalesce(${to.tx ?? null}, tx),
      block = coalesce(${to.block ?? null}::bigint, block), fault = ${to.fault ?? null}, tried = tried + 1, changed_at = ${now}
    where anchor_id = ${id}`.execute(tx));
