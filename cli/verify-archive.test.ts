import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { type ArchiveIndex, indexText } from '../app/features/evidence/archive.ts';
import type { Counts } from '../ledger/index.ts';

const vectors = fileURLToPath(new URL('../ledger/vectors/vouch1/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vouch-archive-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const bundle = readFileSync(`${vectors}bundles/good-full.vouch.jsonl`);
const lines = bundle.toString().trimEnd().split('\n');
type Line = { docket: { index: number }; epoch: { number: number; closed: string } };
const header = JSON.parse(lines[0] ?? '') as Line;
const { end: _, ...counts } = JSON.parse(lines.at(-1) ?? '') as Counts & { end: true };
const docket = header.docket.index;
const file = `docket-${docket}.vouch.jsonl`;
const { number, closed } = header.epoch;
const index: ArchiveIndex = {
  vouch_archive: 1,
  origin: 'vouch.example/vouch/1',
  asked: { for: 'vouch:buyer', kind: 'buyer', dockets: 'chain', quarter: '2025-Q4' },
  epoch: { number, closed },
  dockets: [
    {
      docket,
      file,
      sha256: createHash('sha256').update(bundle).digest('hex'),
      bytes: bundle.length,
      lines: lines.length,
      counts,
    },
    { docket: docket + 1, nothing: true },
  ],
};

function verify(files: Record<string, Uint8Array>, ...args: string[]) {
  const path = join(folder, 'chain.vouch.zip');
  writeFileSync(path, zipSync(files));
  const command = fileURLToPath(new URL('./verify.ts', import.meta.url));
  const script = `const { run } = await import(${JSON.stringify(command)}); process.exitCode = await run(process.argv.slice(1));`;
  const options = ['--policy', `${vectors}policy`, ...args];
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', path, ...options], {
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}
const AT = ['--at', '2026-01-02T07:00:00Z'];
const whole = { [file]: bundle, 'index.json': Buffer.from(indexText(index)) };

test('an archive in order ends with 0 and says what was not given', () => {
  const { code, out } = verify(whole, ...AT);
  assert.equal(code, 0, out);
  assert.match(out, /Unaltered: yes/);
  assert.match(out, /Complete: {2}yes/);
  assert.match(out, /For 1 more docket there was nothing/);
  const told = JSON.parse(verify(whole, ...AT, '--json').out) as {
    files: object[];
    nothing: number[];
    counts: object;
  };
  assert.deepEqual(told.nothing, [docket + 1]);
  assert.deepEqual(told.files, [
    {
      file,
      docket,
      unaltered: true,
      complete: true,
      reasons: [],
      counts: { end: true, ...counts },
      faults: [],
    },
  ]);
  assert.deepEqual(told.counts, { end: true, ...counts });
});

test('read late it is stale, and the answer says how to judge it as of its day', () => {
  const { code, out } = verify(whole, '--at', '2026-03-01T00:00:00Z');
  assert.equal(code, 1);
  assert.match(out, new RegExp(`stale-checkpoint[^]*--at ${closed}`));
});

test('a line changed, a file left out, no index: 1, each in words; older bundles and receipts are for one file: 2', () => {
  const changed = Buffer.from(bundle.toString().replace('"disclosed"', '"withheld"'));
  assert.equal(verify({ ...whole, [file]: changed }, ...AT).code, 1);
  const without = verify({ 'index.json': whole['index.json'] }, ...AT);
  assert.deepEqual([without.code, /not in the archive/.test(without.out)], [1, true]);
  const unlisted = verify({ [file]: bundle }, ...AT, '--json');
  assert.deepEqual([unlisted.code, /index.json is missing/.test(unlisted.out)], [1, true]);
  const older = verify(whole, ...AT, '--older', `${vectors}bundles/good-epoch2.vouch.jsonl`);
  assert.deepEqual([older.code, /unpack the archive/.test(older.err)], [2, true]);
});
