// What one epoch added that the public log doesn't show: its secret and the leaves of each docket that grew. No personal
// data, only commitments; sealed all the same, since the lengths and numbers would tell where somebody spoke.
//   magic · u32 epoch · 32 secret · u32 dockets · each: u32 docket · u64 first leaf · u32 statements · 32 bytes each ·
//   u32 control leaves · each: u16 length · line
import { concat, fromUtf8, utf8 } from '../../../ledger/index.ts';
import { HASH } from './heads.ts';

export type JournalDocket = { docketId: number; first: number; statements: Uint8Array; controls: string[] };
export type JournalEpoch = { n: number; secret: Uint8Array; grown: JournalDocket[] };

const MAGIC = utf8('vouch journal 1\n');
/** Smallest sealed file; the next is twice as long. Small installations show one size, whoever spoke. */
const LEAST = 4096;
/** Name, nonce and tag around the sealed bytes. */
export const AROUND = MAGIC.length + 12 + 16;

const u32 = (n: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
};
const u64 = (n: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(n));
  return bytes;
};

/** Bytes of an epoch, filled up so that the sealed file has a length of 4096 · 2^k. */
export function formatJournal({ n, secret, grown }: JournalEpoch): Uint8Array {
  const parts = [MAGIC, u32(n), secret, u32(grown.length)];
  for (const { docketId, first, statements, controls } of grown) {
    parts.push(u32(docketId), u64(first), u32(statements.length / HASH), statements, u32(controls.length));
    for (const line of controls) {
      const bytes = utf8(line);
      parts.push(Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes);
    }
  }
  const bytes = concat(...parts);
  let length = LEAST;
  while (length < bytes.length + AROUND) length *= 2;
  const filled = new Uint8Array(length - AROUND);
  filled.set(bytes);
  return filled;
}

/** The same back; undefined for anything else. */
export function parseJournal(bytes: Uint8Array): JournalEpoch | undefined {
  try {
    const reader = new Reader(bytes);
    if (fromUtf8(reader.take(MAGIC.length)) !== fromUtf8(MAGIC)) return undefined;
    const [n, secret] = [reader.u32(), reader.take(HASH)];
    const grown = Array.from({ length: reader.u32() }, () => docketOf(reader));
    return reader.rest().every((byte) => byte === 0) ? { n, secret, grown } : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function docketOf(reader: Reader): JournalDocket {
  const [docketId, first] = [reader.u32(), reader.u64()];
  const statements = reader.take(reader.u32() * HASH);
  const controls = Array.from({ length: reader.u32() }, () => {
    const line = fromUtf8(reader.take(reader.u16()));
    if (line === undefined) throw new RangeError('not UTF-8');
    return line;
  });
  return { docketId, first, statements, controls };
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new RangeError('too short');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
  u16(): number {
    this.take(2);
    return this.#view.getUint16(this.#at - 2);
  }
  u32(): number {
    this.take(4);
    return this.#view.getUint32(this.#at - 4);
  }
  u64(): number {
    this.take(8);
    return Number(this.#view.getBigUint64(this.#at - 8));
  }
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }
}
