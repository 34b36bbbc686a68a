import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { CodeOf, Voice } from './pattern.ts';

export type PatternKey = { docket: number; patternId: string };
export type CaseOf = { docket: number; caseId: string };
export type PatternLine = {
  docket_id: number;
  pattern_id: string;
  cso_org: string;
  by_name: string;
  orgs: string[];
  names: { orgId: string; name: string }[];
  raised_at: Date;
  about_id: string;
  about_name: string;
  cases: { docket: number; caseId: string; number: number }[];
};

const lines = (where: ReturnType<typeof sql>) =>
  sql<PatternLine>`select p.docket_id, p.pattern_id, p.cso_org, b.name as by_name, p.orgs, p.raised_at, d.id as about_id, coalesce(o.name, d.id) as about_name,
      (select coalesce(json_agg(json_build_object('orgId', x.org_id, 'name', x.name) order by x.name), '[]') from organisation x where x.org_id = any(p.orgs)) as names,
      (select coalesce(json_agg(json_build_object('docket', c.case_docket, 'caseId', c.case_id, 'number', f.number) order by f.number), '[]')
        from pattern_case c join case_file f on f.docket_id = c.case_docket and f.case_id = c.case_id
        where c.docket_id = p.docket_id and c.pattern_id = p.pattern_id) as cases
    from pattern p join docket d on d.docket_id = p.docket_id join organisation b on b.org_id = p.cso_org
    left join organisation o on o.docket_id = p.docket_id where ${where} order by p.raised_at desc, p.pattern_id`;

export const patternsOf = async (db: Db): Promise<PatternLine[]> => (await lines(sql`true`).execute(db)).rows;
export const patternBy = async (
  db: Db,
  { docket, patternId }: PatternKey,
): Promise<PatternLine | undefined> =>
  (await lines(sql`p.docket_id = ${docket} and p.pattern_id = ${patternId}`).execute(db)).rows[0];

export type NewPattern = PatternKey & { org: string; orgs: readonly string[]; at: Date };
export const insertPattern = (tx: Tx, p: NewPattern) =>
  sql`insert into pattern (docket_id, pattern_id, cso_org, orgs, raised_at)
    values (${p.docket}, ${p.patternId}, ${p.org}, ${[...p.orgs]}::text[], ${p.at})`.execute(tx);

/** Those that are cases of this organisation; what isn't is no case here. */
export const ownCases = async (db: Db, org: string, cases: readonly CaseOf[]): Promise<CaseOf[]> =>
  (
    await sql<CaseOf>`select f.docket_id as docket, f.case_id as "caseId" from case_file f
      join unnest(${cases.map((c) => c.docket)}::int[], ${cases.map((c) => c.caseId)}::uuid[]) as x(d, i) on f.docket_id = x.d and f.case_id = x.i
      where f.cso_org = ${org}`.execute(db)
  ).rows;

export const insertCases = (tx: Tx, p: PatternKey & { org: string }, cases: readonly CaseOf[]) =>
  sql`insert into pattern_case (docket_id, pattern_id, case_docket, case_id, cso_org)
    select ${p.docket}, ${p.patternId}, d, i, ${p.org}
    from unnest(${cases.map((c) => c.docket)}::int[], ${cases.map((c) => c.caseId)}::uuid[]) as x(d, i) on conflict do nothing`.execute(
    tx,
  );

/** Recruiters and brokers, whether they take part or not. */
export type Broker = { docket: number; id: string; name: string; country: string };
export const brokersIn = async (db: Db): Promise<Broker[]> =>
  (
    await sql<Broker>`select d.docket_id as docket, d.id, o.name, o.country from organisation o
      join docket d on d.docket_id = o.docket_id where o.kind = 'recruiter' order by o.name`.execute(db)
  ).rows;

/**
 * Everybody behind a pattern, of every organisation in it, as the role sees them that sees codes and no words. `refused`:
 * the last word about telling an authority, this one or any, is not yes.
 */
export const voicesOf = async (
  db: Db,
  { docket, patternId }: PatternKey,
  toOrg: string | null,
): Promise<Voice[]> =>
  (
    await sql<Voice>`select c.case_id as "caseId", c.cso_org as org, t.thread_id as "threadId", t.distinct_worker = 'distinct' as distinct,
        t.withdrawn or t.erasing as withdrawn, to_char(t.received_day, 'YYYY-MM-DD') as day, coalesce(w.country, o.country, '') as country,
        exists (select 1 from (select distinct on (coalesce(s.for_org, '')) s.for_org, s.state from consent s
          where s.thread_id = t.thread_id and s.scope = 'share_with_authority' order by coalesce(s.for_org, ''), s.at desc, s.state <> 'given' desc) last
          where last.state <> 'given' and (last.for_org is null or ${toOrg}::text is null or last.for_org = ${toOrg})) as refused
      from pattern_case c join thread t on t.case_docket = c.case_docket and t.case_id = c.case_id
      left join workplace w on w.docket_id = t.placed_in left join organisation o on o.org_id = c.cso_org
      where c.docket_id = ${docket} and c.pattern_id = ${patternId} order by t.thread_id`.execute(db)
  ).rows;

export const codesOf = async (db: Db, { docket, patternId }: PatternKey): Promise<CodeOf[]> =>
  (
    await sql<CodeOf>`select i.case_id as "caseId", i.code from pattern_case c
      join issue i on i.docket_id = c.case_docket and i.case_id = c.case_id
      where c.docket_id = ${docket} and c.pattern_id = ${patternId} order by 1, 2`.execute(db)
  ).rows;
