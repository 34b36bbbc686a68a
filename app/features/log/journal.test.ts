import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { openEpoch, sealEpoch } from './journal.actions.ts';
import { type JournalEpoch, formatJournal, parseJournal } from './journal.ts';

const keysOf = (root: string, origin = 'vouch.test/vouch/1') => ({
  origin,
  derive: (purpose: string) => createHmac('sha256', root).update(purpose).digest(),
});
const keys = keysOf('root');

const plain = { noNullPrototype: true };
const docket = fc.record(
  {
    docketId: fc.nat(),
    first: fc.nat(),
    statements: fc.nat(9).map((n) => new Uint8Array(randomBytes(32 * n))),
    controls: fc.array(
      fc.nat().map((n) => `erased ${n}\n`),
      { maxLength: 4 },
    ),
  },
  plain,
);
const epochs = fc.record(
  {
    n: fc.nat(),
    secret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    grown: fc.array(docket, { maxLength: 5 }),
  },
  plain,
);

test('an epoch comes back out of its journal as it went in', () => {
  fc.assert(
    fc.property(epochs, (epoch) => {
      assert.deepEqual(parseJournal(formatJournal(epoch)), epoch);
      assert.deepEqual(openEpoch(keys, epoch.n, sealEpoch(keys, epoch)), epoch);
    }),
    { numRuns: 60 },
  );
});

const quiet: JournalEpoch = { n: 7, secret: new Uint8Array(randomBytes(32)), grown: [] };
const busy: JournalEpoch = {
  ...quiet,
  grown: [
    { docketId: 3, first: 0, statements: new Uint8Array(randomBytes(32 * 90)), controls: ['erased 0\n'] },
  ],
};

test('sealed again it is byte for byte the same, and as long whether somebody spoke or not', () => {
  assert.deepEqual(sealEpoch(keys, busy), sealEpoch(keys, busy));
  assert.equal(sealEpoch(keys, busy).length, 4096);
  assert.equal(sealEpoch(keys, quiet).length, 4096);
});

test('altered anywhere, of another epoch, log or installation, it opens to nothing', () => {
  const sealed = sealEpoch(keys, busy);
  for (let i = 0; i < sealed.length; i += 61) {
    const bad = Uint8Array.from(sealed);
    bad[i] = (bad[i] ?? 0) ^ 1;
    assert.equal(openEpoch(keys, 7, bad), undefined, `byte ${i}`);
  }
  assert.equal(openEpoch(keys, 8, sealed), undefined);
  assert.equal(openEpoch(keysOf('other'), 7, sealed), undefined);
  assert.equal(openEpoch(keysOf('root', 'other/vouch/1'), 7, sealed), undefined);
  assert.equal(openEpoch(keys, 7, sealed.subarray(0, 4000)), undefined);
});
