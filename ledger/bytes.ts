// ledger.md §1: bytes and their spellings. Every reader here refuses what its writer wouldn't have written: `Buffer.from` and
// `atob` accept junk, and a second spelling of the same bytes is a second thing to sign.

export { hex } from '#hex';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const NIBBLE = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit++) NIBBLE['0123456789abcdef'.charCodeAt(digit)] = digit;

const scratch = new Uint8Array(3 * 1024);

/** The UTF-8 bytes of a text. Short ones go by a kept buffer, since `encode` alone costs more than a hash of them. */
export function utf8(text: string): Uint8Array {
  if (text.length > 1024) return encoder.encode(text);
  return scratch.slice(0, encoder.encodeInto(text, scratch).written);
}

/** Puts the UTF-8 bytes of a text into `out` at `at`, where there is room for them; returns how many. */
export function encodeInto(text: string, out: Uint8Array, at: number): number {
  const length = text.length;
  if (length > 100) return encoder.encodeInto(text, out.subarray(at)).written;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encoder.encodeInto(text, out.subarray(at)).written;
    out[at + i] = unit;
  }
  return length;
}

/** The text of UTF-8 bytes, or undefined if they aren't UTF-8. A byte order mark stays and so is seen. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes of lower-case hex, or undefined for anything else (§1). */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = NIBBLE[text.charCodeAt(2 * i)] ?? -1;
    const low = NIBBLE[text.charCodeAt(2 * i + 1)] ?? -1;
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

/** Bytes of hex that was checked before; a wrong one is a bug. */
export function mustHex(text: string): Uint8Array {
  const bytes = fromHex(text);
  if (!bytes) throw new RangeError('not lower-case hex');
  return bytes;
}

/** Standard base64 with padding (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The bytes of standard base64, or undefined for white space, missing padding, stray bits. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  let raw: string;
  try {
    raw = atob(text);
  } catch {
    return undefined;
  }
  const bytes = Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  return btoa(raw) === text ? bytes : undefined;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const u16be = (n: number): Uint8Array => Uint8Array.of((n >> 8) & 0xff, n & 0xff);

export function u64be(n: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(n));
  return bytes;
}

/** Bytewise order: negative, 0 or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && compareBytes(a, b) === 0;
