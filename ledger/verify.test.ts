import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseTime } from './lines.ts';
import type { Reason } from './reasons.ts';
import { folderReader, oursPath, policyAt, readJson, readText } from './vectors.ts';
import { readCheckpoint, readEntries, registrations, verifyLog } from './verify-log.ts';
import type { LogFacts } from './verify-against.ts';
import { verifyReceipt } from './receipt.ts';
import { verifyBundle } from './verify.ts';
import type { Verdict, VerifyOptions } from './verify.ts';

type BundleVector = {
  file: string;
  about: string;
  at: string;
  policy?: string;
  older?: string;
  log?: string;
  unaltered: boolean;
  complete: boolean;
  unaltered_reasons: Reason[];
  complete_reasons: Reason[];
  counts?: { end: true };
};
type BundleIndex = {
  max_age_seconds: number;
  epoch_seconds: number;
  policy: string;
  vectors: BundleVector[];
};

const bundles = readJson<BundleIndex>(oursPath('bundles/index.json'));
const bundle = (name: string): Uint8Array => readFileSync(oursPath(`bundles/${name}`));
const seconds = (time: string): number => parseTime(time) ?? NaN;

async function logFacts(folder: string): Promise<LogFacts> {
  const read = folderReader(folder);
  const entries = await readEntries(read, readCheckpoint(await read('checkpoint'))?.checkpoint.size ?? 0);
  assert.ok(entries);
  return { entries };
}

async function optionsOf(v: BundleVector): Promise<VerifyOptions> {
  return {
    policy: policyAt(oursPath(`bundles/${v.policy ?? bundles.policy}`)),
    at: seconds(v.at),
    maxAge: bundles.max_age_seconds,
    epochSeconds: bundles.epoch_seconds,
    older: v.older === undefined ? undefined : [bundle(v.older)],
    log: v.log === undefined ? undefined : await logFacts(oursPath(`bundles/${v.log}`)),
  };
}

async function verdictOf(source: Iterable<Uint8Array>, options: VerifyOptions): Promise<Verdict> {
  const verdict = await verifyBundle(source, options);
  assert.ok(!('refused' in verdict));
  return verdict;
}

test('there are bundles for every reason', () => {
  assert.equal(bundles.vectors.length, 121);
});

for (const v of bundles.vectors) {
  test(`${v.file}: ${v.about}`, async () => {
    const verdict = await verdictOf([bundle(v.file)], await optionsOf(v));
    assert.deepEqual(verdict.unalteredReasons, v.unaltered_reasons);
    assert.deepEqual(verdict.completeReasons, v.complete_reasons);
    assert.deepEqual([verdict.unaltered, verdict.complete], [v.unaltered, v.complete]);
    if (v.counts) assert.deepEqual({ end: true, ...verdict.counts }, v.counts);
  });
}

const good = bundles.vectors.find(({ file }) => file === 'good-full.vouch.jsonl');
assert.ok(good);

test('it does not matter how the file is cut into chunks', async () => {
  const options = await optionsOf(good);
  const whole = await verdictOf([bundle(good.file)], options);
  const bytes = bundle(good.file);
  for (const width of [1, 7, 4096]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / width) }, (_, i) =>
      bytes.subarray(i * width, (i + 1) * width),
    );
    assert.deepEqual(await verdictOf(chunks, options), whole);
  }
});

test('no byte of a good bundle can be flipped without a no', async () => {
  const options = await optionsOf(good);
  const bytes = Uint8Array.from(bundle(good.file));
  // A cosignature turned into one by an unknown key is ignored, and four of six are enough here.
  const [from, to] = [
    readFileSync(oursPath(`bundles/${good.file}`)).indexOf('— ngo.example'),
    bytes.indexOf(10),
  ];
  assert.ok(from > 0 && to > from);
  for (let at = 0; at < bytes.length; at += 89) {
    if (at >= from && at < to) continue;
    const before = bytes[at] ?? 0;
    bytes[at] = before ^ 1;
    const { unaltered, complete } = await verdictOf([bytes], options);
    assert.ok(!unaltered || !complete, `byte ${at}`);
    bytes[at] = before;
  }
});

test('a dropped statement, a cut tail and a relabelled line are named', async () => {
  const options = await optionsOf(good);
  const lines = readText(oursPath(`bundles/${good.file}`)).split('\n');
  const reasonsOf = async (changed: string[]) =>
    (await verdictOf([new TextEncoder().encode(changed.join('\n'))], options)).reasons;
  const first = JSON.parse(lines[1] ?? '') as { fields: { name: string; value: string }[] };
  const relabelled = first.fields.map((field) =>
    field.name === 'kind' ? { ...field, value: 'praise' } : field,
  );
  const isMoved = (line: string) => line.startsWith('{"leaf":"moved ');
  const tail = lines.findLastIndex((line) => line.startsWith('{"leaf"'));
  assert.deepEqual(await reasonsOf(lines), []);
  assert.deepEqual(await reasonsOf(lines.with(1, JSON.stringify({ ...first, fields: relabelled }))), [
    'opening-mismatch',
  ]);
  const dropped = await reasonsOf(lines.toSpliced(1, 1));
  for (const reason of ['root-mismatch', 'count-mismatch', 'totals-mismatch'] as const)
    assert.ok(dropped.includes(reason));
  const cut = await reasonsOf(lines.toSpliced(tail, 1));
  for (const reason of ['root-mismatch', 'count-mismatch', 'erasure-unproven'] as const)
    assert.ok(cut.includes(reason));
  const unmoved = await reasonsOf(lines.toSpliced(lines.findIndex(isMoved), 1));
  assert.ok(unmoved.includes('move-unproven'));
});

test('whatever value stands in place of another, the answer is a no and never a crash', async () => {
  const options = await optionsOf(good);
  const lines = readText(oursPath(`bundles/${good.file}`)).split('\n');
  const odd = [null, true, -1, 1e21, '', 'x', [], {}, { __proto__: null }, '0'.repeat(64), '\ud800'];
  for (const at of [0, 1, 3, 8, 11, lines.length - 2]) {
    for (const path of pathsOf(JSON.parse(lines[at] ?? ''))) {
      const value = odd[path.length % odd.length];
      const changed = lines
        .with(at, JSON.stringify(replaced(JSON.parse(lines[at] ?? ''), path, value)))
        .join('\n');
      if (changed === lines.join('\n')) continue;
      const { unaltered, complete } = await verdictOf([new TextEncoder().encode(changed)], options);
      assert.ok(!unaltered || !complete, `line ${at} ${path.join('.')} ${String(value)}`);
    }
  }
  const brackets = new TextEncoder().encode(`${'['.repeat(1 << 19)}${']'.repeat(1 << 19)}\n`);
  assert.deepEqual((await verdictOf([brackets], options)).reasons, ['malformed']);
  assert.deepEqual((await verdictOf([], options)).reasons, ['malformed']);
});

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner).map((path) => [name, ...path])),
  ];
}

function replaced(value: unknown, [name, ...path]: string[], by: unknown): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return by;
  if (Array.isArray(value))
    return value.map((one: unknown, i) => (String(i) === name ? replaced(one, path, by) : one));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === name ? replaced(one, path, by) : one]),
  );
}

test('a refused input gives no verdict: an older bundle, a receipt or a log that says nothing', async () => {
  const options = await optionsOf(good);
  const refusals = [
    { ...options, older: [bundle('root-mismatch.vouch.jsonl')] },
    { ...options, older: [bundle('bad-malformed-space.vouch.jsonl')] },
    { ...options, receipt: readText(oursPath('receipts/bad-altered')) },
    { ...options, log: await logFacts(oursPath('logs/small')) },
  ];
  for (const one of refusals) assert.ok('refused' in (await verifyBundle([bundle(good.file)], one)));
});

type ReceiptVector = {
  file: string;
  ok: boolean;
  reason?: string;
  given?: string;
  log?: string;
  bundle?: string;
  with_bundle?: string;
};
type ReceiptIndex = { at: string; epoch_seconds: number; vectors: ReceiptVector[] };

const receipts = readJson<ReceiptIndex>(oursPath('receipts/index.json'));
const policy = policyAt(oursPath('policy'));

for (const v of receipts.vectors) {
  test(`receipt ${v.file}`, async () => {
    const source = readText(oursPath(`receipts/${v.file}`));
    const known =
      v.log === undefined
        ? undefined
        : registrations((await logFacts(oursPath(`receipts/${v.log}`))).entries);
    const { ok, reasons } = verifyReceipt(source, {
      keys: policy.receipts,
      given: v.given === undefined ? undefined : seconds(v.given),
      epochSeconds: receipts.epoch_seconds,
      isRegistered: known && ((docket, kind, id) => known.has(`docket ${docket} ${kind} ${id}`)),
    });
    assert.deepEqual({ ok, reasons }, { ok: v.ok, reasons: v.reason === undefined ? [] : [v.reason] });
    if (v.bundle === undefined) return;
    const read = readFileSync(oursPath(`receipts/${v.bundle}`));
    const verdict = await verdictOf([read], { policy, at: seconds(receipts.at), receipt: source });
    assert.equal(verdict.receipt, v.with_bundle);
  });
}

test('a receipt and a bundle that proves less: unknown from one statement, nothing from a false bundle', async () => {
  const receipt = readText(oursPath('receipts/broken'));
  const options = { policy, at: seconds(receipts.at), receipt };
  assert.equal((await verdictOf([bundle('good-single.vouch.jsonl')], options)).receipt, 'unknown');
  assert.equal((await verdictOf([bundle('root-mismatch.vouch.jsonl')], options)).receipt, undefined);
});

type LogIndex = {
  logs: { dir: string; about: string; ok: boolean; reasons: Reason[]; size: number }[];
  consistency: { dir: string; old: string; ok: boolean; about: string }[];
};
const logs = readJson<LogIndex>(oursPath('logs/index.json'));

for (const v of logs.logs) {
  test(`log ${v.dir}: ${v.about}`, async () => {
    const verdict = await verifyLog(folderReader(oursPath(`logs/${v.dir}`)), { policy });
    assert.deepEqual([verdict.ok, verdict.reasons, verdict.size], [v.ok, v.reasons, v.size]);
  });
}

for (const v of logs.consistency) {
  test(`log ${v.dir} against ${v.old}: ${v.about}`, async () => {
    const old = readText(oursPath(`logs/${v.old}`));
    const verdict = await verifyLog(folderReader(oursPath(`logs/${v.dir}`)), { policy, old });
    assert.equal(verdict.ok, v.ok);
    if (!v.ok) assert.ok(verdict.reasons.includes('history-rewritten'));
  });
}
