/** Two factors, then a session. Every "no" is the same "no", whatever the reason, and takes the same time. */
import type { World } from '../../platform/world.ts';
import { watched } from '../record/index.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { admit, bucketOf, DEVICE_COOKIE, firstUse, newDevice, succeeded } from './attempts.actions.ts';
import { authOf } from './auth.actions.ts';
import { setting, whoIs } from './member.ts';
import { forgetSessions, memberOfCookies } from './session.actions.ts';
import { noteSession } from './sessions.actions.ts';

export type Signed<T> = T & { cookies: string[] };
const DEVICE_DAYS = 180;

const WRONG = 'The e-mail address or the password is not right.';
const WAIT = 'Too many tries. Wait a quarter of an hour, or use a browser in which you signed in before.';
const CODE =
  'That code is not right, or too much time has passed. Look at the newest code, or sign in again.';

const headersOf = (cookies: string | undefined): Headers => new Headers(cookies ? { cookie: cookies } : {});

export async function signIn(
  world: World,
  cookies: string | undefined,
  who: { email: string; password: string },
): Promise<Signed<{ next: 'totp' | 'enrol' }> | Refusal> {
  const email = who.email.trim().toLowerCase();
  const bucket = bucketOf(world, email, cookies);
  if (!(await admit(world, bucket))) return refuse('too_many', WAIT);
  // No cookies go in: an older session of this browser must not colour the answer.
  const body = { email, password: who.password };
  const answer = await authOf(world).api.signInEmail({ body, headers: new Headers(), asResponse: true });
  if (answer.status !== 200) return refuse('not_signed_in', WRONG);
  await succeeded(world, bucket);
  const { twoFactorRedirect } = (await answer.json()) as { twoFactorRedirect?: boolean };
  return { next: twoFactorRedirect ? 'totp' : 'enrol', cookies: answer.headers.getSetCookie() };
}

/** `code`: six digits, or one backup code. Each is good once. */
export async function secondFactor(
  world: World,
  cookies: string | undefined,
  { code, browser }: { code: string; browser: string },
): Promise<Signed<object> | Refusal> {
  const done = await proveCode(world, cookies, code);
  if (isRefusal(done)) return done;
  if (await firstUse(world, done.userId, code)) {
    await noteSession(world, done.token, { how: 'password', browser });
    return done;
  }
  await (await authOf(world).$context).internalAdapter.deleteSession(done.token);
  return refuse('not_signed_in', CODE);
}

/** The same without asking whether the code was used: for the demo's own codes, which nobody types. */
export async function proveCode(
  world: World,
  cookies: string | undefined,
  code: string,
): Promise<Signed<{ userId: string; token: string }> | Refusal> {
  const { api } = authOf(world);
  const call = { body: { code }, headers: headersOf(cookies), asResponse: true as const };
  const answer = /^\d{6}$/.test(code) ? await api.verifyTOTP(call) : await api.verifyBackupCode(call);
  if (answer.status === 429) return refuse('too_many', WAIT);
  if (answer.status !== 200) return refuse('not_signed_in', CODE);
  const { user, token } = (await answer.json()) as { user: { id: string; email: string }; token: string };
  forgetSessions(world, user.id);
  const device = `${DEVICE_COOKIE}=${newDevice(world, user.email)}; Max-Age=${DEVICE_DAYS * 86_400}; Path=/; HttpOnly; SameSite=Strict`;
  return { userId: user.id, token, cookies: [...answer.headers.getSetCookie(), device] };
}

export async function signOut(world: World, cookies: string | undefined): Promise<Signed<object>> {
  const userId = (await memberOfCookies(world, cookies))?.userId;
  const answer = await authOf(world).api.signOut({ headers: headersOf(cookies), asResponse: true });
  if (userId) forgetSessions(world, userId);
  return { cookies: answer.headers.getSetCookie() };
}

/** Every other session of this person ends. */
export async function changePassword(
  world: World,
  cookies: string | undefined,
  words: { current: string; next: string },
): Promise<Signed<object> | Refusal> {
  const member = await memberOfCookies(world, cookies);
  if (!member) return refuse('not_signed_in', 'Sign in to go on.');
  const bucket = bucketOf(world, `password of ${member.userId}`, undefined);
  if (!(await admit(world, bucket))) return refuse('too_many', WAIT);
  const body = { currentPassword: words.current, newPassword: words.next, revokeOtherSessions: true };
  const answer = await authOf(world).api.changePassword({
    body,
    headers: headersOf(cookies),
    asResponse: true,
  });
  if (answer.status !== 200) return refuse('not_allowed', 'The present password is not right.');
  await succeeded(world, bucket);
  forgetSessions(world, member.userId);
  await world.app.write(whoIs(member, world.clock.now()), (tx) =>
    watched(tx, world, setting(member, 'password_changed')),
  );
  return { cookies: answer.headers.getSetCookie() };
}
