/** From a request to the member who sends it. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../../platform/problem.ts';
import type { World } from '../../platform/world.ts';
import { refuse } from '../refusal.ts';
import { authOf, SESSION_COOKIE } from './auth.actions.ts';
import type { Member } from './member.ts';
import { findMember } from './store.ts';

/**
 * A session is looked up once in this time (ms), so a page of requests costs one look-up. Signing out and removal here
 * end it at once; in another web process a signed-out cookie lives at most this long. Whether the member is still
 * active is asked of the database at every request, so a removed member is out at once everywhere.
 */
const FRESH_MS = 20_000;
const MOST = 5_000;

type Known = { userId: string; token: string; until: number };
const known = new WeakMap<World, Map<string, Known>>();
const sessionsOf = (world: World): Map<string, Known> => {
  const map = known.get(world) ?? new Map<string, Known>();
  known.set(world, map);
  return map;
};

const nameOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');

export function sessionCookie(header: string | undefined): string | undefined {
  const found = header?.split(/;\s*/).find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return found?.slice(SESSION_COOKIE.length + 1) || undefined;
}

/** The user of a session with both factors proven. */
async function userOf(world: World, cookie: string): Promise<string | undefined> {
  const sessions = sessionsOf(world);
  const name = nameOf(cookie);
  const before = sessions.get(name);
  if (before && before.until > Date.now()) return before.userId;
  sessions.delete(name);
  const headers = new Headers({ cookie: `${SESSION_COOKIE}=${cookie}` });
  const session = await authOf(world).api.getSession({ headers });
  // A session before the second factor may enrol and nothing else.
  if (!session?.user.twoFactorEnabled) return undefined;
  if (sessions.size >= MOST) sessions.clear();
  sessions.set(name, { userId: session.user.id, token: session.session.token, until: Date.now() + FRESH_MS });
  return session.user.id;
}

export function forgetSessions(world: World, userId: string): void {
  const sessions = sessionsOf(world);
  for (const [name, session] of sessions) if (session.userId === userId) sessions.delete(name);
}

/** `cookies` is the request's header. */
export async function memberOfCookies(
  world: World,
  cookies: string | undefined,
): Promise<Member | undefined> {
  const cookie = sessionCookie(cookies);
  if (!cookie) return undefined;
  const userId = await userOf(world, cookie);
  return userId === undefined ? undefined : findMember(world, userId);
}

export const memberOf = (world: World, request: FastifyRequest): Promise<Member | undefined> =>
  memberOfCookies(world, request.headers.cookie);

/** Another site's page must not write with this person's session. SameSite=strict already says so; this is the second lock. */
export const fromElsewhere = (request: FastifyRequest): boolean => {
  const site = request.headers['sec-fetch-site'];
  return request.method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none';
};

/** Answers 401 (or 403 to another site's page) itself and gives undefined. */
export async function requireMember(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Member | undefined> {
  if (fromElsewhere(request)) {
    sendProblem(reply, refuse('not_allowed', 'This can only be done from the desk itself.'));
    return undefined;
  }
  const member = await memberOf(world, request);
  if (!member) sendProblem(reply, refuse('not_signed_in', 'Sign in to go on.'));
  return member;
}
