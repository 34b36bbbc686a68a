/** Reading keys: ECDH on P-256, as JWK. P-256 is the curve that WebCrypto has on the oldest phones in use. */
import {
  type Bytes,
  type SecretKey,
  concat,
  fromBase64url,
  random,
  sha256,
  text,
  toBase64url,
  utf8,
} from './bytes.ts';

export type PublicJwk = {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
};
export type PrivateJwk = PublicJwk & { readonly d: string };
export type ReaderKeyPair = {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly privateJwk: PrivateJwk;
};

const coordinate = (value: unknown): value is string =>
  typeof value === 'string' && fromBase64url(value)?.length === 32;

/** Undefined unless all members of a P-256 public JWK are there in canonical form; further members are dropped. */
export function parsePublicJwk(value: unknown): PublicJwk | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kty, crv, x, y } = value as Record<string, unknown>;
  if (kty !== 'EC' || crv !== 'P-256' || !coordinate(x) || !coordinate(y)) return undefined;
  return { kty, crv, x, y };
}

export function parsePrivateJwk(value: unknown): PrivateJwk | undefined {
  const jwk = parsePublicJwk(value);
  const { d } = (value ?? {}) as Record<string, unknown>;
  return jwk && coordinate(d) ? { ...jwk, d } : undefined;
}

const digest = (jwk: PublicJwk): Promise<Bytes> =>
  sha256(utf8(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y })));

/** RFC 7638 with SHA-256, base64url. It is the `kid` of every reader. */
export const thumbprint = async (jwk: PublicJwk): Promise<string> => toBase64url(await digest(jwk));

export async function newReaderKeyPair(): Promise<ReaderKeyPair> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const privateJwk = parsePrivateJwk(await crypto.subtle.exportKey('jwk', pair.privateKey));
  if (!privateJwk) throw new Error('WebCrypto gave a key of another kind');
  const publicJwk: PublicJwk = { kty: 'EC', crv: 'P-256', x: privateJwk.x, y: privateJwk.y };
  return { kid: await thumbprint(publicJwk), publicJwk, privateJwk };
}

/** Proquints (D. S. Wilkerson, arXiv:0901.4016): 16 bits as one word that can be said in any language. */
export function proquints(bytes: Bytes): string[] {
  const words: string[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const n = ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
    const consonant = (shift: number) => 'bdfghjklmnprstvz'[(n >> shift) & 15] ?? '';
    const vowel = (shift: number) => 'aiou'[(n >> shift) & 3] ?? '';
    words.push(consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0));
  }
  return words;
}

/** The first 64 bits of the thumbprint as four words, the same on page, poster and desk: a swapped key is noticed. */
export const fourWords = async (jwk: PublicJwk): Promise<string> =>
  proquints((await digest(jwk)).subarray(0, 8)).join(' ');

/** AES-256-GCM: 12 random bytes, then ciphertext and tag. */
export async function wrapBytes(bytes: Bytes, key: SecretKey): Promise<string> {
  const iv = random(12);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes);
  return toBase64url(concat(iv, new Uint8Array(sealed)));
}

/** Undefined where the key is another one or the bytes were altered: the two cannot be told apart. */
export async function unwrapBytes(wrapped: string, key: SecretKey): Promise<Bytes | undefined> {
  const bytes = fromBase64url(wrapped);
  if (!bytes || bytes.length < 28) return undefined;
  try {
    const iv = bytes.subarray(0, 12);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.subarray(12)));
  } catch {
    return undefined;
  }
}

export const wrapPrivate = (jwk: PrivateJwk, key: SecretKey): Promise<string> =>
  wrapBytes(utf8(JSON.stringify(jwk)), key);

export async function unwrapPrivate(wrapped: string, key: SecretKey): Promise<PrivateJwk | undefined> {
  const bytes = await unwrapBytes(wrapped, key);
  return bytes && parsePrivateJwk(JSON.parse(text(bytes)));
}
