// For a cosigner that nobody can reach: it asks the log itself for its newest signed checkpoint and the tiles that
// prove its growth, goes through the same decision as a request, and brings its cosignature to the log.
import { setTimeout as wait } from 'node:timers/promises';
import {
  type LogReader,
  addSignatures,
  formatAddCheckpoint,
  formatNote,
  parseCheckpoint,
  parseNote,
  parseSignatures,
} from '../ledger/index.ts';
import type { Answer } from './cosign-server.ts';
import type { Cosigner } from './cosigner.ts';
import { proofFromTiles } from './tile-proof.ts';

/** A log as a feeder sees it. */
export type Place = {
  /** The newest checkpoint that the log signed, cosigned enough or not; undefined if there is none yet. */
  newest(): Promise<string | undefined>;
  /** Its tiles; without them the cosigner proves the growth itself. */
  read?: LogReader;
  /** Takes the checkpoint with our line; false if it wasn't taken. */
  bring(note: string): Promise<boolean>;
};

const MOST = 1 << 20;

/** The log under an address such as https://voice.example.org/ledger. */
export function placeAt(url: string): Place {
  const base = url.replace(/\/+$/, '');
  const get: LogReader = async (path) => {
    const answer = await fetch(`${base}/${path}`, { signal: AbortSignal.timeout(20_000), redirect: 'error' });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${base}/${path} answers ${answer.status}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      parts.push(part);
      if ((length += part.length) > MOST) throw new Error(`${base}/${path} is too long`);
    }
    return Buffer.concat(parts);
  };
  return {
    read: get,
    newest: async () => {
      const bytes = (await get('checkpoint.pending')) ?? (await get('checkpoint'));
      return bytes && Buffer.from(bytes).toString('utf8');
    },
    bring: async (note) => {
      const answer = await fetch(`${base}/cosignature`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: note,
        signal: AbortSignal.timeout(20_000),
        redirect: 'error',
      });
      await answer.body?.cancel();
      return answer.ok;
    },
  };
}

/** What came of one look: words for a person, and whether all is well. */
export type Fed = { ok: boolean; size: number; says: string };

/** Looks once. Nothing new is well too; the cosignature is brought again, since the log may have missed it. */
export async function feedOnce(cosigner: Cosigner, place: Place): Promise<Fed> {
  const source = await place.newest();
  const note = source === undefined ? undefined : parseNote(source);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!note || !checkpoint)
    return {
      ok: source === undefined,
      size: 0,
      says: source === undefined ? 'nothing signed yet' : 'no checkpoint',
    };
  const { size } = checkpoint;
  const old = cosigner.last(checkpoint.origin)?.size ?? 0;
  if (size < old) return { ok: false, size, says: `the log is at ${size}, and was at ${old} before` };
  // Only the log's own lines go along: a note may carry 64 of them.
  const own = {
    text: note.text,
    signatures: note.signatures.filter((one) => one.name === checkpoint.origin),
  };
  const answer = await answered(cosigner, place, { old, size, note: formatNote(own) });
  if (answer.status !== 200) return { ok: false, size, says: `${answer.status} ${answer.body.trim()}` };
  const cosigned = formatNote(addSignatures(own, parseSignatures(answer.body) ?? []));
  const taken = await place.bring(cosigned);
  return { ok: taken, size, says: taken ? 'cosigned' : 'cosigned, but the log did not take it' };
}

async function answered(
  cosigner: Cosigner,
  { read }: Place,
  { old, size, note }: { old: number; size: number; note: string },
): Promise<Answer> {
  if (!read) return cosigner.consider(note);
  const proof = await proofFromTiles(read, old, size);
  if (!proof) return { status: 404, body: 'a tile that proves the growth is missing\n' };
  return cosigner.answer(formatAddCheckpoint(old, proof, note));
}

/** Looks again and again until told to stop; a log that can't be reached is asked again. */
export async function feed(
  cosigner: Cosigner,
  place: Place,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<void> {
  let before = '';
  while (!signal.aborted) {
    const fed = await feedOnce(cosigner, place).catch((error: unknown): Fed => {
      return { ok: false, size: 0, says: error instanceof Error ? error.message : String(error) };
    });
    const line = `${fed.size} ${fed.says}`;
    if (line !== before && !signal.aborted) (fed.ok ? console.log : console.error)(line);
    before = line;
    await wait(seconds * 1000, undefined, { signal }).catch(() => {});
  }
}
