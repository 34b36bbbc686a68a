import { thumbprint } from '../../../seal/keys.ts';
import { readersOf } from '../../../seal/envelope.ts';
import type { PublicJwk } from '../../../seal/keys.ts';
import type { Wrapped } from '../../../seal/ring.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { open, unopened, watched } from '../record/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { RingInput } from './contract.ts';
import { forgetDirectory } from './directory.actions.ts';
import {
  addOrgKey,
  dropShares,
  lockOrganisation,
  type OrgKey,
  putRecovery,
  putShare,
  readOwnKeys,
  readRecovery,
} from './keys.store.ts';
import { type Member, setting, whoIs } from './member.ts';
import { type Colleague, putOwnKey, readColleague, readColleagues } from './members.store.ts';
import { dropWraps } from './passkeys.store.ts';
import { may } from './roles.ts';

const secondOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** One's own key, wrapped by one's passphrase. Another key than before can't open the old shares, so they go. */
export async function setOwnKey(
  world: World,
  who: Member,
  key: { publicJwk: PublicJwk; wrapped: Wrapped },
): Promise<{ ok: true } | Refusal> {
  return world.app.write(whoIs(who, world.clock.now()), async (tx) => {
    await lockOrganisation(tx, who.orgId);
    const me = await readColleague(tx, who.orgId, who.memberId);
    if (me?.state !== 'active') return refuse('not_allowed', 'You are no longer a member.');
    const same = me.publicJwk?.x === key.publicJwk.x && me.publicJwk.y === key.publicJwk.y;
    if (!same) {
      await dropShares(tx, who.orgId, who.memberId);
      await dropWraps(tx, { org: who.orgId, member: who.memberId });
    }
    await putOwnKey(tx, who.memberId, key);
    await watched(tx, world, setting(who, same ? 'passphrase_changed' : 'own_key_set'));
    return { ok: true };
  });
}

/** A share that is sealed to somebody else would lock its member out: found here and not in a bad hour. */
async function wrongShare(member: Colleague | undefined, share: string): Promise<string | undefined> {
  if (member?.state !== 'active') return 'this person is not an active member';
  if (!member.publicJwk) return 'this member has no key yet';
  const readers = readersOf(share);
  const kid = await thumbprint(member.publicJwk);
  return readers?.length === 1 && readers[0] === kid
    ? undefined
    : 'the share is not sealed to this member’s key';
}

async function wrongRing(db: Db, who: Member, input: RingInput): Promise<Refusal | undefined> {
  if ((await thumbprint(input.jwk)) !== input.kid)
    return refuse('invalid', 'The key’s name is not its thumbprint.', [
      { path: 'kid', why: 'thumbprint of jwk' },
    ]);
  const members = new Map((await readColleagues(db, who.orgId)).map((m) => [m.memberId, m]));
  const errors: { path: string; why: string }[] = [];
  for (const [i, { memberId, share }] of input.shares.entries()) {
    const why = await wrongShare(members.get(memberId), share);
    if (why) errors.push({ path: `shares[${i}]`, why });
  }
  if (!input.shares.some((s) => s.memberId === who.memberId))
    errors.push({ path: 'shares', why: 'you would lock yourself out' });
  return errors.length ? refuse('invalid', 'Not every share fits.', errors) : undefined;
}

/**
 * The organisation's first or next key: from now on words are sealed to it. The same call again gives the same answer.
 * The ledger announces it at the next epoch.
 */
export async function setUpRing(
  world: World,
  who: Member,
  input: RingInput,
): Promise<{ kid: string; words: string; release: string } | Refusal> {
  if (!may(who, 'ring')) return refuse('not_allowed', 'Only whoever leads the organisation can do this.');
  const now = world.clock.now();
  const done = await world.app.write(whoIs(who, now), async (tx) => {
    await lockOrganisation(tx, who.orgId);
    const before = (await readOwnKeys(tx, who.orgId)).find((key) => key.kid === input.kid);
    if (before)
      return before.current ? before : refuse('conflict', 'This key was in use before. Make a new one.');
    const wrong = await wrongRing(tx, who, input);
    if (wrong) return wrong;
    await addOrgKey(tx, { org: who.orgId, kid: input.kid, jwk: input.jwk, from: secondOf(now) });
    for (const { memberId, share } of input.shares)
      await putShare(tx, { org: who.orgId, kid: input.kid, member: memberId, share });
    await putRecovery(tx, who.orgId, input.kid, input.recovery);
    await watched(tx, world, setting(who, 'ring_key_set', input.shares.length));
    return (await readOwnKeys(tx, who.orgId)).find((key) => key.kid === input.kid) as OrgKey;
  });
  if ('refused' in done) return done;
  forgetDirectory(world);
  return { kid: done.kid, words: done.words, release: done.sha256 };
}

/** From one who can open the ring to one who can't yet: a new member, or one with a new passphrase. */
export async function addShare(
  world: World,
  who: Member,
  input: { memberId: string; kid: string; share: string },
): Promise<{ ok: true } | Refusal> {
  return world.app.write(whoIs(who, world.clock.now()), async (tx) => {
    await lockOrganisation(tx, who.orgId);
    const why = await wrongShare(await readColleague(tx, who.orgId, input.memberId), input.share);
    if (why) return refuse('invalid', `It can’t be given: ${why}.`, [{ path: 'share', why }]);
    if (!(await readOwnKeys(tx, who.orgId)).some((key) => key.kid === input.kid))
      return refuse('not_found', 'Your organisation has no such key.');
    await putShare(tx, { org: who.orgId, kid: input.kid, member: input.memberId, share: input.share });
    await watched(tx, world, setting(who, 'ring_shared'));
    return { ok: true };
  });
}

/** The printed kit's other half. Without the words on paper it opens nothing. */
export async function recoveryOf(
  world: World,
  who: Member,
): Promise<{ kid: string | null; recovery: Wrapped | null } | Refusal> {
  return open(world, who, async (db) => {
    const found = await readRecovery(db, who.orgId);
    const kit = {
      kid: found?.kid ?? null,
      recovery: found ? (JSON.parse(found.wrapped) as Wrapped) : null,
    };
    return unopened(kit, { what: 'recovery_kit', n: found ? 1 : 0, key: found?.kid ?? '' });
  });
}
