import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';

/** How long a reader may stand still before the snapshot is taken away from it. */
export const STALL_MS = 60_000;
/** Bundles read out at once; the others wait in line, so that jobs and the desk keep connections of their own. */
const AT_ONCE = 2;

type Queue = { running: number; waiting: (() => void)[] };
const queues = new WeakMap<World, Queue>();

async function turn(world: World): Promise<() => void> {
  const queue = queues.get(world) ?? { running: 0, waiting: [] };
  queues.set(world, queue);
  if (queue.running >= AT_ONCE) await new Promise<void>((go) => queue.waiting.push(go));
  else queue.running++;
  let given = false;
  return () => {
    if (given) return;
    given = true;
    const next = queue.waiting.shift();
    if (next) next();
    else queue.running--;
  };
}

/**
 * Something long that is read out of one snapshot of the database, whatever the sequencer does meanwhile. The snapshot
 * ends with the last line, with an error, when the reader goes away, or when it stands still for too long.
 */
export class ReadOut<T> implements AsyncIterableIterator<T> {
  readonly #inner: AsyncIterator<T>;
  readonly #end: () => Promise<void>;
  readonly #watch: NodeJS.Timeout;
  #since: number | undefined = performance.now();
  #over: 'done' | 'stalled' | undefined;

  constructor(inner: AsyncIterator<T>, end: () => Promise<void>, stallMs: number) {
    this.#inner = inner;
    this.#end = end;
    // Between two lines the reader has the word; while a line is made, nobody waits for the reader.
    this.#watch = setInterval(
      () => {
        if (this.#since !== undefined && performance.now() - this.#since > stallMs)
          void this.#finish('stalled');
      },
      Math.min(1000, stallMs / 4),
    ).unref();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (this.#over === 'stalled')
      throw new Error('the reader stood still for too long, and the snapshot was given back');
    if (this.#over) return { done: true, value: undefined };
    this.#since = undefined;
    try {
      const found = await this.#inner.next();
      if (!found.done) {
        this.#since = performance.now();
        return found;
      }
    } catch (error) {
      await this.#finish('done');
      throw error;
    }
    await this.#finish('done');
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    await this.#finish('done');
    return { done: true, value: undefined };
  }

  async #finish(how: 'done' | 'stalled'): Promise<void> {
    if (this.#over) return;
    this.#over = how;
    clearInterval(this.#watch);
    await this.#inner.return?.().catch(() => undefined);
    await this.#end();
  }
}

type Begun<T, H> = { head: H; lines: AsyncIterator<T> };

/** Begins in a snapshot: whatever `begin` does at once, its failure included, is known before the first line is read. */
export async function readOut<T, H>(
  world: World,
  begin: (db: Db) => Promise<Begun<T, H>>,
  stallMs = STALL_MS,
): Promise<{ head: H; lines: ReadOut<T> }> {
  const leave = await turn(world);
  try {
    const held = await world.jobs.hold({});
    const end = () => held.release().finally(leave);
    try {
      const { head, lines } = await begin(held.db);
      return { head, lines: new ReadOut(lines, end, stallMs) };
    } catch (error) {
      await end();
      throw error;
    }
  } catch (error) {
    leave();
    throw error;
  }
}
