import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { formatEntry } from '../../ledger/lines.ts';
import { fourWords, newReaderKeyPair } from '../../seal/index.ts';
import { type Public, type Said, compareKeys } from './agreement.ts';

const ORG = 'vouch:open-hands';
type Pair = Awaited<ReturnType<typeof newReaderKeyPair>>;

async function announced({ kid, publicJwk }: Pair, org = ORG) {
  const document = JSON.stringify({ jwk: publicJwk, kid, org, words: await fourWords(publicJwk) });
  const sha256 = createHash('sha256').update(document).digest('hex');
  return {
    release: { sha256, index: 7, document },
    line: formatEntry({ type: 'release', sha256, name: 'keys.x' }),
  };
}

/** Everything agrees on `key`, but for what `over` says. */
async function scene(
  key: Pair,
  over: { said?: Partial<Said>; listed?: unknown; line?: string | undefined } = {},
) {
  const { release, line } = await announced(key);
  const ring = { kid: key.kid, jwk: key.publicJwk, words: await fourWords(key.publicJwk) };
  const look: Public = {
    listed: async () => ('listed' in over ? over.listed : key.publicJwk),
    entry: async (index) => (index === 7 ? ('line' in over ? over.line : line) : undefined),
  };
  return compareKeys({ orgId: ORG, ring, release, ...over.said }, key.publicJwk, look, true);
}

test('one key everywhere raises no alarm and gives its four words', async () => {
  const key = await newReaderKeyPair();
  assert.deepEqual(await scene(key), { words: await fourWords(key.publicJwk), differ: [], missing: [] });
});

test('another key in the list that phones load is found, whatever the server says of itself', async () => {
  const [key, swapped] = [await newReaderKeyPair(), await newReaderKeyPair()];
  assert.deepEqual((await scene(key, { listed: swapped.publicJwk })).differ, ['directory']);
  assert.deepEqual((await scene(key, { listed: { kty: 'RSA' } })).differ, ['directory']);
});

test('a key that nobody here can open is another key, not a missing one', async () => {
  const [key, swapped] = [await newReaderKeyPair(), await newReaderKeyPair()];
  const ring = { kid: swapped.kid, jwk: swapped.publicJwk, words: await fourWords(swapped.publicJwk) };
  assert.deepEqual((await scene(key, { said: { ring } })).differ, ['server']);
  const disguised = { ...ring, kid: key.kid };
  assert.deepEqual((await scene(key, { said: { ring: disguised } })).differ, ['server']);
});

test('the ledger must announce this key for this organisation, and hold the hash of that very text', async () => {
  const [key, swapped] = [await newReaderKeyPair(), await newReaderKeyPair()];
  const other = await announced(swapped);
  assert.deepEqual((await scene(key, { said: { release: other.release }, line: other.line })).differ, [
    'ledger',
  ]);
  assert.deepEqual((await scene(key, { line: other.line })).differ, ['ledger'], 'another line stands there');
  const elsewhere = await announced(key, 'vouch:somebody-else');
  assert.deepEqual(
    (await scene(key, { said: { release: elsewhere.release }, line: elsewhere.line })).differ,
    ['ledger'],
  );
  const { release } = await announced(key);
  const changed = { ...release, document: release.document.replace('"org"', ' "org"') };
  assert.deepEqual((await scene(key, { said: { release: changed } })).differ, ['ledger']);
});

test('what is not there yet is missing and no alarm', async () => {
  const key = await newReaderKeyPair();
  assert.deepEqual((await scene(key, { said: { release: null }, listed: null })).missing, [
    'directory',
    'ledger',
  ]);
  const { release } = await announced(key);
  const waiting = await scene(key, { said: { release: { ...release, index: null } } });
  assert.deepEqual([waiting.differ, waiting.missing], [[], ['ledger']]);
});
