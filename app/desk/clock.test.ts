import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESPONSE, dueAt, length } from './clock.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const inMinutes = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const hour = RESPONSE.P0 ?? 0;

test('a clock says words: minutes under an hour, hours under two days, then days', () => {
  assert.deepEqual([20_000, 18 * 60_000, 5 * 3_600_000, 47 * 3_600_000, 72 * 3_600_000].map(length), ['1 min', '18 min', '5 h', '47 h', '3 d']); // prettier-ignore
});

test('left, soon, late and stopped look apart; late is never half late', () => {
  assert.deepEqual(dueAt(inMinutes(45), NOW, hour), { state: 'left', words: '45 min left', gone: 0.25 });
  assert.equal(dueAt(inMinutes(10), NOW, hour).state, 'soon');
  assert.deepEqual(dueAt(inMinutes(-120), NOW, hour), { state: 'late', words: '2 h over', gone: 1 });
  assert.deepEqual(dueAt(null, NOW, hour), { state: 'stop', words: 'clock stopped', gone: 0 });
  assert.equal(dueAt(inMinutes(20), NOW, 72 * 3_600_000).state, 'soon', 'half an hour is soon for anybody');
});
