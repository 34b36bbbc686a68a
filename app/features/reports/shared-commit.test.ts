import assert from 'node:assert/strict';
import test from 'node:test';
import { SharedCommit } from './shared-commit.ts';

type Item = { key: string; bad?: boolean };

test('what arrives together is written together, and each gets its own answer', async () => {
  const batches: number[] = [];
  const commits = new SharedCommit<Item, string>(
    async (items) => {
      batches.push(items.length);
      await new Promise((later) => setTimeout(later, 5));
      return items.map((i) => `taken ${i.key}`);
    },
    (i) => i.key,
  );
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => commits.submit({ key: String(i) })));
  assert.deepEqual(
    answers,
    Array.from({ length: 50 }, (_, i) => `taken ${i}`),
  );
  assert.ok(batches.length < 5, batches.join());
});

test('one that fails costs the others nothing', async () => {
  const commits = new SharedCommit<Item, string>(
    async (items) => {
      if (items.some((i) => i.bad)) throw new Error('a bad one');
      return items.map((i) => i.key);
    },
    (i) => i.key,
  );
  const results = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((key) => commits.submit({ key, bad: key === 'c' })),
  );
  assert.deepEqual(
    results.map((r) => r.status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  );
});

test('two with one key are never in one batch', async () => {
  const commits = new SharedCommit<Item, number>(
    async (items) => {
      assert.equal(new Set(items.map((i) => i.key)).size, items.length);
      return items.map(() => items.length);
    },
    (i) => i.key,
  );
  await Promise.all([1, 2, 3].flatMap(() => ['x', 'y'].map((key) => commits.submit({ key }))));
});

test('no more than the most go in one batch', async () => {
  const sizes: number[] = [];
  const commits = new SharedCommit<Item, string>(
    async (items) => {
      sizes.push(items.length);
      return items.map((i) => i.key);
    },
    (i) => i.key,
    8,
  );
  await Promise.all(Array.from({ length: 30 }, (_, i) => commits.submit({ key: String(i) })));
  assert.equal(Math.max(...sizes), 8);
});
