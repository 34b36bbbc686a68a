import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAREFUL, type TellingRule, answeredFrom, batchDay, visibleFrom } from './batch.ts';

const DAY = 86_400_000;
const at = (text: string): Date => new Date(text);
const weekdayOf = (day: Date): number => (day.getUTCDay() + 6) % 7;

test('every batch day is the start of the chosen weekday, never before the days that pass at least', () => {
  for (let weekday = 0; weekday < 7; weekday++)
    for (let hour = 0; hour < 24 * 30; hour += 7) {
      const now = new Date(at('2026-11-02T00:00:00Z').getTime() + hour * 3_600_000);
      for (const drawn of [0, 3, 7]) {
        const from = visibleFrom(now, { ...CAREFUL, weekday }, { wanted: 0, drawn });
        assert.equal(weekdayOf(from), weekday);
        assert.equal(from.getTime() % DAY, 0);
        assert.ok(from.getTime() >= Math.floor(now.getTime() / DAY) * DAY + (2 + drawn) * DAY);
        assert.ok(from.getTime() < now.getTime() + (2 + drawn + 7) * DAY);
      }
    }
});

test('all that is written within a window gets one and the same day', () => {
  const rule: TellingRule = { everyDays: 7, weekday: 2, minDays: 2, extraDays: 0 };
  const days = new Set<number>();
  // From Tuesday to the Monday after, two days before a Wednesday.
  for (let hour = 0; hour < 7 * 24; hour++)
    days.add(
      visibleFrom(new Date(at('2026-11-03T00:00:00Z').getTime() + hour * 3_600_000), rule, {
        wanted: 0,
        drawn: 0,
      }).getTime(),
    );
  assert.deepEqual([...days], [at('2026-11-11T00:00:00Z').getTime()]);
});

test('a batch each N days keeps its beat over the years, before 1970 too', () => {
  for (const everyDays of [1, 2, 3, 5, 10, 31])
    for (const day of [-40, -1, 0, 3, 4, 5, 20_000, 20_001]) {
      const rule: TellingRule = { everyDays, weekday: 1, minDays: 0, extraDays: 0 };
      const found = batchDay(day, rule);
      assert.ok(found >= day && found < day + everyDays);
      assert.equal(batchDay(found, rule), found);
      assert.equal(batchDay(found + 1, rule), found + everyDays);
    }
});

test('a longer wait that is wanted is kept, and an answer comes on a later batch day', () => {
  const now = at('2026-11-02T09:00:00Z');
  assert.equal(visibleFrom(now, CAREFUL, { wanted: 20, drawn: 0 }).toISOString(), '2026-11-23T00:00:00.000Z');
  assert.equal(answeredFrom(now, CAREFUL).toISOString(), '2026-11-09T00:00:00.000Z');
});
