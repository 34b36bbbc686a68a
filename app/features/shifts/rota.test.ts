import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gapsOf, judgeSpan, overlaps, type Span, weekly } from './rota.ts';

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 2, hour));
const span = (from: number, to: number): Span => ({ startsAt: at(from), endsAt: at(to) });

test('gaps are what no shift covers, also where shifts overlap, touch, or reach over the window', () => {
  assert.deepEqual(gapsOf(span(0, 24), []), [span(0, 24)]);
  assert.deepEqual(gapsOf(span(0, 24), [span(8, 16), span(12, 20)]), [span(0, 8), span(20, 24)]);
  assert.deepEqual(gapsOf(span(0, 24), [span(-4, 12), span(12, 30)]), []);
  assert.deepEqual(gapsOf(span(0, 24), [span(30, 40)]), [span(0, 24)]);
});

test('every hour of a window is in a shift or in a gap, never in both', () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: -10, max: 60 }), fc.integer({ min: 1, max: 20 })), { maxLength: 12 }); // prettier-ignore
  fc.assert(
    fc.property(spans, (rows) => {
      const shifts = rows.map(([from, hours]) => span(from, from + hours));
      const gaps = gapsOf(span(0, 48), shifts);
      for (let hour = 0; hour < 48; hour++) {
        const one = span(hour, hour + 1);
        const inside = (list: readonly Span[]) => list.some((s) => overlaps(s, one));
        assert.notEqual(inside(shifts), inside(gaps));
      }
    }),
  );
});

test('a shift ends after it begins, is no longer than people bear, and is not over', () => {
  assert.equal(judgeSpan('desk', span(8, 16), at(0)), undefined);
  for (const [kind, wrong] of [
    ['desk', span(8, 8)],
    ['desk', span(8, 23)],
    ['on_call', span(0, 37)],
    ['desk', span(-9, -1)],
  ] as const)
    // prettier-ignore
    assert.ok(judgeSpan(kind, wrong, at(0)), JSON.stringify(wrong));
  assert.equal(judgeSpan('on_call', span(0, 36), at(0)), undefined);
  assert.deepEqual(weekly(span(8, 16), 2)[1], span(8 + 168, 16 + 168));
});
