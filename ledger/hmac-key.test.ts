import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { HmacKey } from './hmac-key.ts';

test('it is HMAC-SHA256, whatever the lengths of key and text, also under another key in the same buffers', () => {
  const key = new HmacKey(new Uint8Array(0));
  const out = new Uint8Array(40);
  for (const keyLength of [0, 1, 32, 63, 64, 65, 200])
    for (const length of [0, 15, 15, 20, 300, 7]) {
      const [secret, text] = [randomBytes(keyLength), randomBytes(length)];
      key.rekey(secret);
      key.into(text, out, 8);
      const expected = createHmac('sha256', secret).update(text).digest('hex');
      assert.equal(Buffer.from(out.subarray(8)).toString('hex'), expected);
      assert.deepEqual([...out.subarray(0, 8)], Array(8).fill(0), 'nothing before its place');
      key.into(text, out, 8);
      assert.equal(Buffer.from(out.subarray(8)).toString('hex'), expected, 'again');
    }
});
