/**
 * Sealed content: JWE general JSON (RFC 7516), ECDH-ES+A256KW, A256GCM, one recipient a reader. Padded before it is
 * sealed, so that its length says only a size class: not "a long story" against "one word", nor which category.
 */
import { GeneralEncrypt } from 'jose/jwe/general/encrypt';
import { type Bytes, concat, utf8 } from './bytes.ts';
import type { PublicJwk } from './keys.ts';

export type Reader = { readonly kid: string; readonly jwk: PublicJwk };
export type Photo = { readonly type: string; readonly bytes: Bytes };

const SMALLEST = 1024;
export const ALG = 'ECDH-ES+A256KW';

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

const publicKey = ({ kty, crv, x, y }: PublicJwk) =>
  crypto.subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDH', namedCurve: 'P-256' }, false, []);

async function encrypt(padded: Bytes, readers: readonly Reader[]): Promise<string> {
  if (readers.length === 0) throw new Error('a seal needs a reader');
  const jwe = new GeneralEncrypt(padded).setProtectedHeader({ enc: 'A256GCM' });
  for (const { kid, jwk } of readers) {
    jwe.addRecipient(await publicKey(jwk)).setUnprotectedHeader({ alg: ALG, kid });
  }
  return JSON.stringify(await jwe.encrypt());
}

/** JSON, then spaces: a JSON parser passes over them, whatever the sizes of the day are. */
export const seal = (plaintext: object, readers: readonly Reader[]): Promise<string> =>
  encrypt(pad(utf8(JSON.stringify(plaintext)), 0x20), readers);

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
