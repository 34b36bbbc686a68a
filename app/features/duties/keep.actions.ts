import type { Who } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { nowOf } from '../network/index.ts';
import { record } from '../record/index.ts';
import { DEFAULT_STEPS, type DutyStep, clockAfter, stepsDue } from './clocks.ts';
import {
  type LateDuty,
  addEvent,
  alertTeam,
  allSteps,
  answeredSince,
  lockLate,
  markOverdue,
  newlyLate,
  overdueOnes,
  takenOf,
  unanswered,
} from './late.store.ts';
import { doneDuty, dutyIdOf, openDuty } from './store.ts';

/** The clock acts for an organisation, as none of its members: nothing is hidden from it, and it decides nothing. */
const clockOf = (org: string, now: Date): Who => ({ org, kind: 'cso', now: now.toISOString() });

/** What the two statements have in common. Kinds and days: no words, no worker, and no thread that a code could open. */
const about = (d: LateDuty, at: Date) => ({
  docketId: d.docketId,
  by: d.csoOrg,
  csoOrg: d.csoOrg,
  at,
  ...(d.caseId ? { caseId: d.caseId } : {}),
});
const dutyFields = (d: LateDuty) => ({ duty: d.kind, due: d.dueAt.toISOString().slice(0, 10) });

/** That it is late is written once, with its statement, in one transaction: a second run, or a crash before it, changes nothing. */
function sayLate(world: World, found: LateDuty, now: Date): Promise<boolean> {
  return world.app.write(clockOf(found.csoOrg, now), async (tx) => {
    const duty = await lockLate(tx, found);
    if (!duty || clockAfter(duty, 'time_passed', now) === duty) return false;
    await record(tx, world, { ...about(duty, now), kind: 'overdue', fields: dutyFields(duty) });
    await markOverdue(tx, duty, now);
    await addEvent(tx, duty, { n: duty.events + 1, act: 'overdue', days: 0, at: now });
    return true;
  });
}

/** Those that leave the team's own desk are statements; a reminder is not. */
const ON_RECORD: readonly string[] = ['offer_to_buyers', 'state', 'suggest_closure'];

function takeSteps(world: World, found: LateDuty, steps: readonly DutyStep[], now: Date): Promise<number> {
  return world.app.write(clockOf(found.csoOrg, now), async (tx) => {
    const duty = await lockLate(tx, found);
    if (!duty) return 0;
    const due = stepsDue(duty, steps, await takenOf(tx, duty), now);
    let n = duty.events;
    for (const { act, afterDays: days, mail } of due) {
      if (ON_RECORD.includes(act))
        await record(tx, world, {
          ...about(duty, now),
          kind: 'escalation',
          fields: { ...dutyFields(duty), step: act, days: String(days) },
        });
      n += 1;
      await addEvent(tx, duty, { n, act, days, at: now });
      if (mail) await alertTeam(tx, duty.csoOrg);
    }
    return due.length;
  });
}

async function keepReplies(world: World, now: Date): Promise<void> {
  for (const { docketId, threadId, org, dueAt } of await world.jobs.read({}, (db) => unanswered(db, now)))
    await world.app.write(clockOf(org, now), (tx) =>
      openDuty(tx, {
        docketId,
        dutyId: dutyIdOf('reply', threadId, dueAt.toISOString()),
        kind: 'reply',
        orgId: org,
        csoOrg: org,
        threadId,
        startsAt: dueAt,
        dueAt,
      }),
    );
  for (const late of await world.jobs.read({}, answeredSince))
    await world.app.write(clockOf(late.csoOrg, now), (tx) => doneDuty(tx, late, now));
}

export type Kept = { overdue: number; steps: number };

/** Looks at all clocks: says what is late, and takes the steps that each organisation has set. Repeatable. */
export async function keepDuties(world: World): Promise<Kept> {
  const now = nowOf(world);
  const kept: Kept = { overdue: 0, steps: 0 };
  await keepReplies(world, now);
  for (const late of await world.jobs.read({}, (db) => newlyLate(db, now)))
    if (await sayLate(world, late, now)) kept.overdue += 1;
  const set = await world.jobs.read({}, allSteps);
  for (const late of await world.jobs.read({}, overdueOnes)) {
    const steps = set.get(late.csoOrg) ?? DEFAULT_STEPS;
    if (stepsDue(late, steps, late.taken, now).length > 0)
      kept.steps += await takeSteps(world, late, steps, now);
  }
  return kept;
}
