// ledger.md §1 and §8: a file as lines, in constant memory.

import { fromUtf8 } from './bytes.ts';
import { fail } from './bundle-shape.ts';

/** The bytes of a file in chunks of any size. */
export type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const LONGEST = 1 << 20;
const LF = 10;

/** Lines without their LF, those of a chunk at once; throws Malformed for a long line, bad UTF-8, a missing last LF. */
export async function* lineBatches(source: Source): AsyncGenerator<string[]> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  for await (const chunk of source) {
    const lines: string[] = [];
    let from = 0;
    for (let to = chunk.indexOf(LF); to >= 0; to = chunk.indexOf(LF, from)) {
      rest.push(chunk.subarray(from, to));
      lines.push(lineOf(rest, restLength + to - from));
      [rest, restLength, from] = [[], 0, to + 1];
    }
    if (from < chunk.length) {
      rest.push(chunk.slice(from));
      restLength += chunk.length - from;
      if (restLength > LONGEST) fail('a line is longer than 1 MiB');
    }
    if (lines.length > 0) yield lines;
  }
  if (restLength > 0) fail('the last line has no LF');
}

function lineOf(parts: Uint8Array[], length: number): string {
  if (length > LONGEST) return fail('a line is longer than 1 MiB');
  const [first] = parts;
  let bytes = first ?? new Uint8Array(0);
  if (parts.length > 1) {
    bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
  }
  return fromUtf8(bytes) ?? fail('not UTF-8');
}
