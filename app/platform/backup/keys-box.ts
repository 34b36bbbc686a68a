// Keys under a passphrase: scrypt, then AES-256-GCM in frames (the STREAM construction: a counter and a last-frame mark
// in each nonce), so that nothing can be cut off, left out or put in another order, and memory stays small.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

const MAGIC = Buffer.from('vouch keys 1\n');
const SALT = 16;
const TAG = 16;
const FRAME = 1 << 16;
/** 128 MB and about half a second a guess. */
const COST = { N: 1 << 17, r: 8, p: 1, maxmem: 256 << 20 };

/** A passphrase that a machine doesn't find in a year of guessing at that cost. */
export const LEAST_PASSPHRASE = 16;

export class WrongPassphrase extends Error {}

const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((done, fail) =>
    scrypt(passphrase.normalize('NFKC'), salt, 32, COST, (error, key) => (error ? fail(error) : done(key))),
  );

function nonceOf(counter: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(counter, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Each sealing has a salt, so a key, of its own: a counter alone never repeats a nonce under it. */
export async function sealKeys(plain: Buffer, passphrase: string): Promise<Buffer> {
  const salt = randomBytes(SALT);
  const key = await keyOf(passphrase, salt);
  const frames: Buffer[] = [MAGIC, salt];
  for (let i = 0, at = 0; at < plain.length || i === 0; i++, at += FRAME) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(i, at + FRAME >= plain.length)).setAAD(MAGIC);
    frames.push(cipher.update(plain.subarray(at, at + FRAME)), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(frames);
}

/** Throws WrongPassphrase, also where the box was altered: both look the same. */
export async function openKeys(box: Buffer, passphrase: string): Promise<Buffer> {
  const start = MAGIC.length + SALT;
  if (!box.subarray(0, MAGIC.length).equals(MAGIC) || box.length < start + TAG)
    throw new WrongPassphrase('these are no sealed keys');
  const key = await keyOf(passphrase, box.subarray(MAGIC.length, start));
  const plain: Buffer[] = [];
  for (let i = 0, at = start; at < box.length; i++, at += FRAME + TAG) {
    const frame = box.subarray(at, at + FRAME + TAG);
    const cipher = createDecipheriv('aes-256-gcm', key, nonceOf(i, at + FRAME + TAG >= box.length));
    cipher.setAAD(MAGIC).setAuthTag(frame.subarray(-TAG));
    try {
      plain.push(cipher.update(frame.subarray(0, -TAG)), cipher.final());
    } catch {
      throw new WrongPassphrase('the passphrase is another one, or the sealed keys were altered');
    }
  }
  return Buffer.concat(plain);
}
