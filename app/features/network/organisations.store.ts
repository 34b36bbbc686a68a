import { sql } from 'kysely';
import { idKey, type Subject } from '../../../ledger/lines.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { OrgKind } from './contract.ts';

export type Organisation = {
  id: string;
  kind: OrgKind;
  name: string;
  names: Record<string, string>;
  about: string;
  country: string;
  languages: string[];
};
export type Workplace = {
  docket: number;
  kind: string;
  id: string;
  name: string;
  country: string;
  region: string;
  sector: string;
  headcount: number;
  employer: string | null;
  receiver: string;
};

/** Those the asker's wall shows, in the order in which they were registered. */
export async function readOrganisations(db: Db): Promise<Organisation[]> {
  const found = await sql<Organisation & { org_id: string }>`
    select org_id as id, kind, name, names, about, country, languages from organisation
    order by docket_id, org_id`.execute(db);
  return found.rows;
}

export async function readWorkplaces(db: Db): Promise<Workplace[]> {
  const found = await sql<Workplace>`
    select w.docket_id as docket, d.kind, d.id, w.name, w.country, w.region, w.sector, w.headcount,
      w.employer_org as employer, w.receiver_org as receiver
    from workplace w join docket d on d.docket_id = w.docket_id order by w.docket_id`.execute(db);
  return found.rows;
}

/** Dockets whose entry is in a published checkpoint: only these may a receipt name, beside `unplaced` (ledger.md 6). */
export async function publishedDockets(db: Db): Promise<Set<number>> {
  const found = await sql<{ docket_id: number }>`
    select docket_id from docket where log_index < (select max(size) from epoch where published)`.execute(db);
  return new Set(found.rows.map((row) => row.docket_id));
}

/** Taken before anything is registered: indexes stay dense, and a name is given once. */
export const lockRegistration = (tx: Tx) => sql`select pg_advisory_xact_lock(7462)`.execute(tx);

/** Dockets that have one of these ids, compared as the ledger compares them. */
export async function findDockets(db: Db, ids: string[]): Promise<Map<string, number>> {
  const found = await sql<{ docket_id: number; id: string }>`
    select docket_id, id from docket where lower(id) = any (${ids.map(idKey)})`.execute(db);
  return new Map(found.rows.map((row) => [idKey(row.id), row.docket_id]));
}

/** Must hold the registration lock. Indexes are dense: the log numbers dockets by their order. */
export async function insertDockets(tx: Tx, subjects: Subject[]): Promise<number[]> {
  if (subjects.length === 0) return [];
  const count = await sql<{ n: number }>`select count(*)::int as n from docket`.execute(tx);
  const first = count.rows[0]?.n ?? 0;
  const dockets = subjects.map((_, i) => first + i);
  await sql`insert into docket (docket_id, kind, id)
    select * from unnest(${dockets}::int[], ${subjects.map((s) => s.kind)}::text[], ${subjects.map((s) => s.id)}::text[])`.execute(tx); // prettier-ignore
  // They can be named on a receipt once they stand in the log: the sequencer needn't wait for its beat.
  await sql`notify vouch_registered`.execute(tx);
  return dockets;
}

export const insertOrganisation = (tx: Tx, o: Organisation, docket: number, at: Date) =>
  sql`insert into organisation (org_id, kind, name, names, about, country, languages, docket_id, created_at)
    values (${o.id}, ${o.kind}, ${o.name}, ${JSON.stringify(o.names)}::jsonb, ${o.about}, ${o.country},
      ${o.languages}, ${docket}, ${at})`.execute(tx);

export const hasOrganisation = async (db: Db, id: string): Promise<boolean> =>
  (await sql`select 1 from organisation where lower(org_id) = ${idKey(id)}`.execute(db)).rows.length > 0;

/** Which of these are workplaces' dockets with no workplace. */
export const bareFacilities = async (db: Db, dockets: readonly number[]): Promise<number[]> =>
  (
    await sql<{
      d: number;
    }>`select docket_id as d from docket where kind = 'facility' and docket_id = any(${dockets}::int[])
      and not exists (select 1 from workplace w where w.docket_id = docket.docket_id)`.execute(db)
  ).rows.map((r) => r.d);

export type Supply = { buyer: string; tier: number };
export type NewWorkplace = Omit<Workplace, 'kind' | 'id'> & { supplies: readonly Supply[] };

/** One statement for all: a list of 5 000 goes in at once or not at all. */
export async function insertWorkplaces(tx: Tx, rows: NewWorkplace[]): Promise<void> {
  const list = rows.map((w) => ({ ...w, buyers: w.supplies.map((s) => s.buyer) }));
  await sql`insert into workplace (docket_id, name, country, region, sector, headcount, employer_org, receiver_org, buyers)
    select docket, name, country, region, sector, headcount, employer, receiver, buyers
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as r(docket int, name text, country text, region text,
      sector text, headcount int, employer text, receiver text, buyers text[])`.execute(tx);
  const links = rows.flatMap((w) => w.supplies.map((s) => ({ ...s, docket: w.docket })));
  await sql`insert into supply_link select buyer, docket, tier
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r(buyer text, docket int, tier int)`.execute(
    tx,
  );
}
