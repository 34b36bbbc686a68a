import { hex, hmacSha256, sha256, utf8 } from '../../../ledger/index.ts';
import { type Refusal, refuse } from '../refusal.ts';

/**
 * What a sender pays instead of an address limit: a factory shares one address, and an address must not be kept.
 * `salt` 16 bytes base64url; `expires` seconds since 1970; the server remembers nothing until a solution comes.
 */
export type Puzzle = { salt: string; bits: number; expires: number; mac: string };
export type Solved = Omit<Puzzle, never> & { time: string; nonce: string };

/** The phone allows as long for a receipt: see phone/wire.ts. */
export const PUZZLE_SECONDS = 600;
export const LEAST_BITS = 12;
export const MOST_BITS = 20;

const macOf = (secret: Uint8Array, time: string, p: Omit<Puzzle, 'mac'>): string =>
  hex(hmacSha256(secret, utf8(`puzzle\n${time}\n${p.salt}\n${p.bits}\n${p.expires}`)));

export function newPuzzle(
  secret: Uint8Array,
  ask: { time: string; now: number; salt: string; bits: number },
): Puzzle {
  const open = { salt: ask.salt, bits: ask.bits, expires: Math.floor(ask.now) + PUZZLE_SECONDS };
  return { ...open, mac: macOf(secret, ask.time, open) };
}

export function leadingZeros(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

/** Undefined if it is ours, still open and solved. `now` in seconds. */
export function judge(secret: Uint8Array, s: Solved, now: number): Refusal | undefined {
  if (macOf(secret, s.time, s) !== s.mac)
    return refuse('puzzle', 'Ask for a new puzzle: this one is not from here.');
  if (now > s.expires) return refuse('puzzle', 'Ask for a new puzzle: this one is too old.');
  if (leadingZeros(sha256(utf8(`${s.salt}.${s.nonce}`))) < s.bits)
    return refuse('puzzle', 'The puzzle is not solved.');
  return undefined;
}

/** Harder under load: each doubling beyond `calm` requests a second costs one bit more. */
export const bitsFor = (perSecond: number, calm: number): number =>
  Math.min(MOST_BITS, LEAST_BITS + Math.max(0, Math.ceil(Math.log2(Math.max(1, perSecond) / calm))));
