import { sql } from 'kysely';
import type { Tx } from '../../platform/db.ts';

export type Handout = { docket: number; toOrg: string; epoch: number; size: number; at: Date };

/** Who must be told when something in it is erased later. */
export const saveHandout = (tx: Tx, id: string, h: Handout): Promise<unknown> =>
  sql`insert into handout (docket_id, handout_id, to_org, what, epoch, size, at)
    values (${h.docket}, ${id}, ${h.toOrg}, 'bundle', ${h.epoch}, ${h.size}, ${h.at})`.execute(tx);
