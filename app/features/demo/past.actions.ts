import { AsyncLocalStorage } from 'node:async_hooks';
import { Gate } from '../../platform/db.ts';
import type { Clock, World } from '../../platform/world.ts';

/**
 * The demo's own past. Every step has its own moment, although many run at once: the clock tells each the moment of
 * the step in which it is asked.
 */
export class PastClock implements Clock {
  readonly #moment = new AsyncLocalStorage<Date>();
  at<T>(moment: Date, work: () => Promise<T>): Promise<T> {
    return this.#moment.run(moment, work);
  }
  now(): Date {
    const moment = this.#moment.getStore();
    if (!moment) throw new Error('demo: something asked for the time outside of a step');
    return moment;
  }
}

export type Past = { world: World; clock: PastClock; close(): Promise<void> };

const DAY_SECONDS = 86_400;

/** A commit answers before it is on disk: a load that is cut off begins again anyway, and its last commit waits for the disk. */
const hasty = (gate: Gate, max: number): Gate => {
  const url = new URL(gate.pool.options.connectionString ?? '');
  url.searchParams.set('options', '-c synchronous_commit=off');
  return new Gate(url.href, max);
};

/** The same installation on its simulated clock, with an epoch a day; alarms of that past ring nowhere. */
export function pastOf(world: World): Past {
  const clock = new PastClock();
  const gates = {
    anon: hasty(world.anon, 4),
    app: hasty(world.app, 8),
    sequencer: hasty(world.sequencer, 2),
    jobs: hasty(world.jobs, 2),
  };
  const config = { ...world.config, epochSeconds: DAY_SECONDS };
  return {
    world: { ...world, ...gates, config, clock, mail: { alert: async () => {} } },
    clock,
    close: async () => void (await Promise.all(Object.values(gates).map((gate) => gate.close()))),
  };
}
