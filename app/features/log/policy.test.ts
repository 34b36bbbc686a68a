import assert from 'node:assert/strict';
import test from 'node:test';
import { hasAuditor, isQuorum, parsePolicy, vkeyOf } from '../../../ledger/index.ts';
import { readConfig } from '../../config.ts';
import { type Cosigner, policyText, witnessThreshold } from './policy.ts';

const keys = {
  origin: 'example.org/vouch/1',
  log: new Uint8Array(32).fill(1),
  receipt: new Uint8Array(32).fill(2),
};
// Only these three of an installation's secrets matter here.
const world = { keys: keys as never, config: readConfig(['--data', '/nowhere'], {}) };

const cosigner = (name: string, group: 'w' | 'a', i: number): Cosigner => ({
  name,
  group,
  by: `the people of ${name}`,
  vkey: vkeyOf({ name, algorithm: 4, seed: new Uint8Array(32).fill(i + 10) }).vkey,
  url: `http://127.0.0.1:${9000 + i}`,
});
const read = (list: readonly Cosigner[]) => {
  const policy = parsePolicy(policyText(world, list));
  assert.ok(typeof policy !== 'string', String(policy));
  return policy;
};

test('with four witnesses and two auditors, three and one must sign', () => {
  const policy = read([
    ...['w1', 'w2', 'w3', 'w4'].map((name, i) => cosigner(name, 'w', i)),
    ...['a1', 'a2'].map((name, i) => cosigner(name, 'a', 10 + i)),
  ]);
  assert.ok(hasAuditor(policy));
  assert.ok(isQuorum(policy, new Set(['w1', 'w3', 'w4', 'a2'])));
  assert.ok(!isQuorum(policy, new Set(['w1', 'w2', 'w3', 'w4'])), 'without an auditor');
  assert.ok(!isQuorum(policy, new Set(['w1', 'w2', 'a1', 'a2'])), 'with two witnesses');
});

test('without auditors, and without anybody, the policy says just that', () => {
  assert.ok(!hasAuditor(read([cosigner('w1', 'w', 0)])));
  assert.ok(hasAuditor(read([cosigner('a1', 'a', 0)])));
  assert.equal(read([]).quorum, undefined);
});

test('no threshold lets liars show two histories: 2q − n > f', () => {
  for (let n = 2; n < 40; n++) {
    const q = witnessThreshold(n);
    assert.ok(q <= n && 2 * q - n > Math.floor((n - 1) / 3), `${q} of ${n}`);
  }
  assert.equal(witnessThreshold(1), 1);
  assert.equal(witnessThreshold(4), 3);
});
