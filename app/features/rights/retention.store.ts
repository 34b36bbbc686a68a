import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type RuleRow = {
  org_id: string;
  months: number;
  state: 'proposed' | 'standing' | 'off';
  proposed_by: string;
  approved_by: string | null;
  proposer: string | null;
  proposer_role: string | null;
  approver: string | null;
};
const RULE = sql`select r.org_id, r.months, r.state, r.proposed_by, r.approved_by, p.name as proposer, p.role as proposer_role, a.name as approver
  from retention_rule r left join member p on p.member_id = r.proposed_by left join member a on a.member_id = r.approved_by`;

export const ruleOf = async (db: Db, org: string): Promise<RuleRow | undefined> =>
  (await sql<RuleRow>`${RULE} where r.org_id = ${org}`.execute(db)).rows[0];

/** For the jobs role: every organisation's rule that is in force. */
export const standingRules = async (db: Db): Promise<RuleRow[]> =>
  (await sql<RuleRow>`${RULE} where r.state = 'standing' order by r.org_id`.execute(db)).rows;

export const proposeRule = (
  tx: Tx,
  r: { org: string; months: number; member: string; at: Date },
): Promise<unknown> =>
  sql`insert into retention_rule (org_id, months, state, proposed_by, proposed_at) values (${r.org}, ${r.months}, 'proposed', ${r.member}, ${r.at})
    on conflict (org_id) do update set months = excluded.months, state = 'proposed', proposed_by = excluded.proposed_by,
      proposed_at = excluded.proposed_at, approved_by = null, approved_at = null`.execute(tx);

export const saveRule = (
  tx: Tx,
  r: { org: string; state: 'standing' | 'off'; member: string | null; at: Date },
): Promise<unknown> =>
  sql`update retention_rule set state = ${r.state}, approved_by = ${r.member}, approved_at = ${r.at} where org_id = ${r.org}`.execute(
    tx,
  );

/** By the month in which the cases were closed, and not reopened: those closed in [from, until) that still have reports. */
export type DueRow = { month: string; cases: number; reports: number };
const CLOSED = sql`from case_file c join lateral (select max(e.at) as at from case_event e where e.docket_id = c.docket_id and e.case_id = c.case_id) last on true
  join thread t on t.case_docket = c.docket_id and t.case_id = c.case_id and not t.erasing
  where c.state = 'closed'`;

export const dueMonths = async (
  db: Db,
  org: string,
  { from, until }: { from: Date | null; until: Date },
): Promise<DueRow[]> =>
  (
    await sql<DueRow>`select to_char(last.at at time zone 'UTC', 'YYYY-MM') as month, count(distinct c.case_id)::int as cases, count(*)::int as reports
    ${CLOSED} and c.cso_org = ${org} and last.at < ${until} and (${from}::timestamptz is null or last.at >= ${from}::timestamptz)
    group by 1 order by 1`.execute(db)
  ).rows;

/** Wishes by the rule, one a report, for everything in it. Gives how many. By the jobs role. */
export async function wishByRule(
  tx: Tx,
  r: { org: string; proposedBy: string; approvedBy: string },
  when: { until: Date; at: Date },
): Promise<number> {
  const { rows } = await sql`insert into erasure
      (docket_id, erasure_id, thread_id, cso_org, scope, asked_by, reason, asked_member, decided_member, state, asked_at, decided_at)
    select t.docket_id, gen_random_uuid(), t.thread_id, ${r.org}, 'all', 'retention', 'retention', ${r.proposedBy}, ${r.approvedBy}, 'approved', ${when.at}, ${when.at}
    ${CLOSED} and c.cso_org = ${r.org} and last.at < ${when.until}
      and not exists (select 1 from erasure x where x.thread_id = t.thread_id and x.docket_id = t.docket_id and x.scope = 'all'
        and x.state in ('approved', 'sequenced', 'destroyed')) returning 1`.execute(tx);
  return rows.length;
}
