// What is kept of each line while a file is read: a dozen bytes, so that a million lines can be listed, filtered and
// opened. The line itself stays in the file and is read again when somebody opens it.

import type { LeafLine, SingleLine } from '../../ledger/bundle.ts';
import type { Reason } from '../../ledger/reasons.ts';
import type { SeenLine } from '../../ledger/verify.ts';

/** What became of a statement; `control` are the lines that say so of an earlier one. */
export const STATES = [
  'shown',
  'not-licensed',
  'suppressed',
  'sealed',
  'withdrawn',
  'erased by the worker',
  'erased, unsigned',
  'moved',
  'control',
] as const;
export type State = (typeof STATES)[number];

/** What a line alone can be found wrong for; its place here is its bit. */
const FAULTS: readonly Reason[] = [
  'opening-mismatch',
  'erasure-unproven',
  'move-unproven',
  'withdrawal-unproven',
  'root-mismatch',
];

/** More kinds than that aren't told apart: no honest file has them. */
const MOST_KINDS = 200;
export const OTHER_KINDS = 'other kinds';
/** The kind of a line that shows none: erased, moved and control lines. */
export const NO_KIND = 0xffff;

export type LineTable = {
  length: number;
  /** The place in the docket of the first line. */
  first: number;
  states: Uint8Array<ArrayBuffer>;
  kinds: Uint16Array<ArrayBuffer>;
  faults: Uint8Array<ArrayBuffer>;
  /** Byte offsets of the line feeds: row `i` stands between `ends[i]` and `ends[i + 1]`. */
  ends: Float64Array<ArrayBuffer>;
  kindNames: string[];
};

export const stateAt = (table: LineTable, row: number): State => STATES[table.states[row] ?? 0] ?? 'control';

export const kindAt = (table: LineTable, row: number): string | undefined =>
  table.kindNames[table.kinds[row] ?? NO_KIND];

export const faultsAt = (table: LineTable, row: number): Reason[] =>
  FAULTS.filter((_, bit) => ((table.faults[row] ?? 0) & (1 << bit)) !== 0);

/** Takes the bytes as they go by, and each line as it was judged. */
export class LineTableMaker {
  #length = 0;
  #first = 0;
  #states = new Uint8Array(1024);
  #kinds = new Uint16Array(1024);
  #faults = new Uint8Array(1024);
  #ends = new Float64Array(1024);
  #lines = 0;
  #bytes = 0;
  readonly #kindNames = new Map<string, number>();

  get length(): number {
    return this.#length;
  }

  pass(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
      if (this.#lines === this.#ends.length) this.#ends = longer(this.#ends, Float64Array);
      this.#ends[this.#lines++] = this.#bytes + at;
    }
    this.#bytes += chunk.length;
  }

  see({ index, line, reasons }: SeenLine): void {
    if (this.#length === 0) this.#first = index;
    if (this.#length === this.#states.length) {
      this.#states = longer(this.#states, Uint8Array);
      this.#kinds = longer(this.#kinds, Uint16Array);
      this.#faults = longer(this.#faults, Uint8Array);
    }
    this.#states[this.#length] = STATES.indexOf(stateOf(line));
    this.#kinds[this.#length] = this.#kindOf(line);
    this.#faults[this.#length] = reasons.reduce((bits, reason) => bits | (1 << FAULTS.indexOf(reason)), 0);
    this.#length++;
  }

  #kindOf(line: LeafLine | SingleLine): number {
    const kind = shownKind(line);
    if (kind === undefined) return NO_KIND;
    const name = this.#kindNames.size < MOST_KINDS || this.#kindNames.has(kind) ? kind : OTHER_KINDS;
    const known = this.#kindNames.get(name) ?? this.#kindNames.size;
    this.#kindNames.set(name, known);
    return known;
  }

  table(): LineTable {
    return {
      length: this.#length,
      first: this.#first,
      states: this.#states.slice(0, this.#length),
      kinds: this.#kinds.slice(0, this.#length),
      faults: this.#faults.slice(0, this.#length),
      ends: this.#ends.slice(0, this.#lines),
      kindNames: [...this.#kindNames.keys()],
    };
  }
}

function longer<T extends Uint8Array | Uint16Array | Float64Array>(
  full: T,
  Kind: new (length: number) => T,
): T {
  const twice = new Kind(full.length * 2);
  twice.set(full);
  return twice;
}

export function shownKind(line: LeafLine | SingleLine): string | undefined {
  if (line.state !== 'disclosed' && line.state !== 'withheld') return undefined;
  const shown = line.state === 'disclosed' ? line.fields : line.shown;
  return shown.find(({ name }) => name === 'kind')?.value ?? 'no kind shown';
}

export function stateOf(line: LeafLine | SingleLine): State {
  switch (line.state) {
    case 'disclosed':
      return 'shown';
    case 'withheld':
      return line.reason;
    case 'erased':
      return line.authority ? 'erased by the worker' : 'erased, unsigned';
    case 'moved':
      return 'moved';
    case undefined:
      return 'control';
  }
}
