// ledger.md §3: ids that say nothing to whoever doesn't hold their secret.

import { hmacSha256, sha256 } from '#sha256';
import { concat, hex, utf8 } from './bytes.ts';
import { idKey, isId } from './lines.ts';

/** One id has one seal: `secret = HMAC-SHA256(K_seal, id)`, sealed = SHA256(secret ‖ id). `sealKey` is K_seal, 32 bytes. */
export function sealId(sealKey: Uint8Array, id: string): { secret: string; sealed: string } {
  const secret = hmacSha256(sealKey, utf8(id));
  return { secret: hex(secret), sealed: `sealed:${hex(sha256(concat(secret, utf8(id))))}` };
}

/** An id that hides another. */
export const isSealed = (id: string): boolean => idKey(id).startsWith('sealed:');

/** An id that may be sealed: in its canonical spelling and itself in the clear. */
export const canBeSealed = (id: string): boolean => isId(id) && !isSealed(id);
