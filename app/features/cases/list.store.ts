import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { CASE_STATES } from './case-states.ts';
import type { CaseLine, CaseLines, LinesQuery } from './list.contract.ts';

export const openCaseOfThread = async (
  tx: Tx,
  t: { threadDocket: number; threadId: string },
): Promise<{ docket: number; caseId: string } | undefined> =>
  (
    await sql<{
      docket: number;
      caseId: string;
    }>`select c.docket_id as docket, c.case_id as "caseId" from thread t
      join case_file c on c.docket_id = t.case_docket and c.case_id = t.case_id
      where t.docket_id = ${t.threadDocket} and t.thread_id = ${t.threadId} and c.state <> 'closed'`.execute(
      tx,
    )
  ).rows[0];

/** The next clock that runs, of each case. */
const NEXT = sql`(select min(y.due_at) from duty y where y.case_id = c.case_id and y.done_at is null and y.paused_at is null)`;
const LATE = (now: Date) =>
  sql`exists (select 1 from duty y where y.case_id = c.case_id and y.done_at is null and y.paused_at is null and y.due_at < ${now})`;

/** Text that is looked for, as it is: `%` and `_` have no meaning of their own. */
const like = (word: string): string => `%${word.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`;

/** One word must fit the number, the place, a code, the state, the urgency or the owner. */
const fitting = (word: string): RawBuilder<unknown> => sql`(c.number::text = ${word.replace(/^#/, '')} or coalesce(w.name, o.name, '') ilike ${like(word)}
  or replace(c.state, '_', ' ') ilike ${like(word)} or c.urgency = upper(${word}) or m.name ilike ${like(word)}
  or exists (select 1 from issue i where i.docket_id = c.docket_id and i.case_id = c.case_id and i.code ilike ${like(word)}))`; // prettier-ignore

function wheres(q: LinesQuery, of: { org: string; member: string; now: Date }): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [sql`c.cso_org = ${of.org}`];
  if (q.state === 'open') all.push(sql`c.state <> 'closed'`);
  else if (q.state !== 'all') all.push(sql`c.state = ${q.state}`);
  if (q.urgency) all.push(sql`c.urgency = ${q.urgency}`);
  if (q.owner === 'me') all.push(sql`c.owner = ${of.member}`);
  else if (q.owner === 'nobody') all.push(sql`c.owner is null`);
  else if (q.owner) all.push(sql`c.owner = ${q.owner}`);
  if (q.overdue) all.push(LATE(of.now));
  if (q.tasks)
    all.push(sql`exists (select 1 from task k where k.docket_id = c.docket_id and k.case_id = c.case_id and k.done_at is null
      and k.owner = ${of.member} and k.due_on <= ${of.now.toISOString().slice(0, 10)})`);
  for (const word of q.search.split(/\s+/).filter(Boolean).slice(0, 6)) all.push(fitting(word));
  return sql.join(all, sql` and `);
}

const SORTS: Readonly<Record<LinesQuery['sort'], RawBuilder<unknown>>> = {
  urgency: sql`c.urgency`,
  number: sql`c.number`,
  place: sql`coalesce(w.name, o.name)`,
  state: sql`array_position(${[...CASE_STATES]}::text[], c.state)`,
  due: NEXT,
  first: sql`c.first_received`,
  owner: sql`m.name`,
};

const FROM = sql`from case_file c left join workplace w on w.docket_id = c.placed_in
  left join lateral (select o.name from organisation o where o.docket_id = c.placed_in limit 1) o on true
  left join member m on m.member_id = c.owner`;

/** A page of lines. The page is cut first; what each line shows beside is looked up for its rows alone. */
export async function caseLines(
  db: Db,
  q: LinesQuery,
  of: { org: string; member: string; now: Date },
): Promise<CaseLines> {
  const where = wheres(q, of);
  const direction = q.dir === 'desc' ? sql`desc nulls last` : sql`asc nulls last`;
  const { rows } = await sql<CaseLine & { total: number }>`
    with page as (select c.docket_id, c.case_id, row_number() over (order by ${SORTS[q.sort]} ${direction}, c.first_received, c.number) as place,
        count(*) over ()::int as total
      ${FROM} where ${where} order by place limit ${q.limit} offset ${q.from})
    select c.docket_id as docket, c.case_id as "caseId", c.number, c.state, c.closure, c.urgency, c.seq,
      to_char(c.first_received at time zone 'UTC', 'YYYY-MM-DD') as first, coalesce(w.name, o.name) as place, c.owner as "ownerId", m.name as owner,
      to_char(c.due at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as due, coalesce(c.due < ${of.now}, false) as overdue,
      c.threads, c.tasks, c.issues, c.total
    from (select c.*, p.place as at, p.total, ${NEXT} as due,
        (select coalesce(max(seq), 0) from case_event e where e.docket_id = c.docket_id and e.case_id = c.case_id) as seq,
        (select count(*)::int from thread t where t.case_docket = c.docket_id and t.case_id = c.case_id) as threads,
        (select count(*)::int from task k where k.docket_id = c.docket_id and k.case_id = c.case_id and k.done_at is null) as tasks,
        (select coalesce(json_agg(json_build_object('code', i.code, 'outcome', i.outcome) order by i.severity desc, i.code), '[]')
          from issue i where i.docket_id = c.docket_id and i.case_id = c.case_id) as issues
      from page p join case_file c on c.docket_id = p.docket_id and c.case_id = p.case_id) c
    left join workplace w on w.docket_id = c.placed_in
    left join lateral (select o.name from organisation o where o.docket_id = c.placed_in limit 1) o on true
    left join member m on m.member_id = c.owner
    order by c.at`.execute(db);
  const lines = rows.map(({ total: _, ...line }) => line);
  if (rows[0]) return { total: rows[0].total, from: q.from, rows: lines };
  const total = q.from === 0 ? 0 : await countLines(db, where);
  return { total, from: q.from, rows: [] };
}

const countLines = async (db: Db, where: RawBuilder<unknown>): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n ${FROM} where ${where}`.execute(db)).rows[0]?.n ?? 0;

/** Who works on cases here, for the choice of an owner. */
export const teamOf = async (db: Db, org: string): Promise<{ memberId: string; name: string }[]> =>
  (
    await sql<{ memberId: string; name: string }>`select member_id as "memberId", name from member
      where org_id = ${org} and state = 'active' and role in ('caseworker', 'lead') order by name`.execute(db)
  ).rows;

type Owned = { owner: string | null; ownerName: string | null; byName: string | null };
/** The case, held, with who answers for it and who said so. */
export async function lockOwner(tx: Tx, c: { docket: number; caseId: string }): Promise<Owned | undefined> {
  await sql`select 1 from case_file where docket_id = ${c.docket} and case_id = ${c.caseId} for update`.execute(tx); // prettier-ignore
  const { rows } = await sql<Owned>`select c.owner, m.name as "ownerName", b.name as "byName" from case_file c
    left join member m on m.member_id = c.owner left join member b on b.member_id = c.owner_by
    where c.docket_id = ${c.docket} and c.case_id = ${c.caseId}`.execute(tx);
  return rows[0];
}
export const saveOwner = (tx: Tx, c: { docket: number; caseId: string; owner: string | null; by: string }) =>
  sql`update case_file set owner = ${c.owner}, owner_by = ${c.by} where docket_id = ${c.docket} and case_id = ${c.caseId}`.execute(
    tx,
  );

type ListRow = { listId: string; name: string; shared: boolean; own: boolean; filters: CaseListFilters };
type CaseListFilters = Record<string, string | boolean>;
export const listsOf = async (db: Db, of: { org: string; member: string }): Promise<ListRow[]> =>
  (
    await sql<ListRow>`select list_id as "listId", name, shared, by_member = ${of.member} as own, filters from case_list
      where org_id = ${of.org} and (shared or by_member = ${of.member}) order by name, list_id`.execute(db)
  ).rows;
export const saveList = (
  tx: Tx,
  l: { org: string; listId: string; member: string; name: string; shared: boolean; filters: object },
) =>
  sql`insert into case_list (org_id, list_id, by_member, shared, name, filters)
    values (${l.org}, ${l.listId}, ${l.member}, ${l.shared}, ${l.name}, ${JSON.stringify(l.filters)})
    on conflict (org_id, list_id) do update set name = excluded.name, shared = excluded.shared, filters = excluded.filters
      where case_list.by_member = excluded.by_member`.execute(tx);
export const removeList = async (tx: Tx, l: { org: string; listId: string; member: string }) =>
  (
    await sql`delete from case_list where org_id = ${l.org} and list_id = ${l.listId} and by_member = ${l.member} returning 1`.execute(
      tx,
    )
  ).rows.length;

export const homeOf = async (db: Db, org: string): Promise<string | undefined> =>
  (await sql<{ country: string }>`select country from organisation where org_id = ${org}`.execute(db)).rows[0]
    ?.country;
