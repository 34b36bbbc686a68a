import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import {
  type Cosigner,
  Fenced,
  LeaseHeld,
  LogHalted,
  Publisher,
  Sequencer,
  WHAT_TO_DO,
  leaseOf,
  nextClose,
  refreshDockets,
  refreshKeys,
  unplacedDocket,
} from './features/log/index.ts';
import type { World } from './platform/world.ts';

export type Beat = { closeNow(): Promise<number>; stop(): Promise<void> };

type Asked = Omit<Cosigner, 'group'> & { group?: 'w' | 'a' };

/**
 * The fixed beat of epochs, whether or not anything waits. An epoch that can't be closed or published now is tried again
 * at the next beat; a log that contradicts itself stands still, loudly, while statements go on being taken (ledger.md
 * 10). Where another sequencer works this one waits, and takes over when its lease is over.
 */
export async function startBeat(
  world: World,
  cosigners: readonly Asked[],
  afterEpoch: () => void = () => {},
): Promise<Beat> {
  const beat = new Beating(world, cosigners, afterEpoch);
  await beat.begin();
  const hearing = await listen(world, beat);
  const loop = beat.loop();
  return {
    closeNow: () => beat.one(world.clock.now()),
    stop: async () => {
      beat.end();
      await hearing.end().catch(() => {});
      await loop;
      await beat.rest();
      await leaseOf(world).release();
    },
  };
}

class Beating {
  readonly #world: World;
  readonly #sequencer: Sequencer;
  readonly #publisher: Publisher;
  /** Keys may have changed with an epoch, and with them what is served. */
  readonly #afterEpoch: () => void;
  readonly #ending = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #state: 'waiting' | 'working' | 'halted' = 'waiting';
  #said = '';

  constructor(world: World, cosigners: readonly Asked[], afterEpoch: () => void) {
    this.#world = world;
    this.#afterEpoch = afterEpoch;
    this.#sequencer = new Sequencer(world);
    this.#publisher = new Publisher(world, cosigners);
  }

  /** What was said once isn't said at each beat again. */
  #say(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.#ending.signal.aborted || text === this.#said) return;
    this.#said = text;
    if (error instanceof LogHalted)
      console.error(
        `ledger: THE LOG STANDS STILL: ${text}.\n        ${WHAT_TO_DO[error.kind]}\n        Statements go on being taken; none is published.`,
      );
    else if (error instanceof LeaseHeld)
      console.error(`ledger: ${text}. This one waits and takes over when that ends.`);
    else console.error(`ledger: ${text}`);
  }

  #fell(error: unknown): void {
    if (error instanceof LogHalted) this.#state = 'halted';
    if (error instanceof LeaseHeld || error instanceof Fenced) this.#state = 'waiting';
    this.#say(error);
  }

  /** Takes the lease and compares, or leaves it to another; then the first epoch. */
  async begin(): Promise<void> {
    await refreshKeys(this.#world);
    await this.#queue(() => this.#takeOver()).catch(() => {});
    if (this.#state === 'working') await this.one(this.#world.clock.now());
  }

  async #takeOver(): Promise<void> {
    await this.#publisher.start();
    this.#state = 'working';
    this.#said = '';
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#running.then(work);
    this.#running = next.catch((error: unknown) => this.#fell(error));
    return next;
  }

  one(at: Date): Promise<number> {
    return this.#queue(async () => {
      // An epoch before the docket of what has no known workplace would spoil the log for ever (ledger.md 2).
      if (this.#state !== 'working' || !(await unplacedDocket(this.#world))) return -1;
      const { n } = await this.#sequencer.close(at);
      await this.#publisher.publish();
      await Promise.all([refreshDockets(this.#world), refreshKeys(this.#world)]);
      this.#afterEpoch();
      return n;
    });
  }

  /** A cosignature came late. */
  settle(): void {
    if (this.#state === 'working') void this.#queue(() => this.#publisher.publish(false)).catch(() => {});
  }

  async loop(): Promise<void> {
    const { signal } = this.#ending;
    const lease = leaseOf(this.#world);
    const step = (lease.seconds / 3) * 1000;
    while (!signal.aborted) {
      const now = this.#world.clock.now().getTime();
      const close = nextClose(now / 1000, this.#world.config.epochSeconds) * 1000;
      await wait(Math.min(close - now, step), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      if (this.#state === 'waiting') await this.#queue(() => this.#takeOver()).catch(() => {});
      else if (this.#world.clock.now().getTime() >= close && this.#state === 'working')
        await this.one(new Date(close)).catch(() => {});
      // Halted or not: who works keeps the lease, so that no other stands up and does what must not be done.
      else await this.#queue(() => lease.take()).catch(() => {});
    }
  }

  end(): void {
    this.#ending.abort();
  }

  async rest(): Promise<void> {
    await this.#running;
  }
}

/**
 * New dockets and keys come in bulk, from lists, never because somebody spoke: an epoch more for them says nothing, and
 * the first organisation of an installation needn't wait six hours until a report can name its workplace. A command
 * beside the server asks for an epoch in the same way.
 */
async function listen(world: World, beat: Beating): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: world.sequencerUrl });
  let soon: NodeJS.Timeout | undefined;
  const close = (): void => void beat.one(world.clock.now()).catch(() => {});
  client.on('notification', ({ channel }) => {
    if (channel === 'vouch_cosigned') return beat.settle();
    if (channel === 'vouch_close') return close();
    clearTimeout(soon);
    soon = setTimeout(close, 500);
  });
  client.on('error', () => {});
  await client.connect();
  await client.query('listen vouch_registered; listen vouch_cosigned; listen vouch_close');
  return client;
}
