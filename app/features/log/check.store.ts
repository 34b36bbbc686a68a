import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { EpochRow } from './sequencer.store.ts';

/** One moment of the database for the whole check, however long it takes beside a running server. First in a transaction. */
export const oneMoment = async (db: Db): Promise<void> =>
  void (await sql`set transaction isolation level repeatable read`.execute(db));

export const allEpochs = async (db: Db): Promise<(EpochRow & { k: Buffer | null })[]> =>
  (
    await sql<
      EpochRow & { k: Buffer | null }
    >`select e.*, s.k from epoch e left join epoch_secret s using (n) order by n`.execute(db)
  ).rows;

const STEP = 5000;

/** A long answer in pieces, whatever its order costs the database. */
async function* pieces<T>(db: Db, name: string, query: ReturnType<typeof sql<T>>): AsyncGenerator<T[]> {
  await sql`declare ${sql.id(name)} no scroll cursor for ${query}`.execute(db);
  for (;;) {
    const { rows } = await sql<T>`fetch ${sql.lit(STEP)} from ${sql.id(name)}`.execute(db);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close ${sql.id(name)}`.execute(db);
}

export type LeafOf = { docket_id: number; leaf: number; line: string };
export const allLeaves = (db: Db): AsyncGenerator<LeafOf[]> =>
  pieces(db, 'leaves', sql<LeafOf>`select docket_id, leaf, line from docket_leaf order by docket_id, leaf`);

export type HeadOf = { docket_id: number; epoch: number; size: number; root: Buffer };
export const headsByDocket = (db: Db): AsyncGenerator<HeadOf[]> =>
  pieces(
    db,
    'by_docket',
    sql<HeadOf>`select docket_id, epoch, size, root from docket_head order by docket_id, epoch`,
  );
export const headsByEpoch = (db: Db): AsyncGenerator<HeadOf[]> =>
  pieces(
    db,
    'by_epoch',
    sql<HeadOf>`select docket_id, epoch, size, root from docket_head order by epoch, docket_id`,
  );

export type DocketOf = { docket_id: number; kind: string; id: string; log_index: number };
export const placedDockets = (db: Db): AsyncGenerator<DocketOf[]> =>
  pieces(
    db,
    'dockets',
    sql<DocketOf>`select d.docket_id, d.kind, d.id, d.log_index from docket d
    left join log_entry e on e.idx = d.log_index
    where d.log_index is not null and e.line is distinct from 'docket ' || d.docket_id || ' ' || d.kind || ' ' || d.id || chr(10)`,
  );

export type AtDocket = { docket_id: number; leaf: number | null };

/** Statements that an epoch should hold by now and no leaf of their docket names. */
export const statementsMissing = (db: Db, before: Date): AsyncGenerator<AtDocket[]> =>
  pieces(
    db,
    'missing',
    sql<AtDocket>`select s.docket_id, null::bigint as leaf from statement s
    where s.recorded_at < ${sql.lit(before.toISOString())}::timestamptz and not exists (select 1 from docket_leaf l where l.docket_id = s.docket_id
      and l.line = 'statement ' || encode(s.commitment, 'hex') || chr(10))`,
  );

/** Leaves whose statement is gone, and neither was it erased nor is it known that a restore lost it. */
export const leavesUnknown = (db: Db): AsyncGenerator<AtDocket[]> =>
  pieces(
    db,
    'unknown',
    sql<AtDocket>`select l.docket_id, l.leaf from docket_leaf l
    where l.line like 'statement %'
      and not exists (select 1 from statement s where s.docket_id = l.docket_id and 'statement ' || encode(s.commitment, 'hex') || chr(10) = l.line)
      and not exists (select 1 from docket_leaf e where e.docket_id = l.docket_id and e.line = 'erased ' || l.leaf || chr(10))
      and not exists (select 1 from lost_leaf o where o.docket_id = l.docket_id and o.leaf = l.leaf)`,
  );

/** Statements that no bundle can open. */
export const secretsMissing = (db: Db): AsyncGenerator<AtDocket[]> =>
  pieces(
    db,
    'secrets',
    sql<AtDocket>`select s.docket_id, null::bigint as leaf from statement s
    where not exists (select 1 from record_secret m where m.docket_id = s.docket_id and m.statement_id = s.statement_id)`,
  );
