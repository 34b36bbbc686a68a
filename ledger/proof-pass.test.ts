import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ProofPass, Tree, leafHash, merkleRoot, u16be, verifyConsistency, verifyInclusion } from './index.ts';

const leaves = (size: number): Uint8Array[] => Array.from({ length: size }, (_, i) => leafHash(u16be(i)));

function passOver(all: readonly Uint8Array[], inclusion: number[], consistency: number[]): ProofPass {
  const pass = new ProofPass({ size: all.length, inclusion, consistency });
  // One buffer for all leaves, as a reader of a file would have: nothing that is kept may lie in it.
  const reused = new Uint8Array(32);
  for (const leaf of all) {
    reused.set(leaf);
    pass.append(reused);
  }
  return pass;
}

test('a pass gives the proofs of Tree, for every index and every older size of small trees', () => {
  for (let size = 0; size <= 70; size++) {
    const all = leaves(size);
    const tree = Tree.of(all);
    const indexes = all.map((_, i) => i);
    const olders = [...indexes, size];
    const pass = passOver(all, indexes, olders);
    assert.deepEqual(pass.root(), tree.root());
    for (const i of indexes) assert.deepEqual(pass.inclusion(i), tree.inclusionProof(i));
    for (const m of olders) assert.deepEqual(pass.consistency(m), tree.consistencyProof(m));
  }
});

test('a pass gives the proofs of Tree, for random wants of sizes 0 to 600, and they verify', () => {
  const wants = fc.nat(600).chain((size) =>
    fc.record({
      size: fc.constant(size),
      inclusion: fc.array(fc.nat(Math.max(0, size - 1)), { maxLength: size === 0 ? 0 : 12 }),
      consistency: fc.array(fc.nat(size), { maxLength: 12 }),
    }),
  );
  fc.assert(
    fc.property(wants, ({ size, inclusion, consistency }) => {
      const all = leaves(size);
      const tree = Tree.of(all);
      const pass = passOver(all, inclusion, consistency);
      const whole = { size, root: pass.root() };
      assert.deepEqual(whole.root, merkleRoot(all));
      for (const i of inclusion) {
        assert.deepEqual(pass.inclusion(i), tree.inclusionProof(i));
        assert.ok(verifyInclusion(all[i] ?? whole.root, i, whole, pass.inclusion(i)));
      }
      for (const m of consistency) {
        assert.deepEqual(pass.consistency(m), tree.consistencyProof(m));
        const then = { size: m, root: merkleRoot(all.slice(0, m)) };
        assert.ok(verifyConsistency(then, whole, pass.consistency(m)));
      }
    }),
    { numRuns: 200 },
  );
});

test('a pass refuses what it was not asked for, what is outside the tree, and answers only when whole', () => {
  assert.throws(() => new ProofPass({ size: 3, inclusion: [3] }), RangeError);
  assert.throws(() => new ProofPass({ size: 3, inclusion: [-1] }), RangeError);
  assert.throws(() => new ProofPass({ size: 3, consistency: [4] }), RangeError);
  assert.throws(() => new ProofPass({ size: -1 }), RangeError);
  const [a, b] = leaves(2);
  assert.ok(a && b);
  const pass = new ProofPass({ size: 2, inclusion: [1] });
  pass.append(a);
  assert.throws(() => pass.root(), /1 of 2 leaves/);
  assert.throws(() => pass.inclusion(1), /1 of 2 leaves/);
  pass.append(b);
  assert.throws(() => pass.append(b), /no further leaf/);
  assert.throws(() => pass.inclusion(0), /wanted/);
  assert.throws(() => pass.consistency(1), /wanted/);
  assert.deepEqual(pass.inclusion(1), [a]);
});
