/** What the clock finds: late duties, steps whose day has come, reports that nobody answered in time. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Clock, DutyKind, DutyStep, StepAct, TakenStep } from './clocks.ts';
import type { DutyKey } from './store.ts';

export type LateDuty = DutyKey &
  Clock & { csoOrg: string; caseId: string | null; threadId: string | null; events: number };

const LATE = sql`d.docket_id as "docketId", d.duty_id as "dutyId", d.kind, d.due_at as "dueAt", d.paused_at as "pausedAt",
  d.paused_seconds as "pausedSeconds", d.done_at as "doneAt", d.overdue_at as "overdueAt", d.cso_org as "csoOrg",
  d.case_id as "caseId", d.thread_id as "threadId",
  (select coalesce(max(n), 0) from duty_event e where e.docket_id = d.docket_id and e.duty_id = d.duty_id) as events`;
/** One run looks at so many at most; the next run finds the rest. */
const AT_ONCE = 500;

export const newlyLate = async (db: Db, now: Date): Promise<LateDuty[]> =>
  (
    await sql<LateDuty>`select ${LATE} from duty d where d.done_at is null and d.paused_at is null and d.overdue_at is null
      and d.due_at < ${now} order by d.due_at limit ${AT_ONCE}`.execute(db)
  ).rows;

/** Held, and as it is now: a colleague may have done it since it was found. */
export async function lockLate(tx: Tx, key: DutyKey): Promise<LateDuty | undefined> {
  await sql`select 1 from duty where docket_id = ${key.docketId} and duty_id = ${key.dutyId} for update`.execute(
    tx,
  );
  const { rows } =
    await sql<LateDuty>`select ${LATE} from duty d where d.docket_id = ${key.docketId} and d.duty_id = ${key.dutyId}`.execute(
      tx,
    );
  return rows[0];
}

export const markOverdue = (tx: Tx, key: DutyKey, at: Date) =>
  sql`update duty set overdue_at = ${at} where docket_id = ${key.docketId} and duty_id = ${key.dutyId}`.execute(
    tx,
  );

export const addEvent = (tx: Tx, d: LateDuty, e: { n: number; act: 'overdue' | StepAct; days: number; at: Date }) =>
  sql`with taken as (update duty set step = step + ${e.act === 'overdue' ? 0 : 1} where docket_id = ${d.docketId} and duty_id = ${d.dutyId})
    insert into duty_event (docket_id, duty_id, n, cso_org, case_id, thread_id, act, days, at)
    values (${d.docketId}, ${d.dutyId}, ${e.n}, ${d.csoOrg}, ${d.caseId}, ${d.threadId}, ${e.act}, ${e.days}, ${e.at})`.execute(
    tx,
  ); // prettier-ignore

export const takenOf = async (db: Db, key: DutyKey): Promise<TakenStep[]> =>
  (
    await sql<TakenStep>`select act, days from duty_event where docket_id = ${key.docketId} and duty_id = ${key.dutyId}`.execute(
      db,
    )
  ).rows;

export type Overdue = LateDuty & { taken: TakenStep[] };
/** Late and open, with what was done about each. */
export const overdueOnes = async (db: Db): Promise<Overdue[]> =>
  (
    await sql<Overdue>`select ${LATE}, (select coalesce(json_agg(json_build_object('act', e.act, 'days', e.days)), '[]') from duty_event e
        where e.docket_id = d.docket_id and e.duty_id = d.duty_id) as taken
      from duty d where d.done_at is null and d.paused_at is null and d.overdue_at is not null order by d.due_at`.execute(
      db,
    )
  ).rows;

type StepRow = DutyStep & { org: string };
export const allSteps = async (db: Db): Promise<ReadonlyMap<string, DutyStep[]>> => {
  const { rows } =
    await sql<StepRow>`select org_id as org, kind, after_days as "afterDays", act, mail from duty_step
    order by org_id, kind, after_days, act`.execute(db);
  const found = new Map<string, DutyStep[]>();
  for (const { org, ...step } of rows) found.set(org, [...(found.get(org) ?? []), step]);
  return found;
};

/** The message without content that urgent reports have too: it says that something waits, to whoever is on call. */
export const alertTeam = (tx: Tx, org: string) =>
  sql`insert into alert (alert_id, org_id) values (${randomUUID()}, ${org})`.execute(tx);

export type Unanswered = { docketId: number; threadId: string; org: string; dueAt: Date };
/** Reports and messages that wait for us longer than they may, and have no duty that says so. */
export const unanswered = async (db: Db, now: Date): Promise<Unanswered[]> =>
  (
    await sql<Unanswered>`select t.placed_in as "docketId", t.thread_id as "threadId", t.receiver_org as org, t.due_at as "dueAt"
      from thread t where t.state = 'waiting' and t.due_at < ${now} and not t.withdrawn and not exists (select 1 from duty d
        where d.thread_id = t.thread_id and d.kind = 'reply' and d.done_at is null)
      order by t.due_at limit ${AT_ONCE}`.execute(db)
  ).rows;

/** Late answers that have been given since. */
export const answeredSince = async (db: Db): Promise<(DutyKey & { csoOrg: string; kind: DutyKind })[]> =>
  (
    await sql<DutyKey & { csoOrg: string; kind: DutyKind }>`select d.docket_id as "docketId", d.duty_id as "dutyId", d.cso_org as "csoOrg", d.kind
      from duty d join thread t on t.thread_id = d.thread_id
      where d.kind = 'reply' and d.done_at is null and (t.state <> 'waiting' or t.withdrawn)`.execute(db)
  ).rows; // prettier-ignore
