// One of the threads that check the lines of a large bundle (line-workers.ts): bytes in, bytes out, in order.
import { parentPort } from 'node:worker_threads';
import { LineChecker } from '../ledger/index.ts';
import type { LineContext } from '../ledger/index.ts';

let checker: LineChecker | undefined;
parentPort?.on('message', (message: LineContext | Uint8Array<ArrayBuffer>) => {
  if (!(message instanceof Uint8Array)) {
    checker = new LineChecker(message);
    return;
  }
  const checked = checker?.check(message);
  if (!checked) throw new Error('lines came before the docket that they belong to');
  const { bytes, ends, marks, leaves } = checked;
  parentPort?.postMessage(checked, [bytes.buffer, ends.buffer, marks.buffer, leaves.buffer]);
});
