import { createPrivateKey, createPublicKey, sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { refusedPoint } from './ed25519-points.ts';

// RFC 8410: the DER before the 32 bytes of a private seed and of a public key.
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');

type Keys = { readonly seed: string; readonly secret: KeyObject; readonly open: Uint8Array };
/** Reading a key costs ten times a signature; a log signs with the same few seeds for ever. Gone with the seed's array. */
const known = new WeakMap<Uint8Array, Keys>();

function keysOf(seed: Uint8Array): Keys {
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed has 32 bytes');
  const text = Buffer.from(seed.buffer, seed.byteOffset, 32).toString('latin1');
  const before = known.get(seed);
  // An array that was written over is another seed.
  if (before?.seed === text) return before;
  const secret = createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' });
  const der = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  const keys = { seed: text, secret, open: new Uint8Array(der.subarray(PUBLIC.length)) };
  known.set(seed, keys);
  return keys;
}

/** The 32-byte public key of a 32-byte seed (RFC 8032 §5.1.5). */
export const publicKey = (seed: Uint8Array): Uint8Array => keysOf(seed).open.slice();

/** The 64-byte signature over `message` (RFC 8032 §5.1.6, deterministic). */
export const sign = (seed: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(nodeSign(null, message, keysOf(seed).secret));

/** RFC 8032 §5.1.7, cofactorless; also refuses keys and R of small order or in another than the canonical spelling. */
export function verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  if (refusedPoint(key) || refusedPoint(signature.subarray(0, 32))) return false;
  try {
    const spki = createPublicKey({ key: Buffer.concat([PUBLIC, key]), format: 'der', type: 'spki' });
    return nodeVerify(null, message, spki, signature);
  } catch {
    return false; // not a point: OpenSSL says so by throwing
  }
}
