import assert from 'node:assert/strict';
import test from 'node:test';
import { isQuorum, parsePolicy, vkeyOf } from '../../../ledger/index.ts';
import { readConfig } from '../../config.ts';
import { policyText } from './policy.ts';
import { readOwnPolicy } from './policy-file.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);
const origin = 'example.org/vouch/1';
const world = {
  // Only these three of an installation's secrets matter here.
  keys: { origin, log: seed(1), receipt: seed(2) } as never,
  config: readConfig(['--data', '/nowhere', '--empty'], {}),
};
const key = (n: number) => vkeyOf({ name: origin, algorithm: 1, seed: seed(n) }).vkey;
const own = { log: [key(1)], receipt: [key(2)], epochSeconds: 21_600 };
const vkey = (name: string, n: number) =>
  vkeyOf({ name: `${name}.example`, algorithm: 4, seed: seed(n) }).vkey;
const line = (name: string, n: number, url = `https://${name}.example`) => `witness ${name} ${vkey(name, n)} ${url}`.trimEnd(); // prettier-ignore
const four = ['union', 'charity', 'brand', 'office'].map((name, i) => line(name, 10 + i));

test('an operator adds the lines of who watches; what the program then writes reads back the same', () => {
  const source = [...four, line('audit', 20), '# audit is run by Plumbline', 'group a 1 audit', ''].join(
    '\n',
  );
  const read = readOwnPolicy(source, own);
  assert.ok(typeof read !== 'string', String(read));
  assert.deepEqual(read.thresholds, { w: 3, a: 1 });
  assert.equal(read.cosigners.find((one) => one.name === 'audit')?.by, 'Plumbline');
  const text = policyText({ ...world, config: { ...world.config, quorum: read.thresholds } }, read.cosigners);
  assert.deepEqual(readOwnPolicy(text, own), read);
  const policy = parsePolicy(text);
  assert.ok(typeof policy !== 'string');
  assert.ok(isQuorum(policy, new Set(['union', 'brand', 'office', 'audit'])));
  assert.ok(!isQuorum(policy, new Set(['union', 'brand', 'audit'])));
});

test('it may ask for more than the rule, and name who cannot be reached', () => {
  const source = [
    ...four.slice(1),
    line('union', 10, ''),
    'group w all union charity brand office',
    'quorum w',
    '',
  ];
  const read = readOwnPolicy(source.join('\n'), own);
  assert.ok(typeof read !== 'string', String(read));
  assert.equal(read.thresholds.w, 4);
  const text = policyText({ ...world, config: { ...world.config, quorum: read.thresholds } }, read.cosigners);
  assert.match(text, /^witness union \S+$/m);
  assert.match(text, /^group w 4 /m);
});

test('what is wrong with it is said in a sentence', () => {
  const bad: [string[], RegExp][] = [
    [['witness union nonsense'], /policy line 1: not a cosignature/],
    [[...four, 'group w 2 union charity brand office', 'quorum w'], /write "group w 3 union/],
    [[...four, 'group w 2 union charity', 'quorum w'], /must name every witness/],
    [[...four, line('audit', 20), 'group a 1 audit', 'group w 3 union charity brand office', 'quorum w'], /quorum must be "q"/], // prettier-ignore
    [[...four, 'group europe 1 union'], /has a group europe/],
    [[`log ${key(9)}`, ...four], /none of this installation's/],
    [['# epoch 10', ...four], /an epoch has 10 seconds, this start says 21600/],
    [[line('union', 10, 'union.example')], /address of union must begin/],
  ];
  for (const [lines, why] of bad) assert.match(String(readOwnPolicy(lines.join('\n'), own)), why);
});
