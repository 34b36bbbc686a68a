import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type Handout = { docket: number; toOrg: string; epoch: number; size: number; at: Date };

/** Who must be told when something in it is erased later. */
export const saveHandout = (tx: Tx, id: string, h: Handout): Promise<unknown> =>
  sql`insert into handout (docket_id, handout_id, to_org, what, epoch, size, at)
    values (${h.docket}, ${id}, ${h.toOrg}, 'bundle', ${h.epoch}, ${h.size}, ${h.at})`.execute(tx);

/** Who gave the licences that are used; an organisation reads its own. */
export const licensors = async (
  db: Db,
  { org, dockets, day }: { org: string; dockets: readonly number[]; day: string },
): Promise<string[]> =>
  (
    await sql<{ by: string }>`select distinct granted_by as by from licence where org_id = ${org}
      and docket_id = any(${[...dockets]}::int[]) and ${day}::date between valid_from and valid_until order by 1`.execute(
      db,
    )
  ).rows.map((row) => row.by);
