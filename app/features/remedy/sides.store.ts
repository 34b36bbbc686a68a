import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { DoneInput, PaidRow, PlanInput, RemedyView } from './sides.contract.ts';
import type { Due } from './repayment.ts';

type IssueKey = { docket: number; issueId: string };

/** A disclosure as whom it was told to may act on it: row-level security has left those whose day has come. */
export type ToldRow = {
  docket_id: number;
  disclosure_id: string;
  issue_id: string;
  case_id: string;
  cso_org: string;
  to_org: string;
};
export const toldTo = async (
  db: Db,
  org: string,
  key: { docket: number; id: string },
): Promise<ToldRow | undefined> =>
  (
    await sql<ToldRow>`select docket_id, disclosure_id, issue_id, case_id, cso_org, to_org from disclosure
      where docket_id = ${key.docket} and disclosure_id = ${key.id} and to_org = ${org}`.execute(db)
  ).rows[0];

const VIEW = sql`remedy_id as "remedyId", party, type, tranche, amount, currency, workers_entitled as "workersEntitled",
  due_date as "dueDate", paid, workers_received as "workersReceived", done_date as "doneDate", outcome, quality, evidence`;

/** A business's own; what others say of the issue is not among them. */
export const remediesBy = async (
  db: Db,
  org: string,
  key: { docket: number; id: string },
): Promise<RemedyView[]> =>
  (
    await sql<RemedyView>`select ${VIEW} from remedy where docket_id = ${key.docket} and disclosure_id = ${key.id} and by_org = ${org}
      order by tranche nulls first, planned_at, remedy_id`.execute(db)
  ).rows;
export const remediesOf = async (db: Db, key: IssueKey): Promise<RemedyView[]> =>
  (
    await sql<RemedyView>`select ${VIEW} from remedy where docket_id = ${key.docket} and issue_id = ${key.issueId}
      order by tranche nulls first, planned_at, remedy_id`.execute(db)
  ).rows;

export type HeldRemedy = RemedyView & { by_org: string; issue_id: string; disclosure_id: string | null };
export const lockRemedy = async (
  tx: Tx,
  key: { docket: number; remedyId: string },
): Promise<HeldRemedy | undefined> =>
  (
    await sql<HeldRemedy>`select ${VIEW}, by_org, issue_id, disclosure_id from remedy
      where docket_id = ${key.docket} and remedy_id = ${key.remedyId} for update`.execute(tx)
  ).rows[0];

export type NewRemedy = PlanInput & {
  docket: number;
  issueId: string;
  caseId: string;
  disclosureId: string | null;
  cso: string;
  by: string;
  party: string;
  at: Date;
};
export const insertRemedy = (tx: Tx, r: NewRemedy) =>
  sql`insert into remedy (docket_id, remedy_id, issue_id, case_id, disclosure_id, cso_org, by_org, party, type, tranche, amount, currency,
      workers_entitled, due_date, planned_at)
    values (${r.docket}, ${r.remedyId}, ${r.issueId}, ${r.caseId}, ${r.disclosureId}, ${r.cso}, ${r.by}, ${r.party}, ${r.type}, ${r.tranche ?? null},
      ${r.amount ?? null}, ${r.currency ?? null}, ${r.workersEntitled ?? null}, ${r.dueDate}::date, ${r.at})`.execute(
    tx,
  );

export const saveDone = (tx: Tx, key: { docket: number; remedyId: string }, d: DoneInput & { at: Date }) =>
  sql`update remedy set paid = ${d.paid ?? null}, workers_received = ${d.workersReceived ?? null}, done_date = ${d.doneDate}::date,
      outcome = ${d.outcome}, quality = ${d.quality}, evidence = ${[...d.evidence]}::text[], reported_at = ${d.at}
    where docket_id = ${key.docket} and remedy_id = ${key.remedyId}`.execute(tx);

// ---- what each worker is owed: rows of the organisation on the case alone

export type OwedRow = Omit<PaidRow, 'seq'> & { seq: number; due: number; benchmark: number | null };
export const owedOf = async (db: Db, key: IssueKey): Promise<OwedRow[]> =>
  (
    await sql<OwedRow>`select thread_docket as "threadDocket", thread_id as "threadId", currency, corridor, recruiter, quarter, costs,
      interest, reimbursed, contested, seq, due, benchmark from repayment
      where docket_id = ${key.docket} and issue_id = ${key.issueId} order by thread_id`.execute(db)
  ).rows;

/** Held with the issue: one member writes at a time. */
export const saveOwed = (
  tx: Tx,
  of: IssueKey & { caseId: string; org: string },
  row: Omit<PaidRow, 'seq'> & Due & { seq: number },
) =>
  sql`insert into repayment (docket_id, issue_id, thread_id, thread_docket, case_id, cso_org, currency, corridor, recruiter, quarter, costs,
      interest, reimbursed, contested, benchmark, due, seq)
    values (${of.docket}, ${of.issueId}, ${row.threadId}, ${row.threadDocket}, ${of.caseId}, ${of.org}, ${row.currency}, ${row.corridor},
      ${row.recruiter}, ${row.quarter}, ${JSON.stringify(row.costs)}, ${row.interest}, ${row.reimbursed}, ${row.contested}, ${row.benchmarked},
      ${row.due}, ${row.seq})
    on conflict (docket_id, issue_id, thread_id) do update set currency = excluded.currency, corridor = excluded.corridor,
      recruiter = excluded.recruiter, quarter = excluded.quarter, costs = excluded.costs, interest = excluded.interest,
      reimbursed = excluded.reimbursed, contested = excluded.contested, benchmark = excluded.benchmark, due = excluded.due, seq = excluded.seq`.execute(
    tx,
  );

/** Threads of this case, to whom something can be owed. */
export const threadsIn = async (
  db: Db,
  key: { docket: number; caseId: string },
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql<{
        t: string;
      }>`select thread_id as t from thread where case_docket = ${key.docket} and case_id = ${key.caseId}
        and distinct_worker = 'distinct' and not withdrawn and not erasing`.execute(db)
    ).rows.map(({ t }) => t),
  );

/** What workers said came, by question; the latest of each worker about each instalment is the one that counts. */
export type Came = {
  threadId: string;
  tranche: number | null;
  coded: string | null;
  amount: number | null;
  currency: string | null;
  quality: number | null;
};
export const cameOf = async (db: Db, key: IssueKey): Promise<Came[]> =>
  (
    await sql<Came>`select distinct on (a.thread_id, a.tranche) a.thread_id as "threadId", a.tranche, a.coded, a.amount, a.currency, a.quality
      from ask a join issue i on i.docket_id = a.docket_id and i.issue_id = a.issue_id
      where a.docket_id = ${key.docket} and a.issue_id = ${key.issueId} and a.kind in ('remedy','payment')
        and a.asked_at >= coalesce(i.relapsed_at, '-infinity') and a.coded is not null and a.coded <> 'no_answer'
      order by a.thread_id, a.tranche, a.asked_at desc`.execute(db)
  ).rows;

export type NewSum = ToldRow & { currency: string; amount: number; workers: number; day: string };
/** Sums of this issue that a business knows, under whichever disclosure. */
export const toldBefore = async (
  db: Db,
  at: { docket: number; issueId: string },
): Promise<{ amount: number; currency: string }[]> =>
  (
    await sql<{ amount: number; currency: string }>`select s.amount, s.currency from sum_told s
      join disclosure d on d.docket_id = s.docket_id and d.disclosure_id = s.disclosure_id
      where s.docket_id = ${at.docket} and d.issue_id = ${at.issueId}`.execute(db)
  ).rows;

export const saveSum = (tx: Tx, s: NewSum) =>
  sql`insert into sum_told (docket_id, disclosure_id, currency, case_id, cso_org, to_org, amount, workers, told_on)
    values (${s.docket_id}, ${s.disclosure_id}, ${s.currency}, ${s.case_id}, ${s.cso_org}, ${s.to_org}, ${s.amount}, ${s.workers}, ${s.day}::date)
    on conflict (docket_id, disclosure_id, currency) do update set amount = excluded.amount, workers = excluded.workers, told_on = excluded.told_on`.execute(
    tx,
  );
export const sumsTold = async (
  db: Db,
  key: { docket: number; id: string },
): Promise<{ amount: number; currency: string }[]> =>
  (
    await sql<{ amount: number; currency: string }>`select amount, currency from sum_told
      where docket_id = ${key.docket} and disclosure_id = ${key.id} order by currency`.execute(db)
  ).rows;
export const disclosureFor = async (
  db: Db,
  key: { docket: number; issueId: string; disclosureId: string },
): Promise<ToldRow | undefined> =>
  (
    await sql<ToldRow>`select docket_id, disclosure_id, issue_id, case_id, cso_org, to_org from disclosure
      where docket_id = ${key.docket} and disclosure_id = ${key.disclosureId} and issue_id = ${key.issueId}`.execute(
      db,
    )
  ).rows[0];

export const issueAt = async (
  db: Db,
  key: { docket: number; caseId: string; issueId: string },
): Promise<{ claimed: boolean } | undefined> =>
  (
    await sql<{ claimed: boolean }>`select claimed_at is not null as claimed from issue
      where docket_id = ${key.docket} and case_id = ${key.caseId} and issue_id = ${key.issueId}`.execute(db)
  ).rows[0];
