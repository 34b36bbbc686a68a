import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const vectors = fileURLToPath(new URL('../ledger/vectors/vouch1/', import.meta.url));
const bundle = (name: string): string => `${vectors}bundles/${name}.vouch.jsonl`;

function vouch(command: string, ...args: string[]): { code: number | null; out: string; err: string } {
  const file = fileURLToPath(new URL(`./${command}.ts`, import.meta.url));
  const script = `const { run } = await import(${JSON.stringify(file)}); process.exitCode = await run(process.argv.slice(1));`;
  const env = { ...process.env, VOUCH_POLICY: `${vectors}policy` };
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', script, '--', ...args], {
    env,
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

test('verify: both yes ends with 0, and says what is counted', () => {
  const { code, out } = vouch('verify', bundle('good-full'), '--at', '2026-01-02T07:00:00Z');
  assert.equal(code, 0);
  assert.match(out, /Unaltered: yes/);
  assert.match(out, /Complete: {2}yes/);
  assert.match(out, /11 {2}statements\n/);
  assert.match(out, /1 {2}withdrawn by the worker\n/);
});

test('verify --json: verdicts, reasons, counts and the receipt', () => {
  const receipt = `${vectors}receipts/broken`;
  const at = ['--at', '2026-01-02T07:00:00Z', '--json'];
  const good = vouch('verify', bundle('good-full'), '--receipt', receipt, ...at);
  assert.equal(good.code, 1);
  const answer = JSON.parse(good.out) as Record<string, unknown>;
  assert.deepEqual(Object.keys(answer), ['unaltered', 'complete', 'reasons', 'counts', 'receipt']);
  assert.equal(answer['receipt'], 'BROKEN');
  const cut = vouch('verify', bundle('count-mismatch'), ...at);
  assert.equal(cut.code, 1);
  assert.deepEqual((JSON.parse(cut.out) as { reasons: string[] }).reasons, [
    'root-mismatch',
    'count-mismatch',
  ]);
  const twice = vouch('verify', bundle('duplicate-registration-log'), '--log', `${vectors}logs/dup`, ...at);
  assert.deepEqual((JSON.parse(twice.out) as { reasons: string[] }).reasons, ['duplicate-registration']);
});

test('bad use ends with 2 and a sentence, not a stack', () => {
  const older = ['--older', bundle('root-mismatch')];
  for (const args of [
    [],
    ['nowhere'],
    [bundle('good-full'), '--at', 'now'],
    [bundle('good-full'), '--what'],
    [bundle('good-full'), ...older],
  ]) {
    const { code, err } = vouch('verify', ...args);
    assert.equal(code, 2, args.join(' '));
    assert.doesNotMatch(err, /\n {4}at /);
  }
  assert.equal(vouch('verify', '--help').code, 0);
});

test('verify-log and verify-receipt', () => {
  const good = vouch(
    'verify-log',
    `${vectors}logs/main`,
    '--old',
    `${vectors}logs/main/checkpoint.19`,
    '--json',
  );
  assert.equal(good.code, 0);
  assert.equal((JSON.parse(good.out) as { ok: boolean }).ok, true);
  assert.equal(vouch('verify-log', `${vectors}logs/tile`).code, 1);
  assert.equal(vouch('verify-log', `${vectors}logs/nothing`).code, 2);
  assert.equal(vouch('verify-receipt', `${vectors}receipts/good`).code, 0);
  const altered = vouch('verify-receipt', `${vectors}receipts/bad-altered`, '--json');
  assert.equal(altered.code, 1);
  assert.deepEqual(JSON.parse(altered.out), { ok: false, reasons: ['bad-signature'] });
});
