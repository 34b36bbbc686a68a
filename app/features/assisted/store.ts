import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { FilingState } from './rules.ts';

export type NewCoordinator = {
  id: string;
  org: string;
  envelope: string;
  slipHash: string;
  by: string;
  at: Date;
};
export const insertCoordinator = (tx: Tx, c: NewCoordinator) =>
  sql`insert into coordinator (coordinator_id, cso_org, envelope, enrolled_at, enrolled_by, slip_hash)
    values (${c.id}, ${c.org}, ${c.envelope}, ${c.at}, ${c.by}, decode(${c.slipHash}, 'hex'))`.execute(tx);

export type Coordinator = {
  coordinator_id: string;
  cso_org: string;
  envelope: string;
  slip: string | null;
  enrolled_at: Date;
  joined_at: Date | null;
  ended_at: Date | null;
};
export const lockCoordinator = async (tx: Tx, id: string): Promise<Coordinator | undefined> =>
  (
    await sql<Coordinator>`select coordinator_id, cso_org, envelope, encode(slip_hash, 'hex') as slip, enrolled_at, joined_at, ended_at
      from coordinator where coordinator_id = ${id} for update`.execute(tx)
  ).rows[0];

export const endCoordinator = (tx: Tx, id: string, by: string, at: Date) =>
  sql`update coordinator set ended_at = ${at}, ended_by = ${by} where coordinator_id = ${id}`.execute(tx);

export type Counted = Coordinator & {
  filed: number;
  confirmed: number;
  corrected: number;
  disowned: number;
};
/** With what workers said of what each filed. A thread that this member may not see is not counted for them. */
export const coordinatorsOf = async (db: Db, id: string | null = null): Promise<Counted[]> =>
  (
    await sql<Counted>`select c.coordinator_id, c.cso_org, c.envelope, encode(c.slip_hash, 'hex') as slip, c.enrolled_at, c.joined_at, c.ended_at,
      count(t.thread_id)::int as filed,
      (count(*) filter (where t.filing = 'confirmed'))::int as confirmed,
      (count(*) filter (where t.filing = 'corrected'))::int as corrected,
      (count(*) filter (where t.filing = 'disowned'))::int as disowned
      from coordinator c left join filing f on f.coordinator_id = c.coordinator_id
      left join thread t on t.docket_id = f.docket_id and t.thread_id = f.thread_id
      where ${id}::uuid is null or c.coordinator_id = ${id}::uuid
      group by c.coordinator_id order by c.enrolled_at desc, c.coordinator_id`.execute(db)
  ).rows;

export type Filed = { coordinator_id: string; filed_at: Date; access: boolean; state: FilingState };
export const filingOfThread = async (db: Db, docket: number, threadId: string): Promise<Filed | undefined> =>
  (
    await sql<Filed>`select f.coordinator_id, f.filed_at, f.access, t.filing as state from filing f
      join thread t on t.docket_id = f.docket_id and t.thread_id = f.thread_id
      where f.docket_id = ${docket} and f.thread_id = ${threadId} and t.filing is not null`.execute(db)
  ).rows[0];

export const ownKids = async (db: Db, org: string): Promise<string[]> =>
  (
    await sql<{ kid: string }>`select kid from org_key where org_id = ${org} and current`.execute(db)
  ).rows.map(({ kid }) => kid);
