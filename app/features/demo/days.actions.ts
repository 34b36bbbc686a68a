import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from '../../platform/world.ts';
import { Publisher, Sequencer } from '../log/index.ts';
import { releaseFigures } from '../insight/index.ts';
import { sendAlerts } from '../network/index.ts';
import { DAY } from './moments.ts';
import { perform } from './perform.actions.ts';
import type { Stage } from './stage.ts';
import type { Day, Step } from './steps.ts';

/** A month's figures come out this day of the next one: a week after it ended (reference.md 7.5, rule 8). */
const RELEASE_DAY = '07';

/** Strands go on side by side, each in its order; reports come first in each, so that those of a day share their commits. */
export async function passDay(
  stage: Stage,
  steps: readonly Step[],
  done: (n: number) => void,
): Promise<void> {
  const strands = [...Map.groupBy(steps, (step) => step.strand).values()];
  await Promise.all(
    strands.map(async (strand) => {
      const isReport = ({ e }: Step): boolean => e.kind === 'report';
      await Promise.all(strand.filter(isReport).map((step) => perform(stage, step)));
      for (const step of strand) if (!isReport(step)) await perform(stage, step);
      done(strand.length);
    }),
  );
}

/** All files of the log on disk, many at once. */
export async function syncLog({ ledgerDir }: World): Promise<void> {
  const files = await readdir(ledgerDir, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const sync = async () => {
    for (let path = paths.pop(); path; path = paths.pop()) {
      const file = await open(path, 'r');
      await file.sync();
      await file.close();
    }
  };
  await Promise.all(Array.from({ length: 8 }, sync));
}

/** What happens by itself: alarms, figures on their fixed day, an epoch a day. */
export class Evenings {
  readonly #stage: Stage;
  readonly #sequencer: Sequencer;
  readonly #publisher: Publisher;
  constructor(stage: Stage) {
    this.#stage = stage;
    this.#sequencer = new Sequencer(stage.past.world);
    this.#publisher = new Publisher(stage.past.world, [], { sync: false });
  }

  async close({ midnight, steps }: Day): Promise<void> {
    const { world, clock } = this.#stage.past;
    const day = new Date(midnight).toISOString().slice(0, 10);
    const end = new Date(midnight + DAY);
    await clock.at(end, async () => {
      if (steps.some(({ e }) => e.kind === 'report' && e.urgency === 'P0')) await sendAlerts(world);
      if (day.endsWith(RELEASE_DAY)) await releaseFigures(world, day);
      await this.#sequencer.close(end);
      // Nobody reads along in this past: what is published is the same whether by the day or by the month.
      if (end.getUTCDate() === 1) await this.#publisher.publish(false);
    });
  }
}
