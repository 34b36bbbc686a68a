/**
 * Passkeys: one touch in place of password and digits. The authenticator must have verified the person (a finger, a
 * face, a PIN), so that one touch is two factors; one that did not is refused. Only somebody who is signed in adds one.
 */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { World } from '../../platform/world.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { DEVICE_COOKIE, newDevice } from './attempts.actions.ts';
import { authOf, authPool } from './auth.actions.ts';
import { type Member, setting, whoIs } from './member.ts';
import * as store from './passkeys.store.ts';
import { forgetSessions } from './session.actions.ts';
import { noteSession } from './sessions.actions.ts';
import type { Signed } from './sign-in.actions.ts';
import { findMember } from './store.ts';

/** Loaded at the first passkey: its parsers of certificates cost memory that most deployments never need. */
const library = () => import('@simplewebauthn/server');
const MOST_PASSKEYS = 10;
const DEVICE_DAYS = 180;

const WRONG = refuse('not_signed_in', 'This passkey does not open anything here. Use your password.');
const NOT_TAKEN = refuse('invalid', 'The browser’s answer could not be checked. Try again.');
const NO_NAME = refuse(
  'wrong_state',
  'A passkey belongs to a name. Open the desk by its name (on this machine: localhost), not by a number.',
);

/** The page's origin, and the name that its passkeys belong to. */
export type Site = { origin: string; name: string };
export const siteOf = (origin: string): Site => ({ origin, name: new URL(origin).hostname });
const isNumber = ({ name }: Site): boolean => /^[\d.]+$|:/.test(name);

export type Asked = { options: Record<string, unknown> };
type Added = { response: RegistrationResponseJSON; name: string };

export async function optionsToAdd(world: World, who: Member, site: Site): Promise<Asked | Refusal> {
  if (isNumber(site)) return NO_NAME;
  const pool = authPool(world);
  const before = await store.passkeysOf(pool, who.userId);
  if (before.length >= MOST_PASSKEYS)
    return refuse('wrong_state', `There are ${MOST_PASSKEYS} passkeys already. Remove one first.`);
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: 'Vouch',
    rpID: site.name,
    userID: new TextEncoder().encode(who.userId),
    userName: who.name,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: before.map((p) => ({ id: p.credential_id })),
  });
  await store.putChallenge(pool, options.challenge, `add ${who.userId}`);
  return { options: { ...options } };
}

export async function addPasskey(
  world: World,
  who: Member,
  { response, name, site }: Added & { site: Site },
): Promise<{ id: string } | Refusal> {
  const pool = authPool(world);
  const { verifyRegistrationResponse } = await library();
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => store.takeChallenge(pool, challenge, `add ${who.userId}`),
    expectedOrigin: site.origin,
    expectedRPID: site.name,
    requireUserVerification: true,
  }).catch(() => undefined);
  const info = checked?.verified ? checked.registrationInfo : undefined;
  if (!info) return NOT_TAKEN;
  const { credential } = info;
  const added = await store.insertPasskey(pool, {
    credential_id: credential.id,
    user_id: who.userId,
    public_key: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: (credential.transports ?? []).join(' '),
    name,
  });
  if (!added) return refuse('conflict', 'This passkey is known already.');
  await world.app.write(whoIs(who, world.clock.now()), (tx) =>
    watched(tx, world, setting(who, 'passkey_added')),
  );
  return { id: credential.id };
}

/** Says nothing of who has passkeys: any browser gets a challenge, and its own list of them. */
export async function optionsToSignIn(world: World, site: Site): Promise<Asked | Refusal> {
  if (isNumber(site)) return NO_NAME;
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({ rpID: site.name, userVerification: 'required' });
  await store.putChallenge(authPool(world), options.challenge, 'sign-in');
  return { options: { ...options } };
}

type Shown = { response: AuthenticationResponseJSON; site: Site; browser: string };

/** One refusal for an unknown passkey, a wrong signature, an old challenge and a member who is gone. */
export async function signInByPasskey(
  world: World,
  { response, site, browser }: Shown,
): Promise<Signed<object> | Refusal> {
  const pool = authPool(world);
  const known = await store.passkeyBy(pool, response.id);
  const { verifyAuthenticationResponse } = await library();
  const checked =
    known &&
    (await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => store.takeChallenge(pool, challenge, 'sign-in'),
      expectedOrigin: site.origin,
      expectedRPID: site.name,
      requireUserVerification: true,
      credential: {
        id: known.credential_id,
        publicKey: new Uint8Array(Buffer.from(known.public_key, 'base64url')),
        counter: known.counter,
      },
    }).catch(() => undefined));
  if (!known || !checked?.verified || !(await findMember(world, known.user_id))) return WRONG;
  await store.usedPasskey(pool, known.credential_id, checked.authenticationInfo.newCounter);
  return enter(world, known.user_id, browser);
}

async function enter(world: World, userId: string, browser: string): Promise<Signed<object> | Refusal> {
  const answer = await authOf(world).api.enterByPasskey({ body: { userId }, asResponse: true });
  if (answer.status !== 200) return WRONG;
  const { token, email } = (await answer.json()) as { token: string; email: string };
  await noteSession(world, token, { how: 'passkey', browser });
  forgetSessions(world, userId);
  const device = `${DEVICE_COOKIE}=${newDevice(world, email)}; Max-Age=${DEVICE_DAYS * 86_400}; Path=/; HttpOnly; SameSite=Strict`;
  return { cookies: [...answer.headers.getSetCookie(), device] };
}

export type PasskeyView = { id: string; name: string; madeAt: string; usedAt: string | null; opens: boolean };

/** `opens`: it opens the member's own key too, not the sign-in alone. */
export async function listPasskeys(world: World, who: Member): Promise<{ passkeys: PasskeyView[] }> {
  const all = await store.passkeysOf(authPool(world), who.userId);
  const wraps = await world.app.read(whoIs(who, world.clock.now()), (db) =>
    store.readWraps(db, { org: who.orgId, member: who.memberId }),
  );
  const opens = new Set(wraps.map((wrap) => wrap.credential_id));
  return {
    passkeys: all.map((p) => ({
      id: p.credential_id,
      name: p.name,
      madeAt: p.made_at.toISOString(),
      usedAt: p.used_at?.toISOString() ?? null,
      opens: opens.has(p.credential_id),
    })),
  };
}

/** What a passkey of one's own makes of one's own key. The server can't tell whether it opens: the browser tries it first. */
export async function setWrap(
  world: World,
  who: Member,
  wrap: { id: string; wrapped: string },
): Promise<{ ok: true } | Refusal> {
  const mine = await store.passkeysOf(authPool(world), who.userId);
  if (!mine.some((p) => p.credential_id === wrap.id))
    return refuse('not_found', 'There is no such passkey of yours.');
  const now = world.clock.now();
  return world.app.write(whoIs(who, now), async (tx) => {
    const at = { org: who.orgId, member: who.memberId };
    await store.putWrap(tx, at, { credentialId: wrap.id, wrapped: wrap.wrapped, at: now });
    await watched(tx, world, setting(who, 'passkey_opens_key'));
    return { ok: true as const };
  });
}

export async function removePasskey(world: World, who: Member, id: string): Promise<{ ok: true } | Refusal> {
  const gone = await store.deletePasskey(authPool(world), who.userId, id);
  if (!gone) return refuse('not_found', 'There is no such passkey of yours.');
  return world.app.write(whoIs(who, world.clock.now()), async (tx) => {
    await store.dropWrap(tx, { org: who.orgId, member: who.memberId }, id);
    await watched(tx, world, setting(who, 'passkey_removed'));
    return { ok: true as const };
  });
}
