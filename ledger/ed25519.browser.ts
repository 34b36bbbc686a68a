import { ed25519 } from '@noble/curves/ed25519.js';
import { refusedPoint } from './ed25519-points.ts';

/** The 32-byte public key of a 32-byte seed (RFC 8032 §5.1.5). */
export const publicKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

/** The 64-byte signature over `message` (RFC 8032 §5.1.6, deterministic). */
export const sign = (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed);

/** RFC 8032 §5.1.7; also refuses keys and R of small order or in another than the canonical spelling. */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  if (refusedPoint(key) || refusedPoint(signature.subarray(0, 32))) return false;
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
