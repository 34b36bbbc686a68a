import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { CaseState } from './case-states.ts';
import { type Standing, standing } from './consent.ts';
import type { Facts } from './guards.ts';
import type { Voice } from './guess.ts';
import type { Outcome } from './outcome.ts';

export type CaseKey = { docket: number; caseId: string };
type Row = {
  docket_id: number;
  case_id: string;
  placed_in: number;
  number: number;
  cso_org: string;
  state: CaseState;
  urgency: string;
  seq: number;
  last_by: string | null;
  issues: { code: string; outcome: Outcome | null; shown: boolean }[];
  consents: {
    threadId: string;
    scope: string;
    forOrg: string | null;
    state: 'given' | 'refused' | 'withdrawn';
    at: string;
    id: string;
  }[];
  voices: Voice[];
  proposed: number;
  reported: number;
  escalated: boolean;
  first_received: Date;
  owner: string | null;
  kids: string[];
};
/** A case held until the transaction ends, with all that its next step is judged by. */
export type LockedCase = Omit<Row, 'consents' | 'issues' | 'proposed' | 'reported' | 'escalated'> & {
  facts: Facts;
  consents: Standing[];
};

const rowOf = (tx: Db, { docket, caseId }: CaseKey) =>
  sql<Row>`select c.docket_id, c.case_id, c.placed_in, c.number, c.cso_org, c.state, c.urgency, c.first_received, c.owner,
    coalesce((select max(e.seq) from case_event e where e.docket_id = c.docket_id and e.case_id = c.case_id), 0) as seq,
    (select m.name from case_event e join member m on m.member_id = e.by_member
      where e.docket_id = c.docket_id and e.case_id = c.case_id order by e.seq desc limit 1) as last_by,
    (select coalesce(json_agg(json_build_object('code', i.code, 'outcome', i.outcome, 'shown', exists (
        select 1 from disclosure d where d.docket_id = i.docket_id and d.issue_id = i.issue_id))), '[]')
      from issue i where i.docket_id = c.docket_id and i.case_id = c.case_id) as issues,
    (select coalesce(json_agg(json_build_object('threadId', s.thread_id, 'scope', s.scope, 'forOrg', s.for_org, 'state', s.state, 'at', s.at, 'id', s.consent_id)), '[]')
      from consent s where s.docket_id = c.docket_id and s.case_id = c.case_id) as consents,
    (select coalesce(json_agg(json_build_object('threadId', t.thread_id, 'distinct', t.distinct_worker,
        'withdrawn', t.withdrawn or coalesce(t.filing in ('unclaimed','unanswered','disowned'), false))), '[]')
      from thread t where t.case_docket = c.docket_id and t.case_id = c.case_id) as voices,
    (select count(*)::int from action a where a.docket_id = c.docket_id and a.case_id = c.case_id) as proposed,
    (select count(*)::int from action a where a.docket_id = c.docket_id and a.case_id = c.case_id and a.state = 'done_reported') as reported,
    exists (select 1 from duty_event e where e.case_id = c.case_id and e.act in ('offer_to_buyers', 'state', 'suggest_closure')) as escalated,
    (select coalesce(array_agg(k.kid), '{}') from org_key k where k.org_id = c.cso_org and k.current) as kids
    from case_file c where c.docket_id = ${docket} and c.case_id = ${caseId}`.execute(tx);

/** Locks of one transaction are taken in this order: case, issue, thread. */
export async function lockCase(tx: Tx, key: CaseKey): Promise<LockedCase | undefined> {
  // The first statement takes the lock, the second sees what the holder before us committed (READ COMMITTED: the
  // subselects of a statement that waited still read its old snapshot).
  await sql`select 1 from case_file where docket_id = ${key.docket} and case_id = ${key.caseId} for update`.execute(
    tx,
  );
  return readCase(tx, key);
}

/** The same without holding it. */
export async function readCase(db: Db, key: CaseKey): Promise<LockedCase | undefined> {
  const row = (await rowOf(db, key)).rows[0];
  return row && withFacts(row);
}

function withFacts({ consents, issues, proposed, reported, escalated, ...row }: Row): LockedCase {
  const here = new Set(row.voices.map((voice) => voice.threadId));
  const withdrawn = new Set(row.voices.filter((voice) => voice.withdrawn).map((voice) => voice.threadId));
  const words = consents.filter((c) => here.has(c.threadId)).map((c) => ({ ...c, at: new Date(c.at) }));
  const now = standing(words, withdrawn);
  return {
    ...row,
    consents: now,
    facts: {
      urgency: row.urgency,
      issues,
      consents: now,
      actionsProposed: proposed,
      actionsReported: reported,
      escalated,
    },
  };
}

export type NewEvent = CaseKey & {
  seq: number;
  org: string;
  from: string;
  to: string;
  role: string;
  member: string;
  at: Date;
  reason: string;
  closure: string | null;
  consentRef: string | null;
  statementId: string;
  /** `YYYY-MM-DD`, of a case that was stopped: when it is looked at again. */
  reviewOn?: string | undefined;
};

/** The event and the state it leads to, in one round trip. Threads of a closed case leave the inbox, unless a worker waits. */
export const saveTransition = (tx: Tx, e: NewEvent) =>
  sql`with moved as (update case_file set state = ${e.to}, closure = ${e.closure}, review_on = ${e.reviewOn ?? null}
      where docket_id = ${e.docket} and case_id = ${e.caseId}),
    threads as (update thread set state = case when ${e.to}::text = 'closed' then 'closed' else 'answered' end
      where case_docket = ${e.docket} and case_id = ${e.caseId}
        and state = case when ${e.to}::text = 'closed' then 'answered' when ${e.from}::text = 'closed' then 'closed' else '' end)
    insert into case_event (docket_id, case_id, seq, cso_org, from_state, to_state, actor_role, by_member, at, reason, consent_ref, statement_id)
      values (${e.docket}, ${e.caseId}, ${e.seq}, ${e.org}, ${e.from}, ${e.to}, ${e.role}, ${e.member}, ${e.at}, ${e.reason}, ${e.consentRef}, ${e.statementId})`.execute(
    tx,
  );

export type NewCase = CaseKey & { org: string; urgency: string; at: Date; firstReceived: Date };
export const insertCase = async (tx: Tx, c: NewCase): Promise<number> => {
  const { rows } = await sql<{ number: number }>`insert into case_file
    (docket_id, case_id, placed_in, number, cso_org, state, urgency, opened_at, first_received)
    values (${c.docket}, ${c.caseId}, ${c.docket}, nextval('case_number'), ${c.org}, 'received', ${c.urgency}, ${c.at}, ${c.firstReceived})
    returning number`.execute(tx);
  return rows[0]?.number ?? 0;
};

export type Filing = CaseKey & {
  threadDocket: number;
  threadId: string;
  distinct: string;
  urgency: string;
  firstReceived: Date;
};
/** Puts a thread into a case; the case takes over an earlier first day and a higher urgency. */
export const saveFiling = (tx: Tx, f: Filing) =>
  sql`with c as (update case_file set urgency = least(urgency, ${f.urgency}), first_received = least(first_received, ${f.firstReceived})
      where docket_id = ${f.docket} and case_id = ${f.caseId})
    update thread set case_docket = ${f.docket}, case_id = ${f.caseId}, distinct_worker = ${f.distinct}
      where docket_id = ${f.threadDocket} and thread_id = ${f.threadId}`.execute(tx);
