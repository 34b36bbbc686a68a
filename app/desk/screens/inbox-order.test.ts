import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboxRow } from '../../features/cases/contract.ts';
import { parseOpened } from '../opened.ts';
import { groupsOf, matches } from './inbox-order.ts';

const row = (threadId: string, over: Partial<InboxRow> = {}): InboxRow => ({
  docket: 1,
  threadId,
  placedIn: 1,
  place: { kind: 'facility', id: 'x', name: 'Tern Island Seafood' },
  receivedDay: '2026-11-01',
  urgency: 'P2',
  dueAt: '2026-11-03T00:00:00.000Z',
  answeredAt: null,
  state: 'waiting',
  flagged: false,
  caseId: null,
  caseDocket: null,
  caseNumber: null,
  distinct: 'unconfirmed',
  help: false,
  withdrawn: false,
  erasureAsked: false,
  erasing: false,
  waitingSince: null,
  lastKind: 'report',
  first: null,
  ...over,
});
const said = (over: object) => parseOpened({ v: 1, kind: 'report', language: 'my', words: '', ...over });

test('danger first, then who is due first; what is answered and what was taken back wait below', () => {
  const rows = [
    row('later', { dueAt: '2026-11-05T00:00:00.000Z' }),
    row('answered', { state: 'answered', dueAt: null, receivedDay: '2026-11-02' }),
    row('danger', { urgency: 'P0', dueAt: '2026-11-09T00:00:00.000Z' }),
    row('withdrawn', { withdrawn: true, urgency: 'P0' }),
    row('sooner'),
  ];
  const groups = groupsOf(rows, () => null).map(({ key, rows: those }) => [
    key,
    those.map((r) => r.threadId),
  ]);
  assert.deepEqual(groups, [
    ['waiting', ['danger', 'sooner', 'later']],
    ['rest', ['answered', 'withdrawn']],
  ]);
});

test('who is punished for speaking stands above everything, once it is opened', () => {
  const rows = [row('danger', { urgency: 'P0' }), row('punished', { urgency: 'P3' })];
  const inside = (r: InboxRow) => said({ categories: [r.threadId === 'punished' ? 'GRV' : 'MOV'] });
  assert.deepEqual(
    groupsOf(rows, inside).map(({ key, rows: [first] }) => [key, first?.threadId]),
    [
      ['known', 'punished'],
      ['waiting', 'danger'],
    ],
  );
  assert.equal(groupsOf(rows, () => undefined).length, 1, 'sealed, nobody knows yet');
});

test('every typed word must stand in what was opened or is known; accents and case do not matter', () => {
  const inside = said({ words: 'They hold our PASSPÓRTS', categories: ['DOC'] });
  assert.ok(matches(row('a'), inside, 'passports tern'));
  assert.ok(matches(row('a'), inside, 'burmese'));
  assert.ok(matches(row('a', { caseNumber: 42 }), inside, 'case 42'));
  assert.ok(!matches(row('a'), inside, 'passports heron'));
  assert.ok(matches(row('a'), undefined, '  '));
});
