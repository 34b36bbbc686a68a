/** What happens by itself: once a day how remediations stand, and once after each quarter how suppliers answered. */
import type { World } from '../../platform/world.ts';
import { closedQuarters } from '../insight/index.ts';
import { type Member, NOTHING, nowOf, reading, writing } from '../network/index.ts';
import { watched } from '../record/index.ts';
import { type Refusal, isRefusal } from '../refusal.ts';
import type { PaceAnswer, SectorAnswer } from './contract.ts';
import { RANGES, dayOf, quarterOf, takesPart } from './joint.ts';
import { K_PACE, isEnough, paceOf, sectorOf } from './pace.ts';
import {
  type PlaceRow,
  firstTold,
  lockPace,
  paceOfChain,
  paceOfSectors,
  placesIn,
  quartersMade,
  refreshPlans,
  savePace,
  saveSector,
} from './pace.store.ts';
import { keepParts } from './part.actions.ts';

const rangeOf = (n: number): string => RANGES.find(([below]) => n < below)?.[1] ?? '100+';

/** Repeatable: it does what is missing. */
export async function keepJoint(world: World): Promise<void> {
  const now = nowOf(world);
  await world.jobs.write({}, (tx) => refreshPlans(tx, dayOf(now)));
  await keepParts(world);
  await makePace(world, now);
}

async function makePace(world: World, now: Date): Promise<void> {
  await world.jobs.write({}, async (tx) => {
    await lockPace(tx);
    const first = await firstTold(tx);
    if (!first || first > now) return;
    const made = await quartersMade(tx);
    for (const { first: month } of closedQuarters(first.toISOString().slice(0, 7), dayOf(now))) {
      const from = new Date(`${month}-01T00:00:00Z`);
      const quarter = quarterOf(from);
      if (made.has(quarter)) continue;
      const until = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 3, 1));
      const places = await placesIn(tx, { from, until });
      for (const place of places)
        await savePace(tx, { docket: place.docket_id, quarter, buyers: place.buyers, on: dayOf(now) }, paceOf(place)); // prettier-ignore
      for (const [sector, those] of Map.groupBy(places, (place) => place.sector))
        await saveSector(tx, { sector, quarter, on: dayOf(now), ...sectorRow(those) });
    }
  });
}

function sectorRow(places: readonly PlaceRow[]) {
  const enough = places.filter((place) => isEnough(place));
  const sum = (of: (place: PlaceRow) => number) => enough.reduce((n, place) => n + of(place), 0);
  const found = sectorOf({ places, remediations: sum((p) => p.remediations), joined: sum((p) => p.joined) });
  if (found.state === 'too_few')
    return { state: found.state, remediations: null, joined: null, overdue: null, disputed: null };
  const { overdue, disputed, remediations, joined } = found;
  return {
    state: found.state,
    remediations: rangeOf(remediations),
    joined: rangeOf(joined),
    overdue,
    disputed,
  };
}

const isBuyer = (who: Member): boolean => who.kind === 'buyer' && takesPart(who.kind, who.role);

export const readPace = async (world: World, who: Member): Promise<PaceAnswer | Refusal> =>
  isBuyer(who)
    ? reading(world, who, async (db) => ({ k: K_PACE, rows: await paceOfChain(db, who.orgId) }))
    : NOTHING;

/** The same to take away: that it was taken stands on record before it is given. */
export async function exportPace(world: World, who: Member): Promise<PaceAnswer | Refusal> {
  const read = await readPace(world, who);
  if (isRefusal(read)) return read;
  const { orgId: org, memberId: member, role } = who;
  const put = await writing(world, who, async (tx) => {
    await watched(tx, world, { org, member, role, act: 'exported', what: 'figures', n: read.rows.length });
    return true;
  });
  return isRefusal(put) ? put : read;
}

const SECTORS: readonly string[] = ['association', 'cso', 'union'];
export const readSectors = async (world: World, who: Member): Promise<SectorAnswer | Refusal> =>
  SECTORS.includes(who.kind) && takesPart(who.kind, who.role)
    ? reading(world, who, async (db) => ({ k: K_PACE, rows: await paceOfSectors(db) }))
    : NOTHING;
