// ledger.md §1 and §7, RFC 6962 §2.1.2: proves that a tree grew, out of its old edge and its new leaves alone.

import { mustHex } from './bytes.ts';
import { consistencyProofAt, merkleRoot } from './merkle.ts';
import type { FrontierJson } from './merkle.ts';

/**
 * `PROOF(older.size, D[older.size + leaves.length])`: of the old tree it names complete subtrees at its edge only,
 * everything else lies among the new leaves. `leaves` are leaf hashes.
 */
export function growthProof(older: FrontierJson, leaves: readonly Uint8Array[]): Uint8Array[] {
  const peaks = new Map<string, Uint8Array>();
  let start = older.size;
  for (const [i, level] of levelsOf(older.size).entries()) {
    start -= 2 ** level;
    peaks.set(`${level} ${start / 2 ** level}`, mustHex(older.peaks.at(-1 - i) ?? ''));
  }
  return consistencyProofAt(older.size, older.size + leaves.length, (level, index) => {
    const first = index * 2 ** level - older.size;
    if (first >= 0) return merkleRoot(leaves.slice(first, first + 2 ** level));
    const peak = peaks.get(`${level} ${index}`);
    if (!peak) throw new RangeError('a hash left of the edge');
    return peak;
  });
}

/** The levels of a tree's complete subtrees, smallest first. */
function levelsOf(size: number): number[] {
  const levels: number[] = [];
  for (let level = 0, rest = size; rest > 0; level++, rest = Math.floor(rest / 2))
    if (rest % 2 === 1) levels.push(level);
  return levels;
}
