import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboxRow } from '../../features/cases/contract.ts';
import { parseOpened } from '../opened.ts';
import { itemsOf, matches } from './inbox-order.ts';

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
  channel: 'web_form',
  writtenDown: false,
  language: null,
  jobseeker: false,
  knownAt: null,
  loweredAt: null,
  assignee: null,
  subStatus: null,
  snoozedUntil: null,
  linked: 0,
  others: 0,
  first: null,
  ...over,
});
const said = (over: object) => parseOpened({ v: 1, kind: 'report', language: 'my', words: '', ...over });

test('each group stands under its heading, and every row has its place in the whole', () => {
  const items = itemsOf({ known: 1, waiting: 2, rest: 0 });
  assert.equal(items.count, 5);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((i) => items.at(i)),
    [
      { kind: 'heading', group: 'known', n: 1 },
      { kind: 'row', at: 0 },
      { kind: 'heading', group: 'waiting', n: 2 },
      { kind: 'row', at: 1 },
      { kind: 'row', at: 2 },
    ],
  );
  assert.deepEqual([0, 1, 2].map(items.indexOf), [1, 3, 4]);
  assert.equal(itemsOf({ known: 0, waiting: 0, rest: 0 }).count, 0);
});

test('every typed word must stand in what was opened or is known; accents and case do not matter', () => {
  const inside = said({ words: 'They hold our PASSPÓRTS', categories: ['DOC'] });
  assert.ok(matches(row('a'), inside, 'passports tern'));
  assert.ok(matches(row('a'), inside, 'burmese'));
  assert.ok(matches(row('a', { caseNumber: 42 }), inside, 'case 42'));
  assert.ok(!matches(row('a'), inside, 'passports heron'));
  assert.ok(matches(row('a'), undefined, '  '));
});
