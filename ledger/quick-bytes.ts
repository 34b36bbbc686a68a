// ledger.md §1 and §2: forms read off bytes, for lines that are never made into text. The same forms as in bytes.ts and
// lines.ts; tests hold the two together.

const NIBBLE = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) NIBBLE['0123456789abcdef'.charCodeAt(digit)] = digit;

const digitAt = (bytes: Uint8Array, at: number): number => NIBBLE[bytes[at] ?? 0] ?? -1;

/** §1: puts the 32 bytes of 64 letters of lower-case hex at `at` into `out`; false if they aren't that. */
export function putHex(bytes: Uint8Array, at: number, out: Uint8Array): boolean {
  let all = 0;
  for (let k = 0; k < 32; k++) {
    const byte = (digitAt(bytes, at + 2 * k) << 4) | digitAt(bytes, at + 2 * k + 1);
    all |= byte;
    out[k] = byte;
  }
  return all >= 0;
}

/** §1: the 64 letters at `at` are these 32 bytes in lower-case hex. */
export function sameHex(bytes: Uint8Array, at: number, hash: Uint8Array): boolean {
  for (let k = 0; k < 32; k++) {
    const byte = (digitAt(bytes, at + 2 * k) << 4) | digitAt(bytes, at + 2 * k + 1);
    if (byte !== hash[k]) return false;
  }
  return true;
}

export function sameBytes(bytes: Uint8Array, at: number, known: Uint8Array): boolean {
  for (let k = 0; k < known.length; k++) if (bytes[at + k] !== known[k]) return false;
  return true;
}

/** Decimal digits `from … to − 1` as a number; NaN if one isn't. */
function decimal(bytes: Uint8Array, from: number, to: number): number {
  let n = 0;
  for (let at = from; at < to; at++) {
    const digit = digitAt(bytes, at);
    n = digit < 0 || digit > 9 ? NaN : n * 10 + digit;
  }
  return n;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const [DASH, COLON, T, Z] = [0x2d, 0x3a, 0x54, 0x5a];

/** §1: bytes `from … to − 1` are a day `YYYY-MM-DD` that exists. */
export function isQuickDate(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 10 || bytes[from + 4] !== DASH || bytes[from + 7] !== DASH) return false;
  const [year, month] = [decimal(bytes, from, from + 4), decimal(bytes, from + 5, from + 7)];
  const day = decimal(bytes, from + 8, from + 10);
  const days = month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0);
  return year >= 0 && day >= 1 && day <= days;
}

/** §1: bytes `from … to − 1` are a time `YYYY-MM-DDTHH:MM:SSZ` that exists. */
export function isQuickTime(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== 20 || bytes[from + 10] !== T || bytes[from + 19] !== Z) return false;
  if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return false;
  return (
    isQuickDate(bytes, from, from + 10) &&
    decimal(bytes, from + 11, from + 13) <= 23 &&
    decimal(bytes, from + 14, from + 16) <= 59 &&
    decimal(bytes, from + 17, from + 19) <= 59
  );
}
