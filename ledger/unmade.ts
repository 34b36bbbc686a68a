// ledger.md §8: lines of statements that are all open, made many at a time, maybe in another thread. What is computed of
// a statement is most of the work of a bundle, and needs nothing but the statement; the order stays with who writes.

import { type LeafLine, type Unmade, leafLine, leafText, openFields } from './bundle.ts';
import { hex } from './bytes.ts';
import { commit } from './quick-commit.ts';

/** Some of them, in a form that goes to another thread at little cost: names and values in turns, bytes in one piece. */
export type UnmadeBatch = {
  readonly texts: readonly string[];
  /** How many fields each statement has. */
  readonly fields: readonly number[];
  /** Of each statement its secret and its commitment, 64 bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** §8: statements whose lines are to be made, packed. */
export function batchOf(some: readonly Unmade[]): UnmadeBatch {
  const texts: string[] = [];
  const bytes = new Uint8Array(some.length * 64);
  some.forEach(({ fields, m, commitment }, i) => {
    for (const { name, value } of fields) texts.push(name, value);
    bytes.set(m, i * 64);
    bytes.set(commitment, i * 64 + 32);
  });
  return { texts, fields: some.map(({ fields }) => fields.length), bytes };
}

/** §8: the lines of a batch, in its order. Throws where a statement is not the one that stands in the docket. */
export function makeLines({ texts, fields, bytes }: UnmadeBatch): string {
  let at = 0;
  let lines = '';
  fields.forEach((n, i) => {
    const own = Array.from({ length: n }, (_, k) => ({
      name: texts[at + 2 * k] ?? '',
      value: texts[at + 2 * k + 1] ?? '',
    }));
    at += 2 * n;
    const commitment = hex(bytes.subarray(i * 64 + 32, i * 64 + 64));
    const committed = commit(own, bytes.subarray(i * 64, i * 64 + 32));
    if (committed.commitment !== commitment)
      throw new Error('a statement is not the one that was put on record');
    const line: LeafLine = {
      leaf: leafText({ type: 'statement', commitment }),
      state: 'disclosed',
      ...openFields(committed, () => true),
    };
    lines += leafLine(line);
  });
  return lines;
}

/** Makes batches, `ahead` of them at once; their order is kept by who asks. */
export type LineMakers = { readonly ahead: number; make(batch: UnmadeBatch): Promise<string> };

/** In this thread, one after the other. */
export const makersHere: LineMakers = { ahead: 0, make: async (batch) => makeLines(batch) };
