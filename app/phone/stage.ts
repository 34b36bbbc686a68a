import type { Answers } from '../features/reports/answers.ts';
import type { Directory } from '../features/reports/directory.ts';

/** What the steps and the end of the report path share on the page. */
export type Stage = {
  readonly form: HTMLFormElement;
  readonly language: string;
  readonly answers: () => Answers;
  /** `fresh`: not the one that this page already has. */
  readonly directory: (fresh?: boolean) => Promise<Directory>;
  /** A screen or an ending by its name. */
  readonly show: (name: string) => void;
  /** Forgets all answers. */
  readonly reset: () => void;
};
