import { createHash } from 'node:crypto';
import { readersOf } from '../../../seal/index.ts';
import { type Refusal, refuse } from '../refusal.ts';

const no = (why: string, field: string): Refusal =>
  refuse('invalid', why, [{ path: 'envelope', why: field }]);

/** RFC 7638 SHA-256 of a P-256 public key: the `kid` under which a phone's own key stands in an envelope. */
export function thumbprintOf(jwk: unknown): string {
  const { crv, kty, x, y } = (jwk ?? {}) as Record<string, unknown>; // parsed at intake
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/**
 * Undefined if the text is a sealed envelope that each of these can open; every `readers` item is the keys one
 * party has in use, one of which must be named. The server can't see more of it than this.
 */
export function sealedTo(envelope: string, readers: readonly (readonly string[])[]): Refusal | undefined {
  const named = readersOf(envelope);
  if (!named) return no('What was sent is not sealed.', 'not a sealed envelope');
  for (const keys of readers) {
    if (keys.length === 0) return no('A reader of this has no key yet.', 'a reader has no key');
    if (!keys.some((kid) => named.includes(kid)))
      return no('It is sealed to a key that is not in use. Load the page again.', 'a reader is missing');
  }
  return undefined;
}
