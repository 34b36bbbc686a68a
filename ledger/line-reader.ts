// ledger.md §1 and §8: a file as lines, in constant memory.

import { fromUtf8 } from './bytes.ts';
import { fail } from './bundle-shape.ts';

/** The bytes of a file in chunks of any size. */
export type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** §1: a line without its LF. */
export const LONGEST_LINE = 1 << 20;
/** Lines go together in about as many bytes: enough that handing a batch over costs nothing beside checking it. */
const BATCH = 1 << 18;
const LF = 10;

/**
 * Batches of whole lines with their LFs, each in memory of its own. Throws Malformed, after all whole lines before,
 * for a line that goes on without an end, and for a missing last LF. The length of whole lines is for who takes them.
 */
export async function* byteBatches(source: Source): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    let from = 0;
    for (let to = endOfBatch(chunk, from); to > from; to = endOfBatch(chunk, from)) {
      rest.push(chunk.subarray(from, to));
      yield joined(rest, length + to - from);
      [rest, length, from] = [[], 0, to];
    }
    if (from === chunk.length) continue;
    rest.push(chunk.slice(from));
    length += chunk.length - from;
    if (length > LONGEST_LINE) fail('a line is longer than 1 MiB');
  }
  if (length > 0) fail('the last line has no LF');
}

/** Lines without their LF, those of a batch at once; throws Malformed for a long line, bad UTF-8, a missing last LF. */
export async function* lineBatches(source: Source): AsyncGenerator<string[]> {
  for await (const bytes of byteBatches(source)) {
    const lines: string[] = [];
    for (let [from, to] = [0, bytes.indexOf(LF)]; to >= 0; from = to + 1, to = bytes.indexOf(LF, from)) {
      lines.push(lineText(bytes, from, to));
    }
    yield lines;
  }
}

/** §1: the text of the line `from … to − 1`, without its LF. Throws Malformed. */
export function lineText(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > LONGEST_LINE) return fail('a line is longer than 1 MiB');
  return fromUtf8(bytes.subarray(from, to)) ?? fail('not UTF-8');
}

/** After the last LF that a batch has room for, else after the next one; `from` if there is none. */
function endOfBatch(chunk: Uint8Array, from: number): number {
  const last = from + BATCH < chunk.length ? chunk.lastIndexOf(LF, from + BATCH - 1) : chunk.lastIndexOf(LF);
  if (last >= from) return last + 1;
  const next = chunk.indexOf(LF, from);
  return next < 0 ? from : next + 1;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
