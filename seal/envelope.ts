/**
 * Sealed content: JWE general JSON (RFC 7516), ECDH-ES+A256KW, A256GCM, one recipient a reader. Padded before it is
 * sealed, so that its length says only a size class: not "a long story" against "one word", nor which category.
 */
import { GeneralEncrypt, type GeneralJWE, generalDecrypt, importJWK } from 'jose';
import { type Bytes, concat, text, utf8 } from './bytes.ts';
import type { PrivateJwk, PublicJwk } from './keys.ts';

export type Reader = { readonly kid: string; readonly jwk: PublicJwk };
export type Photo = { readonly type: string; readonly bytes: Bytes };

const SMALLEST = 1024;
const ALG = 'ECDH-ES+A256KW';

/** 1 KiB, 2 KiB, 4 KiB, …: the least that holds `length`. Opening does not look at it, so that it may change. */
export function paddedSize(length: number): number {
  let size = SMALLEST;
  while (size < length) size *= 2;
  return size;
}

function pad(bytes: Bytes, filler: number): Bytes {
  const padded = new Uint8Array(paddedSize(bytes.length)).fill(filler);
  padded.set(bytes);
  return padded;
}

async function encrypt(padded: Bytes, readers: readonly Reader[]): Promise<string> {
  if (readers.length === 0) throw new Error('a seal needs a reader');
  const jwe = new GeneralEncrypt(padded).setProtectedHeader({ enc: 'A256GCM' });
  for (const { kid, jwk } of readers) {
    jwe.addRecipient(await importJWK({ ...jwk }, ALG)).setUnprotectedHeader({ alg: ALG, kid });
  }
  return JSON.stringify(await jwe.encrypt());
}

const isGeneral = (value: unknown): value is GeneralJWE =>
  typeof value === 'object' && value !== null && 'recipients' in value && Array.isArray(value.recipients);

function parse(envelope: string): GeneralJWE | undefined {
  try {
    const value: unknown = JSON.parse(envelope);
    return isGeneral(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where this key is no reader's or the envelope was altered. */
async function decrypt(envelope: string, privateJwk: PrivateJwk): Promise<Bytes | undefined> {
  const jwe = parse(envelope);
  if (!jwe) return undefined;
  try {
    const options = { keyManagementAlgorithms: [ALG], contentEncryptionAlgorithms: ['A256GCM'] };
    const opened = await generalDecrypt(jwe, await importJWK({ ...privateJwk }, ALG), options);
    return new Uint8Array(opened.plaintext);
  } catch {
    return undefined;
  }
}

/** Who can open it, as the envelope says; undefined if it is none. For choosing a key, never for a permission. */
export function readersOf(envelope: string): string[] | undefined {
  return parse(envelope)?.recipients.map(({ header }) => (typeof header?.kid === 'string' ? header.kid : ''));
}

/** JSON, then spaces: a JSON parser passes over them, whatever the sizes of the day are. */
export const seal = (plaintext: object, readers: readonly Reader[]): Promise<string> =>
  encrypt(pad(utf8(JSON.stringify(plaintext)), 0x20), readers);

/** The object as it was sealed, not yet parsed; undefined where this key cannot open it. */
export async function open(envelope: string, privateJwk: PrivateJwk): Promise<object | undefined> {
  const bytes = await decrypt(envelope, privateJwk);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(text(bytes));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** u16 length, media type, u32 length, bytes, zeros. The result is the envelope's UTF-8, ready for a file store. */
export async function sealBytes(photo: Photo, readers: readonly Reader[]): Promise<Bytes> {
  const type = utf8(photo.type);
  const head = new DataView(new ArrayBuffer(2));
  const size = new DataView(new ArrayBuffer(4));
  head.setUint16(0, type.length);
  size.setUint32(0, photo.bytes.length);
  const whole = concat(new Uint8Array(head.buffer), type, new Uint8Array(size.buffer), photo.bytes);
  return utf8(await encrypt(pad(whole, 0), readers));
}

export async function openBytes(sealed: Bytes, privateJwk: PrivateJwk): Promise<Photo | undefined> {
  const bytes = await decrypt(new TextDecoder().decode(sealed), privateJwk);
  if (!bytes || bytes.length < 6) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = 2 + view.getUint16(0) + 4;
  if (start > bytes.length) return undefined;
  const end = start + view.getUint32(start - 4);
  if (end > bytes.length) return undefined;
  return { type: text(bytes.slice(2, start - 4)), bytes: bytes.slice(start, end) };
}
