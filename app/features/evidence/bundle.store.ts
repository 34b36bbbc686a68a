import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

export type LeafRow = { leaf: number; line: string };

export const leavesUpTo = async (db: Db, docketId: number, size: number): Promise<LeafRow[]> =>
  (
    await sql<LeafRow>`select leaf, line from docket_leaf where docket_id = ${docketId} and leaf < ${size} order by leaf`.execute(
      db,
    )
  ).rows;

export type Opened = {
  statement_id: string;
  commitment: Buffer;
  fields: { name: string; value: string }[];
  m: Buffer;
  key_raw: Buffer | null;
  authority: Buffer | null;
  /** Which organisation reads it. */
  cso_org: string;
};

/** Statements of a docket with their secrets. Only the jobs role may ask; it makes bundles and nothing else with them. */
export const openedStatements = async (db: Db, docketId: number): Promise<Opened[]> =>
  (
    await sql<Opened>`select s.statement_id, s.commitment, s.fields, m.m, s.key_raw, s.authority, s.cso_org
    from statement s join record_secret m using (docket_id, statement_id) where s.docket_id = ${docketId}`.execute(
      db,
    )
  ).rows;

export const epochSecret = async (db: Db, n: number): Promise<Buffer | undefined> =>
  (await sql<{ k: Buffer }>`select k from epoch_secret where n = ${n}`.execute(db)).rows[0]?.k;

export const isOnTheCase = async (db: Db, org: string, docketId: number): Promise<boolean> =>
  (
    await sql<{
      yes: boolean;
    }>`select exists (select 1 from statement where docket_id = ${docketId} and cso_org = ${org})
      or exists (select 1 from workplace where docket_id = ${docketId} and receiver_org = ${org}) as yes`.execute(
      db,
    )
  ).rows[0]?.yes ?? false;

export const isLicensed = async (db: Db, org: string, docketId: number, day: string): Promise<boolean> =>
  (
    await sql<{
      yes: boolean;
    }>`select exists (select 1 from licence where org_id = ${org} and docket_id = ${docketId}
      and ${day}::date between valid_from and valid_until) as yes`.execute(db)
  ).rows[0]?.yes ?? false;

/** When the oldest statement that still waits in `unplaced` was taken in: the epoch of its leaf. */
export const epochOfLeaf = async (db: Db, docketId: number, leaf: number): Promise<number | undefined> =>
  (
    await sql<{
      epoch: number;
    }>`select epoch from docket_leaf where docket_id = ${docketId} and leaf = ${leaf}`.execute(db)
  ).rows[0]?.epoch;
