/** What a member's desk shows of the network. */
import { sql } from 'kysely';
import type { z } from 'zod';
import { unplacedId } from '../../../ledger/lines.ts';
import type { World } from '../../platform/world.ts';
import type * as c from './contract.ts';
import { servedDirectory } from './directory.actions.ts';
import { readOrgKeys, readOwnKeys, readShares } from './keys.store.ts';
import { type Member, whoIs } from './member.ts';
import { readColleague, readColleagues } from './members.store.ts';
import { findDockets, readOrganisations, readWorkplaces } from './organisations.store.ts';
import { readWraps } from './passkeys.store.ts';
import { actsOf, rolesOf } from './roles.ts';

/**
 * Three sources of the organisation's key stand side by side: the ring, the public list that workers' phones get, and
 * the ledger's announcement. The browser compares them with the key that its own share opens, and alarms.
 */
export async function me(world: World, who: Member): Promise<z.input<typeof c.meAnswer>> {
  const { receivers } = (await servedDirectory(world)).directory;
  const announced = receivers.find((receiver) => receiver.org === who.orgId);
  return world.app.read(whoIs(who, world.clock.now()), async (db) => {
    const mine = await readColleague(db, who.orgId, who.memberId);
    const orgName = (await readOrganisations(db)).find((o) => o.id === who.orgId)?.name ?? who.orgId;
    const ring = (await readOwnKeys(db, who.orgId)).find((key) => key.current);
    const { memberId, name, role, orgId, kind } = who;
    const wraps = await readWraps(db, { org: orgId, member: memberId });
    return {
      member: { memberId, name, role, orgId, kind, orgName, email: mine?.email ?? '' },
      may: actsOf(who),
      demo: world.config.demo,
      origin: world.keys.origin,
      ring: ring
        ? { kid: ring.kid, jwk: ring.jwk, words: ring.words, released: ring.released !== null }
        : null,
      directory: announced ? { kid: announced.kid, jwk: announced.jwk, words: announced.words } : null,
      release: ring ? { sha256: ring.sha256, index: ring.released, document: ring.document } : null,
      key: mine?.publicJwk && mine.wrapped ? { publicJwk: mine.publicJwk, wrapped: mine.wrapped } : null,
      shares: await readShares(db, who.orgId, who.memberId),
      wraps: wraps.map((wrap) => ({ id: wrap.credential_id, wrapped: wrap.wrapped })),
    };
  });
}

export function members(world: World, who: Member): Promise<z.input<typeof c.membersAnswer>> {
  return world.app.read(whoIs(who, world.clock.now()), async (db) => {
    const kid = (await readOwnKeys(db, who.orgId)).find((key) => key.current)?.kid ?? '';
    const held = await sql<{ member_id: string }>`
      select member_id from ring_share where org_id = ${who.orgId} and kid = ${kid}`.execute(db);
    const has = new Set(held.rows.map((row) => row.member_id));
    const colleagues = await readColleagues(db, who.orgId);
    return {
      members: colleagues.map((m) => ({ ...m, hasShare: has.has(m.memberId) })),
      roles: [...rolesOf(who.kind)],
    };
  });
}

export function organisations(world: World, who: Member): Promise<z.input<typeof c.orgsAnswer>> {
  return world.app.read(whoIs(who, world.clock.now()), async (db) => {
    const keys = new Map((await readOrgKeys(db)).filter((k) => k.current).map((k) => [k.org, k]));
    const orgs = (await readOrganisations(db)).map(({ id, name, kind, country }) => {
      const key = keys.get(id);
      return {
        id,
        name,
        kind,
        country,
        kid: key?.kid ?? null,
        jwk: key?.jwk ?? null,
        words: key?.words ?? null,
      };
    });
    return { orgs };
  });
}

export function workplaces(world: World, who: Member): Promise<z.input<typeof c.directoryAnswer>> {
  const id = unplacedId(world.keys.origin);
  return world.app.read(whoIs(who, world.clock.now()), async (db) => ({
    workplaces: await readWorkplaces(db),
    unplaced: (await findDockets(db, [id])).get(id) ?? null,
  }));
}
