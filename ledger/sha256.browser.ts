import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

type Hasher = (bytes: Uint8Array) => Uint8Array;
let hasher: Hasher = nobleSha256;

/** FIPS 180-4 by somebody else from here on (sha256-wasm.browser.ts); `sha256` and `sha256Into` give the same bytes. */
export function hashWith(other: Hasher): void {
  hasher = other;
}

/** SHA-256 (FIPS 180-4), 32 bytes. WebCrypto's is asynchronous and slower on the short inputs of a tree. */
export const sha256 = (bytes: Uint8Array): Uint8Array => hasher(bytes);

/** SHA-256 (FIPS 180-4) into `out` at `at`. */
export const sha256Into = (bytes: Uint8Array, out: Uint8Array, at: number): void =>
  out.set(hasher(bytes), at);

/** HMAC-SHA256 (RFC 2104), 32 bytes. */
export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array => hmac(nobleSha256, key, bytes);
