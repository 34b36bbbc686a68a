import { doneDuty, dutyIdOf, openDuty } from '../duties/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { sealedToTeam } from './contact.actions.ts';
import {
  type PlanRow,
  findStep,
  insertPlan,
  insertStep,
  lockPlan,
  savePlan,
  stepDone,
} from './plan.store.ts';
import { type Done, DONE } from './recusal.actions.ts';
import { type About, type Subject, subjectOf } from './store.ts';
import { type PlanReason, planDue } from './watch.ts';

const MIDDAY = 'T12:00:00Z';

/** Opens a plan with its duty; one of this id that is there stays. The duty is done with the first step. */
export async function openPlan(
  tx: Tx,
  p: { subject: Subject; planId: string; why: PlanReason; at: Date },
): Promise<boolean> {
  const { subject: s, planId, why, at } = p;
  const threadId = s.about === 'thread' ? s.id : null;
  const dueAt = planDue(why, at);
  const key = { docketId: s.docket, dutyId: dutyIdOf('plan', planId) };
  if (
    !(await insertPlan(tx, {
      docket: s.docket,
      planId,
      threadId,
      caseId: s.caseId,
      org: s.org,
      why,
      at,
      dueAt,
    }))
  )
    // prettier-ignore
    return false;
  await openDuty(tx, {
    ...key,
    kind: 'review',
    orgId: s.org,
    csoOrg: s.org,
    ...(s.caseId ? { caseId: s.caseId } : {}),
    ...(threadId ? { threadId } : {}),
    startsAt: at,
    dueAt,
  });
  return true;
}

/** What every statement about a plan has in common: codes and days; the thread's code opens none of it. */
const statement = (who: Member, s: Subject, at: Date) => ({
  docketId: s.placedIn,
  by: who.orgId,
  member: who.memberId,
  csoOrg: who.orgId,
  ...(s.caseId ? { caseId: s.caseId } : {}),
  at,
});

export function beginPlan(
  world: World,
  who: Member,
  input: About & { planId: string; why: PlanReason },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, input);
    if (!s) return NOTHING;
    if (s.closed) return refuse('wrong_state', 'This is closed. Nothing is planned here any more.');
    const opened = await openPlan(tx, { subject: s, planId: input.planId, why: input.why, at: now });
    if (opened)
      await record(tx, world, {
        ...statement(who, s, now),
        kind: 'protection',
        fields: { what: 'safety_plan', plan: input.planId, why: input.why },
      });
    return DONE;
  });
}

const subjectOfPlan = (tx: Tx, p: PlanRow): Promise<Subject | undefined> =>
  subjectOf(
    tx,
    p.threadId
      ? { about: 'thread', docket: p.docket, id: p.threadId }
      : { about: 'case', docket: p.docket, id: p.caseId ?? '' },
  );

export type StepInput = {
  docket: number;
  planId: string;
  stepId: string;
  risk: string;
  step: string;
  who: string;
  /** YYYY-MM-DD. */
  dueOn: string;
  envelope?: string | undefined;
};

export function addStep(world: World, who: Member, input: StepInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const plan = await lockPlan(tx, input.docket, input.planId);
    const s = plan && (await subjectOfPlan(tx, plan));
    if (!plan || !s) return NOTHING;
    const before = await findStep(tx, input.docket, input.stepId);
    if (before)
      return before.planId === plan.planId &&
        before.step === input.step &&
        before.envelope === (input.envelope ?? null)
        ? DONE
        : refuse('conflict', 'This number was used for something else. Nothing was changed.');
    if (plan.state === 'closed') return refuse('wrong_state', 'This plan was closed. Open a new one.');
    const unsealed = input.envelope === undefined ? undefined : sealedToTeam(input.envelope, s.kids);
    if (unsealed) return unsealed;
    await record(tx, world, {
      ...statement(who, s, now),
      kind: 'protection',
      fields: {
        what: 'safety_step',
        plan: plan.planId,
        step: input.step,
        risk: input.risk,
        who: input.who,
        due: input.dueOn,
      },
    });
    await insertStep(
      tx,
      { ...plan, caseId: s.caseId, org: s.org },
      { ...input, dueAt: new Date(input.dueOn + MIDDAY), envelope: input.envelope ?? null, by: who.memberId, at: now }, // prettier-ignore
    );
    await doneDuty(tx, { docketId: plan.docket, dutyId: dutyIdOf('plan', plan.planId) }, now);
    return DONE;
  });
}

export function endStep(
  world: World,
  who: Member,
  input: { docket: number; planId: string; stepId: string },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const plan = await lockPlan(tx, input.docket, input.planId);
    const s = plan && (await subjectOfPlan(tx, plan));
    const step = await findStep(tx, input.docket, input.stepId);
    if (!plan || !s || step?.planId !== plan.planId) return NOTHING;
    if (step.doneAt) return DONE;
    await record(tx, world, {
      ...statement(who, s, now),
      kind: 'protection',
      fields: { what: 'safety_step', plan: plan.planId, step: step.step, done: 'true' },
    });
    await stepDone(tx, input.docket, input.stepId, { member: who.memberId, at: now });
    return DONE;
  });
}

/** The day on which it is looked at again, or that it is not needed any more. */
export function changePlan(
  world: World,
  who: Member,
  input: { docket: number; planId: string; reviewOn?: string | undefined; close: boolean; seq: number },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const plan = await lockPlan(tx, input.docket, input.planId);
    const s = plan && (await subjectOfPlan(tx, plan));
    if (!plan || !s) return NOTHING;
    if (plan.seq !== input.seq)
      return refuse('conflict', 'A colleague changed this plan meanwhile. Look at it, then change it.', [
        { path: 'seq', why: String(plan.seq) },
      ]);
    const reviewOn = input.reviewOn ?? plan.reviewOn;
    if (!input.close && (reviewOn === null || reviewOn <= now.toISOString().slice(0, 10)))
      return refuse('invalid', 'Choose a day that is still to come.', [
        { path: 'reviewOn', why: 'not in the future' },
      ]);
    await record(tx, world, {
      ...statement(who, s, now),
      kind: 'protection',
      fields: {
        what: 'safety_plan',
        plan: plan.planId,
        ...(input.close ? { state: 'closed' } : { review: reviewOn ?? '' }),
      },
    });
    await savePlan(tx, plan, { reviewOn, closedBy: input.close ? who.memberId : null, at: now });
    await renewReview(tx, plan, { s, reviewOn: input.close ? null : reviewOn, now });
    return DONE;
  });
}

const reviewId = (plan: PlanRow, day: string): string => dutyIdOf('plan review', plan.planId, day);

async function renewReview(
  tx: Tx,
  plan: PlanRow,
  to: { s: Subject; reviewOn: string | null; now: Date },
): Promise<void> {
  await doneDuty(tx, { docketId: plan.docket, dutyId: dutyIdOf('plan', plan.planId) }, to.now);
  if (plan.reviewOn && plan.reviewOn !== to.reviewOn)
    await doneDuty(tx, { docketId: plan.docket, dutyId: reviewId(plan, plan.reviewOn) }, to.now);
  if (!to.reviewOn) return;
  await openDuty(tx, {
    docketId: plan.docket,
    dutyId: reviewId(plan, to.reviewOn),
    kind: 'review',
    orgId: to.s.org,
    csoOrg: to.s.org,
    ...(to.s.caseId ? { caseId: to.s.caseId } : {}),
    ...(plan.threadId ? { threadId: plan.threadId } : {}),
    startsAt: to.now,
    dueAt: new Date(to.reviewOn + MIDDAY),
  });
}
