/** How the phone speaks with the server: puzzle, sending, and what it believes of the answer. */
import { sha256 } from '#sha256';
import type { Bytes } from '../../../../seal/bytes.ts';
import { commitmentOf, type Docket, type Sealed, type SolvedChallenge } from './compose.ts';

export type Challenge = {
  readonly time: string;
  readonly puzzle: {
    readonly salt: string;
    readonly bits: number;
    readonly expires: string | number;
    readonly mac: string;
  };
};

const encoder = new TextEncoder();

function leadingZeros(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

/** The least nonce for which SHA-256(salt "." nonce) has `bits` leading zero bits. Gives way to the screen now and then. */
export async function solve(challenge: Challenge): Promise<SolvedChallenge> {
  const { salt, bits } = challenge.puzzle;
  for (let nonce = 0; ; nonce++) {
    if (leadingZeros(sha256(encoder.encode(`${salt}.${nonce}`))) >= bits) {
      return { time: challenge.time, ...challenge.puzzle, nonce: String(nonce) };
    }
    if (nonce % 2000 === 1999) await new Promise((done) => setTimeout(done));
  }
}

/** What can come of a sending. `offline`: it may or may not have arrived; the same statement may be sent again. */
export type Failure = 'offline' | 'busy' | 'refused' | 'large' | 'wrong';

export type Taken = {
  readonly recorded: string;
  readonly docket: Docket;
  readonly commitment: string;
  readonly receipt: string;
  readonly due: string;
};

const NO_STORE = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;

export async function fetchChallenge(): Promise<SolvedChallenge | Failure> {
  try {
    const answer = await fetch('/w/challenge', NO_STORE);
    if (!answer.ok) return 'busy';
    return await solve((await answer.json()) as Challenge);
  } catch {
    return 'offline';
  }
}

/** With photos a multipart body, else JSON. */
export async function post(
  path: string,
  body: object,
  more: { readonly files?: readonly Bytes[]; readonly key?: string } = {},
): Promise<Response | undefined> {
  const { files = [], key } = more;
  const json = JSON.stringify(body);
  const headers: Record<string, string> = key ? { 'idempotency-key': key } : {};
  let content: string | FormData = json;
  if (files.length > 0) {
    const form = new FormData();
    form.append('report', new Blob([json], { type: 'application/json' }));
    files.forEach((file, i) => form.append(`file${i}`, new Blob([file]), `file${i}`));
    content = form;
  } else {
    headers['content-type'] = 'application/json';
  }
  try {
    return await fetch(path, { method: 'POST', headers, body: content, ...NO_STORE });
  } catch {
    return undefined;
  }
}

/** The longest that a puzzle lives, in ms: `recorded` is its time, and the receipt is written after it. */
const PUZZLE_LIFE = 600_000;

/**
 * The receipt must be for this commitment in this docket, and due at most two epochs after it was taken (ledger.md §6):
 * a later one would let the operator wait. Its signature is judged by who is shown it, against a policy of their own.
 */
function fits(
  receipt: string,
  sealed: Sealed,
  answer: { taken: Taken; origin: string; epoch: number },
): boolean {
  const [title, origin, docket, commitment, due] = receipt.split('\n');
  const { taken } = answer;
  const wait = Date.parse(due ?? '') - Date.parse(taken.recorded);
  return (
    title === 'vouch/1 receipt' &&
    origin === answer.origin &&
    docket === `${sealed.docket.index} ${sealed.docket.kind} ${sealed.docket.id}` &&
    commitment === taken.commitment &&
    due === taken.due &&
    wait <= 2 * answer.epoch * 1000 + PUZZLE_LIFE
  );
}

export type Sending = {
  readonly path: string;
  readonly sealed: Sealed;
  readonly files: readonly Bytes[];
  /** The body for a time that the server gave. */
  readonly body: (recorded: string) => Promise<object>;
  readonly origin: string;
  readonly epochSeconds: number;
};

const FAILURES: Record<number, Failure> = {
  413: 'large',
  428: 'busy',
  429: 'busy',
  503: 'busy',
  500: 'busy',
};

/**
 * Sends, and accepts the answer only if the commitment is the phone's own: computed with the time at which the server
 * first took it, which is an earlier one when this is a repetition.
 */
export async function send(sending: Sending): Promise<Taken | Failure> {
  let answer = await attempt(sending);
  // A puzzle that ran out while the phone slept: a new one, once.
  if (answer instanceof Response && answer.status === 428) answer = await attempt(sending);
  if (typeof answer === 'string') return answer;
  if (!answer.ok) return FAILURES[answer.status] ?? 'refused';
  const taken = (await answer.json()) as Taken;
  const own = await commitmentOf(sending.sealed, taken.recorded);
  const about = { taken, origin: sending.origin, epoch: sending.epochSeconds };
  return taken.commitment === own && fits(taken.receipt, sending.sealed, about) ? taken : 'wrong';
}

async function attempt(sending: Sending): Promise<Response | Failure> {
  const challenge = await fetchChallenge();
  if (typeof challenge === 'string') return challenge;
  const body = { challenge, ...(await sending.body(challenge.time)) };
  const more = { files: sending.files, key: sending.sealed.statementId };
  return (await post(sending.path, body, more)) ?? 'offline';
}
