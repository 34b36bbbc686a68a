import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mustHex } from './bytes.ts';
import { EMPTY_ROOT } from './merkle.ts';
import { addSignatures, parseNote, signCheckpoint, signText, vkeyOf } from './note.ts';
import type { SignerKey } from './note.ts';
import { hasAuditor, isQuorum, judgeSignatures, parsePolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { oursPath, policyAt } from './vectors.ts';

const origin = 'demo.vouch.invalid/vouch/1';
const log: SignerKey = { name: origin, algorithm: 1, seed: mustHex('01'.repeat(32)) };
const cosigners = ['w1', 'w2', 'w3', 'a1'].map((name, i): SignerKey => ({
  name: `${name}.example`,
  algorithm: 4,
  seed: mustHex(`1${i}`.repeat(32)),
}));
const lines = [
  `log ${vkeyOf(log).vkey} https://demo.vouch.invalid/ledger`,
  ...cosigners.map((key) => `witness ${key.name.slice(0, 2)} ${vkeyOf(key).vkey}`),
  'group w 2 w1 w2 w3',
  'group a any a1',
  'group q all w a',
  'quorum q',
];
const read = (...all: string[]): Policy => {
  const policy = parsePolicy(`${all.join('\n')}\n`);
  if (typeof policy === 'string') assert.fail(policy);
  return policy;
};
const policy = read(...lines);

test('quorums of groups of groups', () => {
  assert.ok(isQuorum(policy, new Set(['w1', 'w3', 'a1'])));
  assert.ok(!isQuorum(policy, new Set(['w1', 'w2', 'w3'])));
  assert.ok(!isQuorum(policy, new Set(['w1', 'a1'])));
});

test('a policy has an auditor if its quorum cannot be met without one', () => {
  assert.ok(hasAuditor(policy));
  assert.ok(hasAuditor(policyAt(oursPath('policy'))));
  assert.ok(!hasAuditor(policyAt(oursPath('policy-unaudited'))));
  assert.ok(!hasAuditor(read(...lines.slice(0, -2), 'group q any w a', 'quorum q')));
  assert.ok(!hasAuditor(read(...lines.slice(0, -1), 'quorum none')));
});

test('the comment # epoch is read, other comments and white space are not', () => {
  assert.equal(policy.epochSeconds, undefined);
  assert.equal(read('# epoch 10', '  # run by an NGO', '', '\tquorum  none ').epochSeconds, 10);
});

test('a policy that could mean two things is refused with its line', () => {
  const [first = '', w1 = ''] = lines;
  for (const [bad, why] of [
    [[first], /no quorum/],
    [[first, 'quorum none', 'quorum none'], /line 3: a second quorum/],
    [[first, first, 'quorum none'], /line 2: this key stands twice/],
    [[w1, w1, 'quorum none'], /stands twice/],
    [[w1, 'group g 2 w1', 'quorum g'], /threshold/],
    [[w1, 'group g any w1', 'group h any w1', 'quorum g'], /member twice/],
    [['quorum w1', w1], /not defined above/],
    [['witness none x', 'quorum none'], /not a cosignature/],
    [[w1.replace('+', '+0'), 'quorum none'], /not a cosignature/],
    [['auditor x', 'quorum none'], /unknown word/],
  ] as const) {
    const policyOrWhy = parsePolicy(`${bad.join('\n')}\n`);
    assert.ok(typeof policyOrWhy === 'string');
    assert.match(policyOrWhy, why);
  }
});

test('the time of a quorum is the latest at which it still stands', () => {
  const note = parseNote(signCheckpoint({ origin, size: 1, root: EMPTY_ROOT }, [log]));
  assert.ok(note);
  const times = [10, 30, 20, 40];
  const cosigned = addSignatures(
    note,
    cosigners.map((key, i) => signText(note.text, key, times[i])),
  );
  assert.deepEqual(judgeSignatures(policy, cosigned, origin), {
    badSignature: false,
    quorumMissing: false,
    quorumTime: 20,
  });
  const later = addSignatures(
    cosigned,
    cosigners.slice(0, 1).map((key) => signText(note.text, key, 50)),
  );
  assert.equal(judgeSignatures(policy, later, origin).quorumTime, 30);
  assert.deepEqual(judgeSignatures(policy, note, origin), {
    badSignature: false,
    quorumMissing: true,
    quorumTime: undefined,
  });
  assert.ok(judgeSignatures(policy, cosigned, 'other.invalid/vouch/1').badSignature);
});
