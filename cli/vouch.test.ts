import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from './vouch.ts';

const program = fileURLToPath(new URL('./vouch.ts', import.meta.url));

function vouch(...args: string[]): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', timeout: 60_000 });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

for (const name of Object.keys(COMMANDS))
  test(`vouch ${name} --help says what it does and ends with 0`, () => {
    const { code, out, err } = vouch(name, '--help');
    assert.equal(code, 0, err);
    assert.match(out, new RegExp(`vouch ${name}`));
  });

test('the list of commands is printed; an unknown one ends with 2 and a sentence', () => {
  const { code, out } = vouch('--help');
  assert.equal(code, 0);
  for (const name of Object.keys(COMMANDS)) assert.match(out, new RegExp(`^  ${name} `, 'm'));
  for (const args of [
    [],
    ['nothing'],
    ['toString'],
    ['ledger'],
    ['ledger', 'what'],
    ['evidence', 'docket'],
    ['bench', 'x'],
  ]) {
    const { code: no, err } = vouch(...args);
    assert.equal(no, 2, args.join(' '));
    assert.doesNotMatch(err, /\n {4}at /);
  }
});

test('a command on a folder without a deployment says so, and begins none there', () => {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-none-'));
  for (const args of [
    ['ledger', 'status'],
    ['doctor'],
    ['evidence', 'docket', '1', '--for', 'x', '-o', '-'],
  ]) {
    const { code, err } = vouch(...args, '--data', dir);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /There is no Vouch in/);
  }
  assert.deepEqual(readdirSync(dir), []);
  rmSync(dir, { recursive: true });
});
