// ledger.md §1, RFC 6962 §2.1: proofs of a tree that is too large to hold, out of one pass over its leaf hashes.

import { consistencyProofAt, inclusionProofAt, nodeHash, rootAt } from './merkle.ts';
import type { HashAt } from './merkle.ts';

/** Which proofs are wanted of a tree of `size` leaves. Older sizes are 0 … size, indexes 0 … size − 1. */
export type Wants = { size: number; inclusion?: readonly number[]; consistency?: readonly number[] };

/**
 * RFC 6962 §2.1: takes the leaf hashes in order and gives the proofs that were wanted. Only the hashes that a wanted
 * proof names and the edge of the tree are kept: O(wants · log size). The same proofs as `Tree` gives.
 * Throws a RangeError for a want outside the tree, a leaf too many, a proof asked for too early or not wanted.
 */
export class ProofPass {
  readonly size: number;
  readonly #inclusion: ReadonlySet<number>;
  readonly #consistency: ReadonlySet<number>;
  /** By level, then index: the complete subtrees to keep, with 32 bytes for each once it has come. */
  readonly #kept: Map<number, Uint8Array>[] = [];
  #peaks: Uint8Array[] = [];
  #count = 0;

  constructor({ size, inclusion = [], consistency = [] }: Wants) {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('a size is a whole number');
    this.size = size;
    this.#inclusion = new Set(inclusion);
    this.#consistency = new Set(consistency);
    // The proofs are made twice: here with hashes that nobody looks at, to learn which ones they will ask for.
    const learn: HashAt = (level, index) => {
      (this.#kept[level] ??= new Map()).set(index, NOT_YET);
      return NOT_YET;
    };
    for (const index of this.#inclusion) inclusionProofAt(index, size, learn);
    for (const older of this.#consistency) consistencyProofAt(older, size, learn);
    rootAt(size, learn);
  }

  /** Leaves taken so far. */
  get count(): number {
    return this.#count;
  }

  append(leaf: Uint8Array): void {
    if (this.#count >= this.size) throw new RangeError(`a tree of ${this.size} takes no further leaf`);
    let hash: Uint8Array = leaf.slice();
    let index = this.#count++;
    this.#keep(0, index, hash);
    for (let level = 1; index % 2 === 1; level++) {
      hash = nodeHash(this.#peaks.pop() ?? hash, hash);
      index = (index - 1) / 2;
      this.#keep(level, index, hash);
    }
    this.#peaks.push(hash);
  }

  #keep(level: number, index: number, hash: Uint8Array): void {
    const wanted = this.#kept[level];
    if (wanted?.has(index)) wanted.set(index, hash);
  }

  readonly #hashAt: HashAt = (level, index) => this.#kept[level]?.get(index) ?? NOT_YET;

  /** The root, once all leaves are there. */
  root(): Uint8Array {
    this.#mustBeWhole();
    return rootAt(this.size, this.#hashAt);
  }

  /** `PATH(index, D[size])` of a wanted leaf, leaf to root. */
  inclusion(index: number): Uint8Array[] {
    this.#mustBeWhole();
    if (!this.#inclusion.has(index)) throw new RangeError(`no proof was wanted for leaf ${index}`);
    return inclusionProofAt(index, this.size, this.#hashAt);
  }

  /** `PROOF(older, D[size])` from a wanted older size. */
  consistency(older: number): Uint8Array[] {
    this.#mustBeWhole();
    if (!this.#consistency.has(older)) throw new RangeError(`no proof was wanted from size ${older}`);
    return consistencyProofAt(older, this.size, this.#hashAt);
  }

  #mustBeWhole(): void {
    if (this.#count !== this.size) throw new RangeError(`${this.#count} of ${this.size} leaves are there`);
  }
}

const NOT_YET = new Uint8Array(32);
