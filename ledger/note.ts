// C2SP signed-note, tlog-checkpoint, tlog-cosignature (Ed25519 and cosignature/v1), as ledger.md §5 and §7 use them.

import { publicKey, sign, verify } from '#ed25519';
import { sha256 } from '#sha256';
import { base64, concat, equalBytes, fromBase64, fromHex, hex, u64be, utf8 } from './bytes.ts';
import { parseNumber } from './lines.ts';

/** 1: Ed25519 over the text. 4: cosignature/v1, Ed25519 over a time and the checkpoint. */
export type Algorithm = 1 | 4;

export type VerifierKey = { name: string; id: string; algorithm: Algorithm; key: Uint8Array; vkey: string };
export type SignerKey = { name: string; algorithm: Algorithm; seed: Uint8Array };

/** `bytes` is what follows the four bytes of the key id. */
export type Signature = { name: string; id: string; bytes: Uint8Array };

/** `text` ends in LF; `signatures` in the order of their lines. */
export type Note = { text: string; signatures: Signature[] };

const keyId = (name: string, algorithm: number, key: Uint8Array): Uint8Array =>
  sha256(concat(utf8(`${name}\n`), Uint8Array.of(algorithm), key)).subarray(0, 4);

const isName = (name: string): boolean =>
  name.length > 0 && !/[\s+\p{Cc}]/u.test(name) && name.isWellFormed();

/** signed-note, verifier keys: `<name>+<id hex>+<base64(algorithm ‖ key)>`; undefined for other algorithms too. */
export function parseVkey(vkey: string): VerifierKey | undefined {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey);
  const [, name = '', id = '', text = ''] = parts ?? [];
  const bytes = fromBase64(text);
  if (!parts || !isName(name) || bytes?.length !== 33) return undefined;
  const algorithm = bytes[0];
  const key = bytes.subarray(1);
  if (algorithm !== 1 && algorithm !== 4) return undefined;
  return hex(keyId(name, algorithm, key)) === id ? { name, id, algorithm, key, vkey } : undefined;
}

/** The verifier key that belongs to a signer key. Throws a RangeError for a name with space or plus. */
export function vkeyOf(signer: SignerKey): VerifierKey {
  const { name, algorithm, seed } = signer;
  if (!isName(name)) throw new RangeError(`not a key name: ${name}`);
  const key = publicKey(seed);
  const id = hex(keyId(name, algorithm, key));
  return { name, id, algorithm, key, vkey: `${name}+${id}+${base64(concat(Uint8Array.of(algorithm), key))}` };
}

/** Reads a note; undefined for another form, however small the difference. Says nothing about its signatures. */
export function parseNote(source: string): Note | undefined {
  const at = source.lastIndexOf('\n\n');

  if (at < 0 || !source.endsWith('\n') || !source.isWellFormed() || /[\x00-\x09\x0b-\x1f\x7f]/.test(source)) {
    return undefined;
  }
  const text = source.slice(0, at + 1);
  const lines = source.slice(at + 2, -1).split('\n');
  if (lines.length > 64) return undefined;
  const signatures: Signature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (!signature) return undefined;
    signatures.push(signature);
  }
  const note = { text, signatures };
  return formatNote(note) === source ? note : undefined;
}

function parseSignature(line: string): Signature | undefined {
  const [dash, name = '', text = '', ...rest] = line.split(' ');
  const bytes = fromBase64(text);
  if (dash !== '—' || rest.length > 0 || !isName(name) || !bytes || bytes.length < 5) return undefined;
  return { name, id: hex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
}

/** `— <name> <base64(id ‖ signature)>` with its LF. */
export const formatSignature = (signature: Signature): string =>
  `— ${signature.name} ${base64(concat(fromHex(signature.id) ?? new Uint8Array(0), signature.bytes))}\n`;

export const formatNote = (note: Note): string =>
  `${note.text}\n${note.signatures.map(formatSignature).join('')}`;

/** Signs a text that ends in LF. A cosigner (algorithm 4) signs for `time`, seconds since 1970. */
export function signText(text: string, signer: SignerKey, time?: number): Signature {
  const { name, id, algorithm } = vkeyOf(signer);
  if (algorithm === 1) return { name, id, bytes: sign(signer.seed, utf8(text)) };
  if (time === undefined || !Number.isSafeInteger(time) || time < 0)
    throw new RangeError('a cosignature has a time');
  return { name, id, bytes: concat(u64be(time), sign(signer.seed, utf8(cosigned(text, time)))) };
}

const cosigned = (text: string, time: number): string => `cosignature/v1\ntime ${time}\n${text}`;

/** Whether a signature line claims to be by this key. */
export const isBy = (signature: Signature, key: VerifierKey): boolean =>
  signature.name === key.name && signature.id === key.id;

/** Checks one signature of a text by the key that it names: undefined if false, else its time (0 for algorithm 1). */
export function verifySignature(
  text: string,
  signature: Signature,
  key: VerifierKey,
): { time: number } | undefined {
  if (!isBy(signature, key)) return undefined;
  if (key.algorithm === 1) return verify(key.key, utf8(text), signature.bytes) ? { time: 0 } : undefined;
  const { bytes } = signature;
  if (bytes.length !== 72) return undefined;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  if (!Number.isSafeInteger(time)) return undefined;
  return verify(key.key, utf8(cosigned(text, time)), bytes.subarray(8)) ? { time } : undefined;
}

/** `root` is 32 bytes; `extensions` are the lines after the root, none in vouch/1. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array; extensions: string[] };

/** tlog-checkpoint: the text of a note, each line with its LF. */
export const formatCheckpoint = (checkpoint: { origin: string; size: number; root: Uint8Array }): string =>
  `${checkpoint.origin}\n${checkpoint.size}\n${base64(checkpoint.root)}\n`;

/** tlog-checkpoint; extension lines are read and returned, and it is the caller who refuses them. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', digits = '', root64 = '', ...extensions] = text.slice(0, -1).split('\n');
  const size = parseNumber(digits);
  const root = fromBase64(root64);
  if (!text.endsWith('\n') || origin === '' || size === undefined || root?.length !== 32) return undefined;
  if (extensions.includes('')) return undefined;
  return { origin, size, root, extensions };
}

/** Signs a checkpoint as the log (one note, one signature line per key). */
export function signCheckpoint(
  checkpoint: { origin: string; size: number; root: Uint8Array },
  signers: readonly SignerKey[],
): string {
  const text = formatCheckpoint(checkpoint);
  return formatNote({ text, signatures: signers.map((signer) => signText(text, signer)) });
}

/** Adds signature lines to a note; lines that are there already are not added twice. */
export function addSignatures(note: Note, signatures: readonly Signature[]): Note {
  const all = [...note.signatures];
  for (const one of signatures) {
    if (!all.some((other) => isSame(one, other))) all.push(one);
  }
  return { text: note.text, signatures: all };
}

const isSame = (a: Signature, b: Signature): boolean =>
  a.name === b.name && a.id === b.id && equalBytes(a.bytes, b.bytes);

/** Reads the body of a witness's answer: signature lines only. */
export function parseSignatures(body: string): Signature[] | undefined {
  if (!body.endsWith('\n')) return undefined;
  const signatures = body.slice(0, -1).split('\n').map(parseSignature);
  return signatures.every((one) => one !== undefined) ? signatures : undefined;
}
