// C2SP tlog-witness, the part without a network (ledger.md §7). The process around it reads the body, holds a lock
// per origin from `decide` until `next` is stored durably, and only then answers.

import { base64, equalBytes, fromBase64 } from './bytes.ts';
import { parseNumber } from './lines.ts';
import { EMPTY_ROOT, verifyConsistency } from './merkle.ts';
import { formatSignature, parseCheckpoint, parseNote, signText, verifySignature } from './note.ts';
import type { Checkpoint, Note, SignerKey, VerifierKey } from './note.ts';

export type AddCheckpoint = { old: number; proof: Uint8Array[]; note: Note; checkpoint: Checkpoint };

/** Reads the body of `POST /add-checkpoint`; undefined for another form (answer 400). */
export function parseAddCheckpoint(body: string): AddCheckpoint | undefined {
  const end = body.indexOf('\n\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = body.slice(0, end).split('\n');
  const old = first.startsWith('old ') ? parseNumber(first.slice(4)) : undefined;
  const note = parseNote(body.slice(end + 2));
  const checkpoint = note && parseCheckpoint(note.text);
  if (old === undefined || !note || !checkpoint || lines.length > 63) return undefined;
  const proof = lines.map(fromBase64);
  if (!proof.every((hash) => hash?.length === 32)) return undefined;
  return { old, proof: proof.filter((hash) => hash !== undefined), note, checkpoint };
}

/** The body of a request. */
export const formatAddCheckpoint = (old: number, proof: readonly Uint8Array[], note: string): string =>
  `old ${old}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${note}`;

/** What a witness cosigned last for an origin. */
export type Seen = { size: number; root: Uint8Array };

export type Witness = {
  signer: SignerKey;
  /** The keys trusted for an origin; empty if it is unknown. */
  logKeys: (origin: string) => readonly VerifierKey[];
};

export type Decision =
  | { status: 200; body: string; next: Seen }
  | { status: 400 | 403 | 404 | 422; body: string }
  | { status: 409; body: string; contentType: 'text/x.tlog.size'; split: boolean };

/** Decides one request: `last` is what was cosigned last for its origin, `time` seconds since 1970. */
export function decide(
  witness: Witness,
  request: AddCheckpoint,
  last: Seen | undefined,
  time: number,
): Decision {
  const { old, proof, note, checkpoint } = request;
  const keys = witness.logKeys(checkpoint.origin);
  if (keys.length === 0) return { status: 404, body: 'unknown log\n' };
  const signed = note.signatures.some((one) => keys.some((key) => verifySignature(note.text, one, key)));
  if (!signed) return { status: 403, body: 'invalid signature\n' };
  if (old > checkpoint.size) return { status: 400, body: 'old size larger than the checkpoint\n' };
  const known = last ?? { size: 0, root: checkpoint.root };
  // The log signed two roots for one size: with the note cosigned last this proves it, whatever `old` says.
  const split = last?.size === checkpoint.size && !equalBytes(last.root, checkpoint.root);
  if (old !== known.size || split) return conflict(known.size, split);
  const isTree = checkpoint.size > 0 || equalBytes(checkpoint.root, EMPTY_ROOT);
  const grows = old === 0 ? proof.length === 0 && isTree : verifyConsistency(known, checkpoint, proof);
  if (!grows) return { status: 422, body: 'the consistency proof does not verify\n' };
  const body = formatSignature(signText(note.text, witness.signer, time));
  return { status: 200, body, next: { size: checkpoint.size, root: checkpoint.root } };
}

const conflict = (size: number, split: boolean): Decision => ({
  status: 409,
  body: `${size}\n`,
  contentType: 'text/x.tlog.size',
  split,
});
