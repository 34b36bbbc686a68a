/**
 * How a supplier answers what it is told, in bands, once for each closed quarter. Nothing here can be taken apart: a band
 * is the same for every buyer, is made once, and stands only on a place with enough people and confirmed workers.
 */
export const K_PACE = 10;

export type Told = {
  /** Days from the day the business could read to its first plan; null = none by the quarter's end. */
  daysToPlan: number | null;
  overdue: boolean;
  outcome: string | null;
};
export type PlaceTold = { headcount: number; workers: number; told: readonly Told[] };
export type Share = 'none' | 'few' | 'some' | 'most';
export type FirstPlan = 'within_7' | 'within_30' | 'within_60' | 'later' | 'none_yet';
export type Pace =
  { state: 'too_few' } | { state: 'shown'; firstPlan: FirstPlan; overdue: Share; disputed: Share | null };

/** Below a third is few, up to two thirds some: numbers would be of single workers' answers (reference.md 7.5). */
export const shareOf = (n: number, of: number): Share =>
  n === 0 ? 'none' : n * 3 < of ? 'few' : n * 3 <= of * 2 ? 'some' : 'most';

const bandOf = (days: number): FirstPlan =>
  days <= 7 ? 'within_7' : days <= 30 ? 'within_30' : days <= 60 ? 'within_60' : 'later';

/** The lower median; whoever has not answered yet is slower than everybody who has. */
function middleOf(all: readonly (number | null)[]): FirstPlan {
  const sorted = [...all].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === null || middle === undefined ? 'none_yet' : bandOf(middle);
}

/** Enough confirmed workers, and a place large enough that they could be others (as for figures of one workplace). */
export const isEnough = (place: Omit<PlaceTold, 'told'>, k = K_PACE): boolean =>
  place.workers >= k && place.headcount >= 2 * k;

export function paceOf(place: PlaceTold, k = K_PACE): Pace {
  if (!isEnough(place, k) || place.told.length === 0) return { state: 'too_few' };
  const judged = place.told.filter(({ outcome }) => outcome !== null && outcome !== 'claimed');
  const disputed = judged.filter(({ outcome }) => outcome === 'disputed' || outcome === 'partly').length;
  return {
    state: 'shown',
    firstPlan: middleOf(place.told.map(({ daysToPlan }) => daysToPlan)),
    overdue: shareOf(place.told.filter(({ overdue }) => overdue).length, place.told.length),
    disputed: judged.length === 0 ? null : shareOf(disputed, judged.length),
  };
}

/** Of a sector only places that are enough by themselves are counted: no total holds one that is too small. */
export type SectorTold = { places: readonly PlaceTold[]; remediations: number; joined: number };
export type SectorPace =
  | { state: 'too_few' }
  | { state: 'shown'; overdue: Share; disputed: Share | null; remediations: number; joined: number };
export function sectorOf(sector: SectorTold, k = K_PACE): SectorPace {
  const places = sector.places.filter((place) => isEnough(place, k) && place.told.length > 0);
  // Two places at least: a sector of one is that one.
  if (places.length < 2) return { state: 'too_few' };
  const whole = paceOf({ headcount: 2 * k, workers: k, told: places.flatMap(({ told }) => told) }, k);
  if (whole.state === 'too_few') return whole;
  const { overdue, disputed } = whole;
  return { state: 'shown', overdue, disputed, remediations: sector.remediations, joined: sector.joined };
}
