import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

export type NoticeRow = {
  docket_id: number;
  id: string;
  kind: string;
  commitment: Buffer;
  leaf: number;
  why: 'erased' | 'withdrawn';
  state: 'waiting' | 'sent' | 'acknowledged';
  due_at: Date;
  to_org: string;
  to_name: string | null;
};
const SELECT = sql`select n.docket_id, d.kind, d.id, n.commitment, n.leaf, n.why, n.state, n.due_at, n.to_org, o.name as to_name
  from deletion_notice n join docket d on d.docket_id = n.docket_id left join organisation o on o.org_id = n.to_org`;
const ORDER = sql`order by n.state = 'acknowledged', n.due_at, n.docket_id, n.leaf limit 1000`;

export const noticesTo = async (db: Db, org: string): Promise<NoticeRow[]> =>
  (await sql<NoticeRow>`${SELECT} where n.to_org = ${org} ${ORDER}`.execute(db)).rows;

export const noticesBy = async (db: Db, org: string): Promise<NoticeRow[]> =>
  (await sql<NoticeRow>`${SELECT} where n.cso_org = ${org} and n.to_org <> ${org} ${ORDER}`.execute(db)).rows;

/** Shown to them for the first time. */
export const markSent = (tx: Tx, org: string, at: Date): Promise<unknown> =>
  sql`update deletion_notice set state = 'sent', sent_at = ${at} where to_org = ${org} and state = 'waiting'`.execute(
    tx,
  );

export type Acknowledged = { docket: number; commitment: string; why: string };
export async function acknowledge(
  tx: Tx,
  by: { org: string; member: string; at: Date },
  list: readonly Acknowledged[],
): Promise<number> {
  const { rows } =
    await sql`update deletion_notice n set state = 'acknowledged', acknowledged_at = ${by.at}, acknowledged_by = ${by.member},
      sent_at = coalesce(n.sent_at, ${by.at})
    from unnest(${list.map((l) => l.docket)}::int[], ${list.map((l) => l.commitment)}::text[], ${list.map((l) => l.why)}::text[]) as x(d, c, w)
    where n.docket_id = x.d and n.commitment = decode(x.c, 'hex') and n.why = x.w and n.to_org = ${by.org} returning 1`.execute(
      tx,
    );
  return rows.length;
}

/** What was taken back after a licensee was handed it. By the jobs role; repeatable. */
export const tellOfWithdrawals = (tx: Tx, at: Date, due: Date): Promise<unknown> =>
  sql`insert into deletion_notice (docket_id, commitment, to_org, leaf, why, cso_org, made_at, due_at)
    select distinct s.docket_id, s.commitment, h.to_org, l.leaf, 'withdrawn', s.cso_org, ${at}::timestamptz, ${due}::timestamptz
    from handout h join statement s on s.docket_id = h.docket_id and s.authority is not null and s.cso_org <> h.to_org
    join docket_leaf l on l.docket_id = s.docket_id and l.line = 'statement ' || encode(s.commitment, 'hex') || E'\n' and l.leaf < h.size
    where not exists (select 1 from deletion_notice n where n.docket_id = s.docket_id and n.commitment = s.commitment and n.to_org = h.to_org and n.why = 'withdrawn')`.execute(
    tx,
  );
