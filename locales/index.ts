/**
 * What is said to workers. A language is one JSON file; `en.json` gives the keys and the types. Browser code does not
 * import this file: the page that it enhances carries the words it needs.
 */
import en from './en.json' with { type: 'json' };
import my from './my.json' with { type: 'json' };
import th from './th.json' with { type: 'json' };

export { translator } from './translate.ts';

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, string>>;
export type Translate = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** In the order of the language buttons; `name` in the language itself, never a flag. */
export const LANGUAGES = [
  { code: 'my', name: 'မြန်မာ' },
  { code: 'th', name: 'ไทย' },
  { code: 'en', name: 'English' },
] as const;
export type Language = (typeof LANGUAGES)[number]['code'];

export const WORDS: Readonly<Record<Language, Words>> = { en, my, th };

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some(({ code }) => code === value);

/** `chosen` (from the link or the form) wins over the browser's list (RFC 9110 Accept-Language, weights ignored:
 * browsers write it in order). English where none fits. */
export function chooseLanguage(chosen: unknown, accept = ''): Language {
  if (isLanguage(chosen)) return chosen;
  const wanted = accept.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLanguage) ?? 'en';
}
