import { hash } from 'node:crypto';

/** How many inputs of each length, in bytes, are hashed. */
export type Hashes = ReadonlyMap<number, number>;

export function counted(lengths: Iterable<number>, times = 1): Map<number, number> {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + times);
  return counts;
}

/** At least so many are really hashed, and the time taken for all: a share is as fast as the whole in a tight loop. */
const ENOUGH = 2_000_000;

/**
 * The baseline: seconds for SHA-256 of inputs of these lengths in a tight loop, in the form that is fastest here
 * (`crypto.hash` to a Latin-1 string), results thrown away. What a tree costs besides, making its inputs out of results,
 * isn't in it.
 */
export function rawSeconds(hashes: Hashes): number {
  const all = [...hashes.values()].reduce((sum, n) => sum + n, 0);
  const share = Math.min(1, ENOUGH / all);
  let seconds = 0;
  for (const [length, count] of hashes) {
    const input = new Uint8Array(length).fill(7);
    const some = Math.max(1, Math.round(count * share));
    for (let i = 0; i < 1000; i++) hash('sha256', input, 'binary');
    const began = performance.now();
    for (let i = 0; i < some; i++) {
      input[0] = i;
      hash('sha256', input, 'binary');
    }
    seconds += ((performance.now() - began) / 1000) * (count / some);
  }
  return seconds;
}

export const NODE = 65;
/** The leaf of a statement in its docket. */
export const LEAF = 76;
/** Of one statement's field: both hashes of HMAC for its salt. */
export const SALT: readonly number[] = [79, 96];
export const COMMITMENT = 53;

export const fieldLengths = (name: string, value: string | undefined): number[] => [
  ...(value === undefined ? [] : [32 + Buffer.byteLength(value)]),
  3 + Buffer.byteLength(name) + 32,
];
