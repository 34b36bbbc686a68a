import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { PublicEpoch } from './replay.ts';

/** Dockets as they stand here, by number. */
export const docketsHere = async (db: Db): Promise<Map<number, { kind: string; id: string }>> =>
  new Map(
    (
      await sql<{ d: number; kind: string; id: string }>`select docket_id as d, kind, id from docket`.execute(
        db,
      )
    ).rows.map((r) => [r.d, { kind: r.kind, id: r.id }]),
  );

/** Registrations that the log holds and the backup didn't. What they were registered for isn't in the log. */
export const addDockets = async (tx: Tx, fresh: PublicEpoch['registered']): Promise<void> =>
  void (await sql`insert into docket (docket_id, kind, id)
    select d, k, i from unnest(${fresh.map((r) => r.docketId)}::int[], ${fresh.map((r) => r.kind)}::text[], ${fresh.map((r) => r.id)}::text[]) as x(d, k, i)`.execute(
    tx,
  ));

/** What waits no more: the epoch that was lost had taken it in. */
export async function forgetWaiting(tx: Tx, n: number, entries: readonly string[]): Promise<void> {
  await sql`delete from waiting_entry where line = any(${entries}::text[])`.execute(tx);
  await sql`delete from waiting_leaf w using docket_leaf l where l.docket_id = w.docket_id and l.epoch = ${n}
    and ((w.kind = 'statement' and l.line = 'statement ' || encode(w.commitment, 'hex') || E'\n')
      or (w.kind <> 'statement' and l.line like w.kind || ' %' and exists (select 1 from docket_leaf s where s.docket_id = w.docket_id
        and s.line = 'statement ' || encode(w.commitment, 'hex') || E'\n' and s.leaf = split_part(rtrim(l.line, E'\n'), ' ', 2)::bigint)))`.execute(
    tx,
  );
}

/** Statement leaves of an epoch: which of them have a statement here, only a role that sees statements can say. */
export const leavesOfEpoch = async (
  db: Db,
  n: number,
  docketIds: readonly number[],
): Promise<{ docketId: number; leaf: number; commitment: Buffer }[]> =>
  (
    await sql<{
      docketId: number;
      leaf: number;
      commitment: Buffer;
    }>`select docket_id as "docketId", leaf, decode(substr(line, 11, 64), 'hex') as commitment
      from docket_leaf where docket_id = any(${docketIds}::int[]) and epoch = ${n} and line like 'statement %' order by 1, 2`.execute(
      db,
    )
  ).rows;

export const standingAmong = async (
  db: Db,
  leaves: readonly { docketId: number; commitment: Buffer }[],
): Promise<Set<string>> =>
  new Set(
    (
      await sql<{ c: string }>`select s.docket_id || ' ' || encode(s.commitment, 'hex') as c
        from unnest(${leaves.map((l) => l.docketId)}::int[], ${leaves.map((l) => l.commitment)}::bytea[]) as x(d, c)
        join statement s on s.docket_id = x.d and s.commitment = x.c`.execute(db)
    ).rows.map((r) => r.c),
  );

/** Leaves whose statement is gone. One that an `erased` leaf answers for is no loss; it stays known all the same. */
export async function addLost(
  tx: Tx,
  n: number,
  at: Date,
  lost: readonly { docketId: number; leaf: number; commitment: Buffer }[],
): Promise<void> {
  if (lost.length > 0)
    await sql`insert into lost_leaf (docket_id, leaf, commitment, epoch)
      select d, l, c, ${n} from unnest(${lost.map((l) => l.docketId)}::int[], ${lost.map((l) => l.leaf)}::bigint[], ${lost.map((l) => l.commitment)}::bytea[]) as x(d, l, c)
      on conflict do nothing`.execute(tx);
  await sql`update lost_leaf set given_up = ${at} from docket_leaf e where given_up is null
    and e.docket_id = lost_leaf.docket_id and e.line = 'erased ' || lost_leaf.leaf || E'\n'`.execute(tx);
}

export const countLost = async (db: Db): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from lost_leaf where given_up is null`.execute(db))
    .rows[0]?.n ?? 0;
