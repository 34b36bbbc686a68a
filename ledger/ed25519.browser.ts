import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { refusedPoint } from './ed25519-points.ts';

/** The 32-byte public key of a 32-byte seed (RFC 8032 §5.1.5). */
export const publicKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

/** The 64-byte signature over `message` (RFC 8032 §5.1.6, deterministic). */
export const sign = (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed);

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;

/**
 * RFC 8032 §5.1.7 without the cofactor, as OpenSSL does it: R = S·B − k·A, byte for byte. The library's own `verify`
 * multiplies by the cofactor and so takes signatures that Node refuses. Also refuses small order and odd spellings.
 */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (refusedPoint(key) || refusedPoint(r) || s >= ORDER) return false;
  try {
    const k = littleEndian(sha512.create().update(r).update(key).update(message).digest()) % ORDER;
    const expected = Point.BASE.multiplyUnsafe(s).subtract(Point.fromBytes(key).multiplyUnsafe(k)).toBytes();
    return expected.every((byte, i) => byte === r[i]);
  } catch {
    return false; // not a point: the library says so by throwing
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let n = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) n = n * 256n + BigInt(bytes[i] ?? 0);
  return n;
}
