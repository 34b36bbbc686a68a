import { hash } from 'node:crypto';

// Asking for a Latin-1 string and copying it is more than twice as fast as asking for a buffer (0.7 against 1.5 µs for
// a node of a tree, Node 24).

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  sha256Into(bytes, digest, 0);
  return digest;
}

/** SHA-256 (FIPS 180-4) into `out` at `at`. */
export function sha256Into(bytes: Uint8Array, out: Uint8Array, at: number): void {
  const text = hash('sha256', bytes, 'binary');
  for (let i = 0; i < 32; i++) out[at + i] = text.charCodeAt(i);
}

const BLOCK = 64;
const KEPT = 256;
const inner = new Uint8Array(BLOCK + KEPT);
const outer = new Uint8Array(BLOCK + 32);
const inners: Uint8Array[] = [];

/**
 * HMAC-SHA256 (RFC 2104), 32 bytes. Node's own makes a key object first, ten times the cost of the two hashes; here
 * the pads stand in kept buffers, which are wiped of the key afterwards.
 */
export function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const short = key.length > BLOCK ? sha256(key) : key;
  const whole = bytes.length <= KEPT ? inner : new Uint8Array(BLOCK + bytes.length);
  whole.fill(0x36, short.length, BLOCK);
  outer.fill(0x5c, short.length, BLOCK);
  for (let i = 0; i < short.length; i++) {
    const byte = short[i] ?? 0;
    whole[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  whole.set(bytes, BLOCK);
  const length = BLOCK + bytes.length;
  sha256Into(whole === inner ? (inners[length] ??= inner.subarray(0, length)) : whole, outer, BLOCK);
  const digest = sha256(outer);
  whole.fill(0, 0, BLOCK);
  outer.fill(0);
  return digest;
}
