import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parsePolicy, verifyBundle } from '../ledger/index.ts';
import type { VerifyOptions } from '../ledger/index.ts';
import { lineThreads } from './line-workers.ts';

const vectors = fileURLToPath(new URL('../ledger/vectors/vouch1/', import.meta.url));

test('the verdict over every vector is the same to the byte with threads and without', async (t) => {
  const policy = parsePolicy(readFileSync(`${vectors}policy`, 'utf8'));
  assert.ok(typeof policy !== 'string');
  const threads = lineThreads(2);
  t.after(() => threads.end());
  for (const name of readdirSync(`${vectors}bundles`).filter((file) => file.endsWith('.jsonl'))) {
    const bytes = readFileSync(`${vectors}bundles/${name}`);
    const options: VerifyOptions = { policy, at: 1_767_337_200 };
    const alone = await verifyBundle([bytes], options);
    assert.equal(
      JSON.stringify(await verifyBundle([bytes], { ...options, lineWorks: threads })),
      JSON.stringify(alone),
      name,
    );
  }
});

test('a bundle of many batches keeps its order between threads, and one that breaks off is malformed', async (t) => {
  const policy = parsePolicy(readFileSync(`${vectors}policy`, 'utf8'));
  assert.ok(typeof policy !== 'string');
  const [header = '', ...lines] = readFileSync(`${vectors}bundles/good-full.vouch.jsonl`, 'utf8').split(
    /(?<=\n)/,
  );
  const long = Buffer.from(header + lines.slice(0, -1).join('').repeat(200) + (lines.at(-1) ?? ''));
  assert.ok(long.length > 1 << 21);
  const threads = lineThreads(2);
  t.after(() => threads.end());
  const options = { policy, at: 1_767_337_200 };
  for (const bytes of [long, long.subarray(0, -1), long.subarray(0, long.length - 5000)]) {
    const alone = await verifyBundle([bytes], options);
    assert.ok(!('refused' in alone) && !alone.unaltered && alone.counts.statements > 1000);
    assert.equal(
      JSON.stringify(await verifyBundle([bytes], { ...options, lineWorks: threads })),
      JSON.stringify(alone),
    );
  }
});
