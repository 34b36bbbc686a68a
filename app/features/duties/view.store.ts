import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { DueQuery, DueRow, DutyView } from './contract.ts';
import type { DutyStep } from './clocks.ts';

type Event = DutyView['events'][number];
type Row = Omit<DutyView, 'startsAt' | 'dueAt' | 'pausedAt' | 'doneAt' | 'overdueAt' | 'pausedDays'> & {
  startsAt: Date;
  dueAt: Date;
  pausedAt: Date | null;
  paused: number;
  doneAt: Date | null;
  overdueAt: Date | null;
  events: Event[];
};
const VIEW = sql`d.docket_id as docket, d.duty_id as "dutyId", d.kind, d.issue_id as "issueId",
  case when d.org_id <> d.cso_org then coalesce((select o.name from organisation o where o.org_id = d.org_id), d.org_id) end as "owedBy",
  (select i.code from issue i where i.docket_id = d.docket_id and i.issue_id = d.issue_id) as code,
  d.starts_at as "startsAt", d.due_at as "dueAt", d.paused_at as "pausedAt", d.paused_seconds as paused, d.done_at as "doneAt",
  d.overdue_at as "overdueAt", (select coalesce(json_agg(json_build_object('n', e.n, 'act', e.act, 'days', e.days,
      'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'seenBy', m.name,
      'seenAt', to_char(e.seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.n), '[]')
    from duty_event e left join member m on m.member_id = e.seen_by
    where e.docket_id = d.docket_id and e.duty_id = d.duty_id) as events`;

function viewOf<T extends Row>({ paused, ...row }: T) {
  return {
    ...row,
    startsAt: row.startsAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    pausedAt: row.pausedAt?.toISOString() ?? null,
    pausedDays: Math.round(paused / 86_400),
    doneAt: row.doneAt?.toISOString() ?? null,
    overdueAt: row.overdueAt?.toISOString() ?? null,
  };
}

/** Open ones first, the next due first. */
export const dutiesOf = async (db: Db, { docket, caseId }: { docket: number; caseId: string }): Promise<DutyView[]> =>
  (
    await sql<Row>`select ${VIEW} from duty d where d.case_id = ${caseId}
      and exists (select 1 from case_file c where c.docket_id = ${docket} and c.case_id = ${caseId})
      order by d.done_at is not null, d.due_at, d.duty_id`.execute(db)
  ).rows.map(viewOf); // prettier-ignore

type Listed = Row &
  Pick<DueRow, 'caseId' | 'threadId' | 'threadDocket' | 'number' | 'place' | 'urgency' | 'owner'>;
/** Of the most urgent the most late first; not more than anybody reads in a morning. */
const SHOWN = 300;
export async function dueList(
  db: Db,
  of: { org: string; member: string; now: Date } & DueQuery,
): Promise<{ overdue: number; rows: DueRow[] }> {
  const until = new Date(of.now.getTime() + of.within * 86_400_000);
  const mine = of.whose === 'all' ? sql`true` : sql`(c.owner is null or c.owner = ${of.member})`;
  const from = sql`from duty d left join case_file c on c.docket_id = d.docket_id and c.case_id = d.case_id
    left join thread t on t.thread_id = d.thread_id
    left join workplace w on w.docket_id = coalesce(c.placed_in, d.docket_id)
    where d.cso_org = ${of.org} and d.done_at is null and d.paused_at is null and d.kind <> 'task' and ${mine}`;
  const { rows } = await sql<Listed>`select ${VIEW}, d.case_id as "caseId", d.thread_id as "threadId",
      case when d.thread_id is not null then t.docket_id end as "threadDocket", c.number, w.name as place,
      coalesce(c.urgency, t.urgency) as urgency, (select m.name from member m where m.member_id = c.owner) as owner
    ${from} and (d.due_at < ${until} or d.overdue_at is not null)
    order by coalesce(c.urgency, t.urgency, 'P3'), d.due_at limit ${SHOWN}`.execute(db);
  const { rows: late } = await sql<{ n: number }>`select count(*)::int as n ${from} and d.due_at < ${of.now}`.execute(db); // prettier-ignore
  return { overdue: late[0]?.n ?? 0, rows: rows.map(viewOf) };
}

/** Who saw to it, once: the first word stands. */
export const markSeen = async (
  tx: Tx,
  e: { docket: number; dutyId: string; n: number },
  by: { member: string; at: Date },
): Promise<{ found: boolean }> => {
  await sql`update duty_event set seen_by = ${by.member}, seen_at = ${by.at}
    where docket_id = ${e.docket} and duty_id = ${e.dutyId} and n = ${e.n} and seen_at is null`.execute(tx);
  const { rows } = await sql`select 1 from duty_event where docket_id = ${e.docket} and duty_id = ${e.dutyId} and n = ${e.n}`.execute(tx); // prettier-ignore
  return { found: rows.length > 0 };
};

export const stepsOf = async (db: Db, org: string): Promise<DutyStep[]> =>
  (
    await sql<DutyStep>`select kind, after_days as "afterDays", act, mail from duty_step where org_id = ${org}
      order by kind, after_days, act`.execute(db)
  ).rows;

export async function saveSteps(tx: Tx, org: string, steps: readonly DutyStep[]): Promise<void> {
  await sql`delete from duty_step where org_id = ${org}`.execute(tx);
  for (const s of steps)
    await sql`insert into duty_step (org_id, kind, after_days, act, mail) values (${org}, ${s.kind}, ${s.afterDays}, ${s.act}, ${s.mail})
      on conflict do nothing`.execute(tx);
}

/** One who sets the steps at a time. */
export const lockSteps = (tx: Tx, org: string) =>
  sql`select pg_advisory_xact_lock(hashtext(${`duty_step ${org}`}))`.execute(tx);

/** Countries in which this organisation receives reports, its own first. */
export const countriesOf = async (db: Db, org: string): Promise<string[]> =>
  (
    await sql<{ country: string }>`select country from (
        select o.country, 0 as n from organisation o where o.org_id = ${org}
        union all select w.country, 1 from workplace w where w.receiver_org = ${org}) x
      group by country order by min(n), country`.execute(db)
  ).rows.map(({ country }) => country);

export const saveDay = (tx: Tx, d: { org: string; country: string; day: string; works: boolean | null }) =>
  d.works === null
    ? sql`delete from day_off where org_id = ${d.org} and country = ${d.country} and day = ${d.day}`.execute(
        tx,
      )
    : sql`insert into day_off (org_id, country, day, works) values (${d.org}, ${d.country}, ${d.day}, ${d.works})
        on conflict (org_id, country, day) do update set works = excluded.works`.execute(tx);
