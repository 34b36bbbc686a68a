// What the page and its worker say to each other.

import type { ArchiveAnswer } from './archive.ts';
import type { Answer, Inputs } from './check.ts';

export type Ask =
  | { type: 'bundle'; file: Blob; inputs: Inputs }
  | { type: 'archive'; file: Blob; inputs: Inputs }
  | { type: 'find'; file: Blob; words: string };

/** The question that has this answer. */
export type AskOf<T extends keyof Told> = Extract<Ask, { type: T }>;

export type Told = {
  bundle: Answer;
  archive: ArchiveAnswer;
  find: Uint32Array<ArrayBuffer>;
};

/** `done` of the file's bytes were read. */
export type Said =
  { done: number; of?: string } | { answer: Told[keyof Told] } | { failed: string } | { ready: true };
