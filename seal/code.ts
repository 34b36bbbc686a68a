/**
 * The worker's code: 20 decimal digits, 19 by chance and one check digit (63 bits). All that a worker must keep.
 * Root, look-up id, wrapping key and the key of each statement follow from it, on the phone; the code never leaves it.
 * Who has the server's whole database must still try 10^19 codes at 600 000 hashes each.
 */
import { type Bytes, type SecretKey, random, toBase64url, utf8 } from './bytes.ts';

export const CODE_DIGITS = 20;
export const STRETCH_ITERATIONS = 600_000;

/** Damm's quasigroup of order 10 (H. M. Damm, 2004): finds every single wrong digit and every swap of neighbours. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

function damm(digits: string): string {
  let interim = '0';
  for (const digit of digits) interim = DAMM[Number(interim)]?.[Number(digit)] ?? '';
  return interim;
}

/** Bytes of 250 and more are thrown away: a remainder would make small digits likelier. */
export function newCode(): string {
  let digits = '';
  while (digits.length < CODE_DIGITS - 1) {
    for (const byte of random(32)) {
      if (byte < 250 && digits.length < CODE_DIGITS - 1) digits += String(byte % 10);
    }
  }
  return digits + damm(digits);
}

export type CodeCheck =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly why: 'short' | 'long' | 'typo' };

/** First digits of the scripts in which people may type: Burmese, Shan, Thai, Lao, Khmer, Devanagari, Bengali, Arabic. */
const ZEROES = [0x1040, 0x1090, 0x0e50, 0x0ed0, 0x17e0, 0x0966, 0x09e6, 0x0660, 0x06f0, 0xff10];

function asciiDigit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const zero = ZEROES.find((first) => point >= first && point < first + 10);
  if (zero !== undefined) return String(point - zero);
  return /[0-9]/.test(character) ? character : '';
}

/** Takes what a person types: any script's digits, any spaces or dashes between. */
export function checkCode(typed: string): CodeCheck {
  const code = Array.from(typed, asciiDigit).join('');
  if (code.length < CODE_DIGITS) return { ok: false, why: 'short' };
  if (code.length > CODE_DIGITS) return { ok: false, why: 'long' };
  return damm(code) === '0' ? { ok: true, code } : { ok: false, why: 'typo' };
}

export const formatCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');

/** The slow step, about a second on a cheap phone. `origin` is the ledger's: one code gives other keys elsewhere. */
export async function stretch(code: string, origin: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', utf8(code), 'PBKDF2', false, ['deriveBits']);
  const salt = utf8('vouch/1 code\n' + origin);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: STRETCH_ITERATIONS },
    key,
    256,
  );
  return new Uint8Array(bits);
}

/** HKDF-SHA256 (RFC 5869) without salt, 32 bytes. */
async function expand(root: Bytes, info: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', root, 'HKDF', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(info) },
    key,
    256,
  );
  return new Uint8Array(bits);
}

/** 32 bytes, base64url. Finds a thread; the server keeps only its SHA-256. Alone it can neither read nor withdraw. */
export const lookupId = async (root: Bytes): Promise<string> =>
  toBase64url(await expand(root, 'vouch/1 lookup'));

/** Wraps the worker's private reading key, which the server keeps wrapped. */
export const wrapKey = async (root: Bytes): Promise<SecretKey> =>
  crypto.subtle.importKey('raw', await expand(root, 'vouch/1 wrap'), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);

/** Ed25519 seed of one statement: a fresh key each, since one key would link a worker's statements. */
export const statementSeed = (root: Bytes, statementId: string): Promise<Bytes> =>
  expand(root, 'vouch/1 key\n' + statementId);
