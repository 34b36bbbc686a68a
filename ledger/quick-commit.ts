// ledger.md §2, as statement.ts says it in plain words, for whoever commits to many statements: kept buffers in place of
// new ones, and hex only for what is asked. The phone commits to one statement and loads the plain words alone.

import { hex, utf8 } from './bytes.ts';
import { HmacKey } from './hmac-key.ts';
import { Tree } from './merkle.ts';
import { QuickHash } from './quick-hash.ts';
import { fieldsFault, sortFields } from './statement.ts';
import type { Committed, Field, Part } from './statement.ts';

const HASH = 32;
const quick = new QuickHash();
const secret = new HmacKey(new Uint8Array(HASH));
const FIELD = utf8('vouch/1 field\0\0');

/** §2: one field of a committed statement; its hashes are made into text when somebody reads them. */
class QuickPart implements Part {
  readonly i: number;
  readonly name: string;
  readonly value: string;
  /** The salt, `hidden_i` and `field_i` of all fields, 96 bytes each. */
  readonly #hashes: Uint8Array;

  constructor(i: number, { name, value }: Field, hashes: Uint8Array) {
    [this.i, this.name, this.value, this.#hashes] = [i, name, value, hashes];
  }

  get salt(): string {
    return this.#hex(0);
  }

  get hidden(): string {
    return this.#hex(1);
  }

  get leaf(): string {
    return this.#hex(2);
  }

  #hex(which: number): string {
    const from = (this.i * 3 + which) * HASH;
    return hex(this.#hashes.subarray(from, from + HASH));
  }
}

/**
 * §2: commits to fields (sorted here) with the record secret `m`, 32 random bytes, one per statement.
 * Throws a RangeError with the reason for fields that `fieldsFault` refuses: ask it first at an edge.
 */
export function commit(fields: readonly Field[], m: Uint8Array): Committed {
  const fault = fieldsFault(fields);
  if (fault) throw new RangeError(fault);
  if (m.length !== HASH) throw new RangeError('the record secret has 32 bytes');
  const sorted = areSorted(fields) ? fields : sortFields(fields);
  const hashes = new Uint8Array(sorted.length * 3 * HASH);
  secret.rekey(m);
  const parts = sorted.map((field, i) => {
    const at = i * 3 * HASH;
    FIELD[14] = i; // u16be, and there are at most 256 fields
    secret.into(FIELD, hashes, at);
    quick.field(i, field, hashes, at);
    return new QuickPart(i, field, hashes);
  });
  secret.wipe();
  const n = sorted.length;
  let tree: Tree | undefined;
  const leaf = (i: number): Uint8Array => hashes.subarray((i * 3 + 2) * HASH, (i * 3 + 3) * HASH);
  return {
    commitment: hex(quick.commitment(n)),
    n,
    parts,
    path: (i) => (tree ??= Tree.of(parts.map((_, k) => leaf(k)))).inclusionProof(i).map(hex),
  };
}

/** Whether plain comparison already has them in the order of bytes: surely so for names in ASCII. */
function areSorted(fields: readonly Field[]): boolean {
  for (let i = 1; i < fields.length; i++) {
    const [before, name] = [fields[i - 1]?.name ?? '', fields[i]?.name ?? ''];
    if (!ASCII.test(name) || before >= name) return false;
  }
  return ASCII.test(fields[0]?.name ?? '');
}

const ASCII = /^[\x20-\x7e]*$/;
