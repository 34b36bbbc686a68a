import type { Who } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { doneDuty, dutyIdOf, openDuty } from '../duties/index.ts';
import { type Member, NOTHING, caseWork, nowOf } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import {
  type CheckRow,
  type Watched,
  insertCheck,
  insertCheckAsk,
  lockCheck,
  markAsked,
  markDone,
  threadsToAsk,
  toAsk,
  toWatch,
  unplanned,
} from './check.store.ts';
import { mayReach } from './contact.actions.ts';
import { openPlan } from './plan.actions.ts';
import { type Done, DONE } from './recusal.actions.ts';
import { subjectOf } from './store.ts';
import { checkDue, monthsAfter, monthsOf } from './watch.ts';

/** What happens by itself is done for an organisation, by none of its members: nothing is hidden from the clock. */
const clockOf = (org: string, now: Date): Who => ({ org, kind: 'cso', now: now.toISOString() });

const beginChecks = (world: World, c: Watched, now: Date): Promise<number> =>
  world.app.write(clockOf(c.org, now), async (tx) => {
    let begun = 0;
    for (const month of monthsOf(c.severity)) {
      if (c.months.includes(month)) continue;
      const dueAt = monthsAfter(c.since, month);
      const checkId = dutyIdOf('retaliation check', c.caseId, month);
      const over = checkDue(dueAt) < now;
      const check = {
        docket: c.docket,
        checkId,
        caseId: c.caseId,
        org: c.org,
        month,
        dueAt,
        overAt: over ? now : null,
      };
      if (!(await insertCheck(tx, check)) || over) continue;
      begun += 1;
      await openDuty(tx, {
        docketId: c.docket,
        dutyId: checkId,
        kind: 'retaliation_check',
        orgId: c.org,
        csoOrg: c.org,
        caseId: c.caseId,
        startsAt: dueAt,
        dueAt: checkDue(dueAt),
      });
    }
    return begun;
  });

/**
 * The question goes into each worker's thread, in fixed words that the phone has in its own language: nothing is sent
 * anywhere, and nothing is put where a worker asked that nothing be left.
 */
const askWorkers = (world: World, found: CheckRow, now: Date): Promise<number> =>
  world.app.write(clockOf(found.org, now), async (tx) => {
    const check = await lockCheck(tx, found.docket, found.checkId);
    if (!check || check.askedAt || check.doneAt) return 0;
    let asked = 0;
    for (const thread of await threadsToAsk(tx, check)) {
      if (!(await mayReach(tx, thread, 'thread', now)).may) continue;
      const askId = dutyIdOf('retaliation ask', check.checkId, thread.threadId);
      await record(tx, world, {
        docketId: thread.placedIn,
        kind: 'protection',
        by: check.org,
        csoOrg: check.org,
        caseId: check.caseId,
        threadId: thread.threadId,
        threadDocket: thread.docket,
        at: now,
        fields: { what: 'retaliation_asked', ask: askId },
      });
      await insertCheckAsk(tx, check, { ...thread, askId, at: now });
      asked += 1;
    }
    await markAsked(tx, check, now);
    return asked;
  });

export type KeptSafe = { plans: number; checks: number; asked: number };

/** Plans where there is danger, checks where a business knows, questions whose day has come. Repeatable. */
export async function keepProtection(world: World): Promise<KeptSafe> {
  const now = nowOf(world);
  const kept: KeptSafe = { plans: 0, checks: 0, asked: 0 };
  for (const t of await world.jobs.read({}, unplanned)) {
    const opened = await world.app.write(clockOf(t.org, now), async (tx) => {
      const subject = await subjectOf(tx, { about: 'thread', docket: t.docket, id: t.threadId });
      const planId = dutyIdOf('plan of danger', t.docket, t.threadId);
      return subject ? openPlan(tx, { subject, planId, why: t.known ? 'known' : 'danger', at: now }) : false;
    });
    if (opened) kept.plans += 1;
  }
  for (const c of await world.jobs.read({}, toWatch)) kept.checks += await beginChecks(world, c, now);
  for (const c of await world.jobs.read({}, (db) => toAsk(db, now)))
    kept.asked += await askWorkers(world, c, now);
  return kept;
}

/** What a member learnt at a check. Retaliation is flagged first, on the worker's thread: that makes it urgent. */
export function endCheck(
  world: World,
  who: Member,
  input: { docket: number; checkId: string; outcome: string },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const check = await lockCheck(tx, input.docket, input.checkId);
    if (!check) return NOTHING;
    if (check.doneAt)
      return check.outcome === input.outcome
        ? DONE
        : refuse('conflict', 'A colleague said meanwhile what came of it.', [
            { path: 'outcome', why: check.outcome ?? '' },
          ]);
    const s = await subjectOf(tx, { about: 'case', docket: check.docket, id: check.caseId });
    if (!s) return NOTHING;
    await record(tx, world, {
      docketId: s.placedIn,
      kind: 'protection',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: check.caseId,
      at: now,
      fields: { what: 'retaliation_check', month: String(check.month), says: input.outcome },
    });
    await markDone(tx, check, { outcome: input.outcome, member: who.memberId, at: now });
    await doneDuty(tx, { docketId: check.docket, dutyId: check.checkId }, now);
    return DONE;
  });
}
