import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { serverKeys } from './keys.ts';

const inFolder = (work: (dir: string) => void): void => {
  const dir = mkdtempSync(join(tmpdir(), 'vouch-keys-'));
  try {
    work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

test('a folder that the demo began is never taken for a real installation', () =>
  inFolder((dir) => {
    const demo = serverKeys(dir, 'demo.vouch.invalid', 'demo.vouch.invalid');
    assert.deepEqual(serverKeys(dir, 'demo.vouch.invalid', 'demo.vouch.invalid').log, demo.log);
    assert.throws(() => serverKeys(dir, 'vouch.example.org'), /known to everybody/);
  }));

test('two real installations have nothing in common, and each stays what it is', () =>
  inFolder((one) =>
    inFolder((other) => {
      const [a, b] = [serverKeys(one, 'vouch.example.org'), serverKeys(other, 'vouch.example.org')];
      assert.notDeepEqual(a.log, b.log);
      assert.notDeepEqual(a.log, a.receipt);
      assert.deepEqual(serverKeys(one, 'another.example.org').log, a.log);
      assert.equal(serverKeys(one, 'another.example.org').origin, 'vouch.example.org/vouch/1');
    }),
  ));
