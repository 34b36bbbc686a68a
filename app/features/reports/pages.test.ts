import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LANGUAGES, translator, WORDS } from '../../../locales/index.ts';
import { type Answers, problemOf, readAnswers, STEPS } from './answers.ts';
import { threadPage } from './code.pages.ts';
import { formPage, nextScreen, reportPage, sentPage } from './pages.ts';

const shell = {
  t: translator(WORDS.en),
  language: 'en',
  languages: LANGUAGES,
  files: { 'enhance.js': 'enhance-1.js' },
} as const;
const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const;
const directory = {
  origin: 'x.invalid/vouch/1',
  epochSeconds: 10,
  places: [
    {
      docket: 4,
      kind: 'facility',
      id: 'osid:4',
      name: 'Tern & <Sons>',
      country: 'TH',
      region: 'R',
      sector: 's',
      receiver: 'a',
    },
  ],
  receivers: [
    {
      org: 'a',
      name: 'Open Hands',
      country: 'TH',
      languages: [],
      kid: 'k',
      jwk,
      words: 'one two three four',
    },
  ],
  unplaced: {
    docket: 0,
    kind: 'unplaced',
    id: 'deployment:x',
    receiverByCountry: { TH: 'a' },
    receiver: 'a',
  },
};
const CODE = '00000000000000005724';
const whole: Answers = {
  what: ['WAG', 'DOC'],
  where: '4',
  name: 'tern',
  described: '',
  country: '',
  words: 'He said "pay"\n<b>or</b> go & die\u200d',
  when: 'week',
  date: '2026-11-01',
  safe: 'call',
  to: '081 234',
  hours: 'after 8',
  cover: 'wrong number',
  danger: 'P1',
  may: ['aggregate_statistics'],
};

/** What a browser without script would post of this page. */
function posted(page: string): (name: string) => string[] {
  const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
  const decode = (text: string) => text.replace(/&(#39|\w+);/g, (_, name: string) => entities[name] ?? '?');
  const fields: [string, string][] = [];
  for (const [tag] of page.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
    const [name, type] = [attribute('name'), attribute('type')];
    if (name === undefined || type === 'file') continue;
    if ((type === 'radio' || type === 'checkbox') && !/\schecked/.test(tag)) continue;
    fields.push([name, decode(attribute('value') ?? '')]);
  }
  for (const [, name = '', value = ''] of page.matchAll(
    /<textarea\b[^>]*\sname="(\w+)"[^>]*>\n?([^<]*)<\/textarea/g,
  )) {
    fields.push([name, decode(value)]);
  }
  for (const [, name = '', options = ''] of page.matchAll(
    /<select\b[^>]*\sname="(\w+)"[^>]*>([\s\S]*?)<\/select/g,
  )) {
    fields.push([name, /value="(\w*)"[^>]*\sselected/.exec(options)?.[1] ?? '']);
  }
  return (name) => fields.filter(([other]) => other === name).map(([, value]) => value);
}

const form = (step: (typeof STEPS)[number], answers = whole) =>
  formPage(shell, { step, answers, directory, found: directory.places, code: CODE, statementId: 'id' });

test('without script every screen carries all answers of the others and its own', () => {
  for (const step of STEPS) assert.deepEqual(readAnswers(posted(form(step))), whole, step);
});

test('the code and the repeat token stand in the form of the last screen alone, and never in an address', () => {
  for (const step of STEPS) {
    const page = form(step);
    assert.equal(page.includes(CODE), step === 'check', step);
    for (const [, url = ''] of page.matchAll(/(?:href|action)="([^"]*)"/g)) assert.ok(!url.includes(CODE));
  }
});

test('each screen without script says that this way is less private and runs no script', () => {
  for (const step of STEPS) {
    assert.ok(form(step).includes(WORDS.en.plain), step);
    assert.ok(!form(step).includes('<script'), step);
  }
});

test('what a worker writes and what a workplace is called cannot become markup', () => {
  assert.ok(!form('check').includes('<b>or'));
  assert.ok(form('check').includes('Tern &amp; &lt;Sons&gt;'));
});

test('the last screen names who reads it, why, the four words and by when', () => {
  const page = form('check');
  for (const words of [
    'Open Hands',
    'one two three four',
    WORDS.en['check.why_place'],
    WORDS.en['danger.P1_small'],
  ]) {
    assert.ok(page.includes(words), words);
  }
});

test('the emergency number of the workplace’s country stands before the danger question', () => {
  const page = form('danger');
  assert.ok(page.includes('1669') && !page.includes('999'));
  assert.ok(page.indexOf('1669') < page.indexOf(WORDS.en['danger.P0']));
  assert.ok(form('danger', { ...whole, where: 'unsaid' }).includes('999'));
});

test('nothing is chosen on the first page but looking with the code', () => {
  const checked = [...reportPage(shell, directory).matchAll(/<input\b[^>]*\schecked[^>]*>/g)].map(
    ([tag]) => tag,
  );
  assert.equal(checked.length, 1);
  assert.match(checked[0] ?? '', /name="safe"\s+value="code"/);
});

test('a screen with a problem is shown again, filled in, with the reason', () => {
  const answers = { ...whole, date: '2999-01-01' };
  const problem = problemOf('when', answers, '2026-11-21');
  assert.deepEqual(nextScreen('when', 'next', problem), { step: 'when', problem: 'when.future' });
  const page = formPage(shell, { step: 'when', answers, directory, problem, code: CODE, statementId: 'id' });
  assert.ok(page.includes(WORDS.en['when.future']) && page.includes('2999-01-01'));
  assert.deepEqual(nextScreen('when', 'back', problem), { step: 'words' });
  assert.deepEqual(nextScreen('check', 'where', undefined), { step: 'where' });
  assert.deepEqual(nextScreen('danger', 'next', undefined), { step: 'check' });
});

test('the code is shown in groups of four, with how soon a person reads it', () => {
  const page = sentPage(shell, { code: CODE, receipt: 'vouch/1 receipt', urgency: 'P0' });
  assert.equal([...page.matchAll(/<span>(\d{4})<\/span>/g)].map(([, group]) => group).join(''), CODE);
  assert.ok(page.includes(WORDS.en['danger.P0_small']));
});

const thread = {
  docket: { index: 4, kind: 'facility', id: 'osid:4' },
  threadId: 'a0000000-0000-4000-8000-000000000000',
  receiver: 'a',
  publicKey: jwk,
  wrappedKey: '',
  urgency: 'P1',
  statements: [],
};
const at = { recorded: '2026-11-21T10:00:00Z', commitment: 'c' };
const report = {
  ...at,
  id: thread.threadId,
  kind: 'report',
  envelope: 'e',
  opened: { words: 'mine <i>', categories: ['DOC'], photos: [] },
  state: 'read',
};
const asked = {
  ...at,
  id: 'b0000000-0000-4000-8000-000000000000',
  kind: 'consent_request',
  by: 'organisation a',
  envelope: 'e',
  asks: { kind: 'consent', scopes: ['contact_again', 'photo'] },
  opened: { words: 'May we?' },
} as const;
const answered = {
  ...at,
  id: 'c0000000-0000-4000-8000-000000000000',
  kind: 'consent_answer',
  envelope: 'e',
  opened: { re: asked.id, answers: { contact_again: 'yes', photo: 'no' } },
};
const show = (statements: Parameters<typeof threadPage>[1]['statements']) =>
  threadPage(shell, {
    thread,
    statements,
    readerName: 'Open Hands',
    placeName: () => undefined,
    plain: { code: CODE, statementId: 'x' },
  });

test('a thread shows both sides, asks each scope in plain words, and asks no more once it is answered', () => {
  const open = show([report, asked]);
  assert.ok(
    open.includes('mine &lt;i&gt;') && open.includes('May we?') && open.includes('Passport, documents'),
  );
  assert.ok(open.includes(WORDS.en['scope.contact_again']) && open.includes('name="scope.photo"'));
  assert.doesNotMatch(open, /<input[^>]*name="scope[^>]*checked/);
  const done = show([report, asked, answered]);
  assert.ok(!done.includes('name="scope.photo"') && done.includes(WORDS.en['consent.answered']));
});

test('a report that was taken back cannot be taken back again, and says so', () => {
  const page = show([{ ...report, state: 'withdrawn' }]);
  assert.ok(!page.includes(WORDS.en['withdraw.sure']) && page.includes(WORDS.en['thread.state.withdrawn']));
  assert.ok(show([report]).includes(WORDS.en['withdraw.sure']));
});

test('what cannot be opened says so and shows nothing else', () => {
  assert.ok(show([{ ...asked, opened: undefined }]).includes(WORDS.en['thread.sealed']));
});
