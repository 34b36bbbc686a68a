import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GeneralEncrypt, importJWK } from 'jose';
import { random, utf8 } from './bytes.ts';
import { open, openBytes, paddedSize, readersOf, seal, sealBytes } from './envelope.ts';
import { newReaderKeyPair } from './keys.ts';

const pair = async () => {
  const { kid, publicJwk, privateJwk } = await newReaderKeyPair();
  return { reader: { kid, jwk: publicJwk }, privateJwk };
};

test('every reader opens it and nobody else does', async () => {
  const [one, two, stranger] = [await pair(), await pair(), await pair()];
  const said = { category: ['passports_withheld'], text: 'သူတို့ ပတ်စပို့ သိမ်းထားတယ်' };
  const envelope = await seal(said, [one.reader, two.reader]);
  assert.deepEqual(readersOf(envelope), [one.reader.kid, two.reader.kid]);
  assert.deepEqual(await open(envelope, one.privateJwk), said);
  assert.deepEqual(await open(envelope, two.privateJwk), said);
  assert.equal(await open(envelope, stranger.privateJwk), undefined);
  assert.ok(!envelope.includes('passports_withheld'));
});

test('an altered envelope, another format and plain junk open to nothing', async () => {
  const { reader, privateJwk } = await pair();
  const jwe = JSON.parse(await seal({ a: 1 }, [reader])) as { ciphertext: string; tag: string };
  const first = jwe.ciphertext[0] === 'A' ? 'B' : 'A';
  const altered = JSON.stringify({ ...jwe, ciphertext: first + jwe.ciphertext.slice(1) });
  for (const junk of [altered, '', 'null', '[]', '{"recipients":[]}', '{"recipients":[null]}', 'x.y.z']) {
    assert.equal(await open(junk, privateJwk), undefined, junk.slice(0, 20));
  }
  assert.equal(readersOf('no'), undefined);
});

test('the length says only a size class', async () => {
  const { reader } = await pair();
  const length = async (text: string) => (await seal({ text }, [reader])).length;
  assert.equal(await length(''), await length('x'.repeat(1000)));
  assert.notEqual(await length('x'), await length('x'.repeat(1020)));
  assert.deepEqual([0, 1024, 1025, 5000, 16_385].map(paddedSize), [1024, 1024, 2048, 8192, 32_768]);
});

test('what was padded to other sizes, older or newer, still opens', async () => {
  const { reader, privateJwk } = await pair();
  const key = await importJWK({ ...reader.jwk }, 'ECDH-ES+A256KW');
  for (const size of [9, 512, 1000, 1536, 100_000]) {
    const padded = new Uint8Array(size).fill(0x20);
    padded.set(utf8('{"a":"b"}'));
    const jwe = await new GeneralEncrypt(padded)
      .setProtectedHeader({ enc: 'A256GCM' })
      .addRecipient(key)
      .setUnprotectedHeader({ alg: 'ECDH-ES+A256KW', kid: reader.kid })
      .encrypt();
    assert.deepEqual(await open(JSON.stringify(jwe), privateJwk), { a: 'b' }, String(size));
  }
});

test('a photo comes back byte for byte with its media type', async () => {
  const { reader, privateJwk } = await pair();
  const stranger = await pair();
  for (const size of [0, 1, 1006, 65_000]) {
    const photo = { type: 'image/jpeg', bytes: random(size) };
    const sealed = await sealBytes(photo, [reader]);
    assert.deepEqual(await openBytes(sealed, privateJwk), photo);
    assert.equal(await openBytes(sealed, stranger.privateJwk), undefined);
  }
});

test('sealing to nobody is refused: it could never be read', async () => {
  await assert.rejects(seal({ a: 1 }, []), /needs a reader/);
});
