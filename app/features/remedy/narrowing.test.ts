import assert from 'node:assert/strict';
import { test } from 'node:test';
import { narrowing } from './narrowing.ts';

test('words that would narrow down who spoke are noticed, by what they name', () => {
  const named: [string, string[]][] = [
    ['Three workers on line 4 said it.', ['few_people', 'unit']],
    ['A worker called us at 21:40.', ['few_people', 'time']],
    ['It happened on Tuesday, in dormitory B2.', ['time', 'unit']],
    ['The Burmese on the night shift are concerned.', ['unit', 'nationality_or_language']],
    ['She was pregnant.', ['gender_or_age']],
    ['Ask Ma Hnin about it.', ['person']],
    ['Only a few know.', ['few_people']],
    ['On 3 November it was paid.', ['time']],
  ];
  for (const [words, expected] of named) assert.deepEqual(narrowing(words), expected, words);
});

test('words about a practice of the whole workplace warn of nothing', () => {
  for (const words of [
    'Passports are kept in the office. Please give them back to everybody.',
    'Fees of about 40 000 baht were deducted from wages over six months.',
    'Please show the payment lists of all 60 workers.',
  ])
    assert.deepEqual(narrowing(words), [], words);
});
