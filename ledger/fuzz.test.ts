// One byte of a good bundle changed, wherever: never two yeses, but for the bytes that the page binds to nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseTime } from './lines.ts';
import { parsePolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { oursPath, readText } from './vectors.ts';
import { verifyBundle } from './verify.ts';
import type { Verdict } from './verify.ts';

const policy: Policy | string = parsePolicy(readText(oursPath('policy')));
const bytesOf = (name: string): Buffer => readFileSync(oursPath(`bundles/${name}.vouch.jsonl`));

async function verdictOf(bytes: Uint8Array): Promise<Verdict> {
  assert.ok(typeof policy !== 'string');
  const at = parseTime('2026-01-02T07:00:00Z') ?? NaN;
  const verdict = await verifyBundle([bytes], { policy, at, maxAge: 172_800, epochSeconds: 21_600 });
  assert.ok(!('refused' in verdict));
  return verdict;
}

/**
 * The places that nothing binds, by what the page says of them:
 * - §8 "signature lines by unknown keys are ignored": of a cosigner's line, the letters of its name and the six letters
 *   of base64 that hold its key's number (32 bits; the sixth has four bits of the time). Changed, the line is by an
 *   unknown key, and the others are a quorum without it. The log's own line is not among them.
 * - §7: how many are `open` in `unplaced` and since when (`oldest`) is what auditors vouch for; no hash holds it.
 */
function unbound(bytes: Buffer): Set<number> {
  const places = new Set<number>();
  const header = bytes.subarray(0, bytes.indexOf(10)).toString('latin1');
  const dash = Buffer.from('— ').toString('latin1');
  const [, , ...cosigners] = header.split(dash);
  let at = header.length - cosigners.join(dash).length;
  for (const line of cosigners) {
    const name = line.indexOf(' ');
    for (let i = 0; i < name; i++) places.add(at + i);
    for (let i = name + 1; i <= name + 6; i++) places.add(at + i);
    at += line.length + dash.length;
  }
  const told = /"open":(\d+)(?:,"oldest":"([^"]+)")?\},"checkpoint"/.exec(header);
  if (told) {
    const open = told.index + '"open":'.length;
    for (let i = 0; i < (told[1] ?? '').length; i++) places.add(open + i);
    const oldest = open + (told[1] ?? '').length + ',"oldest":"'.length;
    for (let i = 0; i < (told[2] ?? '').length; i++) places.add(oldest + i);
  }
  return places;
}

/** A generator of our own, so that a failure can be looked at again. */
function* numbers(seed: number): Generator<number, never> {
  for (let x = seed; ;) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0;
    yield x >>> 8;
  }
}

async function changedAt(bytes: Buffer, at: number, by: number): Promise<Verdict> {
  const changed = Uint8Array.from(bytes);
  changed[at] = (bytes[at] ?? 0) ^ (1 + (by % 255));
  return verdictOf(changed);
}

for (const name of ['good-full', 'good-single-of-one']) {
  test(`${name}: each byte of the header, and 300 places of the whole file`, async () => {
    const bytes = bytesOf(name);
    const { unaltered, complete } = await verdictOf(bytes);
    assert.ok(unaltered && complete);
    const free = unbound(bytes);
    const random = numbers(7);
    const header = bytes.indexOf(10);
    const places = [
      ...Array.from({ length: header + 1 }, (_, at) => at),
      ...Array.from({ length: 300 }, () => random.next().value % bytes.length),
    ];
    const slipped = new Set<number>();
    for (const at of places) {
      const verdict = await changedAt(bytes, at, random.next().value);
      if (verdict.unaltered && verdict.complete) slipped.add(at);
    }
    assert.deepEqual(
      [...slipped].filter((at) => !free.has(at)),
      [],
    );
    assert.ok(slipped.size > 0, 'the places said to be unbound are not: the list is too long');
  });
}

test('a worker’s own proof: a change anywhere is a no, but for the end line, which counts only', async () => {
  const bytes = bytesOf('good-single');
  const free = unbound(bytes);
  const end = bytes.lastIndexOf(10, bytes.length - 2);
  const random = numbers(11);
  for (let i = 0; i < 300; i++) {
    const at = random.next().value % bytes.length;
    const { unaltered, reasons } = await changedAt(bytes, at, random.next().value);
    assert.ok(!unaltered || free.has(at) || (at > end && reasons.includes('totals-mismatch')), `byte ${at}`);
  }
});

test('each line of a bundle in turn: taken out, standing twice, changed for its neighbour', async () => {
  const lines = bytesOf('good-full')
    .toString()
    .split(/(?<=\n)/);
  for (let i = 0; i < lines.length; i++) {
    const [line = '', next = ''] = [lines[i], lines[i + 1]];
    const changes = [lines.toSpliced(i, 1), lines.toSpliced(i, 0, line)];
    if (next !== '') changes.push(lines.toSpliced(i, 2, next, line));
    for (const changed of changes) {
      const { unaltered, complete } = await verdictOf(Buffer.from(changed.join('')));
      assert.ok(!unaltered || !complete, `line ${i}`);
    }
  }
});

test('what is told of unplaced and is bound to nothing is shown as told, and must at least have its form', async () => {
  const text = bytesOf('good-full').toString();
  const told = /"open":(\d+),"oldest":"([^"]+)"/.exec(text);
  assert.ok(told);
  for (const wrong of [
    '"open":0,"oldest":"2026-01-01"',
    '"open":1',
    '"open":1,"oldest":"2026-02-30"',
    '"open":01,"oldest":"2026-01-01"',
  ])
    assert.deepEqual(
      (await verdictOf(Buffer.from(text.replace(told[0], wrong)))).reasons,
      ['malformed'],
      wrong,
    );
});
