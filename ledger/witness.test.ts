import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mustHex, utf8 } from './bytes.ts';
import { Tree, leafHash } from './merkle.ts';
import { parseSignatures, parseVkey, signCheckpoint, verifySignature, vkeyOf } from './note.ts';
import type { SignerKey } from './note.ts';
import { publishedPath, readJson, withoutPublished } from './vectors.ts';
import { decide, formatAddCheckpoint, parseAddCheckpoint } from './witness.ts';
import type { Decision, Seen, Witness } from './witness.ts';

const log: SignerKey = { name: 'demo.vouch.invalid/vouch/1', algorithm: 1, seed: mustHex('01'.repeat(32)) };
const signer: SignerKey = { name: 'example.com/witness', algorithm: 4, seed: mustHex('02'.repeat(32)) };
const witness: Witness = { signer, logKeys: (origin) => (origin === log.name ? [vkeyOf(log)] : []) };

const tree = Tree.of(Array.from({ length: 20 }, (_, i) => leafHash(utf8(`erased ${i}\n`))));
const fork = Tree.of(Array.from({ length: 20 }, (_, i) => leafHash(utf8(`erased ${i + (i > 6 ? 1 : 0)}\n`))));

type Odd = { of?: Tree; by?: SignerKey };

function ask(old: number, size: number, last: Seen | undefined, { of = tree, by = log }: Odd = {}): Decision {
  const note = signCheckpoint({ origin: by.name, size, root: of.root(size) }, [by]);
  const proof = old <= size ? of.consistencyProof(old, size) : [];
  const request = parseAddCheckpoint(formatAddCheckpoint(old, proof, note));
  assert.ok(request);
  return decide(witness, request, last, 1767225600);
}

test('a witness follows a log that only grows, and nothing else', () => {
  const first = ask(0, 5, undefined);
  assert.ok(first.status === 200);
  const second = ask(5, 12, first.next);
  assert.ok(second.status === 200);
  assert.ok(ask(12, 12, second.next).status === 200);
  assert.equal(ask(5, 20, second.next).status, 409);
  assert.equal(ask(5, 20, second.next).body, '12\n');
  assert.equal(ask(12, 20, second.next, { of: fork }).status, 422);
  assert.equal(ask(12, 12, second.next, { of: fork }).status, 409);
  assert.equal(ask(12, 11, second.next).status, 400);
  assert.equal(ask(0, 20, undefined, { by: { ...log, name: 'other.invalid/vouch/1' } }).status, 404);
  assert.equal(ask(0, 20, undefined, { by: { ...log, seed: mustHex('03'.repeat(32)) } }).status, 403);
});

test('its answer is a cosignature with the time given', () => {
  const answer = ask(0, 5, undefined);
  assert.ok(answer.status === 200);
  const [signature] = parseSignatures(answer.body) ?? [];
  assert.ok(signature);
  const text = `${log.name}\n5\n${signCheckpoint({ origin: log.name, size: 5, root: tree.root(5) }, [log]).split('\n')[2]}\n`;
  assert.deepEqual(verifySignature(text, signature, vkeyOf(signer)), { time: 1767225600 });
});

test('bodies of another form are refused', () => {
  const note = signCheckpoint({ origin: log.name, size: 5, root: tree.root(5) }, [log]);
  for (const body of [
    '',
    'old 0\n',
    `old 00\n\n${note}`,
    `old x\n\n${note}`,
    `old 0\nAA==\n\n${note}`,
    `old 0\n${note}`,
  ]) {
    assert.equal(parseAddCheckpoint(body), undefined, body);
  }
  const hash = `${'A'.repeat(43)}=\n`;
  assert.equal(parseAddCheckpoint(`old 0\n${hash.repeat(64)}\n${note}`), undefined);
});

type Exchange = { body: string; status: number; text: string };
type Exchanges = { logOrigin: string; logVkey: string; exchanges: Exchange[] };

test('published exchanges, in order', { skip: withoutPublished('notes') }, () => {
  const v = readJson<Exchanges>(publishedPath('notes/witness-add-checkpoint.json'));
  const key = parseVkey(v.logVkey);
  assert.ok(key);
  const theirs: Witness = { signer, logKeys: (origin) => (origin === v.logOrigin ? [key] : []) };
  let last: Seen | undefined;
  for (const { body, status, text } of v.exchanges) {
    const request = parseAddCheckpoint(body);
    // One published signature has a stray bit in its base64: we call the request malformed, they the signature.
    if (!request) {
      assert.equal(status, 403);
      continue;
    }
    const answer = decide(theirs, request, last, 1767225600);
    assert.equal(answer.status, text === 'unknown log' ? 404 : status);
    if (answer.status === 200) last = answer.next;
    if (answer.status === 409) assert.equal(answer.body, text);
  }
  assert.equal(last?.size, 5);
});
