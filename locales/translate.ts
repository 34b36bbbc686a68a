import type { Key, Translate, Words } from './index.ts';

/** `{name}` is replaced; a name without a value stays, so that a test sees it. Runs on the phone too. */
export const translator =
  (words: Partial<Words>): Translate =>
  (key: Key, values = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
