import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { NoticeInput, PublicQuery, Texts } from './contract.ts';
import type { Evidence, Kind, NoticeState } from './notice.ts';

export type Notice = {
  notice_id: string;
  cso_org: string;
  seq: number;
  kind: Kind;
  state: NoticeState;
  country: string;
  region: string | null;
  corridor: string | null;
  texts: Texts;
  valid_from: string;
  valid_until: string;
  place_docket: number | null;
  subject_org: string | null;
  subject_name: string | null;
  evidence: Evidence | null;
  invited_on: string | null;
  reply_until: string | null;
  reply: { en?: string; my?: string; th?: string } | null;
  replied_at: Date | null;
  written_by: string;
  published_at: Date | null;
  withdrawn_at: Date | null;
  by_name: string;
};
const COLUMNS = sql`notice_id, cso_org, seq, kind, state, country, region, corridor, texts, valid_from, valid_until, place_docket,
  subject_org, subject_name, evidence, invited_on, reply_until, reply, replied_at, written_by, published_at, withdrawn_at,
  (select o.name from organisation o where o.org_id = notice.cso_org) as by_name`;

export const noticesOf = async (db: Db, org: string): Promise<Notice[]> =>
  (
    await sql<Notice>`select ${COLUMNS} from notice where cso_org = ${org} order by written_at desc, notice_id`.execute(
      db,
    )
  ).rows;

export const noticesAbout = async (db: Db, org: string): Promise<Notice[]> =>
  (
    await sql<Notice>`select ${COLUMNS} from notice where subject_org = ${org} and invited_on is not null order by invited_on desc, notice_id`.execute(
      db,
    )
  ).rows;

export async function lockNotice(tx: Tx, id: string): Promise<Notice | undefined> {
  await sql`select 1 from notice where notice_id = ${id} for update`.execute(tx);
  return (await sql<Notice>`select ${COLUMNS} from notice where notice_id = ${id}`.execute(tx)).rows[0];
}

export type By = { org: string; member: string; at: Date };
export const insertNotice = (tx: Tx, n: NoticeInput, { org, member, at }: By) =>
  sql`insert into notice (notice_id, cso_org, kind, state, country, region, corridor, texts, valid_from, valid_until, place_docket,
      subject_org, subject_name, evidence, written_by, written_at)
    values (${n.noticeId}, ${org}, ${n.kind}, 'draft', ${n.country}, ${n.region}, ${n.corridor}, ${JSON.stringify(n.texts)}::jsonb,
      ${n.validFrom}, ${n.validUntil}, ${n.placeDocket}, ${n.subjectOrg}, ${n.subjectName}, ${n.evidence}, ${member}, ${at})`.execute(
    tx,
  );

/** Whoever changed it last wrote it. What the recruiter was shown changed too, so an invitation is made anew. */
export const updateNotice = (tx: Tx, n: NoticeInput, { member, at }: By) =>
  sql`update notice set seq = seq + 1, kind = ${n.kind}, country = ${n.country}, region = ${n.region}, corridor = ${n.corridor},
      texts = ${JSON.stringify(n.texts)}::jsonb, valid_from = ${n.validFrom}, valid_until = ${n.validUntil}, place_docket = ${n.placeDocket},
      subject_org = ${n.subjectOrg}, subject_name = ${n.subjectName}, evidence = ${n.evidence}, written_by = ${member}, written_at = ${at},
      invited_on = null, reply_until = null, reply = null, replied_at = null
    where notice_id = ${n.noticeId}`.execute(tx);

export const inviteReply = (tx: Tx, id: string, on: string, until: string) =>
  sql`update notice set seq = seq + 1, invited_on = ${on}, reply_until = ${until} where notice_id = ${id}`.execute(
    tx,
  );
export const saveReply = (tx: Tx, id: string, texts: object, at: Date) =>
  sql`update notice set seq = seq + 1, reply = ${JSON.stringify(texts)}::jsonb, replied_at = ${at} where notice_id = ${id}`.execute(
    tx,
  );
export const publishNotice = (tx: Tx, id: string, { member, at }: By) =>
  sql`update notice set seq = seq + 1, state = 'published', approved_by = ${member}, published_at = ${at} where notice_id = ${id}`.execute(
    tx,
  );
export const withdrawNotice = (tx: Tx, id: string, { member, at }: By) =>
  sql`update notice set seq = seq + 1, state = 'withdrawn', withdrawn_by = ${member}, withdrawn_at = ${at} where notice_id = ${id}`.execute(
    tx,
  );

/** Confirmed distinct workers at each workplace, as this member may see them. */
export const confirmedAt = async (db: Db, docket: number): Promise<number> =>
  (
    await sql<{
      n: number;
    }>`select count(*)::int as n from thread where placed_in = ${docket} and distinct_worker = 'distinct'
      and not withdrawn and not erasing`.execute(db)
  ).rows[0]?.n ?? 0;

export const placesOf = async (
  db: Db,
  org: string,
): Promise<{ docket: number; name: string; country: string }[]> =>
  (
    await sql<{
      docket: number;
      name: string;
      country: string;
    }>`select docket_id as docket, name, country from workplace
      where receiver_org = ${org} order by name`.execute(db)
  ).rows;

export const publicNotices = async (db: Db, q: PublicQuery, today: string): Promise<Notice[]> =>
  (
    await sql<Notice>`select ${COLUMNS} from notice where state in ('published', 'withdrawn')
      and (${q.country ?? null}::text is null or country = ${q.country ?? null} or corridor like ${`%${q.country ?? ''}%`})
      and (${q.corridor ?? null}::text is null or corridor = ${q.corridor ?? null})
      and (${q.kind ?? null}::text is null or kind = ${q.kind ?? null})
      and valid_from <= ${today} and valid_until >= ${today}
      order by published_at desc, notice_id limit 100`.execute(db)
  ).rows;
