import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ThreadKey } from '../cases/index.ts';
import { FIRST_SUB_STATUSES, type SubStatus } from './sub-statuses.ts';

const here = ({ docket, threadId }: ThreadKey) => sql`docket_id = ${docket} and thread_id = ${threadId}`;

export const saveAssignee = (tx: Tx, key: ThreadKey, a: { to: string | null; by: string }) =>
  sql`update thread set assignee = ${a.to}, queued_by = ${a.by} where ${here(key)}`.execute(tx);

export type Later = { subStatus: string | null; until: Date | null; by: string };
export const saveLater = (tx: Tx, key: ThreadKey, l: Later) =>
  sql`update thread set sub_status = ${l.subStatus}, snoozed_until = ${l.until}, queued_by = ${l.by} where ${here(key)}`.execute(
    tx,
  );

export type Coded = { language: string | null; jobseeker: boolean; by: string };
export const saveCoded = (tx: Tx, key: ThreadKey, c: Coded) =>
  sql`update thread set language = ${c.language}, jobseeker = ${c.jobseeker}, queued_by = ${c.by} where ${here(key)}`.execute(
    tx,
  );

export type Written = { channel: string; language: string | null; jobseeker: boolean; by: string };
export const saveWritten = (tx: Tx, key: ThreadKey, w: Written) =>
  sql`update thread set channel = ${w.channel}, language = ${w.language}, jobseeker = ${w.jobseeker}, written_by = ${w.by}, queued_by = ${w.by}
    where ${here(key)}`.execute(tx);

export const writtenBy = async (tx: Tx, key: ThreadKey): Promise<string | null | undefined> =>
  (
    await sql<{
      written_by: string | null;
    }>`select written_by from thread where ${here(key)} for update`.execute(tx)
  ).rows[0]?.written_by;

/** Those who work on cases here, by name. */
export const colleagues = async (db: Db, org: string): Promise<{ memberId: string; name: string }[]> =>
  (
    await sql<{ memberId: string; name: string }>`select member_id as "memberId", name from member
      where org_id = ${org} and role in ('lead','caseworker') and state = 'active' order by name, member_id`.execute(
      db,
    )
  ).rows;

export const memberName = async (db: Db, org: string, memberId: string): Promise<string | undefined> =>
  (await colleagues(db, org)).find((one) => one.memberId === memberId)?.name;

type SettingRow = { sub_statuses: SubStatus[]; version: number };
const settingRow = async (db: Db, org: string): Promise<SettingRow | undefined> =>
  (await sql<SettingRow>`select sub_statuses, version from triage_setting where org_id = ${org}`.execute(db))
    .rows[0];
export const settingOf = async (
  db: Db,
  org: string,
): Promise<{ subStatuses: readonly SubStatus[]; version: number }> => {
  const row = await settingRow(db, org);
  return row
    ? { subStatuses: row.sub_statuses, version: row.version }
    : { subStatuses: FIRST_SUB_STATUSES, version: 0 };
};
export const subStatusesOf = async (db: Db, org: string): Promise<readonly SubStatus[]> =>
  (await settingOf(db, org)).subStatuses;

export type NewSetting = { org: string; subStatuses: readonly SubStatus[]; version: number; at: Date; by: string }; // prettier-ignore
export const saveSetting = (tx: Tx, s: NewSetting) =>
  sql`insert into triage_setting (org_id, sub_statuses, version, changed_at, changed_by)
    values (${s.org}, ${JSON.stringify(s.subStatuses)}, ${s.version}, ${s.at}, ${s.by})
    on conflict (org_id) do update set sub_statuses = excluded.sub_statuses, version = excluded.version,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx);

/** The keys in use to which the team's own words are sealed. */
export const ringOf = async (db: Db, org: string): Promise<string[]> =>
  (
    await sql<{ kid: string }>`select kid from org_key where org_id = ${org} and current`.execute(db)
  ).rows.map(({ kid }) => kid);
