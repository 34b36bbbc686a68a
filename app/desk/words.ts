/** Every word of the desk is in words.en.json, so that another language is another file. */
import en from './words.en.json' with { type: 'json' };

export const w = en;

/** `{name}` in a text stands for a value. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** Plural by CLDR rules: `one` and `other` are the two forms of English. */
export const many = (forms: { readonly one: string; readonly other: string }, n: number): string =>
  fill(new Intl.PluralRules('en').select(n) === 'one' ? forms.one : forms.other, {
    n: n.toLocaleString('en'),
  });

/** The words for a code of the rules; the code itself, spelled out, where nobody wrote any. */
export function named(list: Readonly<Record<string, string>>, code: string): string {
  return list[code] ?? code.replaceAll('_', ' ');
}

const LANGUAGE = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
const COUNTRY = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
export const languageName = (tag: string): string => {
  if (tag === 'und') return w.thread.unknownLanguage;
  try {
    return LANGUAGE.of(tag) ?? tag;
  } catch {
    return tag;
  }
};
export const countryName = (code: string): string => {
  try {
    return COUNTRY.of(code) ?? code;
  } catch {
    return code;
  }
};
