import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import { labelOf } from '../cases/index.ts';
import type { EmployerDisclosure } from './contract.ts';
import { dayOf } from './days.ts';

/** A disclosure with what whoever answers it needs. Case, issue and times never leave the server towards a business. */
export type DisclosureRow = {
  docket_id: number;
  disclosure_id: string;
  case_id: string;
  issue_id: string;
  cso_org: string;
  to_org: string;
  from_name: string;
  place: string;
  code: string;
  visible_from: Date;
  due_at: Date | null;
  told_how: string | null;
  outcome: EmployerDisclosure['outcome'];
  envelope: string | null;
  kid: string | null;
  jwk: Record<string, unknown> | null;
  /** Keys in use of the business; none where it does not sign in. */
  own_kids: string[];
  cso_kids: string[];
  proposed: number;
  reported: number;
  overdue: number;
  waiting: number;
};

const rowsOf = (where: RawBuilder<unknown>, today: string) =>
  sql<DisclosureRow>`select d.docket_id, d.disclosure_id, d.case_id, d.issue_id, d.cso_org, d.to_org, coalesce(c.name, d.cso_org) as from_name,
    coalesce(w.name, o.name, '') as place, d.code, d.visible_from, d.due_at, d.told_how, d.outcome, e.content as envelope, k.kid, k.jwk,
    (select coalesce(array_agg(own.kid), '{}') from org_key own where own.org_id = d.to_org and own.current) as own_kids,
    (select coalesce(array_agg(own.kid), '{}') from org_key own where own.org_id = d.cso_org and own.current) as cso_kids,
    a.proposed, a.reported, a.overdue,
    (select count(*)::int from told_word q where q.docket_id = d.docket_id and q.disclosure_id = d.disclosure_id and q.kind = 'question'
      and not exists (select 1 from told_word r where r.docket_id = q.docket_id and r.re = q.word_id and r.kind = 'answer')) as waiting
    from disclosure d
    left join organisation c on c.org_id = d.cso_org
    left join organisation o on o.org_id = d.to_org
    left join workplace w on w.docket_id = d.docket_id
    left join org_key k on k.org_id = d.cso_org and k.current
    left join envelope e on e.docket_id = d.docket_id and e.statement_id = d.disclosure_id
    cross join lateral (select count(*)::int as proposed, count(*) filter (where a.state = 'done_reported')::int as reported,
        count(*) filter (where a.state in ('proposed', 'open', 'in_progress') and a.due_date < ${today}::date)::int as overdue
      from action a where a.docket_id = d.docket_id and a.disclosure_id = d.disclosure_id) a
    where ${where} order by d.visible_from desc, d.disclosure_id`;

/** Row-level security leaves those told to this business whose day has come; `to_org` says it once more. */
const toBusiness = (org: string) => sql`d.to_org = ${org}`;

export const disclosuresTo = async (db: Db, org: string, today: string): Promise<EmployerDisclosure[]> =>
  (await rowsOf(toBusiness(org), today).execute(db)).rows.map(listed);

export const disclosureTo = async (
  db: Db,
  org: string,
  key: { docket: number; id: string; today: string },
): Promise<DisclosureRow | undefined> =>
  (
    await rowsOf(
      sql`${toBusiness(org)} and d.docket_id = ${key.docket} and d.disclosure_id = ${key.id}`,
      key.today,
    ).execute(db)
  ).rows[0];

/** For the organisation on the case: whatever the day. */
export const disclosureOfCase = async (
  db: Db,
  cso: string,
  key: { docket: number; caseId: string; id: string; today: string },
): Promise<DisclosureRow | undefined> =>
  (
    await rowsOf(
      sql`d.cso_org = ${cso} and d.docket_id = ${key.docket} and d.disclosure_id = ${key.id} and d.case_id = ${key.caseId}`,
      key.today,
    ).execute(db)
  ).rows[0];

export const disclosuresOfCase = async (
  db: Db,
  key: { docket: number; caseId: string; today: string },
): Promise<DisclosureRow[]> =>
  (await rowsOf(sql`d.docket_id = ${key.docket} and d.case_id = ${key.caseId}`, key.today).execute(db)).rows;

/** As a business reads it: days, and the word of the last finished round. */
export const listed = (r: DisclosureRow): EmployerDisclosure => ({
  docket: r.docket_id,
  id: r.disclosure_id,
  place: r.place,
  from: r.from_name,
  code: r.code,
  label: labelOf(r.code),
  visibleFrom: dayOf(r.visible_from),
  dueDay: r.due_at && dayOf(r.due_at),
  status: r.reported > 0 ? 'done_reported' : r.proposed > 0 ? 'proposed' : 'new',
  overdue: r.overdue,
  waiting: r.waiting,
  outcome: r.outcome,
});

/** Days until a business first said anything, as a median over all it was told: plans, questions, whoever wrote them down. */
export const answeredIn = async (db: Db, business: string): Promise<number | null> =>
  (
    await sql<{
      days: number | null;
    }>`select percentile_disc(0.5) within group (order by first.day - d.visible_from::date)::int as days
      from disclosure d cross join lateral (select min(day) as day from (
          select a.proposed_at::date as day from action a where a.docket_id = d.docket_id and a.disclosure_id = d.disclosure_id
          union all select q.at::date from told_word q where q.docket_id = d.docket_id and q.disclosure_id = d.disclosure_id and q.kind = 'question') said) first
      where d.to_org = ${business} and first.day is not null`.execute(db)
  ).rows[0]?.days ?? null;
