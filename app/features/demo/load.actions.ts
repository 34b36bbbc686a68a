import type { World } from '../../platform/world.ts';
import { refreshDockets } from '../log/index.ts';
import { forgetDirectory, markReleasedKeys } from '../network/index.ts';
import { Intake } from '../reports/index.ts';
import { beginDemo } from './begin.actions.ts';
import { findDemo, saveTour } from './begin.store.ts';
import { registerCast } from './cast.actions.ts';
import { Evenings, passDay, syncLog } from './days.actions.ts';
import { showMore } from './more.actions.ts';
import { type Past, pastOf } from './past.actions.ts';
import { type DemoSize, planDemo } from './plan.ts';
import { idsOf, referencesOf } from './references.ts';
import { Sealing } from './sealing.actions.ts';
import { type Stage, Turns } from './stage.ts';
import { stepsOf } from './steps.ts';
import { showcases } from './stories.ts';
import { beginImproving } from './improving.actions.ts';
import { DAILY, tellOn } from './telling.actions.ts';
import type { Tour } from './tour.ts';

export type Progress = (done: number, all: number, what: string) => void;

export const isDemoLoaded = async (world: World): Promise<boolean> => (await findDemo(world)) === 'loaded';

const PEOPLE: Tour['people'] = {
  caseWorker: 'nan-thiri@mekong-worker-line.demo.vouch.invalid',
  employer: 'prasert-w@tern-island-seafood.demo.vouch.invalid',
  buyer: 'maja-l@alder-and-wren.demo.vouch.invalid',
};

/**
 * Fills an empty installation with the demo network, through the same actions as real use. Throws if the installation
 * is somebody's own, or if an action refuses a step. A load that was cut off begins again at the next call.
 */
export async function loadDemo(world: World, size: DemoSize, progress: Progress): Promise<void> {
  await beginDemo(world);
  const past = pastOf(world);
  try {
    const tour = await live(world, past, size, progress);
    await syncLog(world);
    await saveTour(world, tour);
  } finally {
    await past.close();
  }
  forgetDirectory(world);
  await refreshDockets(world);
}

const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthOf = (midnight: number): string => month.format(midnight);

/** The whole past, day by day; then what waits, which the next epoch of the real beat takes. */
async function live(world: World, past: Past, size: DemoSize, progress: Progress): Promise<Tour> {
  const events = planDemo(size);
  const { days, waiting } = stepsOf(events, world.clock.now());
  const [first = { midnight: 0, steps: [] }, ...later] = days;
  let count = 0;
  const done = (n: number, what: string) => progress((count += n), events.length, what);
  done(0, 'organisations, people, keys');
  const cast = await registerCast(world, past, first.steps);
  const began = first.steps.at(-1)?.at ?? new Date(first.midnight);
  await past.clock.at(began, () => tellOn(past, cast, DAILY));
  const ids = idsOf(size.seed);
  await past.clock.at(began, () => beginImproving(past, cast, ids));
  const plan = referencesOf(events);
  const order = [...days.flatMap((day) => day.steps), ...waiting];
  const sealing = new Sealing({ cast, plan, ids, origin: world.keys.origin }, order);
  const opened = events.flatMap((e) => (e.kind === 'open_case' ? [e.case] : []));
  const state = { placed: new Map(), cases: new Map(), turns: new Turns(opened) };
  const stage: Stage = { past, cast, plan, ids, sealing, intake: new Intake(past.world), ...state };
  try {
    const evenings = new Evenings(stage);
    await evenings.close(first);
    await refreshDockets(past.world);
    done(first.steps.length, monthOf(first.midnight));
    for (const day of later) {
      await passDay(stage, day.steps, (n) => done(n, monthOf(day.midnight)));
      await evenings.close(day);
    }
    await passDay(stage, waiting, (n) => done(n, 'what waits now'));
    await past.clock.at(world.clock.now(), async () => {
      await markReleasedKeys(past.world);
      await showMore(stage);
    });
    return await tourIn(sealing);
  } finally {
    await sealing.close();
  }
}

async function tourIn(sealing: Sealing): Promise<Tour> {
  const [tour, burmese] = await Promise.all([
    sealing.worker(showcases.tourReport),
    sealing.worker(showcases.burmeseReport),
  ]);
  return { code: tour.code ?? '', burmese: burmese.code ?? '', people: PEOPLE };
}
