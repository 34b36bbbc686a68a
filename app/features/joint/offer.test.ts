import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCKS, BLOCK_WORDS, type OfferFacts, blocksOf } from './offer.ts';

const voice = (i: number, over: object = {}) => ({ threadId: `t${i}`, distinct: 'distinct', withdrawn: false, ...over }); // prettier-ignore
const voices = (n: number) => Array.from({ length: n }, (_, i) => voice(i));
const facts = (over: Partial<OfferFacts> = {}): OfferFacts => ({
  code: 'WAG-01',
  apart: false,
  outcome: null,
  told: true,
  dueAt: new Date('2026-11-01'),
  now: new Date('2026-11-22'),
  voices: voices(10),
  agreed: new Set(['t0']),
  refused: new Set(),
  goAhead: new Set(),
  early: false,
  buyers: 2,
  ...over,
});

test('overdue, told, agreed to, ten workers: nothing stands against it', () =>
  assert.deepEqual(blocksOf(facts()), []));

test('fewer than ten confirmed workers: each of them must have said to go ahead', () => {
  const nine = { voices: voices(9) };
  const eight = new Set(voices(8).map((v) => v.threadId));
  assert.deepEqual(blocksOf(facts(nine)), ['too_few']);
  assert.deepEqual(blocksOf(facts({ ...nine, goAhead: eight })), ['too_few']);
  assert.deepEqual(blocksOf(facts({ ...nine, goAhead: new Set([...eight, 't8']) })), []);
  assert.deepEqual(blocksOf(facts({ voices: [...voices(9), voice(9, { distinct: 'unconfirmed' })] })), ['too_few']); // prettier-ignore
  assert.deepEqual(blocksOf(facts({ voices: [...voices(9), voice(9, { withdrawn: true })] })), ['too_few']); // prettier-ignore
});

test('one who said no is not made a suspect by the others: below ten it stops there', () => {
  const one = { voices: voices(2), agreed: new Set(['t0']), refused: new Set(['t1']) };
  assert.ok(blocksOf(facts(one)).includes('refused'));
  assert.deepEqual(
    blocksOf(facts({ refused: new Set(['t1']) })),
    [],
    'among ten it goes on without that one',
  );
});

test('a withdrawn worker’s yes is none', () =>
  assert.deepEqual(blocksOf(facts({ voices: [voice(0, { withdrawn: true }), ...voices(11).slice(1)] })), [
    'no_consent',
  ]));

test('children and sexual violence are never offered by workplace, whatever anybody agreed to', () => {
  for (const code of ['CHL-01', 'VIO-02', 'VIO-03']) assert.deepEqual(blocksOf(facts({ code })), ['compartment']); // prettier-ignore
  assert.deepEqual(blocksOf(facts({ apart: true, early: true })), ['compartment']);
  assert.deepEqual(blocksOf(facts({ code: 'VIO-01' })), []);
});

test('before the deadline it takes a decision of its own, and that one lifts nothing else', () => {
  const soon = { dueAt: new Date('2026-12-01') };
  assert.deepEqual(blocksOf(facts(soon)), ['not_due']);
  assert.deepEqual(blocksOf(facts({ ...soon, early: true })), []);
  assert.deepEqual(blocksOf(facts({ dueAt: null, told: false, early: true })), ['not_told']);
  assert.deepEqual(blocksOf(facts({ outcome: 'verified', early: true })), ['remedied']);
});

test('everything that can stand against it has words', () => {
  for (const block of BLOCKS) assert.ok(BLOCK_WORDS[block].endsWith('.'));
});
