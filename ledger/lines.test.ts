import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatEntry,
  formatHead,
  formatLeaf,
  isId,
  parseEntry,
  parseHead,
  parseLeaf,
  parseSubject,
  parseTime,
} from './lines.ts';

const hash = 'ab'.repeat(32);

test('every line comes back byte for byte', () => {
  const entries = [
    'docket 0 facility osid:TH2019083D6R1XS\n',
    'docket 12 unplaced deployment:demo.vouch.invalid\n',
    'alias 0 gln:0123456789012\n',
    `epoch 3 12 ${hash} 2026-01-01T06:00:00Z\n`,
    `release ${hash} figures-2026.json\n`,
    'key receipt demo.vouch.invalid/vouch/1+401d36f7+AZm3fgVw5iGPwx0q0AJiOzdbdcVCPSUtHkpYFcLrOMGh 42\n',
  ];
  for (const line of entries) {
    const entry = parseEntry(line);
    assert.ok(entry, line);
    assert.equal(formatEntry(entry), line);
  }
  for (const line of [`statement ${hash}\n`, 'erased 0\n', `moved 5 3 ${hash}\n`]) {
    const leaf = parseLeaf(line);
    assert.ok(leaf, line);
    assert.equal(formatLeaf(leaf), line);
  }
  const head = parseHead(`head ${hash} 9007199254740991 ${hash}\n`);
  assert.ok(head);
  assert.equal(formatHead(head), `head ${hash} 9007199254740991 ${hash}\n`);
});

test('whatever is spelt otherwise is refused', () => {
  for (const line of [
    'docket 0 facility osid:TH2019083D6R1XS',
    'docket 00 facility osid:TH1\n',
    'docket 0  facility osid:TH1\n',
    'docket 0 facility osid:th1\n',
    'docket 0 factory osid:TH1\n',
    'docket 0 unplaced osid:TH1\n',
    'docket 0 facility osid:TH1 \n',
    'docket 0 facility osid:TH1\r\n',
    'docket 0 facility osid:TH1\ndocket 1 facility osid:TH2\n',
    'docket 9007199254740992 facility osid:TH1\n',
    'docket -1 facility osid:TH1\n',
    'alias 0 gln:12\n',
    `epoch 0 1 ${hash}\n`,
    `epoch 0 1 ${hash} 2026-02-29T00:00:00Z\n`,
    `epoch 0 1 ${hash.toUpperCase()} 2026-01-01T00:00:00Z\n`,
    `release ${hash} a/b\n`,
    'key web x+00000000+AA 0\n',
    '\n',
    '',
  ]) {
    assert.equal(parseEntry(line), undefined, line);
  }
  for (const line of [
    `statement ${hash}0\n`,
    `statement ${hash}zz\n`,
    'erased 01\n',
    `moved 1 ${hash}\n`,
    'erased 1 \n',
  ]) {
    assert.equal(parseLeaf(line), undefined, line);
  }
  assert.equal(parseHead(`head ${hash} 1.0 ${hash}\n`), undefined);
});

test('ids have one spelling, times and days exist', () => {
  assert.ok(isId(`sealed:${hash}`));
  assert.ok(!isId('sealed:abc'));
  assert.ok(!isId('Osid:TH1'));
  assert.ok(!isId('osid:'));
  assert.ok(!isId(`x:${'a'.repeat(129)}`));
  assert.deepEqual(parseSubject('recruiter th-doe:1234'), { kind: 'recruiter', id: 'th-doe:1234' });
  assert.equal(parseSubject('recruiter  th-doe:1234'), undefined);
  assert.equal(parseTime('2026-01-01T00:00:00Z'), 1767225600);
  for (const bad of [
    '2026-01-01T00:00:00+00:00',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00.5Z',
    '2026-13-01T00:00:00Z',
  ]) {
    assert.equal(parseTime(bad), undefined, bad);
  }
});
