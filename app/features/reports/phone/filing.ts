/** What a worker's own code opens of what somebody filed with a slip: the root and the reading key from before it. */
import { type Bytes, fromBase64url, text, toBase64url, utf8 } from '../../../../seal/bytes.ts';
import { lookupId, wrapKey } from '../../../../seal/code.ts';
import {
  newReaderKeyPair,
  parsePrivateJwk,
  type PrivateJwk,
  type PublicJwk,
  unwrapBytes,
  unwrapPrivate,
  wrapBytes,
  wrapPrivate,
} from '../../../../seal/keys.ts';
import type { Root } from './sign.ts';

type Held = {
  readonly threadId: string;
  readonly wrappedKey: string;
  readonly earlierKey?: string | undefined;
};
export type Earlier = { readonly root: Bytes; readonly key: PrivateJwk };

/** Undefined where there is none, or where it is another code's. */
export async function earlierOf(thread: Held, root: Bytes): Promise<Earlier | undefined> {
  const bytes = thread.earlierKey && (await unwrapBytes(thread.earlierKey, await wrapKey(root)));
  if (!bytes) return undefined;
  const { root: before, key } = JSON.parse(text(bytes)) as { root: string; key: unknown };
  const [slip, jwk] = [fromBase64url(before), parsePrivateJwk(key)];
  return slip && jwk ? { root: slip, key: jwk } : undefined;
}

/** The keys with which the thread is opened, the worker's own first; and the root that signs for each statement. */
export async function keysOf(
  thread: Held,
  root: Bytes,
): Promise<{ readonly keys: readonly PrivateJwk[]; readonly signer: Root }> {
  const own = await unwrapPrivate(thread.wrappedKey, await wrapKey(root));
  const earlier = await earlierOf(thread, root);
  return {
    keys: [own, earlier?.key].filter((key) => key !== undefined),
    // Nothing but the report itself could be said with the slip.
    signer: earlier ? (id) => (id === thread.threadId ? earlier.root : root) : root,
  };
}

export type Claim = {
  readonly lookup: string;
  readonly publicKey: PublicJwk;
  readonly wrappedKey: string;
  readonly earlierKey: string;
};
/**
 * The slip's thread under a code of the worker's own: new look-up, new reading key, and what was before wrapped by the
 * new code. Undefined where `slip` is not the thread's. Whoever saw the slip knows neither key nor look-up afterwards.
 */
export async function claimOf(thread: Held, slip: Bytes, root: Bytes): Promise<Claim | undefined> {
  const before = await unwrapPrivate(thread.wrappedKey, await wrapKey(slip));
  if (!before) return undefined;
  const [pair, wrap] = [await newReaderKeyPair(), await wrapKey(root)];
  return {
    lookup: await lookupId(root),
    publicKey: pair.publicJwk,
    wrappedKey: await wrapPrivate(pair.privateJwk, wrap),
    earlierKey: await wrapBytes(utf8(JSON.stringify({ root: toBase64url(slip), key: before })), wrap),
  };
}
