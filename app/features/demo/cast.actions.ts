import { thumbprint } from '../../../seal/keys.ts';
import type { RingKey } from '../../../seal/ring.ts';
import type { Reader } from '../../../seal/envelope.ts';
import type { World } from '../../platform/world.ts';
import { refreshDockets } from '../log/index.ts';
import {
  type Member,
  createDemoMembers,
  createDemoRings,
  registerOrganisation,
  registerWorkplaces,
} from '../network/index.ts';
import { isRefusal } from '../refusal.ts';
import type { Of, Subject } from './event.ts';
import type { Past } from './past.actions.ts';
import type { Step } from './steps.ts';

export type Docket = { index: number; kind: string; id: string };

/** Who acts in the demo, with which keys, and where statements are filed. */
export type Cast = {
  member(org: string, id: string): Member;
  ring(org: string): Reader;
  docket(subject: Subject): Docket;
  docketAt(index: number): Docket;
  /** For tests: what the rings' members could open. */
  rings: ReadonlyMap<string, RingKey>;
};

function sure<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`demo: there is no ${what}`);
  return found;
}

async function registerOrganisations(past: Past, steps: readonly Step<Of<'register_organisation'>>[]) {
  for (const { at, e } of steps) {
    const { members: _, ...org } = e.organisation;
    const done = await past.clock.at(at, () =>
      registerOrganisation(past.world, { org: org.id, kind: 'cso' }, { ...org, names: {} }),
    );
    if (isRefusal(done)) throw new Error(`demo: ${org.id}: ${done.why}`);
  }
}

async function registerPlaces(past: Past, steps: readonly Step<Of<'register_workplace'>>[]) {
  for (const { at, e } of steps) {
    const { id, receiver, employer, supplies, ...place } = e.workplace;
    const [scheme = '', code = ''] = id.split(':');
    const row = { scheme, id: code, ...place, ...(employer ? { employer } : {}), supplies };
    const done = await past.clock.at(at, () =>
      registerWorkplaces(past.world, { org: receiver, kind: 'cso', now: at.toISOString() }, [row]),
    );
    if (isRefusal(done)) throw new Error(`demo: ${id}: ${done.why} ${JSON.stringify(done.fields)}`);
  }
}

/** Organisations with their people and key rings, then workplaces. `world`: the accounts' own, on the real clock. */
export async function registerCast(world: World, past: Past, steps: readonly Step[]): Promise<Cast> {
  const orgs = steps.filter(
    (s): s is Step<Of<'register_organisation'>> => s.e.kind === 'register_organisation',
  );
  await registerOrganisations(past, orgs);
  const people = orgs.flatMap(({ e: { organisation: o } }) =>
    o.members.map(({ id, name, role, email }) => ({
      key: `${o.id}/${id}`,
      orgId: o.id,
      kind: o.kind,
      name,
      role,
      email,
    })),
  );
  const members = await createDemoMembers(world, people);
  const at = sure(orgs.at(-1)?.at, 'organisation');
  const rings = await past.clock.at(at, () =>
    createDemoRings(
      past.world,
      members.map((m, i) => ({ ...m, email: people[i]?.email ?? '' })),
    ),
  );
  await registerPlaces(
    past,
    steps.filter((s): s is Step<Of<'register_workplace'>> => s.e.kind === 'register_workplace'),
  );
  const readers = new Map<string, Reader>();
  for (const [org, { ring }] of rings) {
    const { d: _, ...jwk } = ring.privateJwk;
    readers.set(org, { kid: await thumbprint(jwk), jwk });
  }
  const byKey = new Map(people.map((p, i) => [p.key, members[i]]));
  const known = [...(await refreshDockets(past.world)).values()];
  const dockets = known.map((d): Docket => ({ index: d.docketId, kind: d.kind, id: d.id }));
  const byId = new Map(dockets.map((d) => [d.kind === 'unplaced' ? 'unplaced' : d.id, d]));
  return {
    member: (org, id) => sure(byKey.get(`${org}/${id}`), `${id} in ${org}`),
    ring: (org) => sure(readers.get(org), `ring of ${org}`),
    docket: (subject) => sure(byId.get(subject.id), `docket ${subject.id}`),
    docketAt: (index) => sure(dockets[index], `docket ${index}`),
    rings: new Map([...rings].map(([org, { ring }]) => [org, ring])),
  };
}
