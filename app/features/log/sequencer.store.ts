import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Waiting } from './batch.ts';
import type { HeadState } from './epoch.ts';
import type { Peaks } from './heads.ts';

export type EpochRow = {
  n: number;
  closed: Date;
  root: Buffer;
  dockets: number;
  size: number;
  log_root: Buffer;
  note: string | null;
  published: boolean;
  lost: boolean;
};

export const lastEpoch = async (db: Db): Promise<EpochRow | undefined> =>
  (await sql<EpochRow>`select * from epoch order by n desc limit 1`.execute(db)).rows[0];

/** The newest that is published as verified: files are out and the quorum has signed. */
export const lastPublished = async (db: Db): Promise<EpochRow | undefined> =>
  (await sql<EpochRow>`select * from epoch where published order by n desc limit 1`.execute(db)).rows[0];

export const epochs = async (db: Db, numbers: readonly number[]): Promise<EpochRow[]> =>
  (await sql<EpochRow>`select * from epoch where n = any(${numbers}::int[]) order by n`.execute(db)).rows;

export const epochsUpTo = async (db: Db, n: number): Promise<EpochRow[]> =>
  (await sql<EpochRow>`select * from epoch where n <= ${n} order by n`.execute(db)).rows;

/** Closed after the newest published one: what is older and unpublished was passed over for want of a quorum. */
export const unpublished = async (db: Db): Promise<EpochRow[]> =>
  (
    await sql<EpochRow>`select * from epoch where n > (select coalesce(max(n), -1) from epoch where published) order by n`.execute(
      db,
    )
  ).rows;

export const epochOfSize = async (db: Db, size: number): Promise<EpochRow | undefined> =>
  (await sql<EpochRow>`select * from epoch where size = ${size}`.execute(db)).rows[0];

export const newestEpochs = async (db: Db, most: number): Promise<EpochRow[]> =>
  (await sql<EpochRow>`select * from epoch order by n desc limit ${most}`.execute(db)).rows;

/** Entries of the log in order, `from` that index on, before `to`. */
export const logLines = async (db: Db, from = 0, to = Number.MAX_SAFE_INTEGER): Promise<string[]> =>
  (
    await sql<{
      line: string;
    }>`select line from log_entry where idx >= ${from} and idx < ${to} order by idx`.execute(db)
  ).rows.map((r) => r.line);

export const epochSizes = async (db: Db, most: number): Promise<number[]> =>
  (await sql<{ size: number }>`select size from epoch where size <= ${most} order by n`.execute(db)).rows.map(
    (r) => r.size,
  );

const PAGE = 10_000;

/** The whole log in pages, in order. A gap in the numbers shows in `idx`. */
export async function* logPages(db: Db): AsyncGenerator<{ idx: number; line: string }[]> {
  for (let from = 0; ;) {
    const { rows } = await sql<{
      idx: number;
      line: string;
    }>`select idx, line from log_entry where idx >= ${from}
      order by idx limit ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    from = last.idx + 1;
  }
}

/** Every docket's head as of epoch `n`, by docket; dockets without a row are empty. */
export async function headsAt(db: Db, n: number): Promise<Map<number, HeadState>> {
  const { rows } = await sql<{ docket_id: number; size: number; root: Buffer }>`
    select distinct on (docket_id) docket_id, size, root from docket_head where epoch <= ${n} order by docket_id, epoch desc`.execute(
    db,
  );
  return new Map(rows.map((r) => [r.docket_id, { size: r.size, root: r.root }]));
}

/** What is needed to append to these dockets; one without a row is empty. */
export async function peaksAt(db: Db, dockets: readonly number[]): Promise<Map<number, Peaks>> {
  const { rows } = await sql<{ docket_id: number; size: number; peaks: Buffer }>`
    select h.* from unnest(${dockets}::int[]) d, lateral
      (select docket_id, size, peaks from docket_head where docket_id = d order by epoch desc limit 1) h`.execute(
    db,
  );
  return new Map(rows.map((r) => [r.docket_id, { size: r.size, peaks: r.peaks }]));
}

/** Takes out all that waits, by docket. One row a docket: a row a statement would cost more than its hash. */
export async function takeWaiting(tx: Tx): Promise<Waiting[]> {
  const { rows } = await sql<{
    docket_id: number;
    statements: Buffer | null;
    controls: Waiting['controls'] | null;
  }>`with gone as (delete from waiting_leaf returning docket_id, kind, commitment, target_docket, target_commitment)
    select docket_id, string_agg(commitment, ''::bytea) filter (where kind = 'statement') as statements,
      json_agg(json_build_object('kind', kind, 'commitment', encode(commitment, 'hex'), 'targetDocket', target_docket,
        'targetCommitment', encode(target_commitment, 'hex'))) filter (where kind <> 'statement') as controls
    from gone group by docket_id order by docket_id`.execute(tx);
  return rows.map((r) => ({
    docketId: r.docket_id,
    statements: r.statements ?? new Uint8Array(0),
    controls: r.controls ?? [],
  }));
}

export const takeEntries = async (tx: Tx): Promise<string[]> =>
  (await sql<{ id: number; line: string }>`delete from waiting_entry returning id, line`.execute(tx)).rows
    .sort((a, b) => a.id - b.id)
    .map((r) => r.line);

/** Dockets that have no place in the log yet: those with a number from `first` on. */
export const unplacedInLog = async (
  db: Db,
  first: number,
): Promise<{ docketId: number; kind: string; id: string }[]> =>
  (
    await sql<{
      docketId: number;
      kind: string;
      id: string;
    }>`select docket_id as "docketId", kind, id from docket where docket_id >= ${first} order by docket_id`.execute(
      db,
    )
  ).rows;

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

/** Statements that a replay left without their words, in these dockets: sent again they must not stand there twice. */
export const lostIn = async (db: Db, dockets: readonly number[]): Promise<Set<string>> =>
  new Set(
    (
      await sql<{ c: string }>`select docket_id || ' ' || encode(commitment, 'hex') as c from lost_leaf
        where docket_id = any(${dockets}::int[])`.execute(db)
    ).rows.map((r) => r.c),
  );

export const foundAgain = async (tx: Tx, docketId: number, commitment: string): Promise<void> =>
  void (await sql`delete from lost_leaf where docket_id = ${docketId} and commitment = decode(${commitment}, 'hex')`.execute(
    tx,
  ));

/** Control leaves that a docket has already for these statements: `moved 3`. */
export const controlsFor = async (
  db: Db,
  docketId: number,
  leaves: readonly number[],
): Promise<Set<string>> =>
  new Set(
    (
      await sql<{
        c: string;
      }>`select split_part(line, ' ', 1) || ' ' || split_part(rtrim(line, E'\n'), ' ', 2) as c from docket_leaf
        where docket_id = ${docketId} and line not like 'statement %' and split_part(rtrim(line, E'\n'), ' ', 2)::bigint = any(${leaves}::bigint[])`.execute(
        db,
      )
    ).rows.map((r) => r.c),
  );
