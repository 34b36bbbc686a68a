import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mustHex } from './bytes.ts';
import { openFields } from './bundle.ts';
import { commit, fieldsFault, statementFault } from './statement.ts';
import { isOpening } from './verify-leaves.ts';
import { oursPath, readJson } from './vectors.ts';

type Vector = {
  about: string;
  m: string;
  fields: [string, string][];
  salts: string[];
  hidden: string[];
  field_hashes: string[];
  commitment: string;
  disclose_i: number;
  disclose_path: string[];
};

const vectors = readJson<Vector[]>(oursPath('fields.json'));
const m = mustHex('11'.repeat(32));
const whole = [
  { name: 'subject', value: 'facility osid:TH2019083D6R1XS' },
  { name: 'kind', value: 'report' },
  { name: 'schema', value: 'vouch/report/1' },
  { name: 'occurred', value: '2026-01-01' },
  { name: 'recorded', value: '2026-01-01T01:02:03Z' },
];

test('salts, hidden values, field hashes and commitments are those of the second implementation', () => {
  assert.equal(vectors.length, 15);
  for (const v of vectors) {
    const fields = v.fields.map(([name, value]) => ({ name, value }));
    const committed = commit([...fields].reverse(), mustHex(v.m));
    assert.deepEqual(
      committed.parts.map(({ name }) => name),
      fields.map(({ name }) => name),
      v.about,
    );
    assert.deepEqual(
      committed.parts.map(({ salt }) => salt),
      v.salts,
      v.about,
    );
    assert.deepEqual(
      committed.parts.map(({ hidden }) => hidden),
      v.hidden,
      v.about,
    );
    assert.deepEqual(
      committed.parts.map(({ leaf }) => leaf),
      v.field_hashes,
      v.about,
    );
    assert.equal(committed.commitment, v.commitment, v.about);
    assert.deepEqual(committed.path(v.disclose_i), v.disclose_path, v.about);
  }
});

test('fields that cannot be committed to are named, and commit refuses them', () => {
  const kind = { name: 'kind', value: 'report' };
  const bad: [{ name: string; value: string }[], RegExp][] = [
    [[], /1 to 256 fields/],
    [Array.from({ length: 257 }, (_, i) => ({ name: `f${i}`, value: '' })), /1 to 256 fields/],
    [[kind, kind], /stands twice/],
    [[{ name: '', value: '' }], /1 to 255 bytes/],
    [[{ name: 'ၡ'.repeat(86), value: '' }], /1 to 255 bytes/],
    [[{ name: 'text', value: '\ud800' }], /half a character/],
    [[{ name: '\udc00', value: '' }], /half a character/],
  ];
  for (const [fields, why] of bad) {
    assert.match(fieldsFault(fields) ?? '', why);
    assert.throws(() => commit(fields, m), RangeError);
  }
  assert.equal(fieldsFault([kind]), undefined);
  assert.throws(() => commit([kind], m.subarray(1)), /32 bytes/);
});

test('a whole statement has its five fields, each in its form', () => {
  assert.equal(statementFault(whole), undefined);
  for (const { name } of whole) {
    assert.match(
      statementFault(whole.filter((field) => field.name !== name)) ?? '',
      new RegExp(`${name} is missing`),
    );
  }
  for (const [name, value] of [
    ['occurred', '2026-02-30'],
    ['recorded', '2026-01-01T25:00:00Z'],
    ['subject', 'facility osid:th2019083d6r1xs'],
    ['key', 'sha256:ab'],
    ['content', '0'.repeat(64)],
  ] as const) {
    const fields = [...whole.filter((field) => field.name !== name), { name, value }];
    assert.match(statementFault(fields) ?? '', new RegExp(`${name} has another form`));
  }
});

test('an opening shows what was committed to, and nothing else', () => {
  const committed = commit(whole, m);
  const statement = { commitment: committed.commitment, subject: 'facility osid:TH2019083D6R1XS' };
  const { fields, hidden } = openFields(committed, (name) => name !== 'recorded');
  assert.ok(isOpening(statement, fields, hidden, ['kind', 'schema', 'subject']));
  assert.ok(!isOpening(statement, fields, hidden, ['recorded']));
  const altered = fields.map((field) => (field.name === 'kind' ? { ...field, value: 'answer' } : field));
  assert.ok(!isOpening(statement, altered, hidden, ['kind']));
  assert.ok(!isOpening({ ...statement, subject: 'facility osid:X' }, fields, hidden, ['kind']));
});
