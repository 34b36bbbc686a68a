import { setTimeout as wait } from 'node:timers/promises';
import { NOTHING_HIDDEN } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import type { EpochRow } from '../log/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Reader, firstDayOf, mayDate, mayHold } from './audience.ts';
import { type Quarter, judgeQuarter, quartersOf } from './quarter.actions.ts';
import {
  type StandingRow,
  chainDockets,
  hiddenDockets,
  licensedDockets,
  newestPublished,
  publishedEpoch,
  receivedDockets,
  standings,
} from './standing.store.ts';

/** `epoch` or `quarter` (2026-Q3); left out: the newest that this reader may see. */
export type When = { epoch?: number; quarter?: string };

/** One answer for a docket that isn't there, one without a leaf, one that may not be held, one with too few behind it. */
export const nothing = (): Refusal =>
  refuse(
    'not_found',
    'There is no bundle for you here. Ask the organisation on the case; asking is recorded.',
  );

const BEAT_MS = 250;
/** A no leaves at the next full beat after the question came, so that what was looked at doesn't show in the time it took. */
export async function atTheBeat<T>(began: number, answer: T): Promise<T> {
  const left = BEAT_MS - ((performance.now() - began) % BEAT_MS);
  await wait(left);
  return answer;
}

/** What a reader is given of the dockets asked for, in one epoch. The others are as good as empty. */
export type Given = {
  epoch: EpochRow;
  quarter?: string;
  dockets: { docket: number; size: number }[];
  /** The reader may hold them, but a later epoch erased what opened them then. */
  lost: number[];
};

const MOST = 0x7fffffff;
const isDocket = (docket: number): boolean => Number.isInteger(docket) && docket >= 0 && docket <= MOST;

/**
 * Every question takes the same steps, whoever asks for whatever: the epoch, the quarter, one query for all that could
 * matter. Undefined = there is no such epoch for this reader.
 */
export async function decide(
  world: World,
  reader: Reader,
  asked: readonly number[],
  when: When,
): Promise<Given | undefined> {
  const now = world.clock.now();
  const found = await world.jobs.read({}, async (db) => ({
    quarters: await quartersOf(db, now),
    newest: await newestPublished(db),
    named: await publishedEpoch(db, isDocket(when.epoch ?? -1) ? (when.epoch ?? -1) : -1),
  }));
  const quarter = quarterFor(reader, found.quarters, when);
  const last = found.quarters.at(-1);
  // Judged whoever asks: the first question of a quarter is as slow for everybody.
  if (quarter ?? last) await judgeQuarter(world, found.quarters, (quarter ?? last) as Quarter);
  const free = when.epoch === undefined ? found.newest : found.named;
  const epoch = quarter ? quarter.epoch : mayDate(reader) && when.quarter === undefined ? free : undefined;
  const dockets = [...new Set(asked.filter(isDocket))].sort((a, b) => a - b);
  const rows = await world.jobs.read({}, async (db) => {
    const about = {
      org: reader.org,
      day: now.toISOString().slice(0, 10),
      quarter: quarter?.firstDay ?? null,
      epoch: epoch?.n ?? -1,
    };
    const own = await standings(db, { ...about, dockets });
    // Whatever a moved statement leads to stands in the bundle with its size: it must be the reader's too.
    const led = await standings(db, { ...about, dockets: [...new Set(own.flatMap((r) => r.movedTo))] });
    const hidden = new Set(await hiddenDockets(db, reader.hidden ?? NOTHING_HIDDEN));
    return { own: own.filter((r) => !hidden.has(r.docket)), led: new Map(led.map((r) => [r.docket, r])) };
  });
  if (!epoch) return undefined;
  const held = rows.own.filter((r) => mayHold(reader, { ...r, holds: holds(r, rows.led) }) && r.size > 0);
  return {
    epoch,
    ...(quarter ? { quarter: quarter.firstDay } : {}),
    dockets: held.filter((r) => !r.lost).map(({ docket, size }) => ({ docket, size })),
    lost: held.filter((r) => r.lost).map((r) => r.docket),
  };
}

const holds = (row: StandingRow, led: ReadonlyMap<number, StandingRow>): boolean =>
  row.fit && row.movedTo.every((to) => led.get(to)?.fit === true && led.get(to)?.supplies === true);

/** A buyer sees closed quarters only, by name or by the epoch at their end. Others may name one. */
function quarterFor(reader: Reader, quarters: readonly Quarter[], when: When): Quarter | undefined {
  const byName =
    when.quarter === undefined
      ? undefined
      : quarters.find((q) => q.firstDay === firstDayOf(when.quarter ?? ''));
  if (when.quarter !== undefined) return when.epoch === undefined ? byName : undefined;
  if (mayDate(reader)) return undefined;
  return when.epoch === undefined ? quarters.at(-1) : quarters.find((q) => q.epoch.n === when.epoch);
}

/** All that an organisation might hold: a buyer's chain, what is licensed, what it receives. */
export async function wholeList(world: World, reader: Reader): Promise<number[]> {
  const day = world.clock.now().toISOString().slice(0, 10);
  return world.jobs.read({}, async (db) => {
    const lists = [
      await chainDockets(db, reader.org),
      await licensedDockets(db, reader.org, day),
      await receivedDockets(db, reader.org),
    ];
    const [chain = [], licensed = [], received = []] = lists;
    if (reader.kind === 'buyer') return chain;
    const hidden = new Set(await hiddenDockets(db, reader.hidden ?? NOTHING_HIDDEN));
    if (reader.kind === 'cso' || reader.kind === 'union') return received.filter((d) => !hidden.has(d));
    return reader.kind === 'labour_office' || reader.kind === 'auditor' ? licensed : [];
  });
}
