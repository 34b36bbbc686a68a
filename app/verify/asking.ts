// Puts questions to the worker; a new one ends the one before, since nobody waits for its answer any more.

import type { AskOf, Said, Told } from './messages.ts';
import { answer } from './worker.ts';
import type { Progress } from './worker.ts';

/** A reader stopped it, or asked something else meanwhile. */
export class Stopped extends Error {}

const script = typeof document === 'undefined' ? null : document.currentScript;
/** Ready for a question; one that was ended in the middle of its work is not kept. */
let idle: Worker | undefined;
let stop: (() => void) | undefined;
let turn = 0;

/** Undefined where a browser starts no worker from a page's own text: then the page itself reads, and is less lively. */
function startWorker(): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    const url = URL.createObjectURL(new Blob([script?.textContent ?? ''], { type: 'text/javascript' }));
    try {
      const worker = new Worker(url);
      worker.addEventListener('message', () => resolve(worker), { once: true });
      worker.addEventListener('error', () => resolve(undefined), { once: true });
    } catch {
      resolve(undefined);
    }
  });
}

export function stopAsking(): void {
  stop?.();
  stop = undefined;
}

/** Rejects with Stopped, or with an Error that says why the file could not be read. */
export async function put<T extends keyof Told>(ask: AskOf<T>, progress: Progress): Promise<Told[T]> {
  stopAsking();
  const mine = ++turn;
  const worker = idle ?? (await startWorker());
  if (mine !== turn) {
    if (worker !== idle) worker?.terminate();
    throw new Stopped();
  }
  idle = undefined;
  // The answer has the type that its question asks for: worker.ts is the other end of the same list.
  if (!worker) return (await answer(ask, progress)) as Told[T];
  return new Promise<Told[T]>((resolve, reject) => {
    const ended = new AbortController();
    const end = (then: () => void, keep = false): void => {
      ended.abort();
      stop = undefined;
      if (keep) idle = worker;
      else worker.terminate();
      then();
    };
    stop = () => end(() => reject(new Stopped()));
    const { signal } = ended;
    worker.addEventListener('error', ({ message }) => end(() => reject(new Error(message))), { signal });
    worker.addEventListener(
      'message',
      ({ data: said }: MessageEvent<Said>) => {
        if ('done' in said) progress(said.done, said.of);
        else if ('failed' in said) end(() => reject(new Error(said.failed)), true);
        else if ('answer' in said) end(() => resolve(said.answer as Told[T]), true);
      },
      { signal },
    );
    worker.postMessage(ask);
  });
}
