import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { doneDuty, openDuty } from '../duties/index.ts';
import { type Member, NOTHING, caseReading, caseWork } from '../network/index.ts';
import { record } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Done, DONE } from './recusal.actions.ts';
import { type StopRow, insertStop, lockStop, markReviewed, openStops, stopsOf } from './stop.store.ts';
import { subjectOf } from './store.ts';
import { mayStop } from './watch.ts';

export type StopInput = {
  docket: number;
  caseId: string;
  stopId: string;
  harmActing: number;
  harmWaiting: number;
  worker: string;
  reviewOn: string;
};
const same = (a: StopRow, b: StopInput): boolean =>
  a.caseId === b.caseId &&
  a.harmActing === b.harmActing &&
  a.harmWaiting === b.harmWaiting &&
  a.reviewOn === b.reviewOn;

/**
 * The judgement behind `unsafe_to_proceed` (reference.md 5.5 rule 10): acting would harm more than not acting, the worker
 * agrees, and there is a day on which somebody looks again. The case itself is then ended by its own step.
 */
export function judgeStop(world: World, who: Member, input: StopInput): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const s = await subjectOf(tx, { about: 'case', docket: input.docket, id: input.caseId });
    if (!s) return NOTHING;
    const before = await lockStop(tx, input.docket, input.stopId);
    if (before)
      return same(before, input)
        ? DONE
        : refuse('conflict', 'This number was used for something else. Nothing was changed.');
    if (!mayStop(input))
      return refuse(
        'wrong_state',
        'A case is stopped only where acting would do more harm than not acting, and the worker agrees.',
        [{ path: input.worker === 'agrees' ? 'harmActing' : 'worker', why: 'does not hold' }],
      );
    if (input.reviewOn <= now.toISOString().slice(0, 10))
      return refuse('invalid', 'Choose a day that is still to come.', [
        { path: 'reviewOn', why: 'not in the future' },
      ]);
    await record(tx, world, {
      docketId: s.placedIn,
      kind: 'protection',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: input.caseId,
      at: now,
      fields: {
        what: 'stop',
        acting: String(input.harmActing),
        waiting: String(input.harmWaiting),
        worker: 'agrees',
        review: input.reviewOn,
      },
    });
    await insertStop(tx, { ...input, org: s.org, by: who.memberId, at: now });
    // The step that ends the case owes the review; of a case that has ended already, this does.
    if (s.closed)
      await openDuty(tx, {
        docketId: input.docket,
        dutyId: input.stopId,
        kind: 'review',
        orgId: s.org,
        csoOrg: s.org,
        caseId: input.caseId,
        startsAt: now,
        dueAt: new Date(`${input.reviewOn}T12:00:00Z`),
      });
    return DONE;
  });
}

/** `again`: it is safe to go on, the case is opened again by its own step; `stays`: a new judgement is written. */
export function reviewStop(
  world: World,
  who: Member,
  input: { docket: number; stopId: string; outcome: string },
): Promise<Done | Refusal> {
  return caseWork(world, who, async (tx, now) => {
    const stop = await lockStop(tx, input.docket, input.stopId);
    const s = stop && (await subjectOf(tx, { about: 'case', docket: stop.docket, id: stop.caseId }));
    if (!stop || !s) return NOTHING;
    if (stop.reviewedAt)
      return stop.outcome === input.outcome
        ? DONE
        : refuse('conflict', 'A colleague looked at it meanwhile.', [
            { path: 'outcome', why: stop.outcome ?? '' },
          ]);
    await record(tx, world, {
      docketId: s.placedIn,
      kind: 'protection',
      by: who.orgId,
      member: who.memberId,
      csoOrg: who.orgId,
      caseId: stop.caseId,
      at: now,
      fields: { what: 'stop', reviewed: input.outcome },
    });
    await markReviewed(tx, stop, { outcome: input.outcome, member: who.memberId, at: now });
    await doneDuty(tx, { docketId: stop.docket, dutyId: stop.stopId }, now);
    return DONE;
  });
}

const NOT_JUDGED = refuse(
  'wrong_state',
  'Judge the danger first: acting must harm more than not acting, and the worker must agree. It is on the tab Protection.',
  [{ path: 'closure', why: 'no judgement' }],
);
/** Undefined if the case may end as unsafe to proceed on that review date. */
export async function stopStands(
  db: Db,
  c: { docket: number; caseId: string; reviewOn: string | null },
): Promise<Refusal | undefined> {
  const stops = await stopsOf(db, c);
  return stops.some((s) => s.reviewedAt === null && (c.reviewOn === null || s.reviewOn === c.reviewOn))
    ? undefined
    : NOT_JUDGED;
}

export type StopsDue = { today: string; rows: StopRow[] };
export const readStops = (world: World, who: Member): Promise<StopsDue | Refusal> =>
  caseReading(world, who, async (db, now) => ({
    today: now.toISOString().slice(0, 10),
    rows: await openStops(db, who.orgId),
  }));
