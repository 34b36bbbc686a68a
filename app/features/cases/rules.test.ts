import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits } from './answers.ts';
import { categories, codeOf, codes } from './codes.ts';
import { type GoAhead, guessOf, judgeDisclosure } from './guess.ts';
import { remedyDue, severityOf } from './severity.ts';
import { mostUrgent, responseDue } from './urgency.ts';

test('111 codes in 18 categories; INF is help and never an issue', () => {
  assert.equal(codes.length, 111);
  assert.equal(new Set(codes.map((c) => c.code)).size, 111);
  assert.equal(categories.length, 18);
  for (const code of codes) {
    assert.ok(categories.some((category) => category.code === code.category));
    assert.equal(code.counts, code.category !== 'INF');
    assert.equal(code.defaultScale === 0, code.category === 'INF');
  }
  assert.deepEqual(codeOf('DOC-03')?.ilo, ['FL07', 'FL03']);
  assert.equal(codeOf('MOV-01')?.defaultUrgency, 'P0');
  assert.equal(codeOf('XXX-01'), undefined);
});

test('severity is the highest of the three, neither product nor mean', () => {
  assert.equal(severityOf({ scale: 1, scope: 1, irremediability: 4 }), 4);
  assert.equal(severityOf({ scale: 2, scope: 3, irremediability: 1 }), 3);
  assert.equal(severityOf({ scale: 1, scope: 1, irremediability: 1 }), 1);
  assert.equal(severityOf({ scale: 0, scope: 4, irremediability: 4 }), 0);
});

test('a remedy is due in 7, 30, 60 or 90 days by severity', () => {
  const from = new Date('2026-01-01T00:00:00Z');
  const days = [4, 3, 2, 1].map((s) => remedyDue(s, from)?.toISOString().slice(0, 10));
  assert.deepEqual(days, ['2026-01-08', '2026-01-31', '2026-03-02', '2026-04-01']);
  assert.equal(remedyDue(0, from), null);
});

test('a person answers in 1, 24 or 72 hours, or in five working days', () => {
  const friday = new Date('2026-11-20T16:00:00Z');
  assert.equal(responseDue('P0', friday).toISOString(), '2026-11-20T17:00:00.000Z');
  assert.equal(responseDue('P1', friday).toISOString(), '2026-11-21T16:00:00.000Z');
  assert.equal(responseDue('P2', friday).toISOString(), '2026-11-23T16:00:00.000Z');
  assert.equal(responseDue('P3', friday).toISOString(), '2026-11-27T16:00:00.000Z');
  assert.equal(responseDue('P3', new Date('2026-11-21T08:00:00Z')).toISOString(), '2026-11-27T08:00:00.000Z');
  assert.equal(mostUrgent(['P3', 'P1', 'P2']), 'P1');
});

const voice = (threadId: string, distinct = 'distinct', withdrawn = false) => ({
  threadId,
  distinct,
  withdrawn,
});
const voices = (n: number) => Array.from({ length: n }, (_, i) => voice(`t${i}`));

test('who could have said it is counted in confirmed distinct workers who are still there', () => {
  assert.equal(guessOf(voices(1)), 'one');
  assert.equal(guessOf(voices(2)), 'few');
  assert.equal(guessOf(voices(9)), 'few');
  assert.equal(guessOf(voices(10)), 'many');
  const flood = Array.from({ length: 40 }, (_, i) => voice(`f${i}`, i % 2 ? 'unconfirmed' : 'same_as_other'));
  assert.equal(guessOf([...voices(1), ...flood]), 'one', 'a flood of reports is no cover');
  assert.equal(guessOf([...voices(9), voice('gone', 'distinct', true)]), 'few');
});

type Over = {
  refused?: string[];
  understood?: boolean;
  circle?: number | null;
  goAhead?: [string, GoAhead][];
};
const judge = (n: number, agreed: string[], over: Over = {}) =>
  judgeDisclosure({
    voices: voices(n),
    agreed: new Set(agreed),
    refused: new Set(over.refused ?? []),
    understood: over.understood ?? false,
    circle: over.circle ?? null,
    goAhead: new Map(over.goAhead ?? []),
  });

test('a disclosure needs a consent always, and where few could know it each worker’s own go-ahead', () => {
  for (const n of [1, 5, 50])
    assert.equal(judge(n, [], { understood: true, circle: 500, goAhead: [['t0', 'given']] }), 'no_consent');
  assert.deepEqual(judge(1, ['t0']), { warn: 'one' }, 'unknown counts as few');
  assert.deepEqual(judge(1, ['t0'], { understood: true }), { ask: 'one' }, 'understood alone is not enough');
  assert.deepEqual(judge(1, ['t0'], { understood: true, goAhead: [['t0', 'open']] }), { ask: 'one' });
  assert.deepEqual(
    judge(1, ['t0'], { goAhead: [['t0', 'given']] }),
    { warn: 'one' },
    'nor is the go-ahead alone',
  );
  assert.equal(judge(1, ['t0'], { understood: true, goAhead: [['t0', 'given']] }), 'guarded');
  assert.equal(judge(1, ['t0'], { understood: true, goAhead: [['t0', 'refused']] }), 'endangers');
  assert.deepEqual(judge(1, ['t0'], { understood: true, goAhead: [['t9', 'given']] }), { ask: 'one' });
});

test('who could know it: what the case worker says, and never fewer than those who said it', () => {
  assert.equal(judge(1, ['t0'], { circle: 10 }), 'go');
  assert.deepEqual(judge(1, ['t0'], { circle: 9 }), { warn: 'few' });
  assert.equal(judge(10, ['t0'], { circle: 2 }), 'go');
  assert.deepEqual(judge(9, ['t0', 't1']), { warn: 'few' });
});

test('a no in a small circle: with two left who said go ahead it goes, with one it would endanger', () => {
  const given = (...ids: string[]): [string, GoAhead][] => ids.map((id) => [id, 'given']);
  const small = { understood: true, circle: 4 };
  assert.equal(judge(2, ['t0'], { ...small, refused: ['t1'], goAhead: given('t0') }), 'endangers');
  assert.equal(judge(3, ['t0', 't1'], { ...small, refused: ['t2'], goAhead: given('t0', 't1') }), 'guarded');
  assert.deepEqual(judge(3, ['t0', 't1'], { ...small, refused: ['t2'], goAhead: given('t0') }), {
    ask: 'few',
  });
  const changed: [string, GoAhead][] = [...given('t0', 't1'), ['t2', 'refused']];
  assert.equal(judge(3, ['t0', 't1', 't2'], { ...small, goAhead: changed }), 'guarded');
  assert.equal(
    judge(2, ['t0', 't1'], {
      ...small,
      goAhead: [
        ['t0', 'given'],
        ['t1', 'refused'],
      ],
    }),
    'endangers',
  );
});

test('the consent of a thread that was withdrawn, or of another case, opens nothing', () => {
  const gone = {
    voices: [voice('t0', 'distinct', true), voice('t1')],
    refused: new Set<string>(),
    understood: true,
    circle: 400,
    goAhead: new Map<string, GoAhead>(),
  };
  assert.equal(judgeDisclosure({ ...gone, agreed: new Set(['t0']) }), 'no_consent');
  assert.equal(judgeDisclosure({ ...gone, agreed: new Set(['elsewhere']) }), 'no_consent');
});

test('an answer fits its question', () => {
  assert.ok(fits('consent', 'given', undefined));
  assert.ok(!fits('consent', 'fully', undefined));
  assert.ok(!fits('consent', 'given', 3), 'how well is asked about remedies');
  assert.ok(fits('remedy', 'partly', 2));
  assert.ok(!fits('remedy', 'given', undefined));
  assert.ok(!fits('remedy', 'no_answer', 5));
});
