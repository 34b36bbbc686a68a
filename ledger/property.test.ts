// Random dockets of ours against a naive reading of the page: same roots and proofs, same answers; damage is seen by both.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Built, EPOCH_SECONDS, anyPlan, auditor, logSigner, origin } from './dockets.fixture.ts';
import { Published, leafHashes } from './published.fixture.ts';
import { parsePolicy, publicKey, utf8, verifyBundle, vkeyOf } from './index.ts';
import type { Verdict } from './index.ts';
import { deservesBoth } from './naive.fixture.ts';
import { mth, naiveCommitment, naiveLeaf, path, proof } from './naive-tree.fixture.ts';
import type { NaiveReading } from './naive.fixture.ts';

const policy = parsePolicy(
  `log ${vkeyOf(logSigner).vkey}\nwitness one ${vkeyOf(auditor).vkey}\n# epoch ${EPOCH_SECONDS}\ngroup a 1 one\nquorum a\n`,
);

const naively = (at: number): NaiveReading => ({
  log: { name: origin, key: publicKey(logSigner.seed) },
  auditor: { name: auditor.name, key: publicKey(auditor.seed) },
  ...{ at, epochSeconds: EPOCH_SECONDS, maxAge: 172_800 },
});

async function ours(text: string, at: number): Promise<Verdict> {
  assert.ok(typeof policy !== 'string');
  const verdict = await verifyBundle([utf8(text)], { policy, at });
  assert.ok(!('refused' in verdict));
  return verdict;
}

const bytes = (list: readonly Uint8Array[]): string[] => list.map((one) => Buffer.from(one).toString('hex'));

function compareTrees(published: Published, random: number): void {
  const { built, docketTrees, epochTrees, heads, logTree, entries } = published;
  for (const { fields, m, committed } of built.statements)
    assert.equal(committed.commitment, naiveCommitment(fields, m));
  const trees = [
    ...docketTrees.map((tree, d) => ({ tree, plain: leafHashes(built.leaves[d] ?? []) })),
    ...epochTrees.map((tree, n) => ({
      tree,
      plain: (heads[n] ?? []).map(({ salt, size, root }) => naiveLeaf(`head ${salt} ${size} ${root}\n`)),
    })),
    { tree: logTree, plain: entries.map((entry) => naiveLeaf(entry)) },
  ];
  for (const { tree, plain } of trees) {
    assert.deepEqual(bytes([tree.root()]), bytes([mth(plain)]));
    const older = random % (plain.length + 1);
    assert.deepEqual(bytes([tree.root(older)]), bytes([mth(plain.slice(0, older))]));
    assert.deepEqual(bytes(tree.consistencyProof(older)), bytes(proof(older, plain)));
    if (plain.length === 0) continue;
    const index = random % plain.length;
    assert.deepEqual(bytes(tree.inclusionProof(index)), bytes(path(index, plain)));
  }
}

test('random dockets: the naive reading finds the same roots and proofs, and both say yes, yes', async () => {
  const seen = { moved: 0, erased: 0, withdrawn: 0, epochs: 0 };
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.nat(1000), async (plan, random) => {
      const published = new Published(new Built(plan));
      compareTrees(published, random);
      for (let docket = 0; docket < plan.dockets; docket++) {
        if (published.registrations[docket] === undefined) continue;
        const text = await published.bundle(docket);
        const { reasons, counts } = await ours(text, published.readAt);
        assert.deepEqual(reasons, []);
        assert.ok(deservesBoth(text, naively(published.readAt)));
        seen.moved += counts.moved;
        seen.erased += counts.erased.by_worker + counts.erased.unsigned;
        seen.withdrawn += counts.withheld.withdrawn;
      }
      seen.epochs = Math.max(seen.epochs, plan.epochs.length);
    }),
    { numRuns: 60 },
  );
  for (const [what, n] of Object.entries(seen)) assert.ok(n > 3, `${what} never came up`);
});

type Damage = { how: 'drop' | 'double' | 'swap' | 'change'; a: number; b: number; c: number };
const anyDamage: fc.Arbitrary<Damage> = fc.record({
  how: fc.constantFrom('drop', 'double', 'swap', 'change', 'change', 'change'),
  a: fc.nat(10_000),
  b: fc.nat(10_000),
  c: fc.nat(10_000),
});

/** What no hash holds (ledger.md §7): auditors vouch for it. */
const isTold = (trail: readonly string[]): boolean =>
  trail[0] === 'unplaced' && (trail[1] === 'open' || trail[1] === 'oldest');

function damaged(text: string, { how, a, b, c }: Damage): string {
  const lines = text.split(/(?<=\n)/);
  const [i, j] = [a % lines.length, b % lines.length];
  if (how === 'drop') return lines.toSpliced(i, 1).join('');
  if (how === 'double') return lines.toSpliced(j, 0, lines[i] ?? '').join('');
  if (how === 'swap')
    return lines
      .with(i, lines[j] ?? '')
      .with(j, lines[i] ?? '')
      .join('');
  const value: unknown = JSON.parse(lines[i] ?? '');
  const all = [...trails(value)].filter((trail) => !isTold(trail));
  const trail = all[b % all.length] ?? [];
  return lines.with(i, `${JSON.stringify(changed(value, trail, c))}\n`).join('');
}

function* trails(value: unknown, trail: string[] = []): Generator<string[]> {
  if (typeof value !== 'object' || value === null) yield trail;
  else for (const [name, inner] of Object.entries(value)) yield* trails(inner, [...trail, name]);
}

function changed(value: unknown, [name, ...rest]: string[], by: number): unknown {
  if (typeof value === 'number') return value + 1 + (by % 7);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') {
    const at = by % Math.max(1, value.length);
    const other = value[at] === '0' ? '1' : '0';
    return value.slice(0, at) + other + value.slice(at + 1);
  }
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((one: unknown, i) => (String(i) === name ? changed(one, rest, by) : one));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === name ? changed(one, rest, by) : one]),
  );
}

test('random damage, a line dropped, doubled or swapped, a field changed: both see it', async () => {
  let done = 0;
  await fc.assert(
    fc.asyncProperty(anyPlan, fc.array(anyDamage, { minLength: 8, maxLength: 8 }), async (plan, damages) => {
      const published = new Published(new Built(plan));
      const docket = plan.epochs.length % published.registrations.length;
      const text = await published.bundle(docket);
      for (const damage of damages) {
        const worse = damaged(text, damage);
        if (worse === text) continue;
        const { unaltered, complete, reasons } = await ours(worse, published.readAt);
        const what = `${JSON.stringify(damage)} ${reasons.join(' ')}`;
        assert.ok(!unaltered || !complete, `ours: ${what}`);
        assert.ok(!deservesBoth(worse, naively(published.readAt)), `the naive reading: ${what}`);
        done++;
      }
    }),
    { numRuns: 60 },
  );
  assert.ok(done > 300);
});
