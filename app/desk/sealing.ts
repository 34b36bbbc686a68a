/** What is written here is sealed here: to this organisation's own key, and to whom it is for. */
import { type Reader, parsePublicJwk, seal, sealBytes, thumbprint } from '../../seal/index.ts';
import { Halt } from './api.ts';
import type { Me } from './session.ts';
import { ringReader } from './vault.ts';
import { w } from './words.ts';

/** Never the key that the server names, always the one whose private part opened in this tab. */
function own(me: Me): Reader {
  const reader = me.ring && ringReader(me.ring.kid);
  if (!reader) throw new Halt(w.alarm.noSeal);
  return reader;
}

/** The server refuses an envelope that does not name the worker's key by its thumbprint. */
async function workerReader(publicKey: unknown): Promise<Reader> {
  const jwk = parsePublicJwk(publicKey);
  if (!jwk) throw new Halt(w.alarm.noSeal);
  return { kid: await thumbprint(jwk), jwk };
}

/** A key of another organisation: its `kid` must be its own thumbprint. */
async function otherReader(key: { kid: string | null; jwk: unknown }): Promise<Reader> {
  const jwk = parsePublicJwk(key.jwk);
  if (!jwk || !key.kid || (await thumbprint(jwk)) !== key.kid) throw new Halt(w.alarm.noSeal);
  return { kid: key.kid, jwk };
}

export const sealToWorker = async (me: Me, publicKey: unknown, said: object): Promise<string> =>
  seal(said, [own(me), await workerReader(publicKey)]);

export const sealToTeam = (me: Me, said: object): Promise<string> => seal(said, [own(me)]);

export const sealToOther = async (
  me: Me,
  key: { kid: string | null; jwk: unknown },
  said: object,
): Promise<string> => seal(said, [own(me), await otherReader(key)]);

export const sealFileToOther = async (
  me: Me,
  key: { kid: string | null; jwk: unknown },
  file: File,
): Promise<Uint8Array<ArrayBuffer>> =>
  sealBytes(
    { type: file.type || 'application/octet-stream', bytes: new Uint8Array(await file.arrayBuffer()) },
    [own(me), await otherReader(key)],
  );

/** To several organisations, of which the own one may be one. */
async function others(me: Me, keys: readonly { kid: string; jwk: unknown }[]): Promise<Reader[]> {
  const mine = own(me);
  const rest = await Promise.all(keys.filter(({ kid }) => kid !== mine.kid).map(otherReader));
  return [mine, ...rest];
}
export const sealToOthers = async (
  me: Me,
  keys: readonly { kid: string; jwk: unknown }[],
  said: object,
): Promise<string> => seal(said, await others(me, keys));
export const sealFileToOthers = async (
  me: Me,
  keys: readonly { kid: string; jwk: unknown }[],
  file: File,
): Promise<Uint8Array<ArrayBuffer>> =>
  sealBytes(
    { type: file.type || 'application/octet-stream', bytes: new Uint8Array(await file.arrayBuffer()) },
    await others(me, keys),
  );

/** To the organisation itself. */
export const sealFileToTeam = async (me: Me, file: File): Promise<Uint8Array<ArrayBuffer>> =>
  sealBytes(
    { type: file.type || 'application/octet-stream', bytes: new Uint8Array(await file.arrayBuffer()) },
    [own(me)],
  );

export const newId = (): string => crypto.randomUUID();
