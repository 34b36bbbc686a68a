import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { type Calendar, PLAIN } from './calendar.ts';
import { type OwnDay, calendarOf, withOwnDays } from './calendars.store.ts';
import { CLOCKS, type Clock, type ClockAct, type DutyKind, clockAfter } from './clocks.ts';

export type NewDuty = {
  docketId: number;
  dutyId: string;
  kind: DutyKind;
  /** Who owes it. */
  orgId: string;
  csoOrg: string;
  caseId?: string;
  threadId?: string;
  issueId?: string;
  startsAt: Date;
  dueAt: Date;
};
export type DutyKey = { docketId: number; dutyId: string };

/** The same name gives the same id: opening a duty twice opens it once. */
export function dutyIdOf(...name: readonly (string | number)[]): string {
  const hex = createHash('sha256')
    .update(`vouch/duty ${name.join(' ')}`)
    .digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Opens a duty; one of this id that is there stays as it is. */
export const openDuty = async (tx: Tx, d: NewDuty): Promise<void> => {
  await sql`insert into duty (docket_id, duty_id, kind, org_id, cso_org, case_id, thread_id, issue_id, starts_at, due_at)
    values (${d.docketId}, ${d.dutyId}, ${d.kind}, ${d.orgId}, ${d.csoOrg}, ${d.caseId ?? null}, ${d.threadId ?? null},
      ${d.issueId ?? null}, ${d.startsAt}, ${d.dueAt}) on conflict do nothing`.execute(tx);
};

type Row = DutyKey & Clock;
const COLUMNS = sql`docket_id as "docketId", duty_id as "dutyId", kind, due_at as "dueAt", paused_at as "pausedAt",
  paused_seconds as "pausedSeconds", done_at as "doneAt", overdue_at as "overdueAt"`;

async function change(tx: Tx, rows: readonly Row[], act: ClockAct, at: Date): Promise<number> {
  let changed = 0;
  for (const row of rows) {
    const after = clockAfter(row, act, at);
    if (after === row) continue;
    await sql`update duty set due_at = ${after.dueAt}, paused_at = ${after.pausedAt}, paused_seconds = ${after.pausedSeconds},
      done_at = ${after.doneAt} where docket_id = ${row.docketId} and duty_id = ${row.dutyId}`.execute(tx);
    changed++;
  }
  return changed;
}

const openOf = async (tx: Tx, caseId: string, kinds: readonly DutyKind[]): Promise<Row[]> =>
  (
    await sql<Row>`select ${COLUMNS} from duty where case_id = ${caseId} and done_at is null and kind = any(${[...kinds]}::text[])
      order by docket_id, duty_id for update`.execute(tx)
  ).rows;

/** Ends it. Done is done: a second time changes nothing. */
export async function doneDuty(tx: Tx, { docketId, dutyId }: DutyKey, at: Date): Promise<boolean> {
  const { rows } =
    await sql<Row>`select ${COLUMNS} from duty where docket_id = ${docketId} and duty_id = ${dutyId} for update`.execute(
      tx,
    );
  return (await change(tx, rows, 'done', at)) > 0;
}

/** Ends all of these kinds in a case; with an issue, that issue's only. */
export async function doneDuties(
  tx: Tx,
  of: { caseId: string; kinds: readonly DutyKind[]; issueId?: string },
  at: Date,
): Promise<number> {
  const rows = await openOf(tx, of.caseId, of.kinds);
  if (of.issueId === undefined) return change(tx, rows, 'done', at);
  const { rows: mine } = await sql<{ id: string }>`select duty_id as id from duty
    where case_id = ${of.caseId} and issue_id = ${of.issueId}`.execute(tx);
  const ids = new Set(mine.map(({ id }) => id));
  return change(tx, rows.filter(({ dutyId }) => ids.has(dutyId)), 'done', at); // prettier-ignore
}

const PAUSING = (Object.keys(CLOCKS) as DutyKind[]).filter((kind) => CLOCKS[kind].pauses);

/** A worker is waited for: the only pause there is. */
export const pauseDuties = async (
  tx: Tx,
  of: { docketId: number; caseId: string },
  at: Date,
): Promise<number> => change(tx, await openOf(tx, of.caseId, PAUSING), 'worker_awaited', at);
export const resumeDuties = async (
  tx: Tx,
  of: { docketId: number; caseId: string },
  at: Date,
): Promise<number> => change(tx, await openOf(tx, of.caseId, PAUSING), 'worker_spoke', at);

/** The calendar of the place that a docket is about, with the days that the organisation has set for itself there. */
export async function calendarAt(db: Db, docketId: number, org: string): Promise<Calendar> {
  const { rows } = await sql<{ country: string | null }>`select coalesce(
      (select w.country from workplace w where w.docket_id = ${docketId}),
      (select o.country from organisation o where o.docket_id = ${docketId} limit 1),
      (select o.country from organisation o where o.org_id = ${org})) as country`.execute(db);
  const country = rows[0]?.country ?? '';
  if (country === '') return PLAIN;
  return withOwnDays(calendarOf(country), await ownDays(db, org, country));
}

export const ownDays = async (db: Db, org: string, country: string): Promise<OwnDay[]> =>
  (
    await sql<OwnDay>`select day, works from day_off where org_id = ${org} and country = ${country} order by day`.execute(
      db,
    )
  ).rows;

/** A case has one such duty at a time: who would open another asks first. */
export const hasOpen = async (db: Db, caseId: string, kind: DutyKind): Promise<boolean> =>
  (
    await sql`select 1 from duty where case_id = ${caseId} and kind = ${kind} and done_at is null limit 1`.execute(
      db,
    )
  ).rows.length > 0;

/** Reckoned anew because the matter turned out graver or lighter; what is late stays late, pauses stay counted. */
export const regradeDuty = async (tx: Tx, { docketId, dutyId }: DutyKey, dueAt: Date): Promise<void> => {
  await sql`update duty set due_at = ${dueAt}::timestamptz + paused_seconds * interval '1 second'
    where docket_id = ${docketId} and duty_id = ${dutyId} and done_at is null and overdue_at is null`.execute(
    tx,
  );
};
