/** One text in several languages: each has its own field. */
import { Textarea } from '@mantine/core';
import { fill, languageName } from '../../words.ts';
import t from '../../words/triage.en.json' with { type: 'json' };
import { LANGUAGES } from './pick.tsx';

type Props = { texts: Readonly<Record<string, string>>; set: (texts: Record<string, string>) => void };

export const filled = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, words]) => words.trim() !== ''));

export function TextsField({ texts, set }: Props) {
  const shown = [...new Set(['en', ...Object.keys(texts)])];
  const more = LANGUAGES.filter((one) => !shown.includes(one));
  return (
    <div className="g">
      {shown.map((language) => (
        <Textarea
          key={language}
          label={fill(t.book.textIn, { language: languageName(language) })}
          lang={language}
          dir="auto"
          autosize
          minRows={2}
          maxLength={4000}
          value={texts[language] ?? ''}
          onChange={(event) => set({ ...texts, [language]: event.currentTarget.value })}
        />
      ))}
      {more.length > 0 && (
        <select
          className="pick"
          aria-label={t.book.texts}
          value=""
          onChange={(event) => set({ ...texts, [event.currentTarget.value]: ' ' })}
        >
          <option value="">+</option>
          {more.map((one) => (
            <option key={one} value={one}>
              {languageName(one)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
