import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Tx, Who } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { watched } from '../record/index.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { createAccount, deleteAccount, firstSession } from './accounts.actions.ts';
import type { Enrolment, InviteInput, Role } from './contract.ts';
import { dropShares, lockOrganisation } from './keys.store.ts';
import { type Member, setting, whoIs } from './member.ts';
import {
  activate,
  dropInvitations,
  insertMember,
  type Invitation,
  inviteAgain,
  type NewMember,
  putInvitation,
  readColleague,
  readColleagues,
  readInvitation,
  removeFrom,
} from './members.store.ts';
import { dropWraps } from './passkeys.store.ts';
import { readOrganisations } from './organisations.store.ts';
import { may, rolesOf } from './roles.ts';

const INVITATION_DAYS = 7;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const NOT_YOURS = refuse('not_allowed', 'Only whoever leads the organisation can do this.');

export type Invited = { memberId: string; token: string; path: string; expires: string };

/** In the caller's transaction, whose `app.org` is the organisation. */
export async function inviteIn(tx: Tx, now: Date, m: NewMember): Promise<Invited> {
  const token = randomBytes(24).toString('base64url');
  const expires = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
  await putInvitation(tx, hashOf(token), { org: m.org, memberId: m.memberId, expires });
  return { memberId: m.memberId, token, path: `/desk/invited#${token}`, expires: expires.toISOString() };
}

/** The link goes to the person by a way that the lead trusts; the product sends no mail about it. */
export async function invite(world: World, who: Member, input: InviteInput): Promise<Invited | Refusal> {
  if (!may(who, 'invite')) return NOT_YOURS;
  if (!rolesOf(who.kind).includes(input.role))
    return refuse('invalid', 'Your organisation has no such role.', [
      { path: 'role', why: `one of ${rolesOf(who.kind).join(', ')}` },
    ]);
  const now = world.clock.now();
  return world.app.write(whoIs(who, now), async (tx) => {
    await lockOrganisation(tx, who.orgId);
    const before = (await readColleagues(tx, who.orgId)).find((m) => m.email === input.email);
    if (before?.state === 'active') return refuse('conflict', 'This person is a member already.');
    const member = { ...input, org: who.orgId, memberId: before?.memberId ?? randomUUID() };
    if (before) await inviteAgain(tx, member);
    else await insertMember(tx, member, 'invited', null);
    await watched(tx, world, setting(who, 'member_invited'));
    return inviteIn(tx, now, member);
  });
}

/**
 * Out at once: sessions, account and shares of the ring go. What this person could read they may have kept, so the
 * caller's browser makes a new ring key for what comes next (`rotate`).
 */
export async function removeMember(
  world: World,
  who: Member,
  id: string,
): Promise<{ ok: true; rotate: boolean } | Refusal> {
  if (!may(who, 'remove')) return NOT_YOURS;
  if (id === who.memberId)
    return refuse('wrong_state', 'Somebody else who leads must do this, so that one always stays.');
  const removed = await world.app.write(whoIs(who, world.clock.now()), async (tx) => {
    await lockOrganisation(tx, who.orgId);
    const member = await readColleague(tx, who.orgId, id);
    if (!member) return refuse('not_found', 'There is no such member.');
    await removeFrom(tx, who.orgId, id);
    await dropInvitations(tx, who.orgId, id);
    await dropShares(tx, who.orgId, id);
    await dropWraps(tx, { org: who.orgId, member: id });
    await watched(tx, world, setting(who, 'member_removed'));
    return member;
  });
  if (isRefusal(removed)) return removed;
  if (removed.userId) await deleteAccount(world, removed.userId);
  return { ok: true, rotate: removed.publicJwk !== null };
}

const DEAD = refuse('not_found', 'This invitation was used, has ended or is not right. Ask for a new one.');

type Open = Invitation & { name: string; email: string; role: Role; orgName: string };

async function openInvitation(world: World, token: string): Promise<Open | undefined> {
  const hash = hashOf(token);
  const found = await world.app.read({ lookup: hash.toString('hex') }, (db) => readInvitation(db, hash));
  if (!found || found.expires <= world.clock.now()) return undefined;
  return world.app.read({ org: found.org, now: world.clock.now().toISOString() }, async (db) => {
    const member = await readColleague(db, found.org, found.memberId);
    const orgName = (await readOrganisations(db)).find((o) => o.id === found.org)?.name;
    if (member?.state !== 'invited' || orgName === undefined) return undefined;
    return { ...found, name: member.name, email: member.email, role: member.role, orgName };
  });
}

export const showInvitation = async (
  world: World,
  token: string,
): Promise<Pick<Open, 'name' | 'email' | 'role' | 'orgName'> | Refusal> =>
  (await openInvitation(world, token)) ?? DEAD;

/** Once: the person chooses a password and is signed in as far as enrolling the second factor. */
export async function acceptInvitation(
  world: World,
  input: { token: string; password: string },
): Promise<{ cookies: string[]; enrolment: Enrolment } | Refusal> {
  const open = await openInvitation(world, input.token);
  if (!open) return DEAD;
  const account = { email: open.email, name: open.name, password: input.password };
  const userId = await createAccount(world, account);
  if (!userId) return DEAD;
  const who: Who = { org: open.org, now: world.clock.now().toISOString() };
  const taken = await world.app.write(who, async (tx) => {
    await lockOrganisation(tx, open.org);
    if ((await readColleague(tx, open.org, open.memberId))?.state !== 'invited') return false;
    await activate(tx, open.org, open.memberId, userId);
    await dropInvitations(tx, open.org, open.memberId);
    const { org, memberId: member, role } = open;
    await watched(tx, world, { org, member, role, act: 'setting', what: 'member_joined' });
    return true;
  });
  if (taken) return firstSession(world, account);
  await deleteAccount(world, userId);
  return DEAD;
}

/**
 * A member whose account exists already: setup and the demo's loader. `userId` undefined: an account is still to be
 * made for this person.
 */
export const addMember = (
  world: World,
  who: Who,
  member: NewMember & { userId?: string },
): Promise<unknown> =>
  world.app.write({ ...who, org: member.org }, (tx) =>
    insertMember(tx, member, 'active', member.userId ?? null),
  );
