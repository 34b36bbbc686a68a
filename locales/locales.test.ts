import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { chooseLanguage, LANGUAGES, translator, WORDS } from './index.ts';

const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([name]) => name).sort();
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));

test('every file is a language that a worker can choose, and the other way round', () => {
  assert.deepEqual(files.sort(), LANGUAGES.map(({ code }) => `${code}.json`).sort());
});

test('every language says everything, with the same values in it, and nothing that is not asked for', () => {
  for (const [language, words] of Object.entries(WORDS)) {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(WORDS.en).sort(), language);
    for (const [key, text] of Object.entries(words)) {
      assert.ok(text.trim() !== '', `${language} ${key} is empty`);
      assert.deepEqual(names(text), names(WORDS.en[key as keyof typeof WORDS.en]), `${language} ${key}`);
    }
  }
});

test('no key stands twice in a file', () => {
  for (const file of files) {
    const text = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
    assert.equal([...text.matchAll(/^ {2}"/gm)].length, Object.keys(JSON.parse(text) as object).length, file);
  }
});

test('Burmese and Thai are in their own scripts', () => {
  for (const [language, script] of [
    ['my', /\p{Script=Myanmar}/u],
    ['th', /\p{Script=Thai}/u],
  ] as const) {
    for (const [key, text] of Object.entries(WORDS[language])) {
      const said = text.replace(/\{\w+\}/g, '');
      if (/\p{L}/u.test(said)) assert.match(said, script, `${language} ${key}`);
    }
  }
});

test('no word that frightens or blames stands in what workers read', () => {
  const banned =
    /\b(complaint|grievance|case|submit|encrypt\w*|user|error|invalid|session|anonymous|hash)\b/i;
  for (const [key, text] of Object.entries(WORDS.en)) assert.doesNotMatch(text, banned, key);
});

test('the language of the link wins, then the browser’s order, then English', () => {
  assert.equal(chooseLanguage('th', 'my'), 'th');
  assert.equal(chooseLanguage('xx', 'fr-FR, my-MM;q=0.9, th;q=0.8'), 'my');
  assert.equal(chooseLanguage(undefined, ''), 'en');
});

test('values are put in and a missing one is seen', () => {
  const t = translator(WORDS.en);
  assert.equal(t('danger.call', { number: '1669' }), 'If someone is hurt, call 1669.');
  assert.equal(t('danger.call'), 'If someone is hurt, call {number}.');
});
