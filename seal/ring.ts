/**
 * An organisation's key ring: the keys to which workers seal. Made in the first member's browser; the server holds it
 * only sealed to members and wrapped by the printed kit. Who leaves keeps what they could read: a new key is for what
 * comes next.
 */
import { type Bytes, type SecretKey, fromBase64url, random, text, toBase64url, utf8 } from './bytes.ts';
import { STRETCH_ITERATIONS } from './code.ts';
import { open, seal } from './envelope.ts';
import {
  type PrivateJwk,
  type PublicJwk,
  newReaderKeyPair,
  parsePrivateJwk,
  proquints,
  thumbprint,
  unwrapBytes,
  wrapBytes,
} from './keys.ts';

export type RingKey = { readonly kid: string; readonly privateJwk: PrivateJwk };
/** Kept by the server as it is. `salt` 16 bytes, `wrapped` iv and ciphertext, both base64url. */
export type Wrapped = { readonly salt: string; readonly iterations: number; readonly wrapped: string };
export type MemberKey = {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly privateJwk: PrivateJwk;
  readonly wrapped: Wrapped;
};

/** A record of the server's must not make the browser take a weak hash, nor hang for hours. */
const MOST_ITERATIONS = 10_000_000;

/** NFKC: the same passphrase typed on two keyboards is the same bytes. */
async function secretKey(secret: string, salt: Bytes, iterations: number): Promise<SecretKey> {
  const base = await crypto.subtle.importKey('raw', utf8(secret.normalize('NFKC')), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function wrapJson(value: unknown, secret: string): Promise<Wrapped> {
  const salt = random(16);
  const key = await secretKey(secret, salt, STRETCH_ITERATIONS);
  const wrapped = await wrapBytes(utf8(JSON.stringify(value)), key);
  return { salt: toBase64url(salt), iterations: STRETCH_ITERATIONS, wrapped };
}

async function unwrapJson(record: Wrapped, secret: string): Promise<unknown> {
  const salt = fromBase64url(record.salt);
  if (!salt || record.iterations < STRETCH_ITERATIONS || record.iterations > MOST_ITERATIONS)
    return undefined;
  const bytes = await unwrapBytes(record.wrapped, await secretKey(secret, salt, record.iterations));
  return bytes && JSON.parse(text(bytes));
}

/** A member's own key, wrapped by a passphrase that is not the sign-in password. */
export async function newMemberKey(passphrase: string): Promise<MemberKey> {
  const pair = await newReaderKeyPair();
  return { ...pair, wrapped: await wrapJson(pair.privateJwk, passphrase) };
}

/** Undefined: another passphrase, or an altered record. */
export const unlockMemberKey = async (record: Wrapped, passphrase: string): Promise<PrivateJwk | undefined> =>
  parsePrivateJwk(await unwrapJson(record, passphrase));

/** The same private key under a new passphrase. */
export const rewrapMemberKey = (privateJwk: PrivateJwk, passphrase: string): Promise<Wrapped> =>
  wrapJson(privateJwk, passphrase);

export async function newRingKey(): Promise<RingKey & { readonly publicJwk: PublicJwk }> {
  return newReaderKeyPair();
}

/** Undefined unless every key's `kid` is its own thumbprint. */
async function parseRing(value: unknown): Promise<RingKey[] | undefined> {
  if (!Array.isArray(value)) return undefined;
  const keys: RingKey[] = [];
  for (const entry of value as { kid?: unknown; privateJwk?: unknown }[]) {
    const privateJwk = parsePrivateJwk(entry?.privateJwk);
    if (!privateJwk || entry.kid !== (await thumbprint(privateJwk))) return undefined;
    keys.push({ kid: entry.kid as string, privateJwk });
  }
  return keys;
}

const plain = (keys: readonly RingKey[]) => keys.map(({ kid, privateJwk }) => ({ kid, privateJwk }));

/** The ring sealed to one member: an envelope for the server to keep. */
export async function shareRing(keys: readonly RingKey[], member: PublicJwk): Promise<string> {
  return seal({ ring: plain(keys) }, [{ kid: await thumbprint(member), jwk: member }]);
}

export async function openShare(share: string, member: PrivateJwk): Promise<RingKey[] | undefined> {
  const opened = (await open(share, member)) as { ring?: unknown } | undefined;
  return parseRing(opened?.ring);
}

/** Printed once, typed in years: 128 bits as eight words. */
export const newKitCode = (): string => proquints(random(16)).join(' ');

const kitSecret = (typed: string): string => (typed.toLowerCase().match(/[a-z]+/g) ?? []).join(' ');

export const wrapKit = (keys: readonly RingKey[], kitCode: string): Promise<Wrapped> =>
  wrapJson(plain(keys), kitSecret(kitCode));

/** Undefined: other words, or an altered record. */
export const openKit = async (kit: Wrapped, typed: string): Promise<RingKey[] | undefined> =>
  parseRing(await unwrapJson(kit, kitSecret(typed)));
