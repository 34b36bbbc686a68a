import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstWords, parseOpened } from './opened.ts';

test('whatever was sealed, only texts, lists of texts and a grade of 1 to 5 come out', () => {
  const nasty = {
    kind: 7,
    language: 'en" onload="x',
    words: ['not a text'],
    categories: ['DOC', 5, null, { a: 1 }],
    place: 'no object',
    contact: { way: 3, to: '+66', extra: '<b>' },
    answers: { case_handling: 'yes', other: 4 },
    well: 9,
    toString: 'x',
  };
  const opened = parseOpened(nasty);
  assert.equal(opened.language, 'und');
  assert.equal(opened.words, '');
  assert.deepEqual(opened.categories, ['DOC']);
  assert.equal(opened.place, undefined);
  assert.deepEqual(opened.contact, { way: 'none', to: '+66', hours: undefined, cover: undefined });
  assert.deepEqual(opened.answers, { case_handling: 'yes' });
  assert.equal(opened.well, undefined);
});

test('characters that turn the direction of text, and control characters, never reach the screen', () => {
  const words = `a\u202eb\u2066c\u0000d\u001be\r\nf`;
  assert.equal(parseOpened({ words }).words, 'abcde\nf');
});

test('a title ends at a word, and never inside of a stacked Burmese letter', () => {
  assert.equal(firstWords('short'), 'short');
  assert.equal(firstWords('They said that I must pay to get my passport', 20), 'They said that I…');
  const burmese = 'ပတ်စပို့'.repeat(20);
  const cut = firstWords(burmese, 10).slice(0, -1);
  const letters = Array.from(
    new Intl.Segmenter('my', { granularity: 'grapheme' }).segment(burmese),
    (s) => s.segment,
  );
  assert.equal(cut, letters.slice(0, 10).join(''));
});
