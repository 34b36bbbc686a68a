import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { ActStatus, FieldGroup, Purpose, Service, StateAct } from './codes.ts';
import type { PatternFacts } from './pattern.ts';
import type { Facts, ReferralState } from './states.ts';

export type ReferralKey = { docket: number; id: string };
/** One referral as one of its two sides sees it. Whose it is (`case_id`, `thread_id`) only the sender's own wall lets through. */
export type ReferralLine = {
  docket_id: number;
  referral_id: string;
  kind: 'record' | 'pattern';
  cso_org: string;
  to_org: string;
  cso_name: string;
  cso_kind: string;
  cso_country: string;
  to_name: string;
  to_kind: string;
  to_country: string;
  state: ReferralState;
  seq: number;
  basis: Facts['basis'];
  service: Service;
  purpose: Purpose;
  urgency: 'P0' | 'P1' | 'P2' | 'P3';
  field_groups: FieldGroup[];
  facts: PatternFacts | null;
  about_docket: number | null;
  about_id: string | null;
  about_name: string | null;
  pattern_id: string | null;
  offered_at: Date;
  sent_at: Date | null;
  due_at: Date | null;
  answered_at: Date | null;
  ended_at: Date | null;
  withdrawn_at: Date | null;
  withdrawn_why: 'consent_withdrawn' | 'recalled' | 'erased' | null;
  deleted_at: Date | null;
  case_docket: number | null;
  case_id: string | null;
  case_number: number | null;
  thread_docket: number | null;
  thread_id: string | null;
  issue_ids: string[] | null;
};

const rowsOf = (org: string, where: RawBuilder<unknown>) =>
  sql<ReferralLine>`select r.docket_id, r.referral_id, r.kind, r.cso_org, r.to_org, c.name as cso_name, c.kind as cso_kind, c.country as cso_country,
      t.name as to_name, t.kind as to_kind, t.country as to_country, r.state, r.seq, r.basis, r.service, r.purpose, r.urgency, r.field_groups,
      r.facts, r.about_docket, d.id as about_id, a.name as about_name, r.pattern_id, r.offered_at, r.sent_at, r.due_at, r.answered_at,
      r.ended_at, r.withdrawn_at, r.withdrawn_why, r.deleted_at, l.case_docket, l.case_id, f.number as case_number, l.thread_docket, l.thread_id, l.issue_ids
    from referral r join organisation c on c.org_id = r.cso_org join organisation t on t.org_id = r.to_org
    left join docket d on d.docket_id = r.about_docket
    left join organisation a on a.docket_id = r.about_docket
    left join referral_link l on l.docket_id = r.docket_id and l.referral_id = r.referral_id
    left join case_file f on f.docket_id = l.case_docket and f.case_id = l.case_id
    where ((r.cso_org = ${org} and (r.kind = 'pattern' or f.case_id is not null)) or (r.to_org = ${org} and r.sent_at is not null)) and ${where}
    order by coalesce(r.sent_at, r.offered_at) desc, r.referral_id`;

/** What late ones and their dates are read by comes first where it is shown; here, the newest. */
export const referralsOf = async (db: Db, org: string): Promise<ReferralLine[]> =>
  (await rowsOf(org, sql`true`).execute(db)).rows;

export const referralsOfCase = async (
  db: Db,
  org: string,
  c: { docket: number; caseId: string },
): Promise<ReferralLine[]> =>
  (await rowsOf(org, sql`l.case_docket = ${c.docket} and l.case_id = ${c.caseId}`).execute(db)).rows;

export const referralsOfPattern = async (db: Db, org: string, patternId: string): Promise<ReferralLine[]> =>
  (await rowsOf(org, sql`r.pattern_id = ${patternId}`).execute(db)).rows;

export const referralBy = async (db: Db, org: string, key: ReferralKey): Promise<ReferralLine | undefined> =>
  (await rowsOf(org, sql`r.docket_id = ${key.docket} and r.referral_id = ${key.id}`).execute(db)).rows[0];

/** Held until the transaction ends. After the case, where both are held. */
export async function lockReferral(tx: Tx, org: string, key: ReferralKey): Promise<ReferralLine | undefined> {
  const held =
    await sql`select 1 from referral where docket_id = ${key.docket} and referral_id = ${key.id} for update`.execute(
      tx,
    );
  return held.rows.length > 0 ? referralBy(tx, org, key) : undefined;
}

/** The sender's own docket: a referral stands there, whatever place the case is about. */
export const ownDocketOf = async (db: Db, org: string): Promise<number | undefined> =>
  (await sql<{ docket_id: number }>`select docket_id from organisation where org_id = ${org}`.execute(db))
    .rows[0]?.docket_id;

export type Receiver = { org_id: string; name: string; kind: string; country: string; kids: string[] };
export const receiverBy = async (db: Db, org: string): Promise<Receiver | undefined> =>
  (
    await sql<Receiver>`select o.org_id, o.name, o.kind, o.country,
      (select coalesce(array_agg(k.kid), '{}') from org_key k where k.org_id = o.org_id and k.current) as kids
      from organisation o where o.org_id = ${org}`.execute(db)
  ).rows[0];

export type NewReferral = ReferralKey & {
  kind: 'record' | 'pattern';
  org: string;
  toOrg: string;
  state: ReferralState;
  basis: string;
  service: string;
  purpose: string;
  urgency: string;
  facts: PatternFacts | null;
  about: number | null;
  patternId: string | null;
  at: Date;
  sentAt: Date | null;
  dueAt: Date | null;
};
export const insertReferral = (tx: Tx, r: NewReferral) =>
  sql`insert into referral (docket_id, referral_id, kind, cso_org, to_org, state, basis, service, purpose, urgency, facts, about_docket, pattern_id, offered_at, sent_at, due_at)
    values (${r.docket}, ${r.id}, ${r.kind}, ${r.org}, ${r.toOrg}, ${r.state}, ${r.basis}, ${r.service}, ${r.purpose}, ${r.urgency},
      ${r.facts === null ? null : JSON.stringify(r.facts)}, ${r.about}, ${r.patternId}, ${r.at}, ${r.sentAt}, ${r.dueAt})`.execute(
    tx,
  );

export type NewLink = ReferralKey & {
  org: string;
  caseDocket: number;
  caseId: string;
  threadDocket: number;
  threadId: string;
  scope: string;
  askId: string | null;
};
export const insertLink = (tx: Tx, l: NewLink) =>
  sql`insert into referral_link (docket_id, referral_id, cso_org, case_docket, case_id, thread_docket, thread_id, scope, ask_id)
    values (${l.docket}, ${l.id}, ${l.org}, ${l.caseDocket}, ${l.caseId}, ${l.threadDocket}, ${l.threadId}, ${l.scope}, ${l.askId})`.execute(
    tx,
  );

/** Referrals of this worker to this receiver that are still on their way. */
export const openFor = async (
  db: Db,
  about: { threadId: string; toOrg: string },
): Promise<{ referral_id: string }[]> =>
  (
    await sql<{
      referral_id: string;
    }>`select r.referral_id from referral r join referral_link l on l.docket_id = r.docket_id and l.referral_id = r.referral_id
      where l.thread_id = ${about.threadId} and r.to_org = ${about.toOrg} and r.ended_at is null and r.withdrawn_at is null`.execute(
      db,
    )
  ).rows;

export type Sent = ReferralKey & {
  org: string;
  toOrg: string;
  groups: readonly string[];
  issueIds: readonly string[];
  content: string;
  at: Date;
  dueAt: Date;
};
/** The package becomes the receiver's to read. */
export const savePackage = (tx: Tx, s: Sent) =>
  sql`with l as (update referral_link set issue_ids = ${[...s.issueIds]}::uuid[] where docket_id = ${s.docket} and referral_id = ${s.id}),
      p as (insert into referral_package (docket_id, referral_id, cso_org, to_org, content)
        values (${s.docket}, ${s.id}, ${s.org}, ${s.toOrg}, ${s.content}))
    update referral set sent_at = ${s.at}, due_at = ${s.dueAt}, field_groups = ${[...s.groups]}::text[]
      where docket_id = ${s.docket} and referral_id = ${s.id}`.execute(tx);

export const packageOf = async (db: Db, key: ReferralKey): Promise<string | undefined> =>
  (
    await sql<{
      content: string;
    }>`select content from referral_package where docket_id = ${key.docket} and referral_id = ${key.id}`.execute(
      db,
    )
  ).rows[0]?.content;

export const savePatternPackage = (
  tx: Tx,
  p: ReferralKey & { org: string; toOrg: string; content: string },
) =>
  sql`insert into referral_package (docket_id, referral_id, cso_org, to_org, content)
    values (${p.docket}, ${p.id}, ${p.org}, ${p.toOrg}, ${p.content})`.execute(tx);

export type NewAct = ReferralKey & {
  actionId: string;
  cso: string;
  org: string;
  act: StateAct;
  status: ActStatus;
  reAction: string | null;
  day: string;
  at: Date;
  seq: number;
};
export const insertAct = (tx: Tx, a: NewAct) =>
  sql`insert into state_action (docket_id, action_id, referral_id, cso_org, by_org, act, status, re_action, day, at, seq)
    values (${a.docket}, ${a.actionId}, ${a.id}, ${a.cso}, ${a.org}, ${a.act}, ${a.status}, ${a.reAction}, ${a.day}, ${a.at}, ${a.seq})`.execute(
    tx,
  );

export type ActLine = {
  action_id: string;
  act: StateAct;
  status: ActStatus;
  re_action: string | null;
  day: string;
  seq: number;
};
export const actsOf = async (db: Db, key: ReferralKey): Promise<ActLine[]> =>
  (
    await sql<ActLine>`select action_id, act, status, re_action, day, seq from state_action
      where docket_id = ${key.docket} and referral_id = ${key.id} order by seq`.execute(db)
  ).rows;

/** Whether this report stands in this case, and is still its worker's to be helped with. */
export const threadIn = async (
  db: Db,
  k: { docket: number; caseId: string; threadDocket: number; threadId: string },
): Promise<{ withdrawn: boolean; erasing: boolean } | undefined> =>
  (
    await sql<{
      withdrawn: boolean;
      erasing: boolean;
    }>`select withdrawn, erasing from thread where docket_id = ${k.threadDocket} and thread_id = ${k.threadId}
      and case_docket = ${k.docket} and case_id = ${k.caseId}`.execute(db)
  ).rows[0];

/** A question to this worker about this receiver. */
export const isAskedAbout = async (
  db: Db,
  a: { docket: number; askId: string; threadId: string; toOrg: string },
): Promise<boolean> =>
  (
    await sql`select 1 from ask where docket_id = ${a.docket} and ask_id = ${a.askId} and thread_id = ${a.threadId}
      and kind = 'consent' and for_org = ${a.toOrg}`.execute(db)
  ).rows.length > 0;

/** Which of these are issues of the case. */
export const issuesIn = async (
  db: Db,
  c: { docket: number; caseId: string },
  ids: readonly string[],
): Promise<string[]> =>
  (
    await sql<{
      issue_id: string;
    }>`select issue_id from issue where docket_id = ${c.docket} and case_id = ${c.caseId}
      and issue_id = any(${[...ids]}::uuid[]) order by issue_id`.execute(db)
  ).rows.map((row) => row.issue_id);
