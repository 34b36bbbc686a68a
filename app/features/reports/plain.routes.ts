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

// The slow hash is paid for by the server here: so many at a time, and no more, whatever arrives.
let stretching = 0;
const MOST_AT_ONCE = 3;

export async function slowly<T>(work: () => Promise<T>): Promise<T | undefined> {
  if (stretching >= MOST_AT_ONCE * 20) return undefined;
  stretching++;
  try {
    return await work();
  } finally {
    stretching--;
  }
}
