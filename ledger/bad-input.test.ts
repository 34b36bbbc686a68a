import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { utf8 } from './bytes.ts';
import { parseTime } from './lines.ts';
import { oursPath, policyAt } from './vectors.ts';
import { verifyBundle } from './verify.ts';
import type { Verdict } from './verify.ts';
import type { Source } from './line-reader.ts';

const policy = policyAt(oursPath('policy'));
const at = parseTime('2026-01-02T07:00:00Z') ?? NaN;
const lines = readFileSync(oursPath('bundles/good-full.vouch.jsonl'), 'utf8').split(/(?<=\n)/);
const [header = '', first = ''] = lines;

async function verdictOf(source: Source): Promise<Verdict> {
  const verdict = await verifyBundle(source, { policy, at });
  assert.ok(!('refused' in verdict));
  return verdict;
}
const of = (all: readonly (string | Uint8Array)[]): Promise<Verdict> =>
  verdictOf([Buffer.concat(all.map((part) => (typeof part === 'string' ? utf8(part) : part)))]);
/** The bundle with its first statement's line changed. */
const withFirst = (line: string | Uint8Array): Promise<Verdict> => of([header, line, ...lines.slice(2)]);

test('wrong bytes and other spellings of a line are malformed, whichever line they are in', async () => {
  const bytes = utf8(first);
  const value = bytes.indexOf(0x22, first.indexOf('"value":"') + 9) - 1;
  const withByte = (...put: number[]): Uint8Array =>
    Uint8Array.from([...bytes.subarray(0, value), ...put, ...bytes.subarray(value + 1)]);
  const spelt: [string, string | Uint8Array][] = [
    ['not UTF-8', withByte(0xff)],
    ['a cut character', withByte(0xe1, 0x80)],
    ['a character in two spellings', withByte(0xc0, 0xaf)],
    ['half a character in UTF-8', withByte(0xed, 0xa0, 0x80)],
    ['half a character escaped', first.replace('"value":"', '"value":"\\ud800')],
    ['the other half', first.replace('"value":"', '"value":"\\udc00x')],
    ['NUL', withByte(0)],
    ['NUL before the line', `\0${first}`],
    ['a byte order mark', `\ufeff${first}`],
    ['CRLF', first.replace('\n', '\r\n')],
    ['an empty line', `\n${first}`],
    ['white space', first.replace('{"i":0', '{ "i":0')],
    ['a needless escape', first.replace('"name"', '"\\u006eame"')],
    ['-0', first.replace('{"i":0', '{"i":-0')],
    ['1e3', first.replace('{"i":1,', '{"i":1e0,')],
    ['1.0', first.replace('{"i":1,', '{"i":1.0,')],
    ['a leading zero', first.replace('{"i":1,', '{"i":01,')],
    ['a huge number', first.replace('{"i":1,', `{"i":1${'0'.repeat(400)},`)],
    ['2^53', first.replace('{"i":1,', '{"i":9007199254740992,')],
    ['a member twice', first.replace('{"i":0,', '{"i":0,"i":0,')],
    ['a member of everything', first.replace('{"leaf"', '{"__proto__":1,"leaf"')],
    ['100 000 brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
    ['100 000 open brackets', `${'['.repeat(100_000)}\n`],
    ['100 000 braces', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n`],
    ['a line of nothing', 'null\n'],
  ];
  for (const [what, line] of spelt) {
    assert.notDeepEqual(typeof line === 'string' ? line : Buffer.from(line).toString(), first, what);
    const { reasons, unaltered, complete } = await withFirst(line);
    assert.deepEqual([reasons, unaltered, complete], [['malformed'], false, false], what);
    // As the first line, and as the last.
    assert.deepEqual((await of([line, ...lines.slice(1)])).reasons, ['malformed'], what);
    assert.deepEqual((await of([...lines.slice(0, -1), line])).reasons, ['malformed'], what);
  }
});

test('a line of 1 MiB is read, one byte more is malformed, with and without an LF', async () => {
  const filled = (length: number): string => {
    const field = first.replace('"value":"', `"value":"${'x'.repeat(length - utf8(first).length + 1)}`);
    assert.equal(utf8(field).length - 1, length);
    return field;
  };
  assert.deepEqual((await withFirst(filled(1 << 20))).reasons, ['opening-mismatch']);
  assert.deepEqual((await withFirst(filled((1 << 20) + 1))).reasons, ['malformed']);
  assert.deepEqual((await of([header, filled((1 << 20) + 1).slice(0, -1)])).reasons, ['malformed']);
});

test('10 GB without an LF are given up after the first MiB', async () => {
  let given = 0;
  let closed = false;
  const chunk = new Uint8Array(1 << 16).fill(0x61);
  function* endless(): Generator<Uint8Array> {
    try {
      for (; given < 10 * 2 ** 30; given += chunk.length) yield chunk;
    } finally {
      closed = true;
    }
  }
  assert.deepEqual((await verdictOf(endless())).reasons, ['malformed']);
  assert.ok(given <= 2 ** 21, `${given} bytes were read`);
  assert.ok(closed);
  // The same behind a good beginning.
  given = 0;
  function* behind(): Generator<Uint8Array> {
    yield utf8(header + first);
    yield* endless();
  }
  const { reasons, counts } = await verdictOf(behind());
  assert.deepEqual([reasons, counts.statements], [['malformed'], 1]);
  assert.ok(given <= 2 ** 21);
});

test('a stream of good lines is read to its end in the same memory, however long', async () => {
  const long = Buffer.from(lines.slice(1, 3).join('').repeat(300));
  const [before, after]: number[][] = [[], []];
  const CHUNKS = 60;
  function* stream(): Generator<Uint8Array> {
    yield utf8(header);
    for (let i = 0; i < CHUNKS; i++) {
      yield Buffer.from(long);
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      (i < CHUNKS / 2 ? before : after)?.push((heapUsed + arrayBuffers) / 2 ** 20);
    }
    yield utf8(lines.at(-1) ?? '');
  }
  const { reasons, counts } = await verdictOf(stream());
  assert.equal(counts.statements, CHUNKS * 600);
  assert.ok(reasons.includes('count-mismatch') && reasons.includes('root-mismatch'));
  const [first, second] = [Math.max(...(before ?? [])), Math.max(...(after ?? []))];
  assert.ok(second < first + 16, `${first} MB, then ${second} MB`);
});

test('a docket that is said to be erased as a whole takes few bytes a statement', async () => {
  const MANY = 60_000;
  const used = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const least = { first: Infinity, last: Infinity };
  function* stream(): Generator<Uint8Array> {
    yield utf8(header);
    for (let i = 0; i < MANY; i += 100) {
      const some = Array.from({ length: 100 }, (_, k) => (i + k).toString(16).padStart(64, '0'));
      yield utf8(some.map((c) => `{"leaf":"statement ${c}","state":"erased"}\n`).join(''));
      if (i < MANY / 4) least.first = Math.min(least.first, used());
      if (i >= (3 * MANY) / 4) least.last = Math.min(least.last, used());
    }
    for (let i = 0; i < MANY; i++) yield utf8(`{"leaf":"erased ${i}"}\n`);
    yield utf8(lines.at(-1) ?? '');
  }
  const { reasons, counts } = await verdictOf(stream());
  assert.equal(counts.erased.unsigned, MANY);
  assert.ok(!reasons.includes('erasure-unproven') && reasons.includes('count-mismatch'));
  assert.ok(least.last - least.first < MANY * 100, `${(least.last - least.first) / MANY} bytes a statement`);
});

test('nothing at all, and a header alone', async () => {
  for (const source of [[], [new Uint8Array(0)], [utf8('\n')], [utf8(header)], [utf8(header.slice(0, -1))]])
    assert.deepEqual((await verdictOf(source)).reasons, ['malformed']);
});
