import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { PaceAnswer, SectorAnswer } from './contract.ts';
import type { FirstPlan, Pace, Told } from './pace.ts';

export const lockPace = (tx: Tx) => sql`select pg_advisory_xact_lock(7623)`.execute(tx);

export const firstTold = async (db: Db): Promise<Date | null> =>
  (await sql<{ at: Date | null }>`select min(visible_from) as at from disclosure`.execute(db)).rows[0]?.at ??
  null;

export const quartersMade = async (db: Db): Promise<Set<string>> =>
  new Set(
    (await sql<{ quarter: string }>`select distinct quarter from supplier_pace`.execute(db)).rows.map(
      ({ quarter }) => quarter,
    ),
  );

export type PlaceRow = {
  docket_id: number;
  sector: string;
  headcount: number;
  buyers: string[];
  workers: number;
  told: Told[];
  remediations: number;
  joined: number;
};
/** Every workplace, with what its business was told in the quarter and who stands behind it, as of the quarter's end. */
export const placesIn = async (db: Db, q: { from: Date; until: Date }): Promise<PlaceRow[]> =>
  (
    await sql<PlaceRow>`with told as (
        select c.placed_in, d.docket_id, d.case_id, d.issue_id, d.visible_from, d.outcome, i.due_at, i.claimed_at,
          (select min(a.proposed_at) from action a where a.docket_id = d.docket_id and a.disclosure_id = d.disclosure_id and a.proposed_at < ${q.until}) as planned
        from disclosure d join case_file c on c.docket_id = d.docket_id and c.case_id = d.case_id
        join issue i on i.docket_id = d.docket_id and i.issue_id = d.issue_id
        where d.visible_from >= ${q.from} and d.visible_from < ${q.until} and d.to_org is not null)
      select w.docket_id, w.sector, w.headcount, w.buyers,
        (select count(distinct t.thread_id)::int from thread t join told x on x.docket_id = t.case_docket and x.case_id = t.case_id
          where x.placed_in = w.docket_id and t.distinct_worker = 'distinct' and not t.withdrawn and not t.erasing) as workers,
        (select coalesce(json_agg(json_build_object(
            'daysToPlan', floor(extract(epoch from x.planned - x.visible_from) / 86400)::int,
            'overdue', coalesce(x.due_at < ${q.until} and (x.claimed_at is null or x.claimed_at > x.due_at), false),
            'outcome', x.outcome)), '[]') from told x where x.placed_in = w.docket_id) as told,
        (select count(*)::int from joint j where j.docket_id = w.docket_id and j.kind = 'remediation' and j.opened_on >= ${q.from}::date and j.opened_on < ${q.until}::date) as remediations,
        (select count(*)::int from joint j join joint_party p on p.docket_id = j.docket_id and p.joint_id = j.joint_id
          where j.docket_id = w.docket_id and j.kind = 'remediation' and p.org_kind = 'buyer' and p.state in ('joined', 'left')
            and j.opened_on >= ${q.from}::date and j.opened_on < ${q.until}::date) as joined
      from workplace w order by w.docket_id`.execute(db)
  ).rows;

export const savePace = (
  tx: Tx,
  p: { docket: number; quarter: string; buyers: string[]; on: string },
  pace: Pace,
) =>
  sql`insert into supplier_pace (docket_id, quarter, buyers, state, first_plan, overdue, disputed, made_on)
    values (${p.docket}, ${p.quarter}, ${p.buyers}::text[], ${pace.state}, ${pace.state === 'shown' ? pace.firstPlan : null},
      ${pace.state === 'shown' ? pace.overdue : null}, ${pace.state === 'shown' ? pace.disputed : null}, ${p.on})
    on conflict do nothing`.execute(tx);

export type NewSector = {
  sector: string;
  quarter: string;
  state: 'shown' | 'too_few';
  remediations: string | null;
  joined: string | null;
  overdue: string | null;
  disputed: string | null;
  on: string;
};
export const saveSector = (tx: Tx, s: NewSector) =>
  sql`insert into sector_pace (sector, quarter, state, remediations, joined, overdue, disputed, made_on)
    values (${s.sector}, ${s.quarter}, ${s.state}, ${s.remediations}, ${s.joined}, ${s.overdue}, ${s.disputed}, ${s.on})
    on conflict do nothing`.execute(tx);

/** The buyer's own chain, every place in every closed quarter: one that has nothing to show stands there like the rest. */
export const paceOfChain = async (db: Db, org: string): Promise<PaceAnswer['rows']> =>
  (
    await sql<PaceAnswer['rows'][number] & { firstPlan: FirstPlan | null }>`
      select p.docket_id as docket, w.name, w.country, l.tier, p.quarter, p.state, p.first_plan as "firstPlan", p.overdue, p.disputed
      from supplier_pace p join supply_link l on l.docket_id = p.docket_id and l.buyer_org = ${org}
      join workplace w on w.docket_id = p.docket_id order by p.quarter desc, l.tier, w.name`.execute(db)
  ).rows;

export const paceOfSectors = async (db: Db): Promise<SectorAnswer['rows']> =>
  (
    await sql<
      SectorAnswer['rows'][number]
    >`select sector, quarter, state, remediations, joined, overdue, disputed
      from sector_pace order by quarter desc, sector`.execute(db)
  ).rows;

/** Plans and outcomes as of today, once a day: an hour would tell when somebody answered. */
export const refreshPlans = (tx: Tx, today: string) =>
  sql`update joint j set as_of = ${today}::date,
      plan = coalesce((select case a.state when 'done_reported' then 'done_reported' when 'proposed' then 'proposed' else 'in_progress' end
        from action a where a.docket_id = k.case_docket and a.issue_id = k.issue_id and a.state <> 'cancelled_with_reason'
        order by array_position(array['done_reported', 'in_progress', 'open', 'proposed'], a.state) limit 1), 'none'),
      outcome = (select d.outcome from disclosure d where d.docket_id = k.case_docket and d.issue_id = k.issue_id order by d.visible_from desc limit 1)
    from joint_case k where k.docket_id = j.docket_id and k.joint_id = j.joint_id and k.issue_id is not null
      and j.kind = 'remediation' and j.state = 'open' and j.as_of < ${today}::date`.execute(tx);
