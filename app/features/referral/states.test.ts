import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countPattern, rangeOf, type Voice } from './pattern.ts';
import { isRemedy, scopeFor } from './codes.ts';
import { type Facts, type Mover, REFERRAL_STATES, ENDS, STEPS, allowedSteps, judgeStep } from './states.ts';

const facts = (over: Partial<Facts> = {}): Facts => ({
  state: 'offered',
  basis: 'consent',
  word: 'yes',
  withdrawn: false,
  ...over,
});
const PEOPLE: readonly Mover[] = [
  { kind: 'cso', role: 'caseworker', side: 'sender' },
  { kind: 'union', role: 'lead', side: 'sender' },
  { kind: 'labour_office', role: 'officer', side: 'receiver' },
  { kind: 'cso', role: 'caseworker', side: 'receiver' },
  { kind: 'employer', role: 'manager', side: 'sender' },
  { kind: 'employer', role: 'manager', side: 'receiver' },
  { kind: 'buyer', role: 'analyst', side: 'receiver' },
  { kind: 'association', role: 'officer', side: undefined },
  { kind: 'labour_office', role: 'officer', side: undefined },
];

test('people × states: what the desk draws is what the judge lets through, word for word', () => {
  let open = 0;
  for (const mover of PEOPLE)
    for (const state of REFERRAL_STATES)
      for (const word of ['yes', 'no', 'unasked'] as const)
        for (const to of REFERRAL_STATES) {
          const now = facts({ state, word });
          const drawn = allowedSteps(now, mover).find((s) => s.to === to && s.blocked === null);
          const judged = judgeStep({ to, hasWords: true }, now, mover);
          assert.equal(drawn !== undefined, judged === undefined, `${mover.kind} ${state}→${to} ${word}`);
          if (drawn) open++;
        }
  assert.ok(open > 40);
});

test('nobody but sender and receiver has any step; a business and a buyer have none whatever they are', () => {
  for (const mover of PEOPLE.slice(4))
    for (const state of REFERRAL_STATES) {
      assert.deepEqual(allowedSteps(facts({ state }), mover), []);
      assert.equal(judgeStep({ to: 'sent', hasWords: true }, facts({ state }), mover)?.refused, 'not_found');
    }
});

test('nothing is sent without a yes; danger to life replaces a question that was not asked, never a no', () => {
  const [sender] = PEOPLE;
  assert.ok(sender);
  const send = (over: Partial<Facts>) => judgeStep({ to: 'sent', hasWords: false }, facts(over), sender);
  assert.equal(send({ word: 'yes' }), undefined);
  assert.equal(send({ word: 'unasked' })?.refused, 'wrong_state');
  assert.equal(send({ word: 'no' })?.refused, 'wrong_state');
  assert.equal(send({ word: 'unasked', basis: 'vital_interests' }), undefined);
  assert.equal(send({ word: 'no', basis: 'vital_interests' })?.refused, 'wrong_state');
});

test('what was taken back moves no more, and an end is an end', () => {
  for (const mover of PEOPLE.slice(0, 4)) {
    for (const state of REFERRAL_STATES)
      assert.deepEqual(allowedSteps(facts({ state, withdrawn: true }), mover), []);
    for (const state of ENDS) assert.deepEqual(allowedSteps(facts({ state }), mover), []);
  }
  const reached = new Set(STEPS.map((s) => s.to));
  assert.deepEqual(
    REFERRAL_STATES.filter((state) => !reached.has(state)),
    ['offered'],
  );
});

test('a no of the receiver needs words', () => {
  const office = PEOPLE[2];
  assert.ok(office);
  for (const to of ['returned', 'service_unavailable'] as const) {
    assert.equal(judgeStep({ to, hasWords: false }, facts({ state: 'sent' }), office)?.refused, 'invalid');
    assert.equal(judgeStep({ to, hasWords: true }, facts({ state: 'sent' }), office), undefined);
  }
});

const voice = (n: number, over: Partial<Voice> = {}): Voice => ({
  caseId: `case ${n}`,
  org: 'a',
  threadId: `thread ${n}`,
  distinct: true,
  withdrawn: false,
  refused: false,
  day: '2026-11-02',
  country: 'TH',
  ...over,
});

test('a pattern is the same with and without the worker who refused', () => {
  const codes = [1, 2, 3].map((n) => ({ caseId: `case ${n}`, code: n === 3 ? 'REC-05' : 'REC-01' }));
  const two = [voice(1), voice(2, { org: 'b', country: 'MY', day: '2026-08-30' })];
  const refused = voice(3, { refused: true, day: '2025-01-01', country: 'MM', org: 'c' });
  assert.deepEqual(countPattern([...two, refused], codes), countPattern(two, codes.slice(0, 2)));
  assert.deepEqual(countPattern([...two, refused], codes)?.facts, {
    codes: ['REC-01'],
    workers: 'fewer than 10',
    organisations: 2,
    countries: ['MY', 'TH'],
    from: '2026-Q3',
    to: '2026-Q4',
  });
  assert.equal(countPattern([refused], codes), undefined);
});

test('only confirmed workers count, as ranges', () => {
  const many = Array.from({ length: 12 }, (_, n) => voice(n, { distinct: n < 9 }));
  assert.equal(countPattern(many, [])?.facts.workers, 'fewer than 10');
  assert.deepEqual([0, 9, 10, 19, 20, 50].map(rangeOf), ['fewer than 10', 'fewer than 10', '10 to 19', '10 to 19', '20 to 49', '50 or more']); // prettier-ignore
});

test('which consent a receiver needs, and what of a state is a remedy', () => {
  assert.equal(scopeFor('labour_office'), 'share_with_authority');
  assert.equal(scopeFor('union'), 'share_with_named_ngo_or_union');
  for (const kind of ['employer', 'buyer', 'recruiter', 'association', 'auditor', 'toString'])
    assert.equal(scopeFor(kind), undefined, kind);
  assert.ok(isRemedy('money_paid', 'done') && !isRemedy('money_paid', 'begun'));
  assert.ok(!isRemedy('licence_suspended', 'done') && !isRemedy('none_with_reason', 'done'));
});
