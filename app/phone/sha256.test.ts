import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { hmacSha256, sha256 } from './sha256.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('the phone’s SHA-256 is Node’s on every length up to five blocks and on long ones', () => {
  for (const length of [...Array(330).keys(), 4095, 4096, 70_001]) {
    const bytes = randomBytes(length);
    assert.equal(hex(sha256(bytes)), createHash('sha256').update(bytes).digest('hex'), `${length} bytes`);
  }
});

test('the published answers: abc, and nothing', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(hex(sha256(new TextEncoder().encode('abc'))), abc);
  assert.match(hex(sha256(new Uint8Array(0))), /^e3b0c44298fc1c149afbf4c8996fb924/);
});

test('HMAC is Node’s for keys below, at and above a block', () => {
  for (const length of [0, 1, 32, 63, 64, 65, 200]) {
    const [key, bytes] = [randomBytes(length), randomBytes(50)];
    assert.equal(hex(hmacSha256(key, bytes)), createHmac('sha256', key).update(bytes).digest('hex'));
  }
});
