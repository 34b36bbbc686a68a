import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import {
  LogForked,
  Publisher,
  Sequencer,
  type WitnessAt,
  nextClose,
  refreshDockets,
  unplacedDocket,
} from './features/log/index.ts';
import type { World } from './platform/world.ts';

export type Beat = { closeNow(): Promise<number>; stop(): Promise<void> };

/**
 * The fixed beat of epochs, whether or not anything waits. An epoch that can't be closed or published now is tried again
 * at the next beat; a fork stops the log loudly, while statements go on being taken (ledger.md 10).
 */
export async function startBeat(world: World, witnesses: readonly WitnessAt[]): Promise<Beat> {
  const sequencer = new Sequencer(world);
  const publisher = new Publisher(world, witnesses);
  const ending = new AbortController();
  let halted = false;
  let running: Promise<unknown> = Promise.resolve();
  const once = async (at: Date): Promise<number> => {
    // An epoch before the docket of what has no known workplace would spoil the log for ever (ledger.md 2).
    if (!(await unplacedDocket(world))) return -1;
    const { n } = await sequencer.close(at);
    await publisher.publish();
    await refreshDockets(world);
    return n;
  };
  const one = (at: Date): Promise<number> => {
    const next = running.then(() => once(at));
    running = next.catch((error: unknown) => {
      halted ||= error instanceof LogForked;
      if (!ending.signal.aborted)
        console.error(`ledger: ${error instanceof Error ? error.message : String(error)}`);
    });
    return next;
  };
  await publisher.publish();
  await one(world.clock.now());
  const registered = await listen(world, () => void one(world.clock.now()).catch(() => {}));
  const loop = (async () => {
    while (!ending.signal.aborted && !halted) {
      const now = world.clock.now().getTime();
      const close = nextClose(now / 1000, world.config.epochSeconds) * 1000;
      await wait(close - now, undefined, { signal: ending.signal }).catch(() => {});
      if (!ending.signal.aborted) await one(new Date(close)).catch(() => {});
    }
  })();
  return {
    closeNow: () => one(world.clock.now()),
    stop: async () => {
      ending.abort();
      await registered.end().catch(() => {});
      await loop;
      await running;
    },
  };
}

/**
 * New dockets and keys come in bulk, from lists, never because somebody spoke: an epoch more for them says nothing, and
 * the first organisation of an installation needn't wait six hours until a report can name its workplace.
 */
async function listen(world: World, onRegistered: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: world.sequencerUrl });
  let soon: NodeJS.Timeout | undefined;
  client.on('notification', () => {
    clearTimeout(soon);
    soon = setTimeout(onRegistered, 500);
  });
  client.on('error', () => {});
  await client.connect();
  await client.query('listen vouch_registered');
  return client;
}
