import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import * as browserEd25519 from './ed25519.browser.ts';
import * as nodeEd25519 from './ed25519.node.ts';
import { concat, hex, mustHex, utf8 } from './bytes.ts';
import { EMPTY_ROOT } from './merkle.ts';
import {
  addSignatures,
  formatNote,
  parseCheckpoint,
  parseNote,
  parseSignatures,
  parseVkey,
  formatSignature,
  signCheckpoint,
  signText,
  verifySignature,
  vkeyOf,
} from './note.ts';
import * as browserSha256 from './sha256.browser.ts';
import * as nodeSha256 from './sha256.node.ts';
import { publishedPath, readJson, withoutPublished } from './vectors.ts';

const log = { name: 'demo.vouch.invalid/vouch/1', algorithm: 1, seed: mustHex('01'.repeat(32)) } as const;
const witness = { name: 'ngo.example/witness', algorithm: 4, seed: mustHex('02'.repeat(32)) } as const;
const checkpoint = { origin: log.name, size: 3, root: Uint8Array.from(EMPTY_ROOT) };

test('a checkpoint signed by the log and cosigned by a witness verifies, and one letter less does not', () => {
  const note = parseNote(signCheckpoint(checkpoint, [log]));
  assert.ok(note);
  const cosigned = addSignatures(note, [signText(note.text, witness, 1767225600)]);
  const again = parseNote(formatNote(cosigned));
  assert.deepEqual(again, cosigned);
  const [first, second] = cosigned.signatures;
  assert.ok(first && second);
  assert.deepEqual(verifySignature(note.text, first, vkeyOf(log)), { time: 0 });
  assert.deepEqual(verifySignature(note.text, second, vkeyOf(witness)), { time: 1767225600 });
  const altered = note.text.replace('3', '4');
  assert.equal(verifySignature(altered, first, vkeyOf(log)), undefined);
  assert.equal(verifySignature(altered, second, vkeyOf(witness)), undefined);
  assert.equal(verifySignature(note.text, second, vkeyOf(log)), undefined);
  assert.deepEqual(parseSignatures(formatSignature(second)), [second]);
  assert.deepEqual(parseCheckpoint(note.text), { ...checkpoint, extensions: [] });
});

test('a note in another spelling is refused', () => {
  const source = signCheckpoint(checkpoint, [log]);
  for (const bad of [
    source.slice(0, -1),
    `${source}\n`,
    source.replace('— ', '- '),
    source.replace('\n\n', '\n'),
    source.replace(/=\n$/, '\n'),
    source.replace(' demo', '  demo'),
    source.replaceAll('\n', '\r\n'),
    source.slice(0, source.indexOf('\n\n') + 2),
  ]) {
    assert.equal(parseNote(bad), undefined, JSON.stringify(bad));
  }
});

type Notes = { vectors: { id: string; note: string; vkeys: string[] }[] };

test('published notes verify, and fail with one letter changed', { skip: withoutPublished('notes') }, () => {
  const { vectors } = readJson<Notes>(publishedPath('notes/signed-notes.json'));
  assert.equal(vectors.length, 6);
  for (const { id, note: source, vkeys } of vectors) {
    const note = parseNote(source);
    assert.ok(note, id);
    for (const vkey of vkeys) {
      const key = parseVkey(vkey);
      assert.ok(key, id);
      const verdicts = note.signatures.map((one) => verifySignature(note.text, one, key));
      assert.ok(
        verdicts.some((one) => one !== undefined),
        id,
      );
      assert.ok(
        note.signatures.every((one) => !verifySignature(`x${note.text}`, one, key)),
        id,
      );
    }
  }
});

test('published verifier keys parse or not', { skip: withoutPublished('notes') }, () => {
  type Keys = { vectors: { desc: string; vkey: string; valid: boolean }[] };
  for (const { desc, vkey, valid } of readJson<Keys>(publishedPath('notes/vkeys.json')).vectors) {
    // Only Ed25519 and cosignature/v1 are part of vouch/1.
    assert.equal(parseVkey(vkey) !== undefined, valid && !desc.includes('MLDSA'), desc);
  }
});

test('hashes and signatures are the same in Node and in a browser', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 200]) {
    const bytes = new Uint8Array(length).fill(length);
    assert.equal(hex(nodeSha256.sha256(bytes)), hex(browserSha256.sha256(bytes)));
    assert.equal(hex(nodeSha256.sha256(bytes)), createHash('sha256').update(bytes).digest('hex'));
    for (const key of [log.seed, bytes]) {
      const expected = createHmac('sha256', key).update(bytes).digest('hex');
      assert.equal(hex(nodeSha256.hmacSha256(key, bytes)), expected);
      assert.equal(hex(browserSha256.hmacSha256(key, bytes)), expected);
    }
    const signature = nodeEd25519.sign(log.seed, bytes);
    assert.equal(hex(signature), hex(browserEd25519.sign(log.seed, bytes)));
    const key = browserEd25519.publicKey(log.seed);
    assert.equal(hex(key), hex(nodeEd25519.publicKey(log.seed)));
    assert.ok(nodeEd25519.verify(key, bytes, signature) && browserEd25519.verify(key, bytes, signature));
    const other = concat(bytes, Uint8Array.of(1));
    assert.ok(!nodeEd25519.verify(key, other, signature) && !browserEd25519.verify(key, other, signature));
  }
});

test(
  'odd points: both verifiers say the same of every published one',
  { skip: withoutPublished('cctv') },
  () => {
    type Odd = { number: number; key: string; sig: string; msg: string; flags: string[] | null };
    const vectors = readJson<Odd[]>(publishedPath('cctv/ed25519/ed25519vectors.json'));
    let [taken, refused] = [0, 0];
    for (const { number, key, sig, msg, flags } of vectors) {
      const inNode = nodeEd25519.verify(mustHex(key), utf8(msg), mustHex(sig));
      const inBrowser = browserEd25519.verify(mustHex(key), utf8(msg), mustHex(sig));
      assert.equal(inNode, inBrowser, `${number} ${flags?.join(' ')}`);
      if (inNode) taken++;
      else refused++;
    }
    assert.ok(taken > 0 && refused > 0);
  },
);
