import { sinceNumbers } from '../../../ledger/index.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { K_PARTNER, closedQuarters } from '../insight/index.ts';
import { type EpochRow, epochs } from '../log/index.ts';
import { endOf, isFitForBuyers, shortWindows } from './audience.ts';
import {
  type Judged,
  type Site,
  isJudged,
  lockQuarters,
  movedTo,
  saveJudged,
  sitesBy,
  sizesAt,
  toldIn,
} from './quarter.store.ts';
import { epochBy, firstEpochAt } from './standing.store.ts';

/** A closed quarter of this log, by its first day, and the epoch at its end. The same epoch for every docket. */
export type Quarter = { firstDay: string; epoch: EpochRow };

/** Oldest first. Closed as figures have it: a week after the last day. */
export async function quartersOf(db: Db, now: Date): Promise<Quarter[]> {
  const first = await firstEpochAt(db);
  if (!first) return [];
  const days = closedQuarters(first.toISOString().slice(0, 7), now.toISOString().slice(0, 10)).map(
    (q) => `${q.first}-01`,
  );
  const found: Quarter[] = [];
  for (const firstDay of days) {
    const epoch = await epochBy(db, endOf(firstDay));
    if (epoch && found.at(-1)?.epoch.n !== epoch.n) found.push({ firstDay, epoch });
  }
  return found;
}

/**
 * Judges a quarter for all workplaces at once, if nobody has: whoever asks first pays for all, so that the time it takes
 * says nothing of the docket that was asked for.
 */
export async function judgeQuarter(
  world: World,
  quarters: readonly Quarter[],
  asked: Quarter,
): Promise<void> {
  if (await world.jobs.read({}, (db) => isJudged(db, asked.firstDay))) return;
  const at = world.clock.now();
  await world.jobs.write({}, async (tx) => {
    await lockQuarters(tx);
    if (await isJudged(tx, asked.firstDay)) return;
    const until = quarters.filter((q) => q.epoch.n <= asked.epoch.n);
    const rows: Judged[] = [];
    for (const site of await sitesBy(tx, asked.epoch.n)) rows.push(await judge(tx, site, until));
    await saveJudged(tx, { quarter: asked.firstDay, epoch: asked.epoch.n, at }, rows);
  });
}

/** Every closed quarter that nobody has judged yet: soon after its end, whether or not anybody asks. */
export async function judgeQuarters(world: World): Promise<void> {
  const quarters = await world.jobs.read({}, (db) => quartersOf(db, world.clock.now()));
  for (const quarter of quarters) await judgeQuarter(world, quarters, quarter);
}

async function judge(tx: Tx, site: Site, quarters: readonly Quarter[]): Promise<Judged> {
  const windows = shortWindows(await shownEpochs(tx, site, quarters));
  const ends = [...new Set(windows.flatMap((w) => [w.from.n, w.to.n])), quarters.at(-1)?.epoch.n ?? 0];
  const sizes = await sizesAt(tx, site.docket, ends);
  const sizeAt = (n: number) => sizes[ends.indexOf(n)] ?? 0;
  const size = sizes.at(-1) ?? 0;
  const stretches = windows.map((w) => ({ from: sizeAt(w.from.n), to: sizeAt(w.to.n) }));
  const [whole, ...told] = await toldIn(tx, site.docket, [{ from: 0, to: size }, ...stretches]);
  const holds = isFitForBuyers(
    {
      headcount: site.headcount,
      confirmed: whole?.confirmed ?? 0,
      windows: windows.map((w, i) => ({ hours: w.hours, ...(told[i] ?? { spoken: 1, confirmed: 0 }) })),
    },
    K_PARTNER,
  );
  return { docket: site.docket, holds, movedTo: holds ? await movedTo(tx, site.docket, size) : [] };
}

/** All epochs whose sizes a buyer has seen once it holds every quarter's bundle: each end, and what its `since` names. */
async function shownEpochs(db: Db, site: Site, quarters: readonly Quarter[]): Promise<EpochRow[]> {
  const numbers = quarters
    .filter((q) => q.epoch.n >= site.firstEpoch)
    .flatMap((q) => [q.epoch.n, ...sinceNumbers(q.epoch.n, site.firstEpoch)]);
  return epochs(db, [...new Set(numbers)]);
}
