import { sha256, sha256Into } from '#sha256';
import { equalBytes, fromHex, hex } from './bytes.ts';

// ledger.md §1, RFC 6962 §2.1: trees, inclusion proofs, consistency proofs. Hashes are 32 bytes. Sizes and
// indexes are safe integers; below the size of a tree they are split by arithmetic, since bit operators end at 32.

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0));

/** `leaf(d) = SHA256(0x00 ‖ d)`. */
export function leafHash(bytes: Uint8Array): Uint8Array {
  const input = new Uint8Array(bytes.length + 1);
  input.set(bytes, 1);
  return sha256(input);
}

const pair = new Uint8Array(65);
pair[0] = 1;

/** `node(l, r) = SHA256(0x01 ‖ l ‖ r)`; hashes of 32 bytes only. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, 33);
  return sha256(pair);
}

/** `MTH` of leaf hashes. */
export function merkleRoot(leafHashes: Iterable<Uint8Array>): Uint8Array {
  const frontier = new Frontier();
  for (const leaf of leafHashes) frontier.append(leaf);
  return frontier.root();
}

/** The hash of the complete subtree over leaves `index · 2^level … (index + 1) · 2^level − 1`. */
export type HashAt = (level: number, index: number) => Uint8Array;

/** `MTH` of leaves `start … end − 1`, where `start` is a multiple of the largest power of two below the length. */
export function rangeRoot(start: number, end: number, hashAt: HashAt): Uint8Array {
  const length = end - start;
  if (length <= 0) return EMPTY_ROOT;
  let level = 0;
  while (2 ** (level + 1) <= length) level++;
  const width = 2 ** level;
  if (width === length) return hashAt(level, start / width);
  return nodeHash(hashAt(level, start / width), rangeRoot(start + width, end, hashAt));
}

/** The root of the first `size` leaves. */
export const rootAt = (size: number, hashAt: HashAt): Uint8Array => rangeRoot(0, size, hashAt);

/** The largest power of two that is smaller than `n` (n > 1). */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** `PATH(index, D[size])`, from leaf to root. */
export function inclusionProofAt(index: number, size: number, hashAt: HashAt): Uint8Array[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const proof: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      proof.push(rangeRoot(middle, end, hashAt));
      end = middle;
    } else {
      proof.push(rangeRoot(start, middle, hashAt));
      start = middle;
    }
  }
  return proof.reverse();
}

/** `PROOF(older, D[size])`; empty for an empty older tree and for equal sizes. */
export function consistencyProofAt(older: number, size: number, hashAt: HashAt): Uint8Array[] {
  if (!(older >= 0 && older <= size)) throw new RangeError(`a tree of ${size} has no first ${older} leaves`);
  if (older === 0 || older === size) return [];
  const proof: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (older !== end) {
    const middle = start + split(end - start);
    if (older <= middle) {
      proof.push(rangeRoot(middle, end, hashAt));
      end = middle;
    } else {
      proof.push(rangeRoot(start, middle, hashAt));
      start = middle;
    }
  }
  if (start > 0) proof.push(rangeRoot(start, end, hashAt));
  return proof.reverse();
}

export function inclusionProof(leafHashes: readonly Uint8Array[], index: number): Uint8Array[] {
  return Tree.of(leafHashes).inclusionProof(index);
}

export function consistencyProof(leafHashes: readonly Uint8Array[], older: number): Uint8Array[] {
  return Tree.of(leafHashes).consistencyProof(older);
}

const half = (n: number): number => Math.floor(n / 2);
const odd = (n: number): boolean => n % 2 === 1;
const is32 = (hash: Uint8Array): boolean => hash.length === 32;

/** Leaf hash `leaf` stands at `index` in the tree (RFC 9162 §2.1.3.2; its proofs are RFC 6962's). */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  tree: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const root = rootOfPath(leaf, index, tree.size, proof);
  return root !== undefined && is32(tree.root) && equalBytes(root, tree.root);
}

/** The tree `newer` begins with the tree `older` (RFC 9162 §2.1.4.2). From an empty tree the proof is empty. */
export function verifyConsistency(
  older: { size: number; root: Uint8Array },
  newer: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!is32(older.root) || !is32(newer.root) || !proof.every(is32)) return false;
  if (older.size < 0 || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && equalBytes(older.root, EMPTY_ROOT);
  let [fn, sn] = [older.size - 1, newer.size - 1];
  while (odd(fn)) [fn, sn] = [half(fn), half(sn)];
  const path = fn === 0 ? [older.root, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let [fr, sr] = [first, first];
  for (const sibling of path) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      [fr, sr] = [nodeHash(sibling, fr), nodeHash(sibling, sr)];
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(fr, older.root) && equalBytes(sr, newer.root);
}

/** A tree that only grows, kept as its complete subtrees' roots, largest first: at most 53 hashes. */
export class Frontier {
  #size = 0;
  /** The peaks, 32 bytes each, and how many. In one buffer: half of the time of a tree went into making small ones. */
  readonly #peaks = new Uint8Array(54 * 32);
  #count = 0;
  readonly #pair = new Uint8Array(65).fill(1, 0, 1);

  get size(): number {
    return this.#size;
  }

  append(leaf: Uint8Array): void {
    this.#peaks.set(leaf, this.#count * 32);
    this.#count++;
    for (let n = this.#size; odd(n); n = half(n)) {
      this.#count--;
      this.#pair.set(this.#peaks.subarray((this.#count - 1) * 32, (this.#count + 1) * 32), 1);
      sha256Into(this.#pair, this.#peaks, (this.#count - 1) * 32);
    }
    this.#size++;
  }

  root(): Uint8Array {
    if (this.#count === 0) return EMPTY_ROOT;
    let hash = this.#peak(this.#count - 1);
    for (let i = this.#count - 2; i >= 0; i--) hash = nodeHash(this.#peak(i), hash);
    return hash;
  }

  #peak(i: number): Uint8Array {
    return this.#peaks.slice(i * 32, i * 32 + 32);
  }

  toJSON(): FrontierJson {
    return { size: this.#size, peaks: Array.from({ length: this.#count }, (_, i) => hex(this.#peak(i))) };
  }

  /** Throws a RangeError if the peaks aren't those of a tree of that size. */
  static fromJSON(json: FrontierJson): Frontier {
    const frontier = new Frontier();
    const peaks = json.peaks.map((peak) => fromHex(peak));
    let bits = 0;
    for (let n = json.size; n > 0; n = half(n)) if (odd(n)) bits++;
    if (!Number.isSafeInteger(json.size) || json.size < 0 || peaks.length !== bits) {
      throw new RangeError('these peaks are not those of a tree of this size');
    }
    for (const peak of peaks) {
      if (peak?.length !== 32) throw new RangeError('a peak is 32 bytes in hex');
      frontier.#peaks.set(peak, frontier.#count * 32);
      frontier.#count++;
    }
    frontier.#size = json.size;
    return frontier;
  }
}

export type FrontierJson = { size: number; peaks: string[] };

/** A whole tree in memory, 64 bytes a leaf, for proofs at any index and any earlier size. */
export class Tree {
  #size = 0;
  #levels: { bytes: Uint8Array; count: number }[] = [];

  static of(leafHashes: Iterable<Uint8Array>): Tree {
    const tree = new Tree();
    for (const leaf of leafHashes) tree.append(leaf);
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  append(leaf: Uint8Array): void {
    let hash = leaf;
    this.#put(0, hash);
    for (let level = 0, n = this.#size; odd(n); level++, n = half(n)) {
      hash = nodeHash(this.hashAt(level, n - 1), hash);
      this.#put(level + 1, hash);
    }
    this.#size++;
  }

  readonly hashAt: HashAt = (level, index) => {
    const row = this.#levels[level];
    if (!row || index >= row.count) throw new RangeError(`no complete subtree ${index} at level ${level}`);
    return row.bytes.subarray(index * 32, index * 32 + 32);
  };

  root(size: number = this.#size): Uint8Array {
    return Uint8Array.from(rootAt(size, this.hashAt));
  }

  inclusionProof(index: number, size: number = this.#size): Uint8Array[] {
    return inclusionProofAt(index, size, this.hashAt);
  }

  consistencyProof(older: number, size: number = this.#size): Uint8Array[] {
    return consistencyProofAt(older, size, this.hashAt);
  }

  #put(level: number, hash: Uint8Array): void {
    const row = (this.#levels[level] ??= { bytes: new Uint8Array(256), count: 0 });
    if (row.count * 32 === row.bytes.length) {
      const larger = new Uint8Array(row.bytes.length * 2);
      larger.set(row.bytes);
      row.bytes = larger;
    }
    row.bytes.set(hash, row.count * 32);
    row.count++;
  }
}

/** The root that an inclusion proof leads to; undefined if the proof has another length than such a tree's. */
export function rootOfPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!(index >= 0 && index < size) || !is32(leaf) || !proof.every(is32)) return undefined;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0) return undefined;
    if (odd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? hash : undefined;
}
