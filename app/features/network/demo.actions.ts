/**
 * The demo's people. They sign in as everybody does, with a password and a code; only who types them differs: the
 * server knows these invented people's secrets, and uses them for a browser on this machine alone.
 */
import { createHash, randomUUID } from 'node:crypto';
import { symmetricEncrypt } from 'better-auth/crypto';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { proquints } from '../../../seal/keys.ts';
import {
  newKitCode,
  newMemberKey,
  newRingKey,
  type RingKey,
  shareRing,
  wrapKit,
} from '../../../seal/ring.ts';
import { isLoopback } from '../../config.ts';
import { NOTHING_HIDDEN } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { authOf, authPool } from './auth.actions.ts';
import type { OrgKind, Role } from './contract.ts';
import { setOwnKey, setUpRing } from './keys.actions.ts';
import type { Member } from './member.ts';
import { insertMember } from './members.store.ts';
import { rolesOf } from './roles.ts';
import { proveCode, type Signed, signIn } from './sign-in.actions.ts';

export type DemoPerson = { orgId: string; kind: OrgKind; name: string; role: Role; email: string };

const secretOf = (world: World, what: string, email: string): Buffer =>
  world.keys.derive(`demo ${what} ${email}`);
const passwordOf = (world: World, email: string): string =>
  secretOf(world, 'password', email).toString('base64url');
const totpOf = (world: World, email: string): string =>
  secretOf(world, 'totp', email).toString('base64url').slice(0, 32);
/** Opens the person's own key in the browser. */
export const demoPassphrase = (world: World, email: string): string =>
  proquints(new Uint8Array(secretOf(world, 'passphrase', email).subarray(0, 8))).join('-');

function memberIdOf(email: string): string {
  const hex = createHash('sha256').update(`demo member ${email}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Password hashes are made side by side: they are slow on purpose. */
async function createDemoAccounts(world: World, people: readonly DemoPerson[]): Promise<string[]> {
  const { password, secretConfig } = await authOf(world).$context;
  const rows = await Promise.all(
    people.map(async ({ email, name }) => ({
      id: randomUUID(),
      email,
      name,
      password: await password.hash(passwordOf(world, email)),
      secret: await symmetricEncrypt({ key: secretConfig, data: totpOf(world, email) }),
      none: await symmetricEncrypt({ key: secretConfig, data: '[]' }),
    })),
  );
  await authPool(world).query(
    `with p as (select * from jsonb_to_recordset($1::jsonb) as p(id text, email text, name text, password text, secret text, none text)),
      u as (insert into "user" (id, name, email, "emailVerified", "twoFactorEnabled", "createdAt", "updatedAt")
        select id, name, email, true, true, now(), now() from p),
      a as (insert into account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
        select 'a' || id, id, 'credential', id, password, now(), now() from p)
    insert into "twoFactor" (id, secret, "backupCodes", "userId", verified) select 't' || id, secret, none, id, true from p`,
    [JSON.stringify(rows)],
  );
  return rows.map((row) => row.id);
}

/** Accounts and members, in the order of `people`; their organisations must be registered. */
export async function createDemoMembers(world: World, people: readonly DemoPerson[]): Promise<Member[]> {
  const userIds = await createDemoAccounts(world, people);
  const members = people.map((p, i) => ({
    memberId: memberIdOf(p.email),
    orgId: p.orgId,
    kind: p.kind,
    role: p.role,
    name: p.name,
    userId: userIds[i] as string,
    hidden: NOTHING_HIDDEN,
  }));
  for (const [i, m] of members.entries()) {
    const email = people[i]?.email ?? '';
    await world.app.write({ org: m.orgId, kind: m.kind }, (tx) =>
      insertMember(tx, { ...m, org: m.orgId, email }, 'active', m.userId),
    );
  }
  return members;
}

export type DemoRing = { orgId: string; words: string; ring: RingKey };

async function demoRing(world: World, people: readonly (Member & { email: string })[]): Promise<DemoRing> {
  const keys = await Promise.all(people.map((p) => newMemberKey(demoPassphrase(world, p.email))));
  for (const [i, who] of people.entries()) {
    const { publicJwk, wrapped } = keys[i] as (typeof keys)[number];
    await setOwnKey(world, who, { publicJwk, wrapped });
  }
  const ring = await newRingKey();
  const shares = await Promise.all(
    people.map(async (p, i) => ({
      memberId: p.memberId,
      share: await shareRing([ring], (keys[i] as (typeof keys)[number]).publicJwk),
    })),
  );
  const first = people[0] as Member;
  // Some of the demo's offices have nobody in the leading role: the first ring is made in its name.
  const lead = { ...first, role: rolesOf(first.kind)[0] as Role };
  const recovery = await wrapKit([ring], newKitCode());
  const done = await setUpRing(world, lead, { kid: ring.kid, jwk: ring.publicJwk, shares, recovery });
  if (isRefusal(done)) throw new Error(`demo ring of ${first.orgId}: ${done.why}`);
  return { orgId: first.orgId, words: done.words, ring };
}

/** A ring for every organisation of these members, as their browsers would make it. */
export async function createDemoRings(
  world: World,
  members: readonly (Member & { email: string })[],
): Promise<Map<string, DemoRing>> {
  const rings = await Promise.all(
    [...Map.groupBy(members, (m) => m.orgId).values()].map((people) => demoRing(world, people)),
  );
  return new Map(rings.map((ring) => [ring.orgId, ring]));
}

const NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/**
 * Only in the demo and only from this machine. A foreign name that points here (DNS rebinding) is not this machine, nor
 * is a browser that says it looks at another site: a proxy stands between.
 */
export function fromThisMachine(world: World, request: FastifyRequest): boolean {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const { host = '', origin, forwarded } = request.headers;
  if (!world.config.demo || !isLoopback(address) || !NAMES.test(host)) return false;
  if (forwarded !== undefined || request.headers['x-forwarded-for'] !== undefined) return false;
  return origin === undefined || (URL.canParse(origin) && NAMES.test(new URL(origin).host));
}

type Listed = { email: string; name: string; role: Role; orgName: string; kind: OrgKind };

/** In the order in which their organisations joined. The one list across organisations, and only of invented people. */
export async function demoPeople(world: World): Promise<(Listed & { passphrase: string })[]> {
  const found = await world.jobs.read({}, (db) =>
    sql<Listed>`select m.email, m.name, m.role, o.name as "orgName", o.kind from member m
      join organisation o on o.org_id = m.org_id
      where m.state = 'active' and m.email like '%.demo.vouch.invalid' order by o.docket_id, m.role, m.name`.execute(
      db,
    ),
  );
  return found.rows.map((p) => ({ ...p, passphrase: demoPassphrase(world, p.email) }));
}

/** Both factors, as at the desk's own door. */
export async function demoSignIn(world: World, email: string): Promise<Signed<object> | Refusal> {
  const first = await signIn(world, undefined, { email, password: passwordOf(world, email) });
  if (isRefusal(first)) return refuse('not_found', 'There is nobody of this address in the demo.');
  const cookies = first.cookies.map((c) => c.split(';')[0]).join('; ');
  const { code } = await authOf(world).api.generateTOTP({ body: { secret: totpOf(world, email) } });
  return proveCode(world, cookies, code);
}
