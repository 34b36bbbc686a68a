/** Accounts of sign-in: made by invitation or setup, never by whoever comes along. */
import { encode } from 'uqr';
import { codeOf } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { authOf, authPool } from './auth.actions.ts';
import type { Enrolment } from './contract.ts';
import { forgetSessions } from './session.actions.ts';
import { findMember } from './store.ts';

export type NewAccount = { email: string; name: string; password: string };

/**
 * Undefined where a member already signs in with this address. An account without a member is what a crash between
 * two databases' transactions leaves: nobody can use it, and it is replaced.
 */
export async function createAccount(world: World, account: NewAccount): Promise<string | undefined> {
  const { internalAdapter, password } = await authOf(world).$context;
  const before = await internalAdapter.findUserByEmail(account.email);
  if (before && (await findMember(world, before.user.id))) return undefined;
  if (before) await deleteAccount(world, before.user.id);
  const user = await internalAdapter
    .createUser(
      { email: account.email, name: account.name, emailVerified: true },
      { method: 'email-password' },
    )
    // Two took the same invitation at the same moment: the second is told that it was used.
    .catch((error: unknown) => (codeOf(error) === '23505' ? undefined : Promise.reject(error)));
  if (!user) return undefined;
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: await password.hash(account.password),
  });
  return user.id;
}

/** The account, its factors and every session: out at once. */
export async function deleteAccount(world: World, userId: string): Promise<void> {
  const client = await authPool(world).connect();
  try {
    await client.query('begin');
    for (const table of ['session', 'account', '"twoFactor"'])
      await client.query(`delete from ${table} where "userId" = $1`, [userId]);
    await client.query('delete from passkey where user_id = $1', [userId]);
    await client.query('delete from "user" where id = $1', [userId]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  forgetSessions(world, userId);
}

/** A picture of text that a phone's camera reads, as SVG of black squares on white. */
export function qrSvg(text: string): string {
  const { data, size } = encode(text, { border: 2 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${squares.join('')}"/></svg>`;
}

/** A new authenticator secret for the session's user, who has none yet. It counts from the first right code on. */
export async function enrol(world: World, headers: Headers, password: string): Promise<Enrolment | Refusal> {
  const answer = await authOf(world).api.enableTwoFactor({ body: { password }, headers, asResponse: true });
  if (answer.status !== 200)
    return refuse(
      'not_allowed',
      'Sign in with your password first; an authenticator that works is not replaced here.',
    );
  const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] };
  return { uri: totpURI, qr: qrSvg(totpURI), backupCodes };
}

/** Signs in a person whose password was set this moment, so that they can enrol: cookies and what to enrol. */
export async function firstSession(
  world: World,
  account: { email: string; password: string },
): Promise<{ cookies: string[]; enrolment: Enrolment } | Refusal> {
  const answer = await authOf(world).api.signInEmail({
    body: account,
    headers: new Headers(),
    asResponse: true,
  });
  const cookies = answer.headers.getSetCookie();
  const cookie = cookies.map((c) => c.split(';')[0]).join('; ');
  const enrolment = await enrol(world, new Headers({ cookie }), account.password);
  return 'refused' in enrolment ? enrolment : { cookies, enrolment };
}
