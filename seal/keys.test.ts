import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { calculateJwkThumbprint } from 'jose';
import { hex, random, toBase64url, utf8 } from './bytes.ts';
import { statementSeed, wrapKey } from './code.ts';
import { deviceKey, libraryKey } from './device.ts';
import {
  fourWords,
  newReaderKeyPair,
  parsePublicJwk,
  proquints,
  thumbprint,
  unwrapPrivate,
  wrapPrivate,
} from './keys.ts';

test('the thumbprint is RFC 7638 as jose computes it, and is the kid', async () => {
  const { kid, publicJwk } = await newReaderKeyPair();
  assert.equal(kid, await calculateJwkThumbprint({ ...publicJwk }));
  assert.equal(kid, await thumbprint(publicJwk));
});

test('words are proquints: 127.0.0.1 is lusab babad (the published example)', () => {
  assert.deepEqual(proquints(Uint8Array.from([127, 0, 0, 1])), ['lusab', 'babad']);
  assert.deepEqual(proquints(Uint8Array.from([63, 84, 220, 193])), ['gutih', 'tugad']);
});

test('four words are stable for a key and differ between keys', async () => {
  const [one, two] = [await newReaderKeyPair(), await newReaderKeyPair()];
  assert.match(await fourWords(one.publicJwk), /^([a-z]{5} ){3}[a-z]{5}$/);
  assert.equal(await fourWords(one.publicJwk), await fourWords({ ...one.publicJwk }));
  assert.notEqual(await fourWords(one.publicJwk), await fourWords(two.publicJwk));
});

test('only a P-256 public key in canonical form is taken, and its private part is dropped', async () => {
  const { publicJwk, privateJwk } = await newReaderKeyPair();
  assert.deepEqual(parsePublicJwk(privateJwk), publicJwk);
  const bad = [
    null,
    'x',
    {},
    { ...publicJwk, crv: 'P-384' },
    { ...publicJwk, x: publicJwk.x + 'A' },
    { kty: 'EC' },
  ];
  for (const value of bad) assert.equal(parsePublicJwk(value), undefined);
});

test('a private key comes back with the same code only', async () => {
  const { privateJwk } = await newReaderKeyPair();
  const [key, other] = [await wrapKey(random(32)), await wrapKey(random(32))];
  const wrapped = await wrapPrivate(privateJwk, key);
  assert.deepEqual(await unwrapPrivate(wrapped, key), privateJwk);
  assert.equal(await unwrapPrivate(wrapped, other), undefined);
  assert.equal(await unwrapPrivate(toBase64url(random(40)), key), undefined);
  assert.equal(await unwrapPrivate('!', key), undefined);
});

test('the browser key and the library key are one key, and Node verifies its signature', async () => {
  const seed = await statementSeed(random(32), 'a');
  const [native, library] = [await deviceKey(seed), await libraryKey(seed)];
  assert.equal(hex(native.publicKey), hex(library.publicKey));
  const message = utf8('vouch/1 withdrawal\n');
  assert.equal(hex(await native.sign(message)), hex(await library.sign(message)));
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: toBase64url(native.publicKey) },
    format: 'jwk',
  });
  assert.ok(verify(null, message, key, await native.sign(message)));
  assert.ok(!verify(null, utf8('other'), key, await native.sign(message)));
});
