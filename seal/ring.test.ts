import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, seal } from './envelope.ts';
import { thumbprint } from './keys.ts';
import {
  newKitCode,
  newMemberKey,
  newRingKey,
  openKit,
  openShare,
  shareRing,
  unlockMemberKey,
  wrapKit,
} from './ring.ts';

const reader = (key: Awaited<ReturnType<typeof newRingKey>>) => ({ kid: key.kid, jwk: key.publicJwk });

test('a member unlocks with the passphrase, opens the share and reads what a worker sealed', async () => {
  const ring = await newRingKey();
  const member = await newMemberKey('correct horse');
  const share = await shareRing([ring], member.publicJwk);
  const unlocked = await unlockMemberKey(member.wrapped, 'correct horse');
  assert.ok(unlocked);
  const keys = await openShare(share, unlocked);
  assert.deepEqual(keys, [{ kid: ring.kid, privateJwk: ring.privateJwk }]);
  const said = await seal({ text: 'x' }, [reader(ring)]);
  assert.deepEqual(await open(said, keys[0]?.privateJwk ?? ring.privateJwk), { text: 'x' });
});

test('a wrong passphrase, a weakened record and another member open nothing', async () => {
  const ring = await newRingKey();
  const [member, other] = [await newMemberKey('one'), await newMemberKey('two')];
  assert.equal(await unlockMemberKey(member.wrapped, 'two'), undefined);
  assert.equal(await unlockMemberKey({ ...member.wrapped, iterations: 1 }, 'one'), undefined);
  assert.equal(await unlockMemberKey({ ...member.wrapped, iterations: 1e12 }, 'one'), undefined);
  assert.equal(await openShare(await shareRing([ring], member.publicJwk), other.privateJwk), undefined);
});

test('a removed member cannot read what is sealed to the new key', async () => {
  const [before, after] = [await newRingKey(), await newRingKey()];
  const removed = await newMemberKey('x');
  const keys = await openShare(await shareRing([before], removed.publicJwk), removed.privateJwk);
  const later = await seal({ text: 'later' }, [reader(after)]);
  assert.ok(keys?.length === 1);
  for (const { privateJwk } of keys) assert.equal(await open(later, privateJwk), undefined);
});

test('the printed kit opens the whole ring, typed in any case, and only with its own words', async () => {
  const ring = [await newRingKey(), await newRingKey()];
  const words = newKitCode();
  assert.match(words, /^([a-z]{5} ){7}[a-z]{5}$/);
  const kit = await wrapKit(ring, words);
  const opened = await openKit(kit, `  ${words.toUpperCase().replaceAll(' ', ' - ')}\n`);
  assert.deepEqual(
    opened?.map(({ kid }) => kid),
    ring.map(({ kid }) => kid),
  );
  assert.equal(await openKit(kit, newKitCode()), undefined);
});

test('a share whose kid is not the thumbprint of its key is refused', async () => {
  const [one, two] = [await newRingKey(), await newRingKey()];
  const member = await newMemberKey('x');
  const swapped = await shareRing([{ kid: one.kid, privateJwk: two.privateJwk }], member.publicJwk);
  assert.equal(await openShare(swapped, member.privateJwk), undefined);
  assert.equal(one.kid, await thumbprint(one.publicJwk));
});
