import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commit as quickly, openFields, openKey } from './index.ts';
import { commit as plainly, fieldsFault } from './statement.ts';
import type { Committed } from './statement.ts';

const said = (c: Committed): object => ({
  commitment: c.commitment,
  n: c.n,
  parts: c.parts.map(({ i, name, value, salt, hidden, leaf }) => ({ i, name, value, salt, hidden, leaf })),
  paths: c.parts.map(({ i }) => c.path(i)),
  opened: openFields(c, (name) => name.length % 2 === 0),
  key: openKey(c),
});

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  fc.integer({ min: 0, max: 70_000 }).map((n) => 'က'.repeat(n)),
);
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom('key', 'kind', 'n'.repeat(255)),
);

test('who commits to many statements commits to what the plain words of §2 say, whatever order fields come in', () => {
  const fields = fc
    .dictionary(name, value, { minKeys: 1, maxKeys: 12 })
    .map((all) => Object.entries(all).map(([name, value]) => ({ name, value })));
  fc.assert(
    fc.property(fields, secret, (some, m) => {
      fc.pre(fieldsFault(some) === undefined);
      const quick = quickly(some, m);
      assert.deepEqual(said(quick), said(plainly(some, m)));
      assert.equal(quickly([...some].reverse(), m).commitment, quick.commitment);
      // A commitment made later must not change what an earlier one says.
      quickly([{ name: 'a', value: 'b' }], new Uint8Array(32));
      assert.deepEqual(said(quick), said(plainly(some, m)));
    }),
    { numRuns: 150 },
  );
});

test('256 fields, and what can not be committed to', () => {
  const m = new Uint8Array(32).fill(7);
  const many = Array.from({ length: 256 }, (_, i) => ({ name: `f${i}`, value: String(i) }));
  assert.deepEqual(said(quickly(many, m)), said(plainly(many, m)));
  for (const bad of [
    [],
    [...many, { name: 'x', value: '' }],
    [{ name: '', value: '' }],
    [{ name: 'n'.repeat(256), value: '' }],
    [{ name: 'a', value: '\ud800' }],
    [many[0], many[0]].flatMap((f) => f ?? []),
  ])
    assert.throws(() => quickly(bad, m), RangeError);
  assert.throws(() => quickly(many, m.subarray(1)), /32 bytes/);
});
