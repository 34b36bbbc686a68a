/**
 * A member's own key, wrapped by a passkey: the authenticator's PRF (WebAuthn level 3, section 10.1.4) gives 32 bytes
 * that nobody else can compute and that never reach a server. No slow hash: there is nothing to guess.
 */
import { type Bytes, type SecretKey, utf8 } from './bytes.ts';
import { type PrivateJwk, unwrapPrivate, wrapPrivate } from './keys.ts';

/** The PRF's input, the same for every passkey: the browser hashes it with a context of its own. */
export const PASSKEY_INPUT: Bytes = utf8('vouch/1 a passkey opens the key');

async function keyFrom(prf: Bytes): Promise<SecretKey> {
  const base = await crypto.subtle.importKey('raw', prf, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8('vouch/1 member key') };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** `prf`: the authenticator's 32 bytes for `PASSKEY_INPUT`. Gives base64url of iv and ciphertext. */
export const wrapByPasskey = async (key: PrivateJwk, prf: Bytes): Promise<string> =>
  wrapPrivate(key, await keyFrom(prf));

/** Undefined: another passkey, or an altered record. */
export const unwrapByPasskey = async (wrapped: string, prf: Bytes): Promise<PrivateJwk | undefined> =>
  unwrapPrivate(wrapped, await keyFrom(prf));
