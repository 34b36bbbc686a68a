// The guide's way without any program of ours: Python's own library, and openssl for the signature.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const vectors = fileURLToPath(new URL('../ledger/vectors/vouch1/', import.meta.url));
const script = fileURLToPath(new URL('../docs/guides/by-hand.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vouch-by-hand-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const isThere = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const missing =
  isThere('python3', '--version') && isThere('openssl', 'version')
    ? false
    : 'python3 or openssl is not installed';
const byHand = (path: string, ...args: string[]) =>
  spawnSync('python3', [script, path, ...args], { cwd: folder, encoding: 'utf8' });
const bundle = (name: string): string => `${vectors}bundles/${name}.vouch.jsonl`;

test(
  'good statements are found in order, bad ones wrong, by a program that shares no code',
  { skip: missing },
  () => {
    for (const name of ['good-single', 'good-single-hidden', 'good-single-of-one', 'good-wide-single']) {
      const { status, stdout } = byHand(bundle(name));
      assert.equal(status, 0, name);
      assert.equal(stdout.match(/^ok /gm)?.length, 5, name);
    }
    const bad = byHand(bundle('root-mismatch-single'));
    assert.equal(bad.status, 1);
    assert.match(bad.stdout, /^WRONG it is line/m);
  },
);

test('one letter of any shown value is found', { skip: missing }, () => {
  const good = readFileSync(bundle('good-single'), 'utf8');
  const values = [...good.matchAll(/"name":"(?:kind|occurred|recorded)","value":"(.)/g)];
  assert.ok(values.length >= 2);
  for (const found of values) {
    const at = found.index + found[0].length - 1;
    const path = join(folder, 'changed.vouch.jsonl');
    writeFileSync(path, `${good.slice(0, at)}${found[1] === 'x' ? 'y' : 'x'}${good.slice(at + 1)}`);
    const { status, stdout } = byHand(path);
    assert.equal(status, 1);
    assert.match(stdout, /^WRONG the fields/m);
  }
});

test('openssl takes the signature that it lays out, and no other', { skip: missing }, () => {
  const key = /^log (\S+)/m.exec(readFileSync(`${vectors}policy`, 'utf8'))?.[1] ?? '';
  const { stdout } = byHand(bundle('good-single'), key);
  const command = /^now: +openssl (.+)$/m.exec(stdout)?.[1]?.split(' ') ?? [];
  const verify = () => spawnSync('openssl', command, { cwd: folder, encoding: 'utf8' });
  assert.equal(verify().status, 0);
  writeFileSync(
    join(folder, 'checkpoint.txt'),
    readFileSync(join(folder, 'checkpoint.txt'), 'utf8').replace('\n', ' \n'),
  );
  assert.notEqual(verify().status, 0);
});
