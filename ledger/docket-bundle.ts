// ledger.md §8: writes a docket bundle in the order of its leaves, in constant memory; the end line counts what was
// written. Runs of statements that are all open are made in batches, by threads where there are some.

import {
  type Header,
  type LeafLine,
  type Unmade,
  countLine,
  endLine,
  headerLine,
  leafLine,
  noCounts,
} from './bundle.ts';
import { type LineMakers, batchOf, makersHere } from './unmade.ts';

/** Statements in a batch: enough that a thread has something to do, few enough to hold some of them. */
const BATCH = 250;

/** §8: text of whole lines, several at a time where they were made together. */
export async function* docketBundle(
  header: Header,
  lines: AsyncIterable<LeafLine | Unmade> | Iterable<LeafLine | Unmade>,
  makers: LineMakers = makersHere,
): AsyncGenerator<string> {
  yield headerLine(header);
  const counts = noCounts();
  const waiting: (string | Promise<string>)[] = [];
  let run: Unmade[] = [];
  const endRun = (): void => {
    if (run.length === 0) return;
    const made = makers.make(batchOf(run));
    // Awaited in its turn; a reader that goes away before must not leave a fault that nobody hears.
    made.catch(() => undefined);
    waiting.push(made);
    run = [];
  };
  for await (const line of lines) {
    countLine(counts, line);
    if ('unmade' in line) {
      if (run.push(line) === BATCH) endRun();
    } else {
      endRun();
      waiting.push(leafLine(line));
    }
    while (waiting.length > makers.ahead) yield await (waiting.shift() ?? '');
  }
  endRun();
  for (const made of waiting) yield await made;
  yield endLine(counts);
}
