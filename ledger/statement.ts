// ledger.md §2: a statement's fields and the commitment that stands for them in a docket.

import { hmacSha256, sha256 } from '#sha256';
import { compareBytes, concat, hex, mustHex, u16be, utf8 } from './bytes.ts';
import { isDate, isHash, parseSubject, parseTime } from './lines.ts';
import { Tree, leafHash } from './merkle.ts';

export type Field = { name: string; value: string };

/** One field of a committed statement; `hidden` = hidden_i and `leaf` = field_i in hex. */
export type Part = { i: number; name: string; value: string; salt: string; hidden: string; leaf: string };

export type Committed = {
  commitment: string;
  n: number;
  parts: Part[];
  /** The inclusion proof of field `i`, leaf to root, in hex. */
  path(i: number): string[];
};

/** Fields in the order in which they are committed: bytewise by UTF-8 name. */
export const sortFields = (fields: readonly Field[]): Field[] =>
  [...fields].sort((a, b) => compareBytes(utf8(a.name), utf8(b.name)));

/** Why these fields can't be committed to, or undefined. Order doesn't matter here, `commit` sorts. */
export function fieldsFault(fields: readonly Field[]): string | undefined {
  if (fields.length < 1 || fields.length > 256)
    return `a statement has 1 to 256 fields, not ${fields.length}`;
  const names = new Set<string>();
  for (const { name, value } of fields) {
    if (typeof name !== 'string' || typeof value !== 'string') return 'a name and a value are text';
    if (!name.isWellFormed() || !value.isWellFormed())
      return `field ${name.toWellFormed()} has half a character`;
    const length = utf8(name).length;
    if (length < 1 || length > 255) return `a field's name has 1 to 255 bytes, not ${length}`;
    if (names.has(name)) return `field ${name} stands twice`;
    names.add(name);
  }
  return undefined;
}

/** Why these fields aren't a whole statement (§2, "always there" and the forms of values), or undefined. */
export function statementFault(fields: readonly Field[]): string | undefined {
  const fault = fieldsFault(fields);
  if (fault) return fault;
  const values = new Map(fields.map(({ name, value }) => [name, value]));
  for (const name of ['kind', 'occurred', 'recorded', 'schema', 'subject']) {
    if (!values.has(name)) return `field ${name} is missing`;
  }
  for (const [name, value] of values)
    if (!hasForm(name, value)) return `field ${name} has another form: ${value}`;
  return undefined;
}

/** §2: whether the value of a field whose form the page fixes has that form; other fields may hold anything. */
export function hasForm(name: string, value: string): boolean {
  switch (name) {
    case 'subject':
      return parseSubject(value) !== undefined;
    case 'occurred':
      return isDate(value);
    case 'recorded':
      return parseTime(value) !== undefined;
    case 'key':
    case 'content':
      return value.startsWith('sha256:') && isHash(value.slice(7));
    default:
      return true;
  }
}

/**
 * Commits to fields (sorted here) with the record secret `m`, 32 random bytes, one per statement.
 * Throws a RangeError with the reason for fields that `fieldsFault` refuses: ask it first at an edge.
 */
export function commit(fields: readonly Field[], m: Uint8Array): Committed {
  const fault = fieldsFault(fields);
  if (fault) throw new RangeError(fault);
  if (m.length !== 32) throw new RangeError('the record secret has 32 bytes');
  const parts = sortFields(fields).map(({ name, value }, i): Part => {
    const salt = fieldSalt(m, i);
    const hidden = hiddenHash(salt, value);
    return { i, name, value, salt: hex(salt), hidden: hex(hidden), leaf: hex(fieldHash(name, hidden)) };
  });
  const tree = Tree.of(parts.map(({ leaf }) => mustHex(leaf)));
  return {
    commitment: hex(commitmentOf(parts.length, tree.root())),
    n: parts.length,
    parts,
    path: (i) => tree.inclusionProof(i).map(hex),
  };
}

const FIELD = utf8('vouch/1 field');
const COMMITMENT = utf8('vouch/1 commitment\n');

/** `salt_i = HMAC-SHA256(m, "vouch/1 field" ‖ u16be(i))`. */
export const fieldSalt = (m: Uint8Array, i: number): Uint8Array => hmacSha256(m, concat(FIELD, u16be(i)));

/** `hidden_i = SHA256(salt_i ‖ value)`. */
export const hiddenHash = (salt: Uint8Array, value: string): Uint8Array => sha256(concat(salt, utf8(value)));

/** `field_i = leaf(u16be(len(name)) ‖ name ‖ hidden_i)`. */
export function fieldHash(name: string, hidden: Uint8Array): Uint8Array {
  const bytes = utf8(name);
  return leafHash(concat(u16be(bytes.length), bytes, hidden));
}

/** `SHA256("vouch/1 commitment\n" ‖ u16be(n) ‖ MTH(field_0 … field_{n−1}))`. */
export const commitmentOf = (n: number, root: Uint8Array): Uint8Array =>
  sha256(concat(COMMITMENT, u16be(n), root));

/** §2: the `key` field's value for a raw 32-byte Ed25519 public key. */
export const keyField = (publicKey: Uint8Array): string => `sha256:${hex(sha256(publicKey))}`;
