import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAIN, dayIn, dueIn, isWorkday } from './calendar.ts';
import { calendarOf, withOwnDays } from './calendars.store.ts';

const noon = (day: string) => new Date(`${day}T05:00:00Z`);

test('working days follow the country: Songkran, a Friday and Saturday off, Saturday only', () => {
  const th = calendarOf('TH');
  assert.equal(th.zone, 'Asia/Bangkok');
  const off = ['2026-04-11', '2026-04-12', '2026-04-13', '2026-04-14', '2026-04-15'];
  for (const day of off) assert.equal(isWorkday(th, noon(day)), false, day);
  assert.equal(isWorkday(th, noon('2026-04-16')), true);
  const friday = '2026-11-20';
  for (const [country, works] of [
    ['TH', true],
    ['BD', false],
    ['QA', false],
    ['NP', true],
    ['ZZ', true],
  ] as const)
    // prettier-ignore
    assert.equal(isWorkday(calendarOf(country), noon(friday)), works, country);
  assert.equal(isWorkday(calendarOf('BD'), noon('2026-11-22')), true, 'Sunday is worked in Bangladesh');
  assert.equal(isWorkday(calendarOf('NP'), noon('2026-11-22')), true, 'and in Nepal');
});

test('two working days from a Friday are a Tuesday, from before Songkran they are after it, and the time of day stays', () => {
  const th = calendarOf('TH');
  const two = { workingDays: 2 };
  assert.equal(dueIn(th, new Date('2026-11-20T03:30:00Z'), two).toISOString(), '2026-11-24T03:30:00.000Z');
  assert.equal(dueIn(th, new Date('2026-04-10T03:00:00Z'), two).toISOString(), '2026-04-17T03:00:00.000Z');
  assert.equal(
    dueIn(calendarOf('BD'), new Date('2026-11-19T03:00:00Z'), two).toISOString(),
    '2026-11-23T03:00:00.000Z',
  );
});

test('the day is that of the place: late on Friday in UTC is Saturday in Bangkok', () => {
  const late = new Date('2026-11-20T18:00:00Z');
  assert.equal(dayIn('Asia/Bangkok', late), '2026-11-21');
  assert.equal(isWorkday(calendarOf('TH'), late), false);
  assert.equal(isWorkday(PLAIN, late), true);
});

test('an organisation’s own days have the last word, both ways', () => {
  const own = withOwnDays(calendarOf('TH'), [
    { day: '2026-11-23', works: false },
    { day: '2026-11-22', works: true },
  ]);
  assert.equal(isWorkday(own, noon('2026-11-23')), false);
  assert.equal(isWorkday(own, noon('2026-11-22')), true);
  assert.equal(isWorkday(own, noon('2026-11-24')), true);
});

test('a calendar without any working day gives an end all the same', () => {
  const never = { ...PLAIN, isOff: () => true };
  const due = dueIn(never, new Date('2026-01-01T00:00:00Z'), { workingDays: 1 });
  assert.ok(due > new Date('2027-01-01T00:00:00Z'));
});
