/** Where a member is signed in. No address and no user agent is kept: how, when, and a coarse name of the browser. */
import { createHash } from 'node:crypto';
import type { World } from '../../platform/world.ts';
import { watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { authPool } from './auth.actions.ts';
import { type Member, setting, whoIs } from './member.ts';
import { readColleague } from './members.store.ts';
import { may } from './roles.ts';
import { forgetSessions, sessionCookie } from './session.actions.ts';
import * as store from './sessions.store.ts';

const nameOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export type How = { how: 'password' | 'passkey'; browser: string };

export const noteSession = (world: World, token: string, how: How): Promise<unknown> =>
  store.putAbout(authPool(world), nameOf(token), how);

/** The cookie is the token and a signature behind a dot. */
const tokenOf = (cookies: string | undefined): string =>
  decodeURIComponent(sessionCookie(cookies) ?? '').split('.')[0] ?? '';

export type SessionView = {
  id: string;
  since: string;
  until: string;
  how: string;
  browser: string;
  current: boolean;
};

export async function listSessions(
  world: World,
  who: Member,
  cookies: string | undefined,
): Promise<{ sessions: SessionView[] }> {
  const here = tokenOf(cookies);
  const all = await store.sessionsOf(authPool(world), who.userId);
  const about = await store.aboutOf(authPool(world), all.map((s) => nameOf(s.token))); // prettier-ignore
  return {
    sessions: all.map((s) => ({
      id: s.id,
      since: s.createdAt.toISOString(),
      until: s.expiresAt.toISOString(),
      how: about.get(nameOf(s.token))?.how ?? 'password',
      browser: about.get(nameOf(s.token))?.browser ?? '',
      current: s.token === here,
    })),
  };
}

const endedIn = (world: World, who: Member, n: number) =>
  world.app.write(whoIs(who, world.clock.now()), (tx) =>
    watched(tx, world, setting(who, 'sessions_ended', n)),
  );

/** `id` undefined: all but the one that asks. */
export async function endSessions(
  world: World,
  who: Member,
  { id, cookies }: { id: string | undefined; cookies: string | undefined },
): Promise<{ ended: number } | Refusal> {
  const here = tokenOf(cookies);
  const all = await store.sessionsOf(authPool(world), who.userId);
  const those = all.filter((s) => (id === undefined ? s.token !== here : s.id === id));
  if (id !== undefined && those.length === 0) return refuse('not_found', 'This session has ended already.');
  await store.deleteSessions(authPool(world), those.map((s) => s.id)); // prettier-ignore
  forgetSessions(world, who.userId);
  if (those.length > 0) await endedIn(world, who, those.length);
  return { ended: those.length };
}

/** A phone was lost, a desk was left open: who leads ends every session of a colleague. The membership stays. */
export async function endSessionsOf(
  world: World,
  who: Member,
  memberId: string,
): Promise<{ ended: number } | Refusal> {
  if (!may(who, 'remove')) return refuse('not_allowed', 'Only whoever leads the organisation can do this.');
  const member = await world.app.read(whoIs(who, world.clock.now()), (db) =>
    readColleague(db, who.orgId, memberId),
  );
  if (!member?.userId) return refuse('not_found', 'There is no such member.');
  const all = await store.sessionsOf(authPool(world), member.userId);
  await store.deleteSessions(authPool(world), all.map((s) => s.id)); // prettier-ignore
  forgetSessions(world, member.userId);
  await endedIn(world, who, all.length);
  return { ended: all.length };
}
