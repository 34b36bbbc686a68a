import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Profile, type WayOut, WAYS, maySend, previewOf } from './safe-contact.ts';

const AT = new Date('2026-11-23T05:00:00Z'); // Monday, 12:00 in Bangkok.
const free: Profile = {
  channel: null,
  from: null,
  to: null,
  days: [],
  zone: 'Asia/Bangkok',
  neverCallBack: false,
  sharedDevice: false,
  doNotLeaveMessage: false,
  at: new Date('2026-11-20T00:00:00Z'),
  spokeAt: null,
};
const told = (wish: Partial<Profile>, way: WayOut, at = AT): string => {
  const s = maySend({ ...free, ...wish }, way, at);
  return s.may ? `yes: ${s.words}` : `no: ${s.why}`;
};

test('without a wish nothing but the thread is used, which only the worker’s code opens', () => {
  for (const way of WAYS) assert.equal(maySend(undefined, way, AT).may, way === 'thread', way);
});

const TABLE: readonly [string, Partial<Profile>, WayOut, string][] = [
  ['any way', {}, 'line', 'yes: none'],
  ['any way, a call', {}, 'phone', 'yes: safe_word_first'],
  ['the one way', { channel: 'line' }, 'line', 'yes: none'],
  ['another way', { channel: 'line' }, 'sms', 'no: other_way'],
  ['another way, a call', { channel: 'line' }, 'phone', 'no: other_way'],
  ['only the thread', { channel: 'thread' }, 'viber', 'no: other_way'],
  ['the thread is always there', { channel: 'phone' }, 'thread', 'yes: all'],
  ['never call back', { neverCallBack: true }, 'phone', 'no: never_call_back'],
  ['never call back, though a call was the way', { neverCallBack: true, channel: 'phone' }, 'phone', 'no: never_call_back'], // prettier-ignore
  ['never call back, a message may come', { neverCallBack: true }, 'line', 'yes: none'],
  ['leave nothing: no SMS', { doNotLeaveMessage: true }, 'sms', 'no: leave_nothing'],
  ['leave nothing: no mail', { doNotLeaveMessage: true }, 'email', 'no: leave_nothing'],
  ['leave nothing: a call leaves nothing', { doNotLeaveMessage: true }, 'phone', 'yes: safe_word_first'],
  ['leave nothing, and they have not spoken since', { doNotLeaveMessage: true }, 'thread', 'no: leave_nothing'], // prettier-ignore
  ['leave nothing, and they wrote in the same second', { doNotLeaveMessage: true, spokeAt: free.at }, 'thread', 'no: leave_nothing'], // prettier-ignore
  ['leave nothing, but they wrote again', { doNotLeaveMessage: true, spokeAt: AT }, 'thread', 'yes: all'],
  ['a shared phone: nothing stands in a message', { sharedDevice: true }, 'whatsapp', 'yes: none'],
  ['in the hours', { from: 600, to: 780 }, 'phone', 'yes: safe_word_first'],
  ['the first minute', { from: 720, to: 721 }, 'phone', 'yes: safe_word_first'],
  ['the last minute is over', { from: 600, to: 720 }, 'phone', 'no: not_now'],
  ['before the hours', { from: 721, to: 780 }, 'line', 'no: not_now'],
  ['the thread has no hours', { from: 721, to: 780 }, 'thread', 'yes: all'],
  ['on another day', { days: [2, 3] }, 'phone', 'no: not_now'],
  ['on the day', { days: [1] }, 'phone', 'yes: safe_word_first'],
  ['hours are the worker’s own', { from: 480, to: 540, zone: 'Europe/Oslo' }, 'phone', 'no: not_now'],
  ['six in Oslo', { from: 360, to: 361, zone: 'Europe/Oslo' }, 'phone', 'yes: safe_word_first'],
];
for (const [name, wish, way, expected] of TABLE)
  test(`${name} → ${expected}`, () => assert.equal(told(wish, way), expected));

test('hours over midnight belong to the evening before', () => {
  const wish = { from: 22 * 60, to: 2 * 60, days: [1] };
  const at = (time: string): string => told(wish, 'phone', new Date(time));
  assert.equal(at('2026-11-23T15:30:00Z'), 'yes: safe_word_first', 'Monday, 22:30');
  assert.equal(at('2026-11-23T18:30:00Z'), 'yes: safe_word_first', 'Tuesday, 01:30');
  assert.equal(at('2026-11-22T18:30:00Z'), 'no: not_now', 'Monday, 01:30');
  assert.equal(at('2026-11-23T19:00:00Z'), 'no: not_now', 'Tuesday, 02:00');
  const sunday = { from: 22 * 60, to: 2 * 60, days: [7] };
  assert.equal(
    told(sunday, 'phone', new Date('2026-11-22T18:30:00Z')),
    'yes: safe_word_first',
    'Monday, 01:30',
  );
});

test('whatever is allowed outside the thread carries no word, and a preview shows none', () => {
  for (const way of WAYS.filter((w) => w !== 'thread')) {
    const s = maySend(free, way, AT);
    assert.ok(s.may && s.words !== 'all', way);
  }
  assert.equal(previewOf(), '');
});
