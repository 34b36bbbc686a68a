import type { World } from '../../platform/world.ts';
import { Publisher, Sequencer, refreshDockets } from '../evidence/index.ts';
import { releaseFigures } from '../insight/index.ts';
import { forgetDirectory, markReleasedKeys, sendAlerts } from '../network/index.ts';
import { Intake } from '../reports/index.ts';
import { emptyHalfMade, findDemo, saveBegun, saveTour } from './begin.store.ts';
import { registerCast } from './cast.actions.ts';
import { DAY } from './moments.ts';
import { pastOf } from './past.ts';
import { perform } from './perform.ts';
import { type DemoSize, planDemo } from './plan.ts';
import { idsOf, referencesOf } from './references.ts';
import { Sealing } from './sealing.ts';
import { type Stage, Turns } from './stage.ts';
import { type Day, type Step, stepsOf } from './steps.ts';
import { showcases } from './stories.ts';
import type { Tour } from './tour.ts';

export type Progress = (done: number, all: number, what: string) => void;

export const isDemoLoaded = async (world: World): Promise<boolean> => (await findDemo(world)) === 'loaded';

/** Figures come out a week after a month's end. */
const RELEASE_DAY = 7;
const PEOPLE: Tour['people'] = {
  caseWorker: 'nan-thiri@mekong-worker-line.demo.vouch.invalid',
  employer: 'prasert-w@tern-island-seafood.demo.vouch.invalid',
  buyer: 'maja-l@alder-and-wren.demo.vouch.invalid',
};

/** Reports of a day share their commits; then each strand goes on in its order, and strands side by side. */
async function passDay(stage: Stage, steps: readonly Step[], done: (n: number) => void): Promise<void> {
  const reports = steps.filter(({ e }) => e.kind === 'report');
  await Promise.all(reports.map((step) => perform(stage, step)));
  done(reports.length);
  const rest = Map.groupBy(
    steps.filter(({ e }) => e.kind !== 'report'),
    (step) => step.strand,
  );
  await Promise.all(
    [...rest.values()].map(async (strand) => {
      for (const step of strand) await perform(stage, step);
      done(strand.length);
    }),
  );
}

class Evenings {
  readonly #stage: Stage;
  readonly #sequencer: Sequencer;
  readonly #publisher: Publisher;
  constructor(stage: Stage) {
    this.#stage = stage;
    this.#sequencer = new Sequencer(stage.past.world);
    this.#publisher = new Publisher(stage.past.world, []);
  }

  /** What happens by itself: alarms, figures on their fixed day, an epoch a day. */
  async close({ midnight }: Pick<Day, 'midnight'>): Promise<void> {
    const { world, clock } = this.#stage.past;
    const day = new Date(midnight).toISOString().slice(0, 10);
    const end = new Date(midnight + DAY);
    await clock.at(end, async () => {
      await sendAlerts(world);
      if (Number(day.slice(8)) === RELEASE_DAY) await releaseFigures(world, day);
      await this.#sequencer.close(end);
      await this.#publisher.publish(false);
    });
  }
}

async function begin(world: World): Promise<void> {
  const found = await findDemo(world);
  if (found === 'loaded') throw new Error('The demo is loaded here already.');
  if (found === 'taken')
    throw new Error(
      'This folder holds an installation of its own. Start it with --empty, or the demo in another folder (--data).',
    );
  if (found === 'half') await emptyHalfMade(world);
  else await saveBegun(world);
}

/**
 * Fills an empty installation with the demo network, through the same actions as real use. Throws if the installation
 * is somebody's own, or if an action refuses a step. A load that was cut off begins again at the next call.
 */
export async function loadDemo(world: World, size: DemoSize, progress: Progress): Promise<void> {
  await begin(world);
  const events = planDemo(size);
  const { days, waiting } = stepsOf(events, world.clock.now());
  const past = pastOf(world);
  try {
    let count = 0;
    const done = (n: number, what: string) => progress((count += n), events.length, what);
    const [first, ...later] = days;
    const cast = await registerCast(world, past, first?.steps ?? []);
    const stage = setStage({
      past,
      cast,
      size,
      events,
      order: [...days.flatMap((d) => d.steps), ...waiting],
    });
    const evenings = new Evenings(stage);
    if (first) await evenings.close(first);
    await refreshDockets(past.world);
    done(first?.steps.length ?? 0, 'organisations, people, keys');
    for (const day of later) {
      const month = new Date(day.midnight).toLocaleDateString('en', {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      });
      await passDay(stage, day.steps, (n) => done(n, month));
      await evenings.close(day);
    }
    // In the next epoch of the real beat.
    await passDay(stage, waiting, (n) => done(n, 'what waits now'));
    await past.clock.at(world.clock.now(), () => markReleasedKeys(past.world));
    await saveTour(world, await tourCodes(stage));
  } finally {
    await past.close();
  }
  forgetDirectory(world);
  await refreshDockets(world);
}

type Setting = Pick<Stage, 'past' | 'cast'> & {
  size: DemoSize;
  events: ReturnType<typeof planDemo>;
  order: readonly Step[];
};

function setStage({ past, cast, size, events, order }: Setting): Stage {
  const ids = idsOf(size.seed);
  const plan = referencesOf(events);
  const { origin } = past.world.keys;
  return {
    past,
    cast,
    plan,
    ids,
    sealing: new Sealing({ cast, plan, ids, origin }, order),
    intake: new Intake(past.world),
    placed: new Map(),
    cases: new Map(),
    turns: new Turns(events.flatMap((e) => (e.kind === 'open_case' ? [e.case] : []))),
  };
}

async function tourCodes({ sealing }: Stage): Promise<Tour> {
  const [tour, burmese] = await Promise.all([
    sealing.worker(showcases.tourReport),
    sealing.worker(showcases.burmeseReport),
  ]);
  return { code: tour.code ?? '', burmese: burmese.code ?? '', people: PEOPLE };
}
