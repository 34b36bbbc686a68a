/** Does work on a list ahead of who takes it, in the list's order, so that the processor's other core is not idle. */
export class Ahead<K, T> {
  readonly #order: readonly K[];
  readonly #make: (key: K) => Promise<T>;
  readonly #made = new Map<K, Promise<T>>();
  readonly #limits: { atOnce: number; most: number };
  #next = 0;
  #taken = 0;
  #running = 0;

  /** `most`: what is made and not yet taken is held in memory. Each key of `order` must be taken once. */
  constructor(
    order: readonly K[],
    make: (key: K) => Promise<T>,
    limits: { atOnce: number; most: number } = { atOnce: 8, most: 500 },
  ) {
    this.#order = order;
    this.#make = make;
    this.#limits = limits;
    this.#pump();
  }

  async take(key: K): Promise<T> {
    const made = this.#made.get(key) ?? this.#start(key);
    this.#taken++;
    this.#pump();
    const done = await made;
    this.#made.delete(key);
    return done;
  }

  #start(key: K): Promise<T> {
    const made = this.#make(key);
    this.#made.set(key, made);
    return made;
  }

  #pump(): void {
    const { atOnce, most } = this.#limits;
    while (this.#running < atOnce && this.#next < this.#order.length && this.#next - this.#taken < most) {
      const key = this.#order[this.#next++];
      if (key === undefined || this.#made.has(key)) continue;
      this.#running++;
      const done = () => {
        this.#running--;
        this.#pump();
      };
      // Whoever takes it hears of a failure.
      this.#start(key).then(done, done);
    }
  }
}
