import { createHash } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { type Member, NOTHING, caseReading, caseWork, rolesOf } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { calendarOf } from './calendars.store.ts';
import { DEFAULT_STEPS, type DutyStep } from './clocks.ts';
import type { CaseDuties, DayInput, DaysView, DueList, DueQuery, StepsInput, StepsView } from './contract.ts';
import { ownDays } from './store.ts';
import {
  countriesOf,
  dueList,
  dutiesOf,
  lockSteps,
  markSeen,
  saveDay,
  saveSteps,
  stepsOf,
} from './view.store.ts';

type Done = { done: true };
const DONE: Done = { done: true };

/** Who leads sets what happens when something is late, and the days off; who works on cases sees it. */
const mayset = (who: Member): boolean => rolesOf(who.kind)[0] === who.role;
const LEADS = refuse('not_allowed', 'Whoever leads the organisation sets this.');

export const readCaseDuties = (
  world: World,
  who: Member,
  at: { docket: number; caseId: string },
): Promise<CaseDuties | Refusal> =>
  caseReading(world, who, async (db) => ({ duties: await dutiesOf(db, at) }));

export const readDue = (world: World, who: Member, query: DueQuery): Promise<DueList | Refusal> =>
  caseReading(world, who, (db, now) => dueList(db, { org: who.orgId, member: who.memberId, now, ...query }));

export const seeEvent = (
  world: World,
  who: Member,
  event: { docket: number; dutyId: string; n: number },
): Promise<Done | Refusal> =>
  caseWork(world, who, async (tx, at) => {
    const { found } = await markSeen(tx, event, { member: who.memberId, at });
    return found ? DONE : NOTHING;
  });

const versionOf = (steps: readonly DutyStep[]): string =>
  createHash('sha256').update(JSON.stringify(steps)).digest('hex').slice(0, 16);
const settingOf = (who: Member, own: DutyStep[]): StepsView => ({
  steps: own.length > 0 ? own : [...DEFAULT_STEPS],
  ownSteps: own.length > 0,
  version: versionOf(own),
  may: mayset(who),
});

export const readSteps = (world: World, who: Member): Promise<StepsView | Refusal> =>
  caseReading(world, who, async (db) => settingOf(who, await stepsOf(db, who.orgId)));

export function setSteps(world: World, who: Member, input: StepsInput): Promise<StepsView | Refusal> {
  return caseWork(world, who, async (tx) => {
    if (!mayset(who)) return LEADS;
    await lockSteps(tx, who.orgId);
    const before = await stepsOf(tx, who.orgId);
    if (versionOf(before) !== input.was)
      return refuse('conflict', 'A colleague set the steps meanwhile. Look at them, then set them again.', [
        { path: 'was', why: versionOf(before) },
      ]);
    await saveSteps(tx, who.orgId, input.steps);
    const { orgId: org, memberId: member, role } = who;
    await watched(tx, world, {
      org,
      member,
      role,
      act: 'setting',
      what: 'duty_steps',
      n: input.steps.length,
    });
    return settingOf(who, await stepsOf(tx, org));
  });
}

const YEAR = 365;
export const readDays = (
  world: World,
  who: Member,
  query: { country?: string | undefined },
): Promise<DaysView | Refusal> =>
  caseReading(world, who, async (db, now) => {
    const countries = await countriesOf(db, who.orgId);
    const country = query.country ?? countries[0] ?? '';
    const calendar = calendarOf(country);
    const days = Array.from({ length: YEAR }, (_, n) =>
      new Date(now.getTime() + n * 86_400_000).toISOString().slice(0, 10),
    );
    return {
      country,
      countries,
      zone: calendar.zone,
      weekend: [...calendar.weekend],
      holidays: days.filter((day) => calendar.isOff(day)),
      own: await ownDays(db, who.orgId, country),
      may: mayset(who),
    };
  });

export function setDay(world: World, who: Member, input: DayInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx) => {
    if (!mayset(who)) return LEADS;
    const { orgId: org, memberId: member, role } = who;
    await saveDay(tx, { org, ...input });
    await watched(tx, world, { org, member, role, act: 'setting', what: 'day_off' });
    return DONE;
  });
}
