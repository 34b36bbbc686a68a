/** Ed25519 on the worker's device, one key a statement. The library is loaded only where the browser has none. */
import { type Bytes, concat, fromBase64url } from './bytes.ts';

export type DeviceKey = {
  /** 32 raw bytes. */
  readonly publicKey: Bytes;
  /** 64 bytes over exactly these bytes. */
  readonly sign: (message: Bytes) => Promise<Bytes>;
};

/** PKCS #8 of an Ed25519 private key (RFC 8410) up to the 32 bytes of the seed. */
const PKCS8 = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]);

async function native(seed: Bytes): Promise<DeviceKey | undefined> {
  try {
    const key = await crypto.subtle.importKey('pkcs8', concat(PKCS8, seed), 'Ed25519', true, ['sign']);
    const jwk = await crypto.subtle.exportKey('jwk', key);
    const publicKey = fromBase64url(jwk.x ?? '');
    if (publicKey?.length !== 32) return undefined;
    return {
      publicKey,
      sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, message)),
    };
  } catch {
    return undefined;
  }
}

/** The same key by the library, for browsers from before Ed25519 came to WebCrypto. */
export async function libraryKey(seed: Bytes): Promise<DeviceKey> {
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  return {
    publicKey: new Uint8Array(ed25519.getPublicKey(seed)),
    sign: async (message) => new Uint8Array(ed25519.sign(message, seed)),
  };
}

/** `seed`: 32 bytes of `statementSeed`. */
export async function deviceKey(seed: Bytes): Promise<DeviceKey> {
  return (await native(seed)) ?? libraryKey(seed);
}
