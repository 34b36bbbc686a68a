/** Threads that make the lines of a large bundle, so that the server goes on answering and both cores work. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type LineMakers, type UnmadeBatch, makersHere } from '../../../ledger/index.ts';

/** From so many leaves on threads gain more than they cost to start. */
const LARGE = 20_000;
/** Each costs some 30 MB. */
const MOST = 2;
/** Batches that wait at each thread, so that none is idle while the database is read. */
const WAITING = 3;

type Asked = { resolve(lines: string): void; reject(error: unknown): void };

class Maker {
  readonly #worker = new Worker(new URL('./make-lines.worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 2 },
  });
  readonly #asked: Asked[] = [];
  #ended: Error | undefined;

  constructor() {
    this.#worker.on('message', (lines: string) => this.#asked.shift()?.resolve(lines));
    const fail = (error: Error): void => {
      this.#ended = error;
      for (const { reject } of this.#asked.splice(0)) reject(error);
    };
    this.#worker.on('error', fail);
    this.#worker.on('exit', () => fail(new Error('a thread that makes lines ended')));
  }

  make(batch: UnmadeBatch): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#asked.push({ resolve, reject });
      this.#worker.postMessage(batch, [batch.bytes.buffer]);
    });
  }

  end(): Promise<number> {
    return this.#worker.terminate();
  }
}

/**
 * Reads out what is made of `size` leaves: in this thread if they are few, else with threads that end with the last
 * line, with a fault, and when the reader goes away.
 */
export async function* byThreads<T>(
  size: number,
  made: (makers: LineMakers) => AsyncIterable<T>,
): AsyncGenerator<T> {
  // One core is this thread's own, which reads and writes meanwhile.
  const count = Math.min(MOST, availableParallelism() - 1);
  if (size < LARGE || count < 1) {
    yield* made(makersHere);
    return;
  }
  const threads = Array.from({ length: count }, () => new Maker());
  let turn = 0;
  const makers: LineMakers = {
    ahead: count * WAITING,
    make: (batch) => threads[turn++ % count]?.make(batch) ?? makersHere.make(batch),
  };
  try {
    yield* made(makers);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}
