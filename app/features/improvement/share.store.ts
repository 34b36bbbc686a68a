import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ImprovementView } from './contract.ts';

export type Share = { with: string; name: string; since: string };
export const sharesOf = async (db: Db, org: string): Promise<Share[]> =>
  (
    await sql<Share>`select s.with_org as with, coalesce(o.name, '') as name, s.since from improvement_share s
      left join organisation o on o.org_id = s.with_org where s.org_id = ${org} order by s.since, s.with_org`.execute(
      db,
    )
  ).rows;

/** Organisations that answer to workers, to choose from. */
export const supportersToBe = async (db: Db): Promise<ImprovementView['mayShare']> =>
  (
    await sql<{
      org: string;
      name: string;
    }>`select org_id as org, name from organisation where kind in ('cso', 'union') order by name`.execute(db)
  ).rows;

/** Keys in use: of the business, and of everybody who supports it. */
export const keysOf = async (db: Db, orgs: readonly string[]): Promise<ImprovementView['sealTo']> =>
  (
    await sql<ImprovementView['sealTo'][number]>`select org_id as "orgId", kid, jwk from org_key
      where current and org_id = any(${[...orgs]}::text[]) order by org_id, kid`.execute(db)
  ).rows;

const TABLES = ['assessment', 'assessment_answer', 'improvement_goal', 'improvement_task'] as const;
/** Shares, or ends it: from then on nothing of it is read there any more, the past included. */
export async function saveShare(
  tx: Tx,
  org: string,
  s: { with: string; share: boolean; day: string },
): Promise<void> {
  if (s.share)
    await sql`insert into improvement_share (org_id, with_org, since) values (${org}, ${s.with}, ${s.day}) on conflict do nothing`.execute(
      tx,
    );
  else await sql`delete from improvement_share where org_id = ${org} and with_org = ${s.with}`.execute(tx);
  const all = sql`(select coalesce(array_agg(with_org), '{}') from improvement_share where org_id = ${org})`;
  await sql`update improvement_level set shared_with = ${all} where org_id = ${org}`.execute(tx);
  for (const table of TABLES)
    await sql`update ${sql.table(table)} set supporters = array_remove(${all}, 'buyers') where org_id = ${org}`.execute(
      tx,
    );
}

export type LevelRow = {
  org: string;
  name: string;
  kind: string;
  quarter: string;
  area: ImprovementView['goals'][number]['area'];
  level: number;
  reviewed: boolean;
  zeroFees: boolean;
};
/** What is shared with the reader, by the walls. */
export const sharedLevels = async (db: Db, reader: string): Promise<LevelRow[]> =>
  (
    await sql<LevelRow>`select org_id as org, org_name as name, org_kind as kind, quarter, area, level, reviewed, zero_fees as "zeroFees" from improvement_level
      where org_id <> ${reader} order by org_name, org_id, quarter, area`.execute(db)
  ).rows;

/** A buyer's own suppliers, with the names of the places it buys from. */
export const suppliersOf = async (db: Db, buyer: string): Promise<Map<string, string[]>> => {
  const { rows } = await sql<{
    org: string;
    places: string[];
  }>`select w.employer_org as org, array_agg(distinct w.name order by w.name) as places
    from supply_link l join workplace w on w.docket_id = l.docket_id where l.buyer_org = ${buyer} and w.employer_org is not null group by 1`.execute(
    db,
  );
  return new Map(rows.map(({ org, places }) => [org, places]));
};
