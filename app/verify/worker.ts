// The other side of the page: one question at a time, its progress, its answer. The page's own script is started again
// as a worker, so that there is one program, and a saved page needs no second file.

import { checkArchive } from './archive.ts';
import { checkBundle } from './check.ts';
import { findRows } from './find.ts';
import type { Ask, Said, Told } from './messages.ts';
import { hashInWasm } from '../../ledger/sha256-wasm.browser.ts';

export type Progress = (done: number, of?: string) => void;

/** Four times as fast where there is WebAssembly; the answers are the same. */
let hashing: Promise<boolean> | undefined;

/** Also called by the page itself, where no worker can be started. */
export async function answer(ask: Ask, progress: Progress): Promise<Told[keyof Told]> {
  await (hashing ??= hashInWasm());
  switch (ask.type) {
    case 'bundle':
      return checkBundle(ask.file, ask.inputs, progress);
    case 'archive':
      return checkArchive(ask.file, ask.inputs, progress);
    case 'find':
      return findRows(ask.file, ask.words, progress);
  }
}

/** Milliseconds between two words of progress. */
const PACE = 100;

export function work(): void {
  const say = (said: Said): void => self.postMessage(said);
  self.addEventListener('message', (event: MessageEvent<Ask>) => {
    let last = 0;
    const progress: Progress = (done, of) => {
      const now = performance.now();
      if (now - last < PACE) return;
      last = now;
      say({ done, of });
    };
    answer(event.data, progress).then(
      (told) => say({ answer: told }),
      (error: unknown) => say({ failed: String(error) }),
    );
  });
  say({ ready: true });
}
