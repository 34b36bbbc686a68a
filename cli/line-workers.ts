// Threads that check the lines of a large bundle; the order and the verdict stay with the one who asks.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CheckedLines, LineContext, LineWorks } from '../ledger/index.ts';

/** From here on threads gain more than they cost to start: about 5 000 statements. */
export const LARGE_BUNDLE = 1 << 23;
const MOST = 4;
/** Batches that wait at each thread, so that none is idle while the bundle is read. */
const WAITING = 3;

type Asked = { resolve(lines: CheckedLines): void; reject(error: unknown): void };

class Thread {
  readonly #worker = new Worker(new URL('./check-lines.worker.ts', import.meta.url));
  readonly #asked: Asked[] = [];

  constructor() {
    this.#worker.on('message', (lines: CheckedLines) => this.#asked.shift()?.resolve(lines));
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#asked.splice(0)) reject(error);
    });
  }

  /** The batches from here on are lines of this docket. */
  turnTo(context: LineContext): void {
    this.#worker.postMessage(context);
  }

  check(batch: Uint8Array<ArrayBuffer>): Promise<CheckedLines> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#worker.postMessage(batch, [batch.buffer]);
    });
  }

  end(): Promise<number> {
    return this.#worker.terminate();
  }
}

export type LineThreads = LineWorks & { end(): Promise<void> };

/** One thread a core, for one bundle after the other. `end` them, also after a failure: they would keep the program alive. */
export function lineThreads(count: number = Math.min(MOST, availableParallelism())): LineThreads {
  const threads: Thread[] = [];
  return {
    ahead: count * WAITING,
    begin(context) {
      while (threads.length < count) threads.push(new Thread());
      for (const thread of threads) thread.turnTo(context);
      let turn = 0;
      return async (batch) => {
        const thread = threads[turn++ % count];
        if (!thread) throw new RangeError('there is no thread');
        return thread.check(batch);
      };
    },
    end: async () => void (await Promise.all(threads.map((thread) => thread.end()))),
  };
}
