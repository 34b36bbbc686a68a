// OpenTimestamps proofs (python-opentimestamps, version 1 of the file format): operations that lead from a digest to
// what a calendar promises or a Bitcoin block holds. Read, written, joined; nothing of it is ever run but hashing.

import { ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { compareBytes, concat, equalBytes, fromUtf8, hex, sha256, utf8 } from '../../../ledger/index.ts';

export type Attestation =
  | { kind: 'pending'; uri: string }
  | { kind: 'bitcoin'; height: number }
  | { kind: 'unknown'; tag: string; payload: Uint8Array };

type Op = { tag: number; arg?: Uint8Array };
/** What is known of a message: who attests it, and what follows from it. */
export type Stamp = { message: Uint8Array; attestations: Attestation[]; ops: { op: Op; stamp: Stamp }[] };

const MAGIC = concat(
  utf8('\0OpenTimestamps\0\0Proof\0'),
  Uint8Array.from([0xbf, 0x89, 0xe2, 0xe8, 0x84, 0xe8, 0x92, 0x94]),
);
const VERSION = 1;
const [APPEND, PREPEND, SHA1, RIPEMD160, SHA256] = [0xf0, 0xf1, 0x02, 0x03, 0x08];
const PENDING = '83dfe30d2ef90c8e';
const BITCOIN = '0588960d73d71901';
/** The limits of the reference implementation. */
const [DEEPEST, LONGEST_MESSAGE, LONGEST_PAYLOAD, LONGEST_URI] = [256, 4096, 8192, 1000];

/** What is wrong with a proof, as a sentence's end. */
export class NotOts extends Error {}
const fail = (what: string): never => {
  throw new NotOts(what);
};

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }
  take(n: number): Uint8Array {
    if (this.#at + n > this.#bytes.length) fail('it is cut');
    return this.#bytes.slice(this.#at, (this.#at += n));
  }
  byte(): number {
    return this.take(1)[0] ?? 0;
  }
  /** Little-endian base 128. */
  number(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) fail('a number is too large');
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }
  bytes(most: number, least = 0): Uint8Array {
    const n = this.number();
    return n < least || n > most ? fail('a length is out of bounds') : this.take(n);
  }
}

/** Reads what a calendar answers, or what a file holds after its digest. Throws NotOts. */
export function parseStamp(bytes: Uint8Array, message: Uint8Array): Stamp {
  const reader = new Reader(bytes);
  const stamp = readStamp(reader, message, 0);
  return reader.ended ? stamp : fail('something follows its end');
}

function readStamp(reader: Reader, message: Uint8Array, depth: number): Stamp {
  if (depth > DEEPEST) fail('it is too deep');
  const stamp: Stamp = { message, attestations: [], ops: [] };
  const item = (tag: number): void => {
    if (tag === 0) stamp.attestations.push(readAttestation(reader));
    else {
      const op: Op =
        tag === APPEND || tag === PREPEND ? { tag, arg: reader.bytes(LONGEST_MESSAGE, 1) } : { tag };
      stamp.ops.push({ op, stamp: readStamp(reader, applied(op, message), depth + 1) });
    }
  };
  let tag = reader.byte();
  for (; tag === 0xff; tag = reader.byte()) item(reader.byte());
  item(tag);
  return stamp;
}

function readAttestation(reader: Reader): Attestation {
  const tag = hex(reader.take(8));
  const payload = reader.bytes(LONGEST_PAYLOAD);
  const inner = new Reader(payload);
  if (tag === PENDING) {
    const uri = fromUtf8(inner.bytes(LONGEST_URI)) ?? '';
    if (!/^[A-Za-z0-9._/:-]*$/.test(uri) || !inner.ended) fail('a calendar’s address has other letters');
    return { kind: 'pending', uri };
  }
  if (tag === BITCOIN) {
    const height = inner.number();
    return inner.ended ? { kind: 'bitcoin', height } : fail('a block height is followed by something');
  }
  return { kind: 'unknown', tag, payload };
}

function applied({ tag, arg = new Uint8Array(0) }: Op, message: Uint8Array): Uint8Array {
  switch (tag) {
    case APPEND:
    case PREPEND: {
      const joined = tag === APPEND ? concat(message, arg) : concat(arg, message);
      return joined.length > LONGEST_MESSAGE ? fail('a message is too long') : joined;
    }
    case SHA256:
      return sha256(message);
    case SHA1:
      return sha1(message);
    case RIPEMD160:
      return ripemd160(message);
    default:
      return fail(`an operation is not known: ${tag}`);
  }
}

/** The same bytes from the same stamp: attestations first, then operations, each sorted. */
export function formatStamp({ attestations, ops }: Stamp): Uint8Array {
  const items = [
    ...attestations.map(formatAttestation).sort(compareBytes),
    ...ops
      .toSorted(
        (a, b) =>
          a.op.tag - b.op.tag || compareBytes(a.op.arg ?? new Uint8Array(0), b.op.arg ?? new Uint8Array(0)),
      )
      .map(({ op, stamp }) => concat(formatOp(op), formatStamp(stamp))),
  ];
  if (items.length === 0) throw new Error('a stamp attests something');
  return concat(...items.flatMap((one, at) => (at < items.length - 1 ? [Uint8Array.of(0xff), one] : [one])));
}

function number(n: number): Uint8Array {
  const bytes: number[] = [];
  for (; n >= 0x80; n = Math.floor(n / 128)) bytes.push((n % 128) | 0x80);
  return Uint8Array.from([...bytes, n]);
}

const counted = (bytes: Uint8Array): Uint8Array => concat(number(bytes.length), bytes);
const formatOp = ({ tag, arg }: Op): Uint8Array =>
  concat(Uint8Array.of(tag), arg ? counted(arg) : new Uint8Array(0));

function formatAttestation(one: Attestation): Uint8Array {
  const tagged = (tag: string, payload: Uint8Array): Uint8Array =>
    concat(
      Uint8Array.of(0),
      Uint8Array.from(tag.match(/../g) ?? [], (byte) => parseInt(byte, 16)),
      counted(payload),
    );
  switch (one.kind) {
    case 'pending':
      return tagged(PENDING, counted(utf8(one.uri)));
    case 'bitcoin':
      return tagged(BITCOIN, number(one.height));
    case 'unknown':
      return tagged(one.tag, one.payload);
  }
}

/** A `.ots` file: for a digest by SHA-256, as every `ots` program reads it. */
export const formatOts = (stamp: Stamp): Uint8Array =>
  concat(MAGIC, number(VERSION), Uint8Array.of(SHA256), stamp.message, formatStamp(stamp));

/** Throws NotOts. */
export function parseOts(bytes: Uint8Array): Stamp {
  const reader = new Reader(bytes);
  if (bytes.length < MAGIC.length || !equalBytes(reader.take(MAGIC.length), MAGIC))
    fail('it is no .ots file');
  if (reader.number() !== VERSION) fail('it has another version');
  if (reader.byte() !== SHA256) fail('its digest is not by SHA-256');
  const digest = reader.take(32);
  const stamp = readStamp(reader, digest, 0);
  return reader.ended ? stamp : fail('something follows its end');
}

/** Both say something of the same message: everything that either says. */
export function joinStamps(a: Stamp, b: Stamp): Stamp {
  if (!equalBytes(a.message, b.message)) throw new Error('stamps of two messages can’t be joined');
  const same = (one: Attestation) => hex(formatAttestation(one));
  const attestations = [...a.attestations];
  for (const one of b.attestations)
    if (!attestations.some((other) => same(other) === same(one))) attestations.push(one);
  const ops = [...a.ops];
  for (const { op, stamp } of b.ops) {
    const at = ops.findIndex((other) => equalBytes(formatOp(other.op), formatOp(op)));
    const known = ops[at];
    if (known) ops[at] = { op, stamp: joinStamps(known.stamp, stamp) };
    else ops.push({ op, stamp });
  }
  return { message: a.message, attestations, ops };
}

/** An attestation with the message that it is about. */
export type Attested = { message: Uint8Array; attestation: Attestation };

export function* attested(stamp: Stamp): Generator<Attested> {
  for (const attestation of stamp.attestations) yield { message: stamp.message, attestation };
  for (const { stamp: next } of stamp.ops) yield* attested(next);
}

/** The stamp with `more` put in wherever its message stands. */
export function graft(stamp: Stamp, more: Stamp): Stamp {
  const here = equalBytes(stamp.message, more.message) ? joinStamps(stamp, more) : stamp;
  return { ...here, ops: here.ops.map(({ op, stamp: next }) => ({ op, stamp: graft(next, more) })) };
}
