// Looks for words in the lines of a file that was already judged; reads it again, since its lines aren't kept.

import type { LeafLine, SingleLine } from '../../ledger/bundle.ts';
import { parseBodyLine, parseSingleLine } from '../../ledger/leaf-shape.ts';
import { lineBatches } from '../../ledger/line-reader.ts';
import type { Leaf } from '../../ledger/lines.ts';
import { chunks } from './check.ts';
import type { Part } from './check.ts';
import type { LineTable } from './line-table.ts';

export type Opened = { leaf: Leaf; line: LeafLine | SingleLine };

/** The rows in whose shown values, names or commitment the words stand, whatever their case. */
export async function findRows(
  part: Part,
  words: string,
  progress?: (done: number) => void,
): Promise<Uint32Array<ArrayBuffer>> {
  const sought = words.toLowerCase();
  const found: number[] = [];
  let row = -1;
  for await (const lines of lineBatches(chunks(part, (_, done) => progress?.(done)))) {
    for (const line of lines) {
      if (row >= 0 && has(JSON.parse(line), sought)) found.push(row);
      row++;
    }
  }
  return Uint32Array.from(found);
}

function has(line: unknown, sought: string): boolean {
  for (const text of textsOf(line)) if (text.toLowerCase().includes(sought)) return true;
  return false;
}

/** What a reader can see of a line: no salts, no hashes of hidden fields, no proofs. */
function* textsOf(line: unknown): Generator<string> {
  if (typeof line !== 'object' || line === null) return;
  if ('leaf' in line && typeof line.leaf === 'string') yield line.leaf;
  for (const member of ['fields', 'shown', 'hidden']) {
    const fields: unknown = Reflect.get(line, member);
    if (!Array.isArray(fields)) continue;
    for (const field of fields as unknown[]) {
      if (typeof field !== 'object' || field === null) continue;
      if ('name' in field && typeof field.name === 'string') yield field.name;
      if ('value' in field && typeof field.value === 'string') yield field.value;
    }
  }
}

/** Reads one line out of the file again. Throws if the file changed since it was judged. */
export async function openRow(file: Blob, table: LineTable, row: number, single: boolean): Promise<Opened> {
  const [from, to] = [table.ends[row], table.ends[row + 1]];
  if (from === undefined || to === undefined) throw new RangeError('no such line');
  const source = await file.slice(from + 1, to).text();
  if (single) return parseSingleLine(source);
  const body = parseBodyLine(source);
  if ('end' in body) throw new RangeError('not a line of the docket');
  return body;
}
