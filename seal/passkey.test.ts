import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from './bytes.ts';
import { newReaderKeyPair } from './keys.ts';
import { unwrapByPasskey, wrapByPasskey } from './passkey.ts';

test('a key that a passkey wrapped is opened by that passkey, by no other, and by none once a byte is changed', async () => {
  const { privateJwk } = await newReaderKeyPair();
  const [mine, theirs] = [random(32), random(32)];
  const wrapped = await wrapByPasskey(privateJwk, mine);
  assert.deepEqual(await unwrapByPasskey(wrapped, mine), privateJwk);
  assert.equal(await unwrapByPasskey(wrapped, theirs), undefined);
  const at = wrapped.length >> 1;
  const altered = wrapped.slice(0, at) + (wrapped[at] === 'A' ? 'B' : 'A') + wrapped.slice(at + 1);
  assert.equal(await unwrapByPasskey(altered, mine), undefined);
  assert.notEqual(await wrapByPasskey(privateJwk, mine), wrapped, 'each wrapping has its own iv');
});
