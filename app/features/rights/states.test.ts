import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Actor,
  ERASURE_STATES,
  type ErasureAct,
  type ErasureState,
  after,
  backupsEnd,
  monthsBefore,
  nextStep,
} from './states.ts';

const ACTS: readonly ErasureAct[] = ['approve', 'decline', 'sequence', 'destroy', 'answer'];
const ACTORS: readonly Actor[] = ['asker', 'second', 'machine'];

test('of all states × acts × actors six are allowed, and none runs back', () => {
  const allowed: string[] = [];
  for (const state of ERASURE_STATES)
    for (const act of ACTS)
      for (const by of ACTORS) {
        const to = after(state, act, by);
        if (!to) continue;
        allowed.push(`${state} ${act} ${by} → ${to}`);
        assert.ok(ERASURE_STATES.indexOf(to) > ERASURE_STATES.indexOf(state), `${state} → ${to}`);
      }
  assert.deepEqual(allowed, [
    'asked approve second → approved',
    'asked decline asker → declined',
    'asked decline second → declined',
    'approved sequence machine → sequenced',
    'sequenced destroy machine → destroyed',
    'destroyed answer machine → answered',
  ]);
});

test('the machine walks from an approved wish to its answer, in the order of the page, and no other way', () => {
  const walked: string[] = [];
  let state: ErasureState = 'approved';
  for (let step = nextStep(state); step; step = nextStep(state)) {
    walked.push(step);
    state = after(state, step, 'machine') ?? 'declined';
  }
  assert.deepEqual(walked, ['sequence', 'destroy', 'answer']);
  assert.equal(state, 'answered');
  assert.equal(nextStep('asked'), undefined);
  assert.equal(nextStep('declined'), undefined);
});

test('whoever asked never approves', () => {
  for (const state of ERASURE_STATES) assert.equal(after(state, 'approve', 'asker'), undefined);
});

test('backups end thirty days later, months are counted back to a day that exists', () => {
  assert.equal(backupsEnd(new Date('2026-11-22T01:00:00Z')), '2026-12-22');
  assert.equal(monthsBefore(new Date('2026-03-31T10:00:00Z'), 1).toISOString(), '2026-02-28T10:00:00.000Z');
  assert.equal(monthsBefore(new Date('2026-11-22T01:00:00Z'), 24).toISOString(), '2024-11-22T01:00:00.000Z');
});
