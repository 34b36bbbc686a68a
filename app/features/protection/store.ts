/** Cases and threads as protection sees them, who may not see them, and who holds a compartment's role. */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { Compartment, Conflict } from './compartments.ts';

export type About = { about: 'case' | 'thread'; docket: number; id: string };
/** A case or a thread, and all that is hidden together with it. */
export type Subject = About & {
  org: string;
  caseId: string | null;
  caseDocket: number | null;
  threads: { docket: number; threadId: string }[];
  placedIn: number;
  closed: boolean;
  kids: string[];
};

type Row = {
  org: string;
  case_id: string | null;
  case_docket: number | null;
  placed_in: number;
  closed: boolean;
  kids: string[];
  threads: { docket: number; threadId: string }[];
};
const KIDS = sql`(select coalesce(array_agg(k.kid), '{}') from org_key k where k.org_id = x.org and k.current)`;

/** Undefined where it isn't this organisation's, or is hidden from whoever asks: the walls answer both alike. */
export async function subjectOf(db: Db, { about, docket, id }: About): Promise<Subject | undefined> {
  const base =
    about === 'case'
      ? sql`select cso_org as org, case_id, docket_id as case_docket, placed_in, state = 'closed' as closed from case_file where docket_id = ${docket} and case_id = ${id}`
      : sql`select receiver_org as org, case_id, case_docket, placed_in, withdrawn or erasing as closed from thread where docket_id = ${docket} and thread_id = ${id}`;
  const { rows } = await sql<Row>`with x as (${base}) select x.*, ${KIDS} as kids,
      (select coalesce(json_agg(json_build_object('docket', t.docket_id, 'threadId', t.thread_id) order by t.docket_id, t.thread_id), '[]')
        from thread t where t.case_docket = x.case_docket and t.case_id = x.case_id) as threads from x`.execute(
    db,
  );
  const row = rows[0];
  if (!row) return undefined;
  const own = about === 'thread' && row.case_id === null ? [{ docket, threadId: id }] : [];
  const { org, case_id: caseId, case_docket: caseDocket, placed_in: placedIn, closed, kids } = row;
  return { about, docket, id, org, caseId, caseDocket, placedIn, closed, kids, threads: [...own, ...row.threads] }; // prettier-ignore
}

/** Held until the transaction ends, so that the last who sees it can't go twice at once. */
export const lockSubject = (tx: Tx, s: Subject): Promise<unknown> =>
  s.caseId === null
    ? sql`select 1 from thread where docket_id = ${s.docket} and thread_id = ${s.id} for update`.execute(tx)
    : sql`select 1 from case_file where docket_id = ${s.caseDocket} and case_id = ${s.caseId} for update`.execute(
        tx,
      );

const idsOf = (s: Subject): string[] => [
  ...(s.caseId ? [s.caseId] : []),
  ...s.threads.map((t) => t.threadId),
];

export type Recusal = {
  recusalId: string;
  memberId: string;
  name: string;
  why: Conflict;
  byName: string | null;
  from: Date;
};
export const recusalsOf = async (db: Db, s: Subject): Promise<Recusal[]> =>
  (
    await sql<Recusal>`select r.recusal_id as "recusalId", r.member_id as "memberId", m.name, r.why, b.name as "byName", r.from_at as from
      from recusal r join member m on m.member_id = r.member_id left join member b on b.member_id = r.by_member
      where r.about_id = any(${idsOf(s)}::uuid[]) and r.ended_at is null order by r.from_at, r.recusal_id`.execute(
      db,
    )
  ).rows;

export const findRecusal = async (
  db: Db,
  docket: number,
  recusalId: string,
): Promise<{ memberId: string; aboutId: string; ended: boolean } | undefined> =>
  (
    await sql<{
      memberId: string;
      aboutId: string;
      ended: boolean;
    }>`select member_id as "memberId", about_id as "aboutId", ended_at is not null as ended
      from recusal where docket_id = ${docket} and recusal_id = ${recusalId}`.execute(db)
  ).rows[0];

export type NewRecusal = { recusalId: string; memberId: string; why: Conflict; by: string; at: Date };
export const insertRecusal = (tx: Tx, s: Subject, r: NewRecusal) =>
  sql`insert into recusal (docket_id, recusal_id, about, about_id, cso_org, member_id, why, by_member, from_at)
    values (${s.docket}, ${r.recusalId}, ${s.about}, ${s.id}, ${s.org}, ${r.memberId}, ${r.why}, ${r.by}, ${r.at})`.execute(
    tx,
  );

export const endRecusal = (tx: Tx, key: { docket: number; recusalId: string }, by: string, at: Date) =>
  sql`update recusal set ended_at = ${at}, ended_by = ${by} where docket_id = ${key.docket} and recusal_id = ${key.recusalId}`.execute(
    tx,
  );

/** Nothing of it stays on the list of somebody who lost it. */
export async function letGo(tx: Tx, s: Subject, memberId: string): Promise<void> {
  const threads = s.threads.map((t) => t.threadId);
  await sql`update thread set assignee = null where receiver_org = ${s.org} and thread_id = any(${threads}::uuid[]) and assignee = ${memberId}`.execute(tx); // prettier-ignore
  if (s.caseId === null) return;
  await sql`update case_file set owner = null where docket_id = ${s.caseDocket} and case_id = ${s.caseId} and owner = ${memberId}`.execute(tx); // prettier-ignore
  await sql`update task set owner = null where docket_id = ${s.caseDocket} and case_id = ${s.caseId} and owner = ${memberId}`.execute(tx); // prettier-ignore
}

const HOLDER = sql`select r.member_id, r.kind from compartment_role r join member h on h.member_id = r.member_id and h.state = 'active'
  where r.kind <> 'child' or r.agreed_at is not null`;

/** How many others work on cases and see this one: not recused, with the role of each compartment it stands in. */
export const othersWhoSee = async (db: Db, s: Subject, memberId: string): Promise<number> =>
  (
    await sql<{ n: number }>`with holder as (${HOLDER})
      select count(*)::int as n from member m where m.org_id = ${s.org} and m.state = 'active' and m.role in ('lead', 'caseworker')
        and m.member_id <> ${memberId}
        and not exists (select 1 from recusal r where r.member_id = m.member_id and r.ended_at is null and r.about_id = any(${idsOf(s)}::uuid[]))
        and not exists (select 1 from compartment c where c.about_id = any(${idsOf(s)}::uuid[]) and c.left_at is null
          and not exists (select 1 from holder h where h.kind = c.kind and h.member_id = m.member_id)
          and not (m.role = 'lead' and not exists (select 1 from holder h where h.kind = c.kind)))`.execute(
      db,
    )
  ).rows[0]?.n ?? 0;

export type Standing = {
  kind: Compartment;
  since: Date;
  leaveBy: string | null;
  leaveByName: string | null;
};
export const compartmentsOf = async (db: Db, s: Subject): Promise<Standing[]> =>
  (
    await sql<Standing>`select c.kind, c.since, c.leave_by as "leaveBy", m.name as "leaveByName" from compartment c
      left join member m on m.member_id = c.leave_by
      where c.about_id = any(${idsOf(s)}::uuid[]) and c.left_at is null order by c.kind`.execute(db)
  ).rows;

export type Entering = { docket: number; id: string; about: 'case' | 'thread'; org: string };
/** True if it wasn't in it. */
export async function enterCompartment(
  tx: Tx,
  s: Entering,
  e: { kind: Compartment; by: string; at: Date },
): Promise<boolean> {
  const { rows } =
    await sql`insert into compartment (docket_id, about_id, kind, about, cso_org, since, by_member)
      values (${s.docket}, ${s.id}, ${e.kind}, ${s.about}, ${s.org}, ${e.at}, ${e.by})
      on conflict (docket_id, about_id, kind) do update set since = excluded.since, by_member = excluded.by_member,
        leave_by = null, leave_asked_at = null, left_by = null, left_at = null where compartment.left_at is not null
      returning 1`.execute(tx);
  return rows.length > 0;
}

type Leaving = { kind: Compartment; by: string; at: Date };
export const askLeave = (tx: Tx, s: Subject, l: Leaving) =>
  sql`update compartment set leave_by = ${l.by}, leave_asked_at = ${l.at} where about_id = any(${idsOf(s)}::uuid[])
    and cso_org = ${s.org} and kind = ${l.kind} and left_at is null`.execute(tx);
export const leaveCompartment = (tx: Tx, s: Subject, l: Leaving) =>
  sql`update compartment set left_by = ${l.by}, left_at = ${l.at} where about_id = any(${idsOf(s)}::uuid[])
    and cso_org = ${s.org} and kind = ${l.kind} and left_at is null`.execute(tx);

export const codesIn = async (db: Db, s: Subject): Promise<string[]> =>
  s.caseId === null
    ? []
    : (
        await sql<{
          code: string;
        }>`select code from issue where docket_id = ${s.caseDocket} and case_id = ${s.caseId}`.execute(db)
      ).rows.map(({ code }) => code);
