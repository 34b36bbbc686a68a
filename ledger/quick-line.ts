// ledger.md §8: says of one line of a docket bundle, from its bytes, that it opens its commitment as the page wants.
// It only ever says yes: whatever is rare, odd or wrong is left to leaf-shape.ts and verify-leaves.ts, which judge every
// line, and which it must agree with. Lines that it knows are most of a large bundle; it needs no text and no JSON.

import { fromUtf8, utf8 } from './bytes.ts';
import type { Kind } from './lines.ts';
import { isQuickDate, isQuickTime, putHex, sameBytes, sameHex } from './quick-bytes.ts';
import { QuickHash } from './quick-hash.ts';
import type { Span } from './quick-hash.ts';

/** What the lines of one bundle are judged against: its docket's subject as registered. */
export type LineContext = { subject: string; kind: Kind };

/** A line that opens: its state, and 16 more if it names a worker's `key`. 0 = not known here. */
export const MARK = {
  unknown: 0,
  disclosed: 1,
  'not-licensed': 2,
  suppressed: 3,
  sealed: 4,
  key: 16,
} as const;

/** §8: what a known line's mark says of it. */
export const stateOfMark = (mark: number): 'disclosed' | 'not-licensed' | 'suppressed' | 'sealed' =>
  STATES[(mark & 15) - 1] ?? 'disclosed';
const STATES = ['disclosed', 'not-licensed', 'suppressed', 'sealed'] as const;

const LEAF = utf8('{"leaf":"statement ');
/** Where the commitment of a known line begins, in bytes from the line's own beginning. */
export const COMMITMENT_AT: number = LEAF.length;
const DISCLOSED = utf8('","state":"disclosed","fields":[');
const WITHHELD = utf8('","state":"withheld","reason":"');
const SHOWN = utf8('","shown":[');
const HIDDEN = utf8('],"hidden":[');
const END = utf8(']}\n');
const POSITION = utf8('{"i":');
const NAME = utf8(',"name":"');
const VALUE = utf8('","value":"');
const SALT = utf8('","salt":"');
const HASH = utf8('","hash":"');
const FIELD_END = utf8('"}');
const REASONS = (['not-licensed', 'suppressed', 'sealed'] as const).map((reason) => ({
  bytes: utf8(reason),
  mark: MARK[reason],
}));
const NAMES = {
  content: utf8('content'),
  key: utf8('key'),
  kind: utf8('kind'),
  occurred: utf8('occurred'),
  recorded: utf8('recorded'),
  schema: utf8('schema'),
  subject: utf8('subject'),
};
const SHA256 = utf8('sha256:');
/** Which of the fields that a line must show have been seen. */
const [KIND, SCHEMA, SUBJECT, CONTENT] = [1, 2, 4, 8];
const MUST: readonly number[] = [0, KIND | SCHEMA | SUBJECT, KIND, KIND, KIND | CONTENT];
const [QUOTE, BACKSLASH, COMMA, BRACE, ZERO, NINE] = [0x22, 0x5c, 0x2c, 0x7b, 0x30, 0x39];

export class QuickLine {
  readonly #hash = new QuickHash();
  readonly #subject: Uint8Array;
  readonly #mayBeSuppressed: boolean;
  /** Where field i's name stands; of `#n` fields so far. */
  readonly #names: Span[] = Array.from({ length: 256 }, () => ({ from: 0, to: 0 }));
  readonly #filled = new Uint8Array(256);
  readonly #value: Span = { from: 0, to: 0 };
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #n = 0;
  #must = 0;
  #hasKey = false;
  #isAscii = true;

  constructor({ subject, kind }: LineContext) {
    this.#subject = utf8(subject);
    this.#mayBeSuppressed = kind === 'programme';
  }

  /**
   * The mark of the line that begins at `from`. If it is known, its leaf hash is put into `out` at `at`, and `end` is
   * where its LF stands.
   */
  check(bytes: Uint8Array, from: number, out: Uint8Array, at: number): number {
    [this.#bytes, this.#at] = [bytes, from];
    [this.#n, this.#must, this.#hasKey, this.#isAscii] = [0, 0, false, true];
    if (!this.#takes(LEAF)) return MARK.unknown;
    const commitment = this.#at;
    this.#at += 64;
    const mark = this.#state();
    const fits =
      mark !== MARK.unknown &&
      this.#list(true) &&
      this.#takes(HIDDEN) &&
      this.#list(false) &&
      this.#takes(END) &&
      this.#areFieldsWhole() &&
      (this.#must & (MUST[mark] ?? 0)) === MUST[mark] &&
      sameHex(bytes, commitment, this.#hash.commitment(this.#n)) &&
      (this.#isAscii || fromUtf8(bytes.subarray(from, this.#at)) !== undefined);
    this.#filled.fill(0, 0, fits ? this.#n : 256);
    if (!fits) return MARK.unknown;
    this.#hash.statementLeaf(bytes, commitment, out, at);
    return this.#hasKey ? mark | MARK.key : mark;
  }

  /** Where the LF of the line stands that was known last. */
  get end(): number {
    return this.#at - 1;
  }

  #takes(literal: Uint8Array): boolean {
    const [bytes, at] = [this.#bytes, this.#at];
    const length = literal.length;
    for (let k = 0; k < length; k++) if (bytes[at + k] !== literal[k]) return false;
    this.#at = at + length;
    return true;
  }

  #state(): number {
    if (this.#takes(DISCLOSED)) return MARK.disclosed;
    if (!this.#takes(WITHHELD)) return MARK.unknown;
    for (const { bytes, mark } of REASONS) {
      if (!this.#takes(bytes)) continue;
      if (mark === MARK.suppressed && !this.#mayBeSuppressed) return MARK.unknown;
      return this.#takes(SHOWN) ? mark : MARK.unknown;
    }
    return MARK.unknown;
  }

  /** The fields of a list up to its bracket; false if one has another form. */
  #list(shown: boolean): boolean {
    if (this.#bytes[this.#at] !== BRACE) return true;
    for (let before = -1; ; this.#at++) {
      const i = this.#takes(POSITION) ? this.#number() : -1;
      if (i <= before || this.#filled[i] !== 0) return false;
      before = i;
      if (!(shown ? this.#shownField(i) : this.#hiddenField(i)) || !this.#takes(FIELD_END)) return false;
      this.#filled[i] = 1;
      this.#n++;
      if (this.#bytes[this.#at] !== COMMA) return true;
    }
  }

  #shownField(i: number): boolean {
    const { from, to } = this.#name(i) ?? NOWHERE;
    if (from === to || !this.#takes(VALUE)) return false;
    this.#value.from = this.#at;
    if (!this.#text()) return false;
    this.#value.to = this.#at;
    if (!this.#takes(SALT) || !this.#hex(this.#hash.salt)) return false;
    if (!this.#hasForm(i)) return false;
    this.#hash.shown(i, this.#bytes, this.#nameAt(i), this.#value);
    return true;
  }

  #hiddenField(i: number): boolean {
    const name = this.#name(i);
    if (!name || !this.#takes(HASH) || !this.#hex(this.#hash.hash)) return false;
    if (this.#isNamed(name, NAMES.key)) this.#hasKey = true;
    this.#hash.hidden(i, this.#bytes, name);
    return true;
  }

  #nameAt(i: number): Span {
    return this.#names[i] ?? NOWHERE;
  }

  #name(i: number): Span | undefined {
    if (!this.#takes(NAME)) return undefined;
    const name = this.#nameAt(i);
    name.from = this.#at;
    if (!this.#text()) return undefined;
    name.to = this.#at;
    return name.to > name.from && name.to - name.from <= 255 ? name : undefined;
  }

  /** 0 … 255 as JSON writes it, else −1. */
  #number(): number {
    let n = -1;
    for (let first = this.#at; this.#at < first + 3; this.#at++) {
      const digit = this.#bytes[this.#at] ?? 0;
      if (digit < ZERO || digit > NINE) break;
      if (n === 0) return -1;
      n = Math.max(n, 0) * 10 + digit - ZERO;
    }
    return n <= 255 ? n : -1;
  }

  /** Up to the quote; false for an escape or a control character. UTF-8 is judged once, for the whole line. */
  #text(): boolean {
    const bytes = this.#bytes;
    const to = bytes.length;
    let all = 0;
    let at = this.#at;
    for (; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < 0x20 || byte === BACKSLASH) return false;
      all |= byte;
    }
    if (all >= 0x80) this.#isAscii = false;
    this.#at = at;
    return at < to;
  }

  #hex(out: Uint8Array): boolean {
    if (!putHex(this.#bytes, this.#at, out)) return false;
    this.#at += 64;
    return true;
  }

  #isNamed(name: Span, known: Uint8Array): boolean {
    return name.to - name.from === known.length && sameBytes(this.#bytes, name.from, known);
  }

  /** §2: as `hasForm`, and the subject is the header's. */
  #hasForm(i: number): boolean {
    const name = this.#nameAt(i);
    const [bytes, { from, to }] = [this.#bytes, this.#value];
    switch (name.to - name.from) {
      case 3:
        if (!this.#isNamed(name, NAMES.key)) return true;
        this.#hasKey = true;
        return this.#isDigest();
      case 4:
        if (this.#isNamed(name, NAMES.kind)) this.#must |= KIND;
        return true;
      case 6:
        if (this.#isNamed(name, NAMES.schema)) this.#must |= SCHEMA;
        return true;
      case 7:
        if (this.#isNamed(name, NAMES.subject)) {
          this.#must |= SUBJECT;
          return to - from === this.#subject.length && sameBytes(bytes, from, this.#subject);
        }
        if (!this.#isNamed(name, NAMES.content)) return true;
        this.#must |= CONTENT;
        return this.#isDigest();
      case 8:
        if (this.#isNamed(name, NAMES.occurred)) return isQuickDate(bytes, from, to);
        return !this.#isNamed(name, NAMES.recorded) || isQuickTime(bytes, from, to);
      default:
        return true;
    }
  }

  #isDigest(): boolean {
    const { from, to } = this.#value;
    if (to - from !== 71 || !sameBytes(this.#bytes, from, SHA256)) return false;
    return putHex(this.#bytes, from + 7, DIGEST);
  }

  /** §8: positions 0 … n − 1 each once (no more than n were filled), names sorted bytewise, none twice. */
  #areFieldsWhole(): boolean {
    if (this.#n < 1) return false;
    for (let i = 0; i < this.#n; i++) {
      if (this.#filled[i] !== 1) return false;
      if (i > 0 && !this.#isBefore(this.#nameAt(i - 1), this.#nameAt(i))) return false;
    }
    return true;
  }

  #isBefore(a: Span, b: Span): boolean {
    const bytes = this.#bytes;
    for (let [x, y] = [a.from, b.from]; x < a.to && y < b.to; x++, y++) {
      const difference = (bytes[x] ?? 0) - (bytes[y] ?? 0);
      if (difference !== 0) return difference < 0;
    }
    return a.to - a.from < b.to - b.from;
  }
}

const NOWHERE: Span = { from: 0, to: 0 };
const DIGEST = new Uint8Array(32);
