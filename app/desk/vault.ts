/**
 * The keys of who sits here. In this tab's memory only: closing, reloading, locking or leaving it alone forgets them,
 * and with them every word that was opened. Never in any storage.
 */
import { useSyncExternalStore } from 'react';
import {
  type Bytes,
  type PrivateJwk,
  type PublicJwk,
  type RingKey,
  type Wrapped,
  open,
  openBytes,
  openShare,
  readersOf,
  unlockMemberKey,
  unwrapByPasskey,
} from '../../seal/index.ts';

export const IDLE_MS = 20 * 60_000;

export type Vault = {
  readonly member: PrivateJwk;
  readonly ring: readonly RingKey[];
  readonly until: number;
};

let vault: Vault | undefined;
let opened = new Map<string, Promise<object | undefined>>();
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

export const useVault = (): Vault | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => vault,
  );

export const currentVault = (): Vault | undefined => vault;

export function fillVault(member: PrivateJwk, ring: readonly RingKey[]): void {
  vault = { member, ring, until: Date.now() + IDLE_MS };
  tell();
}

export function lock(): void {
  vault = undefined;
  opened = new Map();
  tell();
}

/** Any sign of the person puts the lock off; told to the screen once a minute at most. */
export function stay(): void {
  if (!vault) return;
  const until = Date.now() + IDLE_MS;
  if (until - vault.until < 60_000) return;
  vault = { ...vault, until };
  tell();
}

export function lockWhenIdle(): () => void {
  const check = setInterval(() => {
    if (vault && Date.now() >= vault.until) lock();
  }, 5_000);
  const signs = ['pointerdown', 'keydown', 'wheel'] as const;
  signs.forEach((sign) => addEventListener(sign, stay, { passive: true }));
  return () => {
    clearInterval(check);
    signs.forEach((sign) => removeEventListener(sign, stay));
  };
}

export type Share = { readonly kid: string; readonly share: string };

/** `wrong`: another passphrase. `none`: the passphrase is right, but nobody has shared the ring with this member. */
export async function unlock(
  wrapped: Wrapped,
  shares: readonly Share[],
  passphrase: string,
): Promise<'open' | 'wrong' | 'none'> {
  const member = await unlockMemberKey(wrapped, passphrase);
  return member ? openRing(member, shares) : 'wrong';
}

/** `wrong`: this passkey opens another key, or none. */
export async function unlockByPasskey(
  wrapped: string,
  shares: readonly Share[],
  prf: Bytes,
): Promise<'open' | 'wrong' | 'none'> {
  const member = await unwrapByPasskey(wrapped, prf);
  return member ? openRing(member, shares) : 'wrong';
}

async function openRing(member: PrivateJwk, shares: readonly Share[]): Promise<'open' | 'none'> {
  const ring = new Map<string, RingKey>();
  for (const { share } of shares)
    for (const key of (await openShare(share, member)) ?? []) ring.set(key.kid, key);
  if (ring.size === 0) return 'none';
  fillVault(member, [...ring.values()]);
  return 'open';
}

async function tryKeys(envelope: string, keys: readonly RingKey[]): Promise<object | undefined> {
  const named = readersOf(envelope) ?? [];
  for (const { privateJwk } of keys.filter((key) => named.includes(key.kid))) {
    const found = await open(envelope, privateJwk);
    if (found) return found;
  }
  return undefined;
}

/** The object inside, as it was sealed: whoever sealed it may have put anything in, so the caller parses it. */
export function openEnvelope(id: string, envelope: string): Promise<object | undefined> {
  if (!vault) return Promise.resolve(undefined);
  const known = opened.get(id);
  if (known) return known;
  const found = tryKeys(envelope, vault.ring);
  opened.set(id, found);
  return found;
}

export async function openPhoto(sealed: Uint8Array<ArrayBuffer>) {
  for (const { privateJwk } of vault?.ring ?? []) {
    const photo = await openBytes(sealed, privateJwk);
    if (photo) return photo;
  }
  return undefined;
}

/** The public part of the ring key `kid`, from the private key itself and not from the server's word. */
export function ringReader(kid: string): { kid: string; jwk: PublicJwk } | undefined {
  const key = vault?.ring.find((one) => one.kid === kid);
  if (!key) return undefined;
  const { kty, crv, x, y } = key.privateJwk;
  return { kid, jwk: { kty, crv, x, y } };
}
