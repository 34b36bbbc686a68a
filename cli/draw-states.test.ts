import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CASE_STATES, STEPS } from '../app/features/cases/case-states.ts';
import { PICTURE, drawStates } from './draw-states.ts';

test('the picture of the states is the one that the table draws: whoever changes the table draws it anew', () => {
  assert.equal(readFileSync(PICTURE, 'utf8'), drawStates(), 'run: node cli/draw-states.ts');
});

test('every state stands in it, and every step that is not open to all', () => {
  const drawn = drawStates();
  for (const state of CASE_STATES) assert.ok(drawn.includes(`>${state.replaceAll('_', ' ')}</text>`), state);
  for (const step of STEPS.filter(({ from }) => from.length < 20))
    for (const from of step.from)
      assert.ok(drawn.includes(`<title>${from} → ${step.to}`.replaceAll('_', ' ')), `${from} → ${step.to}`);
});
