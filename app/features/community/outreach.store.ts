import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { OutreachInput } from './contract.ts';

export const findOutreach = async (db: Db, id: string): Promise<string | undefined> =>
  (await sql<{ envelope: string }>`select envelope from outreach where outreach_id = ${id}`.execute(db))
    .rows[0]?.envelope;

export const insertOutreach = (tx: Tx, o: OutreachInput & { org: string; member: string; at: Date }) =>
  sql`insert into outreach (outreach_id, cso_org, held_on, country, side, topic, reached, envelope, by_member, at)
    values (${o.outreachId}, ${o.org}, ${o.heldOn}, ${o.country}, ${o.side}, ${o.topic}, ${o.reached}, ${o.envelope}, ${o.member}, ${o.at})`.execute(
    tx,
  );

export const outreachOf = async (db: Db, org: string): Promise<OutreachInput[]> =>
  (
    await sql<OutreachInput>`select outreach_id as "outreachId", held_on as "heldOn", country, side, topic, reached, envelope
      from outreach where cso_org = ${org} order by held_on desc, outreach_id limit 500`.execute(db)
  ).rows;
