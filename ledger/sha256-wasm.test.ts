import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 as known } from './sha256.node.ts';
import { hmacSha256, sha256, sha256Into } from './sha256.browser.ts';
import { hashInWasm } from './sha256-wasm.browser.ts';

// Lengths around the edges of one, two and three blocks, and long ones.
const lengths = [...Array.from({ length: 200 }, (_, i) => i), 1000, 65_537];
const input = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);

function agree(): void {
  const out = new Uint8Array(40).fill(9);
  const before: Uint8Array[] = [];
  for (const length of lengths) {
    const bytes = input(length);
    before.push(sha256(bytes));
    sha256Into(bytes, out, 5);
    assert.deepEqual(Buffer.from(out.subarray(5, 37)), Buffer.from(known(bytes)));
    assert.deepEqual([...out.subarray(0, 5), ...out.subarray(37)], Array(8).fill(9));
  }
  // What was given earlier must not change with what is hashed later.
  lengths.forEach((length, i) =>
    assert.deepEqual(Buffer.from(before[i] ?? []), Buffer.from(known(input(length)))),
  );
}

test('the browser’s hash, in WebAssembly and before, is Node’s', async () => {
  agree();
  const mac = hmacSha256(input(32), input(15));
  assert.equal(await hashInWasm(), true);
  agree();
  assert.deepEqual(hmacSha256(input(32), input(15)), mac);
});

test('without WebAssembly everything goes on as before', async () => {
  const kept = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly');
  assert.ok(kept);
  try {
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    assert.equal(await hashInWasm(), false);
    agree();
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', kept);
  }
});
