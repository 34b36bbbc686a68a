import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATEGORY_ROWS, clean, firstProblem, problemOf, readAnswers } from './answers.ts';
import { routeOf, searchPlaces } from './directory.ts';
import { saidReport } from './said.ts';

const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const;
const receiver = (org: string) => ({
  org,
  name: org,
  country: 'TH',
  languages: [],
  kid: org,
  jwk,
  words: '',
});
const place = (docket: number, name: string, region = 'Samut Sakhon') => ({
  docket,
  kind: 'facility',
  id: `osid:${docket}`,
  name,
  country: 'TH',
  region,
  sector: 'seafood',
  receiver: 'a',
});
const directory = {
  origin: 'x.invalid/vouch/1',
  epochSeconds: 10,
  places: [place(4, 'Tern Island Seafood'), place(5, 'Tern Bay Cold Store'), place(6, 'Café Plant', 'Johor')],
  receivers: [receiver('a'), receiver('b'), receiver('c')],
  unplaced: {
    docket: 0,
    kind: 'unplaced',
    id: 'deployment:x.invalid',
    receiverByCountry: { TH: 'b' },
    receiver: 'c',
  },
};

const read = (form: Record<string, string | string[]>) => readAnswers((name) => [form[name] ?? []].flat());
const whole = { what: ['WAG'], where: '4', danger: 'P2' };

test('there are 18 categories and none stands twice', () => {
  const codes = CATEGORY_ROWS.flatMap(([, row]) => [...row]);
  assert.equal(new Set(codes).size, 18);
});

test('nothing that could do harm is chosen for the worker: only looking with the code is', () => {
  const empty = read({});
  assert.deepEqual([empty.danger, empty.may, empty.where, empty.when], ['', [], '', '']);
  assert.equal(empty.safe, 'code');
});

test('what the form does not offer is not taken', () => {
  const answers = read({ what: ['WAG', 'XXX'], where: '4; drop', danger: 'P9', safe: 'shout', may: ['all'] });
  assert.deepEqual([answers.what, answers.where, answers.danger, answers.safe], [['WAG'], '', '', 'code']);
  assert.deepEqual(answers.may, []);
});

test('NUL, lone surrogates and direction overrides are taken out; Burmese and line breaks stay', () => {
  assert.equal(clean('a\u0000b\ud800c\u202ed\u2066e\r\nသူ\tx'), 'ab\ufffdcde\nသူ\tx');
  assert.equal(clean('😀'), '😀');
});

test('each screen says what is missing and the rest passes', () => {
  const today = '2026-11-21';
  const problem = (form: Record<string, string | string[]>) => firstProblem(read(form), today)?.problem;
  assert.equal(problem({}), 'what.none');
  assert.equal(problem({ what: 'WAG' }), 'where.none');
  assert.equal(problem({ ...whole, words: 'x'.repeat(20_001) }), 'words.long');
  assert.equal(problem({ ...whole, date: '2026-11-22' }), 'when.future');
  assert.equal(problem({ ...whole, date: '2026-06-31' }), 'when.bad');
  assert.equal(problem({ ...whole, date: 'monday' }), 'when.bad');
  assert.equal(problem({ ...whole, safe: 'call' }), 'safe.missing');
  assert.equal(problem({ ...whole, danger: '' }), 'danger.none');
  assert.equal(problem({ ...whole, date: today, safe: 'call', to: '081' }), undefined);
  assert.equal(problemOf('check', read({}), today), undefined);
});

test('a report goes to the reader of its workplace, of its country, or to who passes it on', () => {
  const route = (where: string, country = '') => {
    const found = routeOf(directory, where, country);
    return [found?.docket.index, found?.receiver.org, found?.why];
  };
  assert.deepEqual(route('4'), [4, 'a', 'place']);
  assert.deepEqual(route('describe', 'TH'), [0, 'b', 'country']);
  assert.deepEqual(route('unsaid'), [0, 'c', 'any']);
  assert.deepEqual(route('describe', 'toString'), [0, 'c', 'any']);
  assert.deepEqual(route('999'), [0, 'c', 'any']);
});

test('places are found by parts of the name or region, without regard to case and accents', () => {
  const names = (typed: string) => searchPlaces(directory.places, typed).map(({ docket }) => docket);
  assert.deepEqual(names('tern'), [4, 5]);
  assert.deepEqual(names('bay tern'), [5]);
  assert.deepEqual(names('cafe'), [6]);
  assert.deepEqual(names('johor'), [6]);
  assert.deepEqual(names('t'), []);
  assert.deepEqual(names('zzz'), []);
});

test('what is sealed holds no number of a worker who wants no contact, nor what was typed into the search', () => {
  const answers = read({ ...whole, name: 'Tern', safe: 'none', to: '0812345', words: 'x' });
  const said = saidReport(answers, { language: 'my', photos: [] });
  assert.ok(!JSON.stringify(said).includes('0812345'));
  assert.ok(!JSON.stringify(said).includes('Tern'));
  assert.equal(said.urgency, 'P2');
});
