// ledger.md §8: what can be said of the lines of a docket bundle without knowing the others. It needs nothing but the
// bytes and the docket's subject, so that it may be done elsewhere: in threads, by whoever has them.

import { MARK, QuickLine } from './quick-line.ts';
import type { LineContext } from './quick-line.ts';
import { byteBatches } from './line-reader.ts';
import type { Source } from './line-reader.ts';

/** A batch of whole lines, and what was found; all of it plain bytes, to be handed from thread to thread. */
export type CheckedLines = {
  bytes: Uint8Array<ArrayBuffer>;
  /** After each line's LF. */
  ends: Uint32Array<ArrayBuffer>;
  /** Of each line, a `MARK`; 0 where the line must be judged as text. */
  marks: Uint8Array<ArrayBuffer>;
  /** Of each known line, the leaf hash at 32 · its number. */
  leaves: Uint8Array<ArrayBuffer>;
};

export type CheckLines = (batch: Uint8Array<ArrayBuffer>) => CheckedLines | Promise<CheckedLines>;

/**
 * Who checks the lines of a bundle: begun once its header is known. Batches are asked for in order, at most `ahead`
 * before the first of them is taken; answers may come in any order.
 */
export type LineWorks = { begin(context: LineContext): CheckLines; ahead: number };

const LF = 10;

/** §8: checks batches of lines of one docket bundle. */
export class LineChecker {
  readonly #quick: QuickLine;

  constructor(context: LineContext) {
    this.#quick = new QuickLine(context);
  }

  check(bytes: Uint8Array<ArrayBuffer>): CheckedLines {
    const [ends, marks]: [number[], number[]] = [[], []];
    let leaves = new Uint8Array((bytes.length >> 8) * 32);
    for (let from = 0; from < bytes.length;) {
      const at = ends.length * 32;
      if (at === leaves.length) leaves = larger(leaves);
      const mark = this.#quick.check(bytes, from, leaves, at);
      const lf = mark === MARK.unknown ? bytes.indexOf(LF, from) : this.#quick.end;
      if (lf < 0) throw new RangeError('a batch ends with the LF of its last line');
      from = lf + 1;
      marks.push(mark);
      ends.push(from);
    }
    return { bytes, ends: Uint32Array.from(ends), marks: Uint8Array.from(marks), leaves };
  }
}

function larger(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(bytes.length * 2 + 1024);
  more.set(bytes);
  return more;
}

/** Here and now, one batch after the other. */
export const HERE: LineWorks = {
  begin(context) {
    const checker = new LineChecker(context);
    return (batch) => checker.check(batch);
  },
  ahead: 1,
};

/**
 * The lines of a file in order, checked up to `ahead` batches before they are taken. The first line comes alone and as
 * text; `begin` is asked for a checker after it was taken.
 */
export async function* checkedAhead(
  source: Source,
  begin: () => CheckLines,
  ahead: number,
): AsyncGenerator<CheckedLines> {
  const asked: (CheckedLines | Promise<CheckedLines>)[] = [];
  let check: CheckLines | undefined;
  let broken: unknown;
  try {
    for await (const batch of byteBatches(source)) {
      const firstEnd = check ? 0 : batch.indexOf(LF) + 1;
      if (!check) yield uncheckedLines(batch.slice(0, firstEnd));
      check ??= begin();
      if (firstEnd === batch.length) continue;
      const answer = check(firstEnd > 0 ? batch.slice(firstEnd) : batch);
      // A failure is met when its turn comes; if the reading ends before, it is of no matter.
      if (answer instanceof Promise) answer.catch(() => undefined);
      asked.push(answer);
      for (let next = asked[0]; next && asked.length >= ahead; next = asked[0]) {
        asked.shift();
        yield await next;
      }
    }
  } catch (error) {
    broken = error;
  }
  // Lines before the place where the file breaks off are taken before its fault is known.
  for (const answer of asked) yield await answer;
  if (broken !== undefined) throw broken;
}

/** Nothing is known of these lines: each is judged as text. */
export function uncheckedLines(bytes: Uint8Array<ArrayBuffer>): CheckedLines {
  const ends = endsOf(bytes);
  return {
    bytes,
    ends,
    marks: new Uint8Array(ends.length).fill(MARK.unknown),
    leaves: new Uint8Array(0),
  };
}

function endsOf(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const ends: number[] = [];
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) ends.push(at + 1);
  return Uint32Array.from(ends);
}
