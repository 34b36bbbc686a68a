/** One that waits for its answer. */
type Waiting<I, O> = { item: I; done: (answer: O) => void; fail: (error: unknown) => void };

/**
 * Lets concurrent items share one commit: what arrives while one batch is being written waits for the next. Each has
 * its own answer. A batch that fails is written again one by one, so that one bad item costs the others nothing.
 */
export class SharedCommit<I, O> {
  #waiting: Waiting<I, O>[] = [];
  #busy = false;
  readonly #write: (items: I[]) => Promise<O[]>;
  readonly #most: number;
  readonly #keyOf: (item: I) => string;

  constructor(write: (items: I[]) => Promise<O[]>, keyOf: (item: I) => string, most = 64) {
    this.#write = write;
    this.#keyOf = keyOf;
    this.#most = most;
  }

  submit(item: I): Promise<O> {
    return new Promise((done, fail) => {
      this.#waiting.push({ item, done, fail });
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    // What arrives in this turn of the event loop is taken along.
    await new Promise((next) => setImmediate(next));
    while (this.#waiting.length > 0) await this.#batch(this.#take());
    this.#busy = false;
  }

  /** Two with one key never share a batch: the second must find what the first left. */
  #take(): Waiting<I, O>[] {
    const keys = new Set<string>();
    const batch: Waiting<I, O>[] = [];
    const later: Waiting<I, O>[] = [];
    for (const one of this.#waiting) {
      const key = this.#keyOf(one.item);
      if (batch.length < this.#most && !keys.has(key)) batch.push(one);
      else later.push(one);
      keys.add(key);
    }
    this.#waiting = later;
    return batch;
  }

  async #batch(batch: Waiting<I, O>[]): Promise<void> {
    try {
      const answers = await this.#write(batch.map((one) => one.item));
      batch.forEach((one, i) => one.done(answers[i] as O)); // the writer answers in order, one each
    } catch (error) {
      if (batch.length === 1) return batch[0]?.fail(error);
      for (const one of batch) await this.#batch([one]);
    }
  }
}
