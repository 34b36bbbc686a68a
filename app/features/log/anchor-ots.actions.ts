// A client of OpenTimestamps calendars: POST /digest, later GET /timestamp/<commitment>. A calendar gets 32 bytes, the
// hash of a public checkpoint, and learns nothing else.

import { hex } from '../../../ledger/index.ts';
import { attested, formatStamp, graft, NotOts, parseStamp } from './anchor-ots.ts';
import type { Stamp } from './anchor-ots.ts';
import type { AnchorRow } from './anchor.ts';
import type { AnchorChange } from './anchor.store.ts';

const PATIENCE_MS = 20_000;
/** As the reference client: no honest answer is longer. */
const LONGEST = 10_000;
const HEADERS = { accept: 'application/vnd.opentimestamps.v1', 'user-agent': 'vouch' };

/** Promises of other addresses are not followed: an answer must not send this server anywhere. */
const KNOWN =
  /^https:\/\/([a-z0-9-]+\.)*(calendar\.opentimestamps\.org|calendar\.eternitywall\.com|calendar\.catallaxy\.com)$/;

/** Sends what waits, asks for what was promised. Throws an Error with a sentence. */
export async function otsStep(
  row: Pick<AnchorRow, 'place' | 'proof'>,
  digest: Uint8Array,
  calendars: readonly string[],
): Promise<AnchorChange> {
  const stamp = row.proof
    ? await upgraded(parseStamp(row.proof, digest), calendars)
    : await submitted(row.place, digest);
  const found = [...attested(stamp)].map(({ attestation }) => attestation);
  const heights = found.flatMap((one) => (one.kind === 'bitcoin' ? [one.height] : []));
  if (heights.length === 0 && !found.some(({ kind }) => kind === 'pending'))
    throw new Error('the calendar’s answer promises nothing');
  const proof = formatStamp(stamp);
  return heights.length > 0
    ? { state: 'done', proof, block: Math.min(...heights) }
    : { state: 'pending', proof };
}

async function submitted(calendar: string, digest: Uint8Array): Promise<Stamp> {
  const answer = await fetch(`${calendar}/digest`, {
    method: 'POST',
    headers: { ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(digest),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(`the calendar answers ${answer.status}`);
  return readable(await limited(answer), digest);
}

/** Each promise of a calendar that is kept by now is put in; one that can't be asked today is asked tomorrow. */
async function upgraded(stamp: Stamp, calendars: readonly string[]): Promise<Stamp> {
  let now = stamp;
  for (const { message, attestation } of attested(stamp)) {
    if (attestation.kind !== 'pending') continue;
    const uri = attestation.uri.replace(/\/$/, '');
    if (!calendars.includes(uri) && !KNOWN.test(uri)) continue;
    const answer = await fetch(`${uri}/timestamp/${hex(message)}`, {
      headers: HEADERS,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 404) {
      await answer.body?.cancel();
      continue;
    }
    if (!answer.ok) throw new Error(`the calendar answers ${answer.status}`);
    const more = readable(await limited(answer), message);
    now = graft(now, more);
  }
  return now;
}

function readable(bytes: Uint8Array, message: Uint8Array): Stamp {
  try {
    return parseStamp(bytes, message);
  } catch (error) {
    if (error instanceof NotOts) throw new Error(`the calendar’s answer can’t be read: ${error.message}`);
    throw error;
  }
}

async function limited(answer: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > LONGEST) throw new Error('the calendar’s answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
