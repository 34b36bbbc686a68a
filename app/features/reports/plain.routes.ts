// What all routes of the worker's pages share.
import { type Language, LANGUAGES, WORDS, translator } from '../../../locales/index.ts';
import type { Shell } from '../../phone/layout.ts';
import type { Intake } from './intake.actions.ts';

export type WorkerContext = { intake: Intake; files: Readonly<Record<string, string>> };

export const shellOf = (files: Readonly<Record<string, string>>, language: Language): Shell => ({
  t: translator(WORDS[language]),
  language,
  languages: LANGUAGES,
  files,
});

/** The slow hash is paid for by the server here: so many run at once, so many wait, and no more, whatever arrives. */
const MOST_AT_ONCE = 3;
const MOST_WAITING = 60;
let running = 0;
const waiting: (() => void)[] = [];

/** Undefined where too many wait already: the page then says that it is busy, with every word kept. */
export async function slowly<T>(work: () => Promise<T>): Promise<T | undefined> {
  if (waiting.length >= MOST_WAITING) return undefined;
  if (running < MOST_AT_ONCE) running++;
  else await new Promise<void>((turn) => waiting.push(turn));
  try {
    return await work();
  } finally {
    // The place is handed on, or given back.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
