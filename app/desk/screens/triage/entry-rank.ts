/** Which entry of the directory fits what was asked; pure. By runs of letters, since many scripts part no words. */
import type { Entry } from '../../../features/triage/contract.ts';

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
function runs(text: string): ReadonlySet<string> {
  const letters = Array.from(plain(text));
  return new Set(letters.slice(2).map((_, at) => letters.slice(at, at + 3).join('')));
}

/** Share of the question's runs that stand in the text: 0 to 1. */
export function likeness(question: string, text: string): number {
  const [asked, there] = [runs(question), runs(text)];
  if (asked.size === 0) return 0;
  let n = 0;
  for (const run of asked) if (there.has(run)) n++;
  return n / asked.size;
}

const textOf = (e: Entry): string => `${e.title} ${e.place} ${e.topic} ${Object.values(e.texts).join(' ')}`;

export type Asked = { readonly words: string; readonly language: string };
/** Those that stand, best first; `typed` narrows them. What is out of date comes last, and can't be sent. */
export function ranked(entries: readonly Entry[], asked: Asked, typed: string): Entry[] {
  const words = plain(typed).split(' ').filter(Boolean);
  return entries
    .filter((e) => !e.retired && words.every((word) => plain(textOf(e)).includes(word)))
    .map((e) => ({
      e,
      fit: (e.expired ? -10 : 0) + (e.texts[asked.language] ? 0.3 : 0) + likeness(asked.words, textOf(e)),
    }))
    .sort((a, b) => b.fit - a.fit || (a.e.title < b.e.title ? -1 : 1))
    .map(({ e }) => e);
}

/** In the worker's language, else in English, else in what there is. */
export function textIn(e: Entry, language: string): { language: string; words: string } {
  const found = e.texts[language] ? language : e.texts.en ? 'en' : (Object.keys(e.texts)[0] ?? 'en');
  const more = [e.phone, e.address].filter(Boolean).join('\n');
  return { language: found, words: more ? `${e.texts[found] ?? ''}\n${more}` : (e.texts[found] ?? '') };
}
