/**
 * Passkeys in this browser (WebAuthn level 3). Where the authenticator has a PRF, it also gives 32 bytes that open the
 * member's own key: they stay in this tab's memory and are never sent.
 */
import { type Bytes, PASSKEY_INPUT, fromBase64url, toBase64url } from '../../seal/index.ts';
import { Halt } from './api.ts';
import w from './words/members.en.json' with { type: 'json' };

export const hasPasskeys = (): boolean => 'PublicKeyCredential' in window && isSecureContext;

type Options = Readonly<Record<string, unknown>>;
type Described = { readonly id: string; readonly type: 'public-key' };

const bytes = (text: unknown): Bytes => fromBase64url(String(text)) ?? new Uint8Array(0);
const listed = (list: unknown): PublicKeyCredentialDescriptor[] =>
  ((list ?? []) as Described[]).map(({ id, type }) => ({ id: bytes(id), type }));
const encoded = (buffer: ArrayBuffer): string => toBase64url(new Uint8Array(buffer));

/** `eval`: ask for the 32 bytes. Older browsers leave out what they don't know. */
const extensions = { prf: { eval: { first: PASSKEY_INPUT } } } as AuthenticationExtensionsClientInputs;
type PrfResult = { prf?: { enabled?: boolean; results?: { first?: ArrayBuffer | Uint8Array<ArrayBuffer> } } };

function prfOf(credential: PublicKeyCredential): { enabled: boolean; prf: Bytes | undefined } {
  const { prf } = credential.getClientExtensionResults() as PrfResult;
  const first = prf?.results?.first;
  const found = first && (first instanceof Uint8Array ? first : new Uint8Array(first));
  return { enabled: prf?.enabled === true || found !== undefined, prf: found };
}

/** Cancelled, timed out, or another window asks: told in words; nothing was changed. */
async function asked(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null;
  try {
    credential = await work();
  } catch (error) {
    const known = error instanceof DOMException && error.name === 'InvalidStateError';
    throw new Halt(known ? w.passkeys.known : w.passkeys.cancelled);
  }
  if (!(credential instanceof PublicKeyCredential)) throw new Halt(w.passkeys.cancelled);
  return credential;
}

const answer = ({ id, type, authenticatorAttachment }: PublicKeyCredential, response: object) => ({
  id,
  rawId: id,
  type,
  ...(authenticatorAttachment ? { authenticatorAttachment } : {}),
  response,
  clientExtensionResults: {},
});

export type Made = { json: { id: string }; enabled: boolean; prf: Bytes | undefined };

/** A new passkey for who is signed in. `enabled` without `prf`: the authenticator gives its bytes only when asked again. */
export async function createPasskey(options: Options): Promise<Made> {
  const user = options.user as { id: string; name: string; displayName: string };
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: listed(options.excludeCredentials),
    extensions,
  } as unknown as PublicKeyCredentialCreationOptions; // the library's JSON, its bytes decoded
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  const response = made.response as AuthenticatorAttestationResponse;
  const json = answer(made, {
    clientDataJSON: encoded(response.clientDataJSON),
    attestationObject: encoded(response.attestationObject),
  });
  return { json, ...prfOf(made) };
}

export type Shown = { json: { id: string }; prf: Bytes | undefined };

export async function showPasskey(options: Options): Promise<Shown> {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: listed(options.allowCredentials),
    extensions,
  } as unknown as PublicKeyCredentialRequestOptions; // as above
  const shown = await asked(() => navigator.credentials.get({ publicKey }));
  const response = shown.response as AuthenticatorAssertionResponse;
  const json = answer(shown, {
    clientDataJSON: encoded(response.clientDataJSON),
    authenticatorData: encoded(response.authenticatorData),
    signature: encoded(response.signature),
    ...(response.userHandle ? { userHandle: encoded(response.userHandle) } : {}),
  });
  return { json, prf: prfOf(shown).prf };
}

/** The bytes alone, of one of these passkeys: nothing is sent, so the challenge is nobody's. */
export const askBytes = (ids: readonly string[]): Promise<Shown> =>
  showPasskey({
    challenge: toBase64url(crypto.getRandomValues(new Uint8Array(32))),
    rpId: location.hostname,
    userVerification: 'required',
    allowCredentials: ids.map((id) => ({ id, type: 'public-key' })),
  });

let kept: { id: string; prf: Bytes } | undefined;
/** From the touch that signed in to the screen that opens the key: one touch is enough. Taken once. */
export const keepBytes = (id: string, prf: Bytes): void => void (kept = { id, prf });
export const hasBytes = (): boolean => kept !== undefined;
export function takeBytes(): { id: string; prf: Bytes } | undefined {
  const taken = kept;
  kept = undefined;
  return taken;
}

/** As the member recognises it among the own sessions, and nothing that tells two browsers of a kind apart. */
export function browserName(): string {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : 'Other'; // prettier-ignore
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Mac OS/.test(agent) ? 'Mac' : /Windows/.test(agent) ? 'Windows' : /Linux/.test(agent) ? 'Linux' : 'Other'; // prettier-ignore
  return `${browser} ${system}`;
}
