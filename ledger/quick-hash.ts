// ledger.md §1 and §2 without garbage: every hash of a statement out of two kept buffers. Only the verifier of many
// lines needs it; the plain words for the same are in statement.ts and merkle.ts, and tests hold the two together.

import { sha256Into } from '#sha256';
import { encodeInto, utf8 } from './bytes.ts';
import type { Field } from './statement.ts';

const HASH = 32;
/** Inputs up to here have a kept view; a view made anew costs a tenth of a hash. */
const KEPT = 1024;

/** A buffer of which prefixes are hashed. */
class Input {
  bytes = new Uint8Array(KEPT);
  #views: Uint8Array[] = [];

  /** At least `length` bytes; what was in them may be gone. */
  room(length: number): Uint8Array {
    if (this.bytes.length < length) {
      const before = this.bytes;
      this.bytes = new Uint8Array(length * 2);
      this.bytes.set(before);
      this.#views = [];
    }
    return this.bytes;
  }

  hashInto(length: number, out: Uint8Array, at: number): void {
    const view = length <= KEPT ? (this.#views[length] ??= this.#prefix(length)) : this.#prefix(length);
    sha256Into(view, out, at);
  }

  #prefix(length: number): Uint8Array {
    return this.bytes.subarray(0, length);
  }
}

const COMMITMENT = utf8('vouch/1 commitment\n');
const STATEMENT = utf8('statement ');

/** §2: the fields of one statement after the other, hashed to its commitment. */
export class QuickHash {
  readonly #opening = new Input();
  readonly #field = new Input();
  readonly #node = new Input();
  readonly #commitment = new Input();
  readonly #leaf = new Input();
  /** `field_i` at 32 · i, at most 256 of them. */
  readonly #fields = new Uint8Array(256 * HASH);

  constructor() {
    this.#node.bytes[0] = 1;
    this.#commitment.bytes.set(COMMITMENT);
    this.#leaf.bytes.set(STATEMENT, 1);
  }

  /** Where the 32 bytes of a salt belong before `shown`. */
  get salt(): Uint8Array {
    return this.#opening.bytes;
  }

  /** Where `hidden_i` stands in `hash`'s first 32 bytes before `hidden`. */
  readonly hash = new Uint8Array(HASH);

  /** `field_i` of a shown field: `source` holds the UTF-8 of name and value; the salt has been put into `salt`. */
  shown(i: number, source: Uint8Array, name: Span, value: Span): void {
    const length = HASH + value.to - value.from;
    const input = this.#opening.room(length);
    for (let from = value.from, to = HASH; from < value.to; from++, to++) input[to] = source[from] ?? 0;
    this.#opening.hashInto(length, this.hash, 0);
    this.hidden(i, source, name);
  }

  /** `hidden_i` and `field_i` of a field whose salt stands in `hashes` at `at`, put behind the salt. */
  field(i: number, { name, value }: Field, hashes: Uint8Array, at: number): void {
    const input = this.#opening.room(HASH + 3 * value.length);
    for (let k = 0; k < HASH; k++) input[k] = hashes[at + k] ?? 0;
    const length = encodeInto(value, input, HASH);
    this.#opening.hashInto(HASH + length, this.hash, 0);
    for (let k = 0; k < HASH; k++) hashes[at + HASH + k] = this.hash[k] ?? 0;
    this.hidden(i, this.#text, { from: 0, to: encodeInto(name, this.#text, 0) });
    for (let k = 0; k < HASH; k++) hashes[at + 2 * HASH + k] = this.#fields[i * HASH + k] ?? 0;
  }

  readonly #text = new Uint8Array(3 * 255);

  /** `field_i` of a hidden field, whose `hidden_i` has been put into `hash`. */
  hidden(i: number, source: Uint8Array, name: Span): void {
    const length = name.to - name.from;
    const input = this.#field.bytes; // a name has at most 255 bytes
    input[0] = 0;
    input[1] = length >> 8;
    input[2] = length & 0xff;
    let to = 3;
    for (let from = name.from; from < name.to; from++, to++) input[to] = source[from] ?? 0;
    for (let k = 0; k < HASH; k++, to++) input[to] = this.hash[k] ?? 0;
    this.#field.hashInto(to, this.#fields, i * HASH);
  }

  /** The commitment to fields 0 … n − 1, 32 bytes that the next call overwrites. */
  commitment(n: number): Uint8Array {
    this.#rootInPlace(n);
    const input = this.#commitment.bytes;
    input[19] = n >> 8;
    input[20] = n & 0xff;
    for (let k = 0; k < HASH; k++) input[21 + k] = this.#fields[k] ?? 0;
    this.#commitment.hashInto(21 + HASH, this.hash, 0);
    return this.hash;
  }

  /** Level by level; the last of an odd number goes up as it is, which gives the same tree as RFC 6962's halves. */
  #rootInPlace(n: number): void {
    const [fields, pair] = [this.#fields, this.#node.bytes];
    for (let width = n; width > 1; width = (width + 1) >> 1) {
      for (let j = 0; j + 1 < width; j += 2) {
        for (let k = 0; k < 2 * HASH; k++) pair[1 + k] = fields[j * HASH + k] ?? 0;
        this.#node.hashInto(65, fields, (j >> 1) * HASH);
      }
      if (width % 2 === 1) fields.copyWithin((width >> 1) * HASH, (width - 1) * HASH, width * HASH);
    }
  }

  /** §3: the leaf hash of the docket line `statement <commitment>`, whose 64 letters stand in `source` at `from`. */
  statementLeaf(source: Uint8Array, from: number, out: Uint8Array, at: number): void {
    const input = this.#leaf.bytes;
    for (let k = 0; k < 64; k++) input[11 + k] = source[from + k] ?? 0;
    input[75] = 10;
    this.#leaf.hashInto(76, out, at);
  }
}

/** Bytes `from … to − 1` of a line. */
export type Span = { from: number; to: number };
