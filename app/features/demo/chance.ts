/**
 * A seeded source of chance. The demo network must be the same on every machine, so nothing here
 * reads a clock or the system's randomness. Streams are split by name: a new sentence in one part
 * of the plan does not move the dates in another.
 */
export type Chance = {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** A number in [low, high). */
  between(low: number, high: number): number;
  /** True with probability `share`. */
  happens(share: number): boolean;
  one<T>(list: readonly T[]): T;
  /** One of the keys, by weight. Weights need not sum to one. */
  weighted<K extends string>(weights: Partial<Record<K, number>>): K;
  /** A shuffled copy. */
  shuffled<T>(list: readonly T[]): T[];
  /** An independent stream named below this one. */
  stream(name: string): Chance;
};

/** FNV-1a, 32 bits: spreads a name over the seed space. */
function hashName(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    h ^= name.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  return h >>> 0;
}

/** Mulberry32 (public domain, Tommy Ettinger): 32 bits of state, enough for a demo, never for keys. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function chanceFrom(seed: string): Chance {
  const next = mulberry(hashName(seed));
  next();
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const self: Chance = {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    happens: (share) => next() < share,
    one(list) {
      const found = list[Math.floor(next() * list.length)];
      if (found === undefined) throw new Error('chance: nothing to choose from');
      return found;
    },
    weighted<K extends string>(weights: Partial<Record<K, number>>): K {
      const rows = Object.entries(weights) as [K, number][];
      let left = next() * rows.reduce((sum, [, w]) => sum + w, 0);
      for (const [key, w] of rows) if ((left -= w) < 0) return key;
      const last = rows[rows.length - 1];
      if (!last) throw new Error('chance: nothing to weigh');
      return last[0];
    },
    shuffled(list) {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = whole(0, i);
        const held = copy[i]!;
        copy[i] = copy[j]!;
        copy[j] = held;
      }
      return copy;
    },
    stream: (name) => chanceFrom(`${seed}/${name}`),
  };
  return self;
}
