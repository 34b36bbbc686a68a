import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AREAS, CHECKLISTS, checklistFor } from './checklists.ts';
import { type Answer, type Value, isLate, mayTurn, quarterOf, scoresOf, zeroFees } from './levels.ts';

const list = checklistFor('recruiter');
assert.ok(list);
const all = (value: Value, files = 0): Answer[] =>
  list.questions.map(({ id }) => ({ question: id, value, files }));
const levels = (answers: Answer[]): number[] => scoresOf(list, answers).map(({ level }) => level);

test('each checklist asks about every area, each question once', () => {
  for (const { questions } of CHECKLISTS) {
    assert.equal(new Set(questions.map(({ id }) => id)).size, questions.length);
    assert.deepEqual([...new Set(questions.map(({ area }) => area))].toSorted(), [...AREAS].toSorted());
  }
});

test('without proof of each answer nobody is at the highest level; silence counts as no', () => {
  assert.deepEqual(levels([]), [1, 1, 1, 1, 1, 1]);
  assert.deepEqual(levels(all('yes')), [3, 3, 3, 3, 3, 3]);
  assert.deepEqual(levels(all('yes', 1)), [4, 4, 4, 4, 4, 4]);
  assert.deepEqual(levels(all('partly', 9)), [2, 2, 2, 2, 2, 2]);
  assert.deepEqual(levels(all('no', 1)), [1, 1, 1, 1, 1, 1]);
  assert.deepEqual(levels(all('not_applicable', 1)), [1, 1, 1, 1, 1, 1], 'nothing to show is nothing shown');
  const one = all('yes', 1).map((a) => (a.question === 'money-trail' ? { ...a, files: 0 } : a));
  assert.equal(scoresOf(list, one).find(({ area }) => area === 'fees')?.level, 3);
});

test('“fees: zero, documented” needs every proof and somebody else’s confirmation', () => {
  const full = scoresOf(list, all('yes', 1));
  assert.equal(zeroFees(full, new Set()), false);
  assert.equal(zeroFees(full, new Set(['contracts'])), false);
  assert.equal(zeroFees(full, new Set(['fees'])), true);
  assert.equal(zeroFees(scoresOf(list, all('yes')), new Set(['fees'])), false);
});

test('quarters, late tasks and what a task may become', () => {
  assert.deepEqual(['2026-01-31', '2026-03-31', '2026-04-01', '2026-12-24'].map(quarterOf), [
    '2026-01-01', '2026-01-01', '2026-04-01', '2026-10-01',
  ]); // prettier-ignore
  assert.ok(isLate({ status: 'open', dueDate: '2026-01-01' }, '2026-01-02'));
  assert.ok(!isLate({ status: 'open', dueDate: '2026-01-02' }, '2026-01-02'));
  assert.ok(!isLate({ status: 'done', dueDate: '2026-01-01' }, '2026-01-02'));
  assert.ok(mayTurn('done', 'in_progress') && !mayTurn('dropped', 'open'));
});
