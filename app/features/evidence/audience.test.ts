import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Standing,
  endOf,
  fateFor,
  firstDayOf,
  isFitForBuyers,
  isHushed,
  isShownTo,
  mayDate,
  mayHold,
  quarterName,
  shortWindows,
} from './audience.ts';

const ALL: Standing = { onTheCase: true, licensed: true, supplies: true, holds: true };
const KINDS = ['cso', 'union', 'employer', 'recruiter', 'buyer', 'association', 'labour_office', 'auditor', 'public', '__proto__']; // prettier-ignore
const ROLES = ['lead', 'caseworker', 'manager', 'hr', 'analyst', 'officer', 'auditor', 'toString'];

test('who may hold a docket: of all kinds and roles these, and each for its own reason', () => {
  const found = KINDS.flatMap((kind) =>
    ROLES.filter((role) => mayHold({ kind, role, org: 'x' }, ALL)).map((role) => `${kind} ${role}`),
  );
  assert.deepEqual(found, [
    'cso lead',
    'cso caseworker',
    'union lead',
    'union caseworker',
    'buyer analyst',
    'labour_office officer',
    'auditor auditor',
  ]);
  const needs: [string, (keyof Standing)[]][] = [
    ['cso', ['onTheCase']],
    ['union', ['onTheCase']],
    ['labour_office', ['licensed']],
    ['auditor', ['licensed']],
    ['buyer', ['supplies', 'holds']],
  ];
  for (const [kind, reasons] of needs) {
    assert.ok(mayHold({ kind, org: 'x' }, ALL));
    for (const reason of reasons) assert.ok(!mayHold({ kind, org: 'x' }, { ...ALL, [reason]: false }), kind);
    const others = Object.fromEntries(Object.keys(ALL).map((k) => [k, !reasons.some((r) => r === k)]));
    assert.ok(!mayHold({ kind, org: 'x' }, { ...ALL, ...others }), `${kind} for another's reason`);
  }
});

test('a buyer is shown codes: nothing that dates a statement or ties it to a person, a case or a paper', () => {
  const names = ['kind', 'schema', 'subject', 'by', 'code', 'outcome', 'value', 'from', 'to', 'recorded', 'occurred', 'occurred_unknown', 'thread', 'case', 'content', 'urgency', 'receiver', 'key', 'member', 'purpose', 'due', 'valid_from', 'language', 'anything']; // prettier-ignore
  assert.deepEqual(names.filter(isShownTo('buyer')), ['kind', 'schema', 'subject', 'by', 'code', 'outcome', 'value', 'from', 'to']); // prettier-ignore
  assert.deepEqual(names.filter(isShownTo('employer')), []);
  assert.ok(
    !isShownTo('auditor')('thread') && isShownTo('auditor')('recorded') && isShownTo('cso')('thread'),
  );
  assert.ok(!mayDate({ kind: 'buyer', org: 'x' }) && mayDate({ kind: 'auditor', org: 'x' }));
});

test('a buyer’s bundle never says that it was a child, violence, or what was done to who spoke', () => {
  const hushed = (kind: string, value: string, name = 'code') => isHushed(kind, { name, value });
  for (const code of ['CHL-01', 'VIO-02', 'VIO-03', 'GRV-03']) {
    assert.ok(hushed('buyer', code), code);
    assert.ok(!hushed('labour_office', code) && !hushed('cso', code));
  }
  assert.ok(!hushed('buyer', 'DOC-01') && !hushed('buyer', 'GRV-03', 'subject'));
});

test('what becomes of a statement: withdrawn comes first, each organisation opens its own, few are suppressed', () => {
  const s = { csoOrg: 'a', withdrawn: false, byWorker: true, hasContent: true };
  const docket = { kind: 'facility', workers: 0 };
  const fate = (kind: string, org: string, over = {}, where = docket) =>
    fateFor({ kind, org }, { ...s, ...over }, where, 10);
  assert.equal(fate('cso', 'a'), 'disclosed');
  assert.equal(fate('cso', 'b'), 'not-licensed');
  for (const kind of ['cso', 'auditor', 'buyer'])
    assert.equal(fate(kind, 'a', { withdrawn: true }), 'withdrawn');
  assert.equal(fate('auditor', 'x'), 'disclosed');
  assert.equal(fate('auditor', 'x', {}, { kind: 'programme', workers: 9 }), 'suppressed');
  assert.equal(fate('auditor', 'x', { byWorker: false }, { kind: 'programme', workers: 9 }), 'disclosed');
  assert.equal(fate('auditor', 'x', {}, { kind: 'programme', workers: 10 }), 'disclosed');
  assert.equal(fate('cso', 'a', {}, { kind: 'programme', workers: 1 }), 'disclosed');
  assert.equal(fate('auditor', 'x', {}, { kind: 'unplaced', workers: 0 }), 'sealed');
});

test('a docket is fit for buyers with k behind it, 2k at work, and no window that tells a day on which fewer spoke', () => {
  const fit = (over: object) => isFitForBuyers({ headcount: 20, confirmed: 10, windows: [], ...over }, 10);
  assert.ok(fit({}));
  assert.ok(!fit({ confirmed: 9 }));
  assert.ok(!fit({ headcount: 19 }));
  const w = (hours: number, spokenThere: number, confirmed: number) => ({
    hours,
    spoken: spokenThere,
    confirmed,
  });
  assert.ok(fit({ windows: [w(6, 0, 0), w(6, 0, 0), w(24, 0, 0), w(48, 1, 1)] }));
  assert.ok(!fit({ windows: [w(6, 1, 1)] }), 'one statement in the last six hours');
  assert.ok(!fit({ windows: [w(24, 12, 9)] }), 'twelve statements of nine workers on one day');
  assert.ok(fit({ windows: [w(6, 12, 10)] }));
});

test('windows are those between neighbours of all epochs that buyers have seen, in hours, without the long ones', () => {
  const e = (n: number, hours: number) => ({ n, closed: new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000) });
  const shown = [e(8, 48), e(7, 42), e(6, 36), e(4, 24), e(0, -100), e(4, 24)];
  assert.deepEqual(
    shortWindows(shown).map((w) => [w.from.n, w.to.n, w.hours]),
    [
      [4, 6, 12],
      [6, 7, 6],
      [7, 8, 6],
    ],
  );
});

test('a quarter has a name, a first day and an end', () => {
  for (const [name, day, end] of [
    ['2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
  ] as const) {
    assert.equal(firstDayOf(name), day);
    assert.equal(quarterName(day), name);
    assert.equal(endOf(day).toISOString(), `${end}T00:00:00.000Z`);
  }
  for (const odd of ['2026-Q5', '2026-Q0', '26-Q1', '2026-q1', '', '2026-07-01', '2026-Q1 '])
    assert.equal(firstDayOf(odd), undefined);
});
