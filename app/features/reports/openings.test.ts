import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, translator, WORDS } from '../../../locales/index.ts';
import { openingsNote } from './openings.pages.ts';
import { type Openings, howLong, opensOf } from './openings.ts';

const shellIn = (language: 'en' | 'my' | 'th') =>
  ({ t: translator(WORDS[language]), language, languages: LANGUAGES, files: {} }) as const;
const row = (over: Partial<Openings['rows'][number]>) => ({
  told: false,
  act: 'opened',
  role: 'caseworker',
  week: '2026-11-16',
  n: 1,
  ...over,
});
const pageOf = (rows: Openings['rows'], language: 'en' | 'my' | 'th' = 'en'): string =>
  openingsNote(shellIn(language), 'Open Hands', { thisWeek: '2026-11-16', rows })
    .html.replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

test('openings are added up by role, the last week is the newest, and kinds are kept apart', () => {
  const sums = opensOf({
    thisWeek: '2026-11-16',
    rows: [
      row({ week: '2026-11-02', n: 2 }),
      row({ role: 'lead' }),
      row({}),
      row({ told: true, role: 'manager', n: 4 }),
      row({ act: 'exported', n: 5 }),
    ],
  });
  assert.deepEqual(sums.opened, {
    n: 4,
    last: '2026-11-16',
    by: [
      { role: 'caseworker', n: 3 },
      { role: 'lead', n: 1 },
    ],
  });
  assert.deepEqual([sums.read.n, sums.given.n], [4, 5]);
});

test('a week is this one, the last one, or one with its date', () => {
  assert.deepEqual(
    ['2026-11-16', '2026-11-09', '2026-11-02', '2026-11-23'].map((week) => howLong(week, '2026-11-16')),
    ['this', 'last', 'earlier', 'this'],
  );
});

test('the page says it in plain words, in each language, and nothing where there is nothing', () => {
  assert.match(pageOf([]), /^Nobody has opened your report yet\. Names and days are not shown\./);
  const rows = [row({ n: 2 }), row({ role: 'lead', week: '2026-11-09' })];
  assert.match(
    pageOf(rows),
    /^Times your report was opened: 3\. People of Open Hands: somebody who answers, 2, somebody who leads, 1\. Last time: this week\./,
  );
  assert.match(pageOf([row({ week: '2026-10-26' })]), /in the week from 26 October 2026/);
  assert.ok(!pageOf(rows).includes('employer'));
  const told = [row({ told: true, role: 'manager', week: '2026-11-09' })];
  assert.match(
    pageOf(told),
    /^Nobody has opened.*The employer has read what you agreed to share\. Times: 1\. Last time: last week\./,
  );
  for (const language of ['my', 'th'] as const) assert.ok(!/[a-z]{3}/.test(pageOf(told, language)), language);
  assert.equal(openingsNote(shellIn('en'), 'Open Hands', undefined).html, '');
});
