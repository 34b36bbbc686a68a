/** What anonymous senders may use up, whoever they are: nothing here knows an address. Times in ms. */
export class Quota {
  readonly #perMinute: number;
  #left: number;
  #at: number;

  constructor(perMinute: number, now: number) {
    this.#perMinute = perMinute;
    this.#left = perMinute;
    this.#at = now;
  }

  /** False if `amount` is more than is left; what is used comes back evenly over a minute. */
  take(amount: number, now: number): boolean {
    const back = ((now - this.#at) / 60_000) * this.#perMinute;
    this.#left = Math.min(this.#perMinute, this.#left + Math.max(0, back));
    this.#at = Math.max(this.#at, now);
    if (amount > this.#left) return false;
    this.#left -= amount;
    return true;
  }
}

/** How many came in each of the last ten seconds. */
export class Rate {
  #second = 0;
  readonly #counts = new Array<number>(10).fill(0);

  add(now: number): void {
    this.#turn(now);
    this.#counts[this.#second % 10] = (this.#counts[this.#second % 10] ?? 0) + 1;
  }

  perSecond(now: number): number {
    this.#turn(now);
    return this.#counts.reduce((a, b) => a + b, 0) / 10;
  }

  #turn(now: number): void {
    const second = Math.floor(now / 1000);
    for (let s = Math.max(this.#second + 1, second - 9); s <= second; s++) this.#counts[s % 10] = 0;
    this.#second = Math.max(this.#second, second);
  }
}

/** A solved puzzle opens one sending. It is remembered by its salt until it would have expired anyway. Times in s. */
export class Spent {
  readonly #salts = new Map<string, { expires: number; by: string }>();

  /** False if it was spent by another sending; the same one may be sent again. */
  spend(salt: string, by: string, expires: number, now: number): boolean {
    const before = this.#salts.get(salt);
    if (before) return before.by === by;
    if (this.#salts.size > 200_000)
      for (const [s, v] of this.#salts) if (v.expires < now) this.#salts.delete(s);
    this.#salts.set(salt, { expires, by });
    return true;
  }
}
