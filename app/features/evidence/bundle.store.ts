import { sql } from 'kysely';
import type { Authority } from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { Docket, EpochRow } from '../log/index.ts';
import type { HeadAt } from './snapshot.ts';

/** Leaves, heads and log entries are read in batches by key: what is in memory doesn't grow with the docket or the log. */
const BATCH = 4000;

export type LeafRow = { leaf: number; line: string };

export async function* leafLines(db: Db, docketId: number, size: number): AsyncGenerator<LeafRow[]> {
  for (let from = 0; from < size; from += BATCH) {
    const { rows } =
      await sql<LeafRow>`select leaf, line from docket_leaf where docket_id = ${docketId} and leaf >= ${from}
      and leaf < ${Math.min(size, from + BATCH)} order by leaf`.execute(db);
    yield rows;
  }
}

export async function* entryLines(db: Db, from: number, size: number): AsyncGenerator<string[]> {
  for (let at = from; at < size; at += BATCH) {
    const { rows } = await sql<{
      line: string;
    }>`select line from log_entry where idx >= ${at} and idx < ${Math.min(size, at + BATCH)} order by idx`.execute(
      db,
    );
    yield rows.map((row) => row.line);
  }
}

/** All heads as of an epoch in the order of the dockets; null = without a leaf. */
export async function* headsBy(
  db: Db,
  n: number,
  dockets: number,
): AsyncGenerator<(HeadAt | { size: null })[]> {
  for (let from = 0; from < dockets; from += BATCH) {
    const { rows } = await sql<HeadAt | { size: null }>`select h.size, h.root
      from generate_series(${from}::int, ${Math.min(dockets, from + BATCH) - 1}::int) as d(i)
      left join lateral (select size, root from docket_head where docket_id = d.i and epoch <= ${n} order by epoch desc limit 1) h on true
      order by d.i`.execute(db);
    yield rows;
  }
}

/** A leaf with the statement that it stands for, where that is still there. */
export type OpenedRow = LeafRow & {
  statement_id: string | null;
  fields: { name: string; value: string }[] | null;
  m: Buffer | null;
  key_raw: Buffer | null;
  authority: Buffer | null;
  cso_org: string | null;
  by_org: string | null;
  /** Of an erased statement: the worker's own signature, kept without any personal data (ledger.md 8). */
  erasure: Authority | null;
};

const STATEMENTS = 250;

export async function* openedLeaves(db: Db, docketId: number, size: number): AsyncGenerator<OpenedRow[]> {
  for (let from = 0; from < size; from += STATEMENTS) {
    const { rows } =
      await sql<OpenedRow>`select l.leaf, l.line, s.statement_id, s.fields, m.m, s.key_raw, s.authority, s.cso_org, s.by_org,
        e.authority as erasure
      from (select leaf, line, case when line like 'statement %' then decode(substr(line, 11, 64), 'hex') end as commitment
        from docket_leaf where docket_id = ${docketId} and leaf >= ${from} and leaf < ${Math.min(size, from + STATEMENTS)}) l
      left join statement s on s.docket_id = ${docketId} and s.commitment = l.commitment
      left join record_secret m on m.docket_id = ${docketId} and m.statement_id = s.statement_id
      left join erased_leaf e on e.docket_id = ${docketId} and e.commitment = l.commitment
      order by l.leaf`.execute(db);
    yield rows;
  }
}

export type ControlRow = LeafRow & {
  /** Of a `moved` leaf: the worker's signature on the move. */
  authority: Authority | null;
};

/** The `moved` and `erased` leaves of a docket, with what a worker signed for a move. */
export const controlLeaves = async (db: Db, docketId: number, size: number): Promise<ControlRow[]> =>
  (
    await sql<ControlRow>`select c.leaf, c.line, m.authority from docket_leaf c
      left join docket_leaf s on c.line like 'moved %' and s.docket_id = c.docket_id and s.leaf = split_part(c.line, ' ', 2)::bigint
      left join moved_leaf m on m.docket_id = c.docket_id
        and m.commitment = case when s.line like 'statement %' then decode(substr(s.line, 11, 64), 'hex') end
      where c.docket_id = ${docketId} and c.leaf < ${size} and c.line not like 'statement %' order by c.leaf`.execute(
      db,
    )
  ).rows;

/** Where these statements stand in a docket, by their lines. */
export const placesOf = async (
  db: Db,
  docketId: number,
  { lines, size }: { lines: readonly string[]; size: number },
): Promise<LeafRow[]> =>
  (
    await sql<LeafRow>`select leaf, line from docket_leaf where docket_id = ${docketId} and leaf < ${size}
      and line = any(${[...lines]}::text[])`.execute(db)
  ).rows;

export const epochSecret = async (db: Db, n: number): Promise<Buffer | undefined> =>
  (await sql<{ k: Buffer }>`select k from epoch_secret where n = ${n}`.execute(db)).rows[0]?.k;

/** The first checkpoint from this epoch on that somebody cosigned; its own where nobody ever did. */
export const checkpointFor = async (db: Db, epoch: EpochRow): Promise<EpochRow> =>
  (
    await sql<EpochRow>`select * from epoch where n >= ${epoch.n} and published and note ~ ${'\n— [^\n]+\n— '}
      order by n limit 1`.execute(db)
  ).rows[0] ?? epoch;

export const docketsNamed = async (db: Db, ids: readonly number[]): Promise<Docket[]> =>
  (
    await sql<Docket>`select docket_id as "docketId", kind, id, log_index as "logIndex" from docket
      where docket_id = any(${[...ids]}::int[]) or kind = 'unplaced' order by docket_id`.execute(db)
  ).rows;

/** The first epoch that has a head for a docket: the one that closed over its entry in the log. */
export const firstEpochOf = async (db: Db, logIndex: number): Promise<number> =>
  (await sql<{ n: number }>`select min(n) as n from epoch where size > ${logIndex}`.execute(db)).rows[0]?.n ??
  0;

/** What of `unplaced` is neither moved nor erased as of `size`, and when the oldest of it was taken in. */
export const openIn = async (
  db: Db,
  docketId: number,
  size: number,
): Promise<{ open: number; closed: Date | null }> => {
  const { rows } = await sql<{ open: number; oldest: number | null }>`with gone as materialized (
      select split_part(line, ' ', 2)::bigint as leaf from docket_leaf
      where docket_id = ${docketId} and leaf < ${size} and line not like 'statement %')
    select count(*)::int as open, min(l.leaf) as oldest from docket_leaf l
    where l.docket_id = ${docketId} and l.leaf < ${size} and l.line like 'statement %'
      and not exists (select 1 from gone g where g.leaf = l.leaf)`.execute(db);
  const { open = 0, oldest = null } = rows[0] ?? {};
  if (oldest === null) return { open, closed: null };
  const taken = await sql<{
    closed: Date;
  }>`select closed from epoch where n = (select epoch from docket_leaf where docket_id = ${docketId} and leaf = ${oldest})`.execute(
    db,
  );
  return { open, closed: taken.rows[0]?.closed ?? null };
};

export type StatementRow = {
  commitment: Buffer;
  fields: { name: string; value: string }[];
  m: Buffer;
};
export const oneStatement = async (
  db: Db,
  docketId: number,
  statementId: string,
): Promise<StatementRow | undefined> =>
  (
    await sql<StatementRow>`select s.commitment, s.fields, m.m from statement s join record_secret m using (docket_id, statement_id)
      where s.docket_id = ${docketId} and s.statement_id = ${statementId}::uuid`.execute(db)
  ).rows[0];

/** Confirmed distinct workers behind a docket's statements, for what is shown of a programme. */
export const workersIn = async (db: Db, docketId: number): Promise<number> =>
  (
    await sql<{ n: number }>`select count(distinct t.thread_id)::int as n from statement s
      join thread t on t.docket_id = s.thread_docket and t.thread_id = s.thread_id
      where s.docket_id = ${docketId} and s.by_org is null and s.authority is null and t.distinct_worker = 'distinct' and not t.withdrawn`.execute(
      db,
    )
  ).rows[0]?.n ?? 0;
