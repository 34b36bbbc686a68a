import { sql } from 'kysely';
import { hex } from '../../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { HeadState, Waiting } from './epoch.ts';

export type EpochRow = {
  n: number;
  closed: Date;
  root: Buffer;
  dockets: number;
  size: number;
  log_root: Buffer;
  note: string | null;
  published: boolean;
};

export const lastEpoch = async (db: Db): Promise<EpochRow | undefined> =>
  (await sql<EpochRow>`select * from epoch order by n desc limit 1`.execute(db)).rows[0];

export const epochs = async (db: Db, numbers: readonly number[]): Promise<EpochRow[]> =>
  (await sql<EpochRow>`select * from epoch where n = any(${numbers}::int[]) order by n`.execute(db)).rows;

export const unpublished = async (db: Db): Promise<EpochRow[]> =>
  (await sql<EpochRow>`select * from epoch where not published order by n`.execute(db)).rows;

export const logLines = async (db: Db): Promise<string[]> =>
  (await sql<{ line: string }>`select line from log_entry order by idx`.execute(db)).rows.map((r) => r.line);

/** Every docket's head as of epoch `n`, by docket; dockets without a row are empty. */
export async function headsAt(db: Db, n: number): Promise<Map<number, HeadState>> {
  const { rows } = await sql<{
    docket_id: number;
    size: number;
    root: Buffer;
    frontier: HeadState['frontier'];
  }>`
    select distinct on (docket_id) docket_id, size, root, frontier from docket_head where epoch <= ${n} order by docket_id, epoch desc`.execute(
    db,
  );
  return new Map(rows.map((r) => [r.docket_id, { size: r.size, root: r.root, frontier: r.frontier }]));
}

/** One sequencer at a time: the row lock is held to the end of the transaction. */
export const takeLease = async (tx: Tx, holder: string): Promise<void> =>
  void (await sql`update sequencer_lease set holder = ${holder}, fence = fence + 1`.execute(tx));

export async function takeWaiting(tx: Tx): Promise<Map<number, Waiting[]>> {
  const { rows } = await sql<{
    docket_id: number;
    kind: Waiting['kind'];
    commitment: Buffer;
    target_docket: number | null;
    target_commitment: Buffer | null;
  }>`
    delete from waiting_leaf returning docket_id, kind, commitment, target_docket, target_commitment`.execute(
    tx,
  );
  const byDocket = new Map<number, Waiting[]>();
  for (const r of rows) {
    const list = byDocket.get(r.docket_id) ?? [];
    byDocket.set(r.docket_id, list);
    list.push({
      kind: r.kind,
      commitment: hex(r.commitment),
      ...(r.target_docket === null ? {} : { targetDocket: r.target_docket }),
      ...(r.target_commitment === null ? {} : { targetCommitment: hex(r.target_commitment) }),
    });
  }
  return byDocket;
}

export const takeEntries = async (tx: Tx): Promise<string[]> =>
  (await sql<{ id: number; line: string }>`delete from waiting_entry returning id, line`.execute(tx)).rows
    .sort((a, b) => a.id - b.id)
    .map((r) => r.line);

export const statementLeaves = async (
  db: Db,
  docketId: number,
  commitments: readonly string[],
): Promise<Map<string, number>> => {
  const lines = commitments.map((c) => `statement ${c}\n`);
  const { rows } = await sql<{ leaf: number; line: string }>`
    select leaf, line from docket_leaf where docket_id = ${docketId} and line = any(${lines}::text[])`.execute(
    db,
  );
  return new Map(rows.map((r) => [r.line.slice(10, -1), r.leaf]));
};

export type Closing = {
  n: number;
  closed: Date;
  secret: Uint8Array;
  root: Uint8Array;
  dockets: number;
  logRoot: Uint8Array;
  firstEntry: number;
  entries: string[];
  /** Dockets that get their place in the log now. */
  placed: { docketId: number; logIndex: number }[];
  leaves: { docketId: number; leaf: number; line: string }[];
  heads: { docketId: number; head: HeadState }[];
};

export async function saveEpoch(tx: Tx, c: Closing): Promise<void> {
  const size = c.firstEntry + c.entries.length;
  await sql`with entries as (insert into log_entry select ${c.firstEntry}::bigint + ordinality - 1, line from unnest(${c.entries}::text[]) with ordinality as e(line, ordinality)),
    secret as (insert into epoch_secret values (${c.n}, ${c.secret})),
    leaves as (insert into docket_leaf (docket_id, leaf, line, epoch)
      select d, l, t, ${c.n} from unnest(${c.leaves.map((l) => l.docketId)}::int[], ${c.leaves.map((l) => l.leaf)}::bigint[], ${c.leaves.map((l) => l.line)}::text[]) as x(d, l, t)),
    heads as (insert into docket_head (docket_id, epoch, size, root, frontier)
      select d, ${c.n}, s, r, f from unnest(${c.heads.map((h) => h.docketId)}::int[], ${c.heads.map((h) => h.head.size)}::bigint[],
        ${c.heads.map((h) => h.head.root)}::bytea[], ${c.heads.map((h) => JSON.stringify(h.head.frontier))}::jsonb[]) as x(d, s, r, f))
    insert into epoch (n, closed, root, dockets, size, log_root) values (${c.n}, ${c.closed}, ${c.root}, ${c.dockets}, ${size}, ${c.logRoot})`.execute(
    tx,
  );
  if (c.placed.length > 0)
    await sql`update docket set log_index = x.i from unnest(${c.placed.map((p) => p.docketId)}::int[], ${c.placed.map((p) => p.logIndex)}::bigint[]) as x(d, i)
      where docket_id = x.d`.execute(tx);
}

export const markPublished = async (tx: Tx, n: number, note: string): Promise<void> =>
  void (await sql`update epoch set note = ${note}, published = true where n = ${n}`.execute(tx));
