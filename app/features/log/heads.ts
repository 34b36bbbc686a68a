import { Frontier, HmacKey, concat, hex, mustHex, sha256, utf8 } from '../../../ledger/index.ts';

/** Bytes of a hash. */
export const HASH = 32;
/** Digits of lower-case hex. */
const HEX = Uint8Array.from('0123456789abcdef', (letter) => letter.charCodeAt(0));
const PREFIX = utf8('\0head ');
/** `head <salt> <size> <root>\n` with the byte that makes it a leaf: a size has at most 16 digits. */
const LONGEST = PREFIX.length + 2 * HASH + 1 + 16 + 1 + 2 * HASH + 1;

/**
 * Every docket's size and root, by docket: 40 bytes each, however many there are. A docket that nothing was set for is
 * empty, and its root is that of the empty tree.
 */
export class HeadTable {
  #sizes = new Float64Array(1024);
  #roots = new Uint8Array(1024 * HASH);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Makes room for dockets up to `count`, the new ones empty. */
  growTo(count: number, emptyRoot: Uint8Array): void {
    if (count > this.#sizes.length) {
      const room = Math.max(count, this.#sizes.length * 2);
      const [sizes, roots] = [new Float64Array(room), new Uint8Array(room * HASH)];
      sizes.set(this.#sizes);
      roots.set(this.#roots);
      [this.#sizes, this.#roots] = [sizes, roots];
    }
    for (let i = this.#count; i < count; i++) this.#roots.set(emptyRoot, i * HASH);
    this.#count = Math.max(this.#count, count);
  }

  set(docket: number, size: number, root: Uint8Array): void {
    if (!(docket >= 0 && docket < this.#count)) throw new Error(`docket ${docket} isn't registered`);
    this.#sizes[docket] = size;
    this.#roots.set(root, docket * HASH);
  }

  sizeOf(docket: number): number {
    if (!(docket >= 0 && docket < this.#count)) throw new Error(`docket ${docket} isn't registered`);
    return this.#sizes[docket] ?? 0;
  }

  /**
   * The root of the epoch tree (ledger.md 4): the same as over `headLine` of each docket. The line is put together as
   * bytes in one buffer: a string for each of 100 000 dockets costs more than its hashes.
   */
  epochRoot(epochSecret: Uint8Array): Uint8Array {
    const tree = new Frontier();
    const place = utf8('vouch/1 head\0\0\0\0\0\0\0\0');
    const number = new DataView(place.buffer, place.byteOffset + place.length - 4);
    const line = new Uint8Array(LONGEST);
    line.set(PREFIX);
    const [key, salt] = [new HmacKey(epochSecret), new Uint8Array(HASH)];
    // A view of each length once: a new one costs a tenth of its hash.
    const views: Uint8Array[] = [];
    for (let i = 0; i < this.#count; i++) {
      // u64be: there are fewer than 2^32 dockets, since the database numbers them so.
      number.setUint32(0, i);
      key.into(place, salt, 0);
      let at = putHex(line, PREFIX.length, salt, 0);
      line[at++] = 0x20;
      at = putNumber(line, at, this.#sizes[i] ?? 0);
      line[at++] = 0x20;
      at = putHex(line, at, this.#roots, i * HASH);
      line[at++] = 0x0a;
      tree.append(sha256((views[at] ??= line.subarray(0, at))));
    }
    key.wipe();
    return tree.root();
  }
}

/** Writes one hash in hex; returns where it ends. */
export function putHex(line: Uint8Array, at: number, from: Uint8Array, start: number): number {
  for (let i = 0; i < HASH; i++) {
    const byte = from[start + i] ?? 0;
    line[at + 2 * i] = HEX[byte >> 4] ?? 0;
    line[at + 2 * i + 1] = HEX[byte & 15] ?? 0;
  }
  return at + 2 * HASH;
}

function putNumber(line: Uint8Array, at: number, n: number): number {
  const digits = String(n);
  for (let i = 0; i < digits.length; i++) line[at + i] = digits.charCodeAt(i);
  return at + digits.length;
}

/** One docket's tree as its peaks: 32 bytes each, largest first. */
export type Peaks = { size: number; peaks: Uint8Array };

export const frontierOf = ({ size, peaks }: Peaks): Frontier =>
  Frontier.fromJSON({
    size,
    peaks: Array.from({ length: peaks.length / HASH }, (_, i) =>
      hex(peaks.subarray(i * HASH, (i + 1) * HASH)),
    ),
  });

export const peaksOf = (frontier: Frontier): Uint8Array => concat(...frontier.toJSON().peaks.map(mustHex));
