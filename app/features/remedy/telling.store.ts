import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { CAREFUL, type TellingRule } from './batch.ts';

export type StandingRule = TellingRule & { setOn: string | null };
/** What the organisation has set, or the careful setting. */
export async function ruleOf(db: Db, org: string): Promise<StandingRule> {
  const { rows } = await sql<StandingRule>`select every_days as "everyDays", weekday, min_days as "minDays",
    extra_days as "extraDays", to_char(set_at at time zone 'UTC', 'YYYY-MM-DD') as "setOn"
    from telling_rule where org_id = ${org}`.execute(db);
  return rows[0] ?? { ...CAREFUL, setOn: null };
}

export const saveRule = (tx: Tx, org: string, r: TellingRule & { member: string; at: Date }) =>
  sql`insert into telling_rule (org_id, every_days, weekday, min_days, extra_days, set_at, set_by)
    values (${org}, ${r.everyDays}, ${r.weekday}, ${r.minDays}, ${r.extraDays}, ${r.at}, ${r.member})
    on conflict (org_id) do update set every_days = excluded.every_days, weekday = excluded.weekday, min_days = excluded.min_days,
      extra_days = excluded.extra_days, set_at = excluded.set_at, set_by = excluded.set_by`.execute(tx);
