import { parentPort } from 'node:worker_threads';
import { type SealAsked, sealNow } from './sealer.actions.ts';

/** The other core: seals what it is sent and sends it back. */
parentPort?.on('message', ({ id, asked }: { id: number; asked: SealAsked }) => {
  sealNow(asked).then(
    (made) => parentPort?.postMessage({ id, made }),
    (error: unknown) => parentPort?.postMessage({ id, error: String(error) }),
  );
});
