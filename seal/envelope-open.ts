/** Opening what `envelope-seal.ts` sealed. Apart from it, so that a phone which only sends does not load this. */
import type { GeneralJWE } from 'jose';
import { generalDecrypt } from 'jose/jwe/general/decrypt';
import { type Bytes, text } from './bytes.ts';
import { ALG, type Photo } from './envelope-seal.ts';
import type { PrivateJwk } from './keys.ts';

const privateKey = ({ kty, crv, x, y, d }: PrivateJwk) =>
  crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, { name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveBits',
  ]);

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
    const opened = await generalDecrypt(jwe, await privateKey(privateJwk), options);
    return new Uint8Array(opened.plaintext);
  } catch {
    return undefined;
  }
}

/** Who can open it, as the envelope says; undefined if it is none. For choosing a key, never for a permission. */
export function readersOf(envelope: string): string[] | undefined {
  return parse(envelope)?.recipients.map(({ header }) => (typeof header?.kid === 'string' ? header.kid : ''));
}

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
