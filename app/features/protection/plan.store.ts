import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { PlanReason } from './watch.ts';
import type { Subject } from './store.ts';

export type StepRow = {
  stepId: string;
  risk: string;
  step: string;
  who: string;
  dueAt: Date;
  envelope: string | null;
  byName: string | null;
  at: Date;
  doneAt: Date | null;
};
export type PlanRow = {
  docket: number;
  planId: string;
  why: PlanReason;
  state: 'open' | 'closed';
  openedAt: Date;
  dueAt: Date;
  reviewOn: string | null;
  seq: number;
  threadId: string | null;
  caseId: string | null;
};
const PLAN = sql`p.docket_id as docket, p.plan_id as "planId", p.why, p.state, p.opened_at as "openedAt", p.due_at as "dueAt",
  p.review_on::text as "reviewOn", p.seq, p.thread_id as "threadId", p.case_id as "caseId"`;

export const plansOf = async (db: Db, s: Subject): Promise<PlanRow[]> =>
  (
    await sql<PlanRow>`select ${PLAN} from safety_plan p
      where p.thread_id = any(${s.threads.map((t) => t.threadId)}::uuid[]) or p.case_id = ${s.caseId} or p.thread_id = ${s.about === 'thread' ? s.id : null}
      order by p.state desc, p.opened_at desc, p.plan_id`.execute(db)
  ).rows;

export const lockPlan = async (tx: Tx, docket: number, planId: string): Promise<PlanRow | undefined> =>
  (
    await sql<PlanRow>`select ${PLAN} from safety_plan p where p.docket_id = ${docket} and p.plan_id = ${planId} for update`.execute(
      tx,
    )
  ).rows[0];

export const stepsOf = async (db: Db, plans: readonly PlanRow[]): Promise<(StepRow & { planId: string })[]> =>
  (
    await sql<
      StepRow & { planId: string }
    >`select s.plan_id as "planId", s.step_id as "stepId", s.risk, s.step, s.who, s.due_at as "dueAt", s.envelope,
        m.name as "byName", s.at, s.done_at as "doneAt" from safety_step s left join member m on m.member_id = s.by_member
      where s.plan_id = any(${plans.map((p) => p.planId)}::uuid[]) order by s.done_at nulls first, s.due_at, s.step_id`.execute(
      db,
    )
  ).rows;

export type NewPlan = {
  docket: number;
  planId: string;
  threadId: string | null;
  caseId: string | null;
  org: string;
  why: PlanReason;
  at: Date;
  dueAt: Date;
};
export const insertPlan = async (tx: Tx, p: NewPlan): Promise<boolean> =>
  (
    await sql`insert into safety_plan (docket_id, plan_id, thread_id, case_id, cso_org, why, opened_at, due_at)
      values (${p.docket}, ${p.planId}, ${p.threadId}, ${p.caseId}, ${p.org}, ${p.why}, ${p.at}, ${p.dueAt}) on conflict do nothing returning 1`.execute(
      tx,
    )
  ).rows.length > 0;

export type NewStep = {
  stepId: string;
  risk: string;
  step: string;
  who: string;
  dueAt: Date;
  envelope: string | null;
  by: string;
  at: Date;
};
export const insertStep = (tx: Tx, p: PlanRow & { org: string }, s: NewStep) =>
  sql`insert into safety_step (docket_id, step_id, plan_id, thread_id, case_id, cso_org, risk, step, who, due_at, envelope, by_member, at)
    values (${p.docket}, ${s.stepId}, ${p.planId}, ${p.threadId}, ${p.caseId}, ${p.org}, ${s.risk}, ${s.step}, ${s.who}, ${s.dueAt}, ${s.envelope}, ${s.by}, ${s.at})`.execute(
    tx,
  );

export const findStep = async (
  db: Db,
  docket: number,
  stepId: string,
): Promise<{ planId: string; envelope: string | null; step: string; doneAt: Date | null } | undefined> =>
  (
    await sql<{ planId: string; envelope: string | null; step: string; doneAt: Date | null }>`
      select plan_id as "planId", envelope, step, done_at as "doneAt" from safety_step where docket_id = ${docket} and step_id = ${stepId}`.execute(
      db,
    )
  ).rows[0];

export const stepDone = (tx: Tx, docket: number, stepId: string, by: { member: string; at: Date }) =>
  sql`update safety_step set done_at = ${by.at}, done_by = ${by.member} where docket_id = ${docket} and step_id = ${stepId} and done_at is null`.execute(
    tx,
  );

export const savePlan = (
  tx: Tx,
  p: PlanRow,
  to: { reviewOn: string | null; closedBy: string | null; at: Date },
) =>
  sql`update safety_plan set seq = seq + 1, review_on = ${to.reviewOn}::date, state = ${to.closedBy ? 'closed' : 'open'},
    closed_by = ${to.closedBy}, closed_at = ${to.closedBy ? to.at : null} where docket_id = ${p.docket} and plan_id = ${p.planId}`.execute(
    tx,
  );
