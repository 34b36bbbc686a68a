import assert from 'node:assert/strict';
import test from 'node:test';
import { slowly } from './plain.routes.ts';

test('three slow hashes run at once, sixty wait, and whoever comes then is told that it is busy', async () => {
  let running = 0;
  let most = 0;
  const work = async (): Promise<string> => {
    most = Math.max(most, ++running);
    await new Promise((later) => setTimeout(later, 2));
    running--;
    return 'done';
  };
  const answers = await Promise.all(Array.from({ length: 70 }, () => slowly(work)));
  assert.equal(most, 3);
  assert.equal(answers.filter((answer) => answer === 'done').length, 63);
  assert.equal(answers.filter((answer) => answer === undefined).length, 7);
});

test('work that fails gives its place back', async () => {
  for (let i = 0; i < 5; i++)
    await assert.rejects(slowly(() => Promise.reject(new Error('no'))) as Promise<unknown>);
  assert.equal(await slowly(() => Promise.resolve(1)), 1);
});
