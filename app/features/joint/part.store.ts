import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { RANGES } from './joint.ts';
import type { Key } from './party.store.ts';

/** How many, as another organisation is told: never the number itself. */
const RANGE = (column: string) =>
  sql`case ${sql.join(
    RANGES.map(([below, words]) => sql`when ${sql.ref(column)} < ${sql.lit(below)} then ${sql.lit(words)}`),
    sql` `,
  )} else '100+' end`;

export type CaseRef = { docket: number; caseId: string };
/** False where it stands there already. */
export const insertOwnCase = async (
  tx: Tx,
  c: Key & { case: CaseRef; org: string; issueId: string | null },
): Promise<boolean> =>
  (
    await sql`insert into joint_case (docket_id, joint_id, case_docket, case_id, cso_org, issue_id)
      values (${c.docket}, ${c.jointId}, ${c.case.docket}, ${c.case.caseId}, ${c.org}, ${c.issueId})
      on conflict do nothing returning 1`.execute(tx)
  ).rows.length > 0;

export type OwnCase = { docket: number; caseId: string; number: number; state: string };
/** This organisation's own cases in it; one that is hidden from the member is not there. */
export const ownCases = async (db: Db, key: Key): Promise<OwnCase[]> =>
  (
    await sql<OwnCase>`select c.docket_id as docket, c.case_id as "caseId", c.number, c.state
      from joint_case j join case_file c on c.docket_id = j.case_docket and c.case_id = j.case_id
      where j.docket_id = ${key.docket} and j.joint_id = ${key.jointId} order by c.number`.execute(db)
  ).rows;

/**
 * What the others are told of an organisation's part, made anew from its own cases. By the jobs role, whoever looks: what
 * is hidden from one member must not make the numbers move.
 */
export const keepParts = (tx: Tx, key: Key | undefined, at: { on: string; now: Date }) =>
  sql`with linked as (
      select j.docket_id, j.joint_id, j.cso_org, c.docket_id as case_docket, c.case_id, c.state
      from joint_case j join case_file c on c.docket_id = j.case_docket and c.case_id = j.case_id),
    part as (
      select p.docket_id, p.joint_id, p.no, p.org_id, o.country,
        (select count(*) from linked l where l.docket_id = p.docket_id and l.joint_id = p.joint_id and l.cso_org = p.org_id) as cases,
        (select count(*) from linked l join thread t on t.case_docket = l.case_docket and t.case_id = l.case_id
          where l.docket_id = p.docket_id and l.joint_id = p.joint_id and l.cso_org = p.org_id and t.distinct_worker = 'distinct' and not t.withdrawn) as workers,
        (select coalesce(array_agg(distinct i.code order by i.code), '{}') from linked l join issue i on i.docket_id = l.case_docket and i.case_id = l.case_id
          -- Children and gender-based violence stay in their compartments (reference.md 5.5 rule 7), whenever they are coded.
          where i.code !~ '^CHL-|^VIO-0[23]$' and l.docket_id = p.docket_id and l.joint_id = p.joint_id and l.cso_org = p.org_id) as codes,
        (select coalesce(array_agg(distinct l.state order by l.state), '{}') from linked l
          where l.docket_id = p.docket_id and l.joint_id = p.joint_id and l.cso_org = p.org_id) as states,
        (select (min(d.due_at) at time zone 'UTC')::date from duty d join linked l on l.case_id = d.case_id
          where l.docket_id = p.docket_id and l.joint_id = p.joint_id and l.cso_org = p.org_id and d.cso_org = p.org_id
            and d.done_at is null and d.paused_at is null and d.due_at > ${at.now}) as next_due,
        (select count(*) from duty d join linked l on l.case_id = d.case_id
          where l.docket_id = p.docket_id and l.joint_id = p.joint_id and l.cso_org = p.org_id and d.cso_org = p.org_id
            and d.done_at is null and d.overdue_at is not null) as overdue
      from joint_party p join joint j on j.docket_id = p.docket_id and j.joint_id = p.joint_id join organisation o on o.org_id = p.org_id
      where j.kind = 'investigation' and j.state = 'open' and p.state = 'joined' and p.org_kind in ('cso', 'union')
        and (${key?.jointId ?? null}::uuid is null or (p.docket_id = ${key?.docket ?? null}::int and p.joint_id = ${key?.jointId ?? null}::uuid)))
    insert into joint_part (docket_id, joint_id, no, org_id, country, cases, workers, codes, states, next_due, overdue, as_of)
      select docket_id, joint_id, no, org_id, country, ${RANGE('cases')}, ${RANGE('workers')}, codes, states, next_due, overdue, ${at.on} from part
    on conflict (docket_id, joint_id, no) do update set country = excluded.country, cases = excluded.cases, workers = excluded.workers,
      codes = excluded.codes, states = excluded.states, next_due = excluded.next_due, overdue = excluded.overdue, as_of = excluded.as_of`.execute(
    tx,
  );

export type Part = {
  no: number;
  org_id: string;
  country: string;
  cases: string;
  workers: string;
  codes: string[];
  states: string[];
  next_due: string | null;
  overdue: number;
  as_of: string;
};
export const partsOf = async (db: Db, key: Key): Promise<Part[]> =>
  (
    await sql<Part>`select no, org_id, country, cases, workers, codes, states, next_due, overdue, as_of from joint_part
      where docket_id = ${key.docket} and joint_id = ${key.jointId} order by no`.execute(db)
  ).rows;

export type Place = { name: string | null; country: string | null; tier: number | null };
/** By the asker's own walls: a buyer reads the name of a workplace in its own chain, with its own tier. */
export const placeOf = async (db: Db, docket: number, org: string): Promise<Place> =>
  (
    await sql<Place>`select coalesce(w.name, o.name) as name, coalesce(w.country, o.country) as country,
      (select tier from supply_link l where l.docket_id = d.docket_id and l.buyer_org = ${org}) as tier
      from docket d left join workplace w on w.docket_id = d.docket_id left join organisation o on o.docket_id = d.docket_id
      where d.docket_id = ${docket}`.execute(db)
  ).rows[0] ?? { name: null, country: null, tier: null };

export const organisationsOf = async (
  db: Db,
  ids: readonly string[],
): Promise<{ org_id: string; kind: string; name: string; country: string }[]> =>
  (
    await sql<{ org_id: string; kind: string; name: string; country: string }>`
      select org_id, kind, name, country from organisation where org_id = any (${[...ids]}::text[])`.execute(
      db,
    )
  ).rows;

export const allOrganisations = async (
  db: Db,
): Promise<{ orgId: string; kind: string; name: string; country: string }[]> =>
  (
    await sql<{ orgId: string; kind: string; name: string; country: string }>`
      select org_id as "orgId", kind, name, country from organisation order by name`.execute(db)
  ).rows;
