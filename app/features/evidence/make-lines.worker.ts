import { parentPort } from 'node:worker_threads';
import { type UnmadeBatch, makeLines } from '../../../ledger/index.ts';

/** One of the threads that make the lines of a large bundle (makers.actions.ts): batches in, text out, in order. */
parentPort?.on('message', (batch: UnmadeBatch) => {
  parentPort?.postMessage(makeLines(batch));
});
