// The lines of vouch/1 (ledger.md §1, §3, §4, §5). A parser returns undefined for whatever its formatter would not
// have written byte for byte; every line ends in one LF and is hashed with it.

import { hmacSha256 } from '#sha256';
import { concat, hex, u64be, utf8 } from './bytes.ts';

export const KINDS = ['facility', 'recruiter', 'programme', 'organisation', 'unplaced'] as const;
export type Kind = (typeof KINDS)[number];

/** Who or what a docket is about. */
export type Subject = { kind: Kind; id: string };

export type Entry =
  | { type: 'docket'; index: number; kind: Kind; id: string }
  | { type: 'alias'; index: number; id: string }
  | { type: 'epoch'; number: number; dockets: number; root: string; closed: string }
  | { type: 'release'; sha256: string; name: string }
  | { type: 'key'; purpose: 'log' | 'receipt'; vkey: string; fromSize: number };

export type Leaf =
  | { type: 'statement'; commitment: string }
  | { type: 'erased'; index: number }
  | { type: 'moved'; index: number; docket: number; commitment: string };

export type Head = { salt: string; size: number; root: string };

/** 32 bytes in lower-case hex. */
export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** A whole number 0 … 2^53 − 1 in decimal, without leading zeros. */
export function parseNumber(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const n = Number(text);
  return Number.isSafeInteger(n) ? n : undefined;
}

/** Seconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ`; undefined for another form and for days that don't exist. */
export function parseTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isFinite(milliseconds) && formatTime(milliseconds / 1000) === text
    ? milliseconds / 1000
    : undefined;
}

/** `YYYY-MM-DDTHH:MM:SSZ` of seconds since 1970; fractions are cut off. */
export const formatTime = (seconds: number): string =>
  `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;

/** A day `YYYY-MM-DD` that exists. */
export const isDate = (text: string): boolean => parseTime(`${text}T00:00:00Z`) !== undefined;

/** §3: an id in the one canonical spelling of its scheme. */
export function isId(id: string): boolean {
  const parts = /^([a-z][a-z0-9-]{0,31}):([A-Za-z0-9._-]{1,128})$/.exec(id);
  const value = parts?.[2];
  if (!parts || value === undefined) return false;
  switch (parts[1]) {
    case 'osid':
    case 'lei':
      return value === value.toUpperCase();
    case 'gln':
      return /^[0-9]{13}$/.test(value);
    case 'sealed':
      return isHash(value);
    default:
      return true;
  }
}

/** Ids are one and the same without regard to ASCII case (and kind). */
export const idKey = (id: string): string => id.toLowerCase();

/** The origin's domain: what stands before its first slash. */
export const domainOf = (origin: string): string => origin.split('/')[0] ?? origin;

/** §3: the id of the one `unplaced` docket of a log. */
export const unplacedId = (origin: string): string => `deployment:${domainOf(origin)}`;

/** §3: an `unplaced` docket has a `deployment:` id. */
export const isSubject = (kind: string, id: string): boolean =>
  isKind(kind) && isId(id) && (kind !== 'unplaced' || id.startsWith('deployment:'));

export const formatSubject = (subject: Subject): string => `${subject.kind} ${subject.id}`;

export function parseSubject(text: string): Subject | undefined {
  const [kind = '', id = '', ...rest] = text.split(' ');
  return rest.length === 0 && isKind(kind) && isSubject(kind, id) ? { kind, id } : undefined;
}

export const isKind = (text: string): text is Kind => (KINDS as readonly string[]).includes(text);

/** §5, with its LF. */
export function formatEntry(entry: Entry): string {
  switch (entry.type) {
    case 'docket':
      return `docket ${entry.index} ${entry.kind} ${entry.id}\n`;
    case 'alias':
      return `alias ${entry.index} ${entry.id}\n`;
    case 'epoch':
      return `epoch ${entry.number} ${entry.dockets} ${entry.root} ${entry.closed}\n`;
    case 'release':
      return `release ${entry.sha256} ${entry.name}\n`;
    case 'key':
      return `key ${entry.purpose} ${entry.vkey} ${entry.fromSize}\n`;
  }
}

/** §5: one log entry, with its LF. */
export function parseEntry(line: string): Entry | undefined {
  const words = wordsOf(line);
  const entry = words && entryOf(words);
  return entry && formatEntry(entry) === line ? entry : undefined;
}

function entryOf(words: string[]): Entry | undefined {
  const [type, a = '', b = '', c = '', d = ''] = words;
  const n = parseNumber(a);
  if (type === 'docket' && n !== undefined && isKind(b) && isSubject(b, c))
    return { type, index: n, kind: b, id: c };
  if (type === 'alias' && n !== undefined && isId(b)) return { type, index: n, id: b };
  if (type === 'epoch' && n !== undefined) {
    const dockets = parseNumber(b);
    if (dockets === undefined || !isHash(c) || parseTime(d) === undefined) return undefined;
    return { type, number: n, dockets, root: c, closed: d };
  }
  if (type === 'release' && isHash(a) && /^[A-Za-z0-9._-]{1,128}$/.test(b))
    return { type, sha256: a, name: b };
  const fromSize = parseNumber(c);
  if (
    type === 'key' &&
    (a === 'log' || a === 'receipt') &&
    /^[^ +]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/.test(b)
  ) {
    return fromSize === undefined ? undefined : { type, purpose: a, vkey: b, fromSize };
  }
  return undefined;
}

/** §3, with its LF. */
export function formatLeaf(leaf: Leaf): string {
  switch (leaf.type) {
    case 'statement':
      return `statement ${leaf.commitment}\n`;
    case 'erased':
      return `erased ${leaf.index}\n`;
    case 'moved':
      return `moved ${leaf.index} ${leaf.docket} ${leaf.commitment}\n`;
  }
}

/** §3: one docket leaf, with its LF. */
export function parseLeaf(line: string): Leaf | undefined {
  const words = wordsOf(line);
  const leaf = words && leafOf(words);
  return leaf && formatLeaf(leaf) === line ? leaf : undefined;
}

function leafOf([type, a = '', b = '', c = '']: string[]): Leaf | undefined {
  if (type === 'statement') return isHash(a) ? { type, commitment: a } : undefined;
  const index = parseNumber(a);
  if (index === undefined) return undefined;
  if (type === 'erased') return { type, index };
  const docket = parseNumber(b);
  if (type !== 'moved' || docket === undefined || !isHash(c)) return undefined;
  return { type, index, docket, commitment: c };
}

/** §4, with its LF. */
export const formatHead = (head: Head): string => `head ${head.salt} ${head.size} ${head.root}\n`;

export function parseHead(line: string): Head | undefined {
  const [type, salt = '', digits = '', root = ''] = wordsOf(line) ?? [];
  const size = parseNumber(digits);
  if (type !== 'head' || size === undefined || !isHash(salt) || !isHash(root)) return undefined;
  const head = { salt, size, root };
  return formatHead(head) === line ? head : undefined;
}

/** §4: `HMAC-SHA256(K_n, "vouch/1 head" ‖ u64be(i))` in hex; `epochSecret` is K_n, 32 bytes. */
export const headSalt = (epochSecret: Uint8Array, docket: number): string =>
  hex(hmacSha256(epochSecret, concat(utf8('vouch/1 head'), u64be(docket))));

function wordsOf(line: string): string[] | undefined {
  return /^[\x20-\x7e]+\n$/.test(line) ? line.slice(0, -1).split(' ') : undefined;
}
