import { isRefusal } from '../app/features/refusal.ts';
import {
  type Member,
  createDemoMembers,
  createDemoRings,
  registerOrganisation,
  registerWorkplaces,
  whoIs,
} from '../app/features/network/index.ts';
import { setRule } from '../app/features/remedy/index.ts';
import type { PublicJwk } from '../seal/keys.ts';
import type { RingKey } from '../seal/ring.ts';
import type { TestWorld } from './world.ts';

/** A small network that is really set up: one organisation that reads, one employer, two workplaces, a buyer. */
export type Office = {
  ring: RingKey;
  jwk: PublicJwk;
  caseworker: Member;
  lead: Member;
  hr: Member;
  employerRing: RingKey;
  analyst: Member;
  org: string;
  employer: string;
  buyer: string;
  /** Docket indexes of the two workplaces. */
  workplaces: number[];
  /** Cookie header of a signed-in member. */
  cookie(member: Member): Promise<string>;
};

const PEOPLE = [
  {
    orgId: 'vouch:worker-line',
    kind: 'cso',
    name: 'Aye',
    role: 'lead',
    email: 'aye@worker-line.demo.vouch.invalid',
  },
  {
    orgId: 'vouch:worker-line',
    kind: 'cso',
    name: 'Mon',
    role: 'caseworker',
    email: 'mon@worker-line.demo.vouch.invalid',
  },
  {
    orgId: 'vouch:heron',
    kind: 'employer',
    name: 'Hari',
    role: 'manager',
    email: 'hari@heron.demo.vouch.invalid',
  },
  {
    orgId: 'vouch:nordic',
    kind: 'buyer',
    name: 'Nils',
    role: 'analyst',
    email: 'nils@nordic.demo.vouch.invalid',
  },
] as const;

const ORGS = [
  { id: 'vouch:worker-line', kind: 'cso', name: 'Worker Line', country: 'TH', languages: ['my', 'th', 'en'] },
  { id: 'vouch:heron', kind: 'employer', name: 'Heron Electronics', country: 'TH', languages: ['th'] },
  { id: 'vouch:nordic', kind: 'buyer', name: 'Nordic Home', country: 'SE', languages: ['en'] },
] as const;

/** Registers it, closes the first epoch (dockets get their place in the log), makes everybody's keys. */
export async function office(t: TestWorld): Promise<Office> {
  const { world } = t;
  for (const org of ORGS) {
    const done = await registerOrganisation(
      world,
      { org: org.id, kind: 'cso' },
      { ...org, languages: [...org.languages], names: {}, about: '' },
    );
    if (isRefusal(done)) throw new Error(done.why);
  }
  const members = await createDemoMembers(world, PEOPLE);
  const [lead, caseworker, hr, analyst] = members;
  if (!lead || !caseworker || !hr || !analyst) throw new Error('nobody came');
  const rings = await createDemoRings(
    world,
    members.map((m, i) => ({ ...m, email: PEOPLE[i]?.email ?? '' })),
  );
  const row = (id: string, name: string) => ({
    scheme: 'osid',
    id,
    name,
    country: 'TH',
    region: 'Samut Sakhon',
    sector: 'electronics',
    headcount: 400,
    employer: 'vouch:heron',
    supplies: [{ buyer: 'vouch:nordic', tier: 1 }],
  });
  const places = await registerWorkplaces(world, { ...whoIs(lead, world.clock.now()), org: lead.orgId }, [
    row('TH2024001AAAAAA', 'Heron Plant One'),
    row('TH2024001BBBBBB', 'Heron Plant Two'),
  ]);
  if (isRefusal(places)) throw new Error(places.why);
  await t.closeEpoch();
  // Told on the day itself: tests of the days set a rule of their own.
  const days = { everyDays: 1, weekday: 0, minDays: 0, extraDays: 0 };
  const rule = await setRule(world, lead, days);
  if (isRefusal(rule)) throw new Error(rule.why);
  const ring = rings.get('vouch:worker-line')?.ring;
  const employerRing = rings.get('vouch:heron')?.ring;
  if (!ring || !employerRing) throw new Error('no ring');
  const { d: _, ...jwk } = ring.privateJwk;
  const signedIn = new Map<string, string>();
  return {
    ring,
    jwk,
    caseworker,
    lead,
    hr,
    employerRing,
    analyst,
    org: 'vouch:worker-line',
    employer: 'vouch:heron',
    buyer: 'vouch:nordic',
    workplaces: places.dockets,
    cookie: async (member) => {
      const at = members.indexOf(member);
      const email = PEOPLE[at]?.email ?? '';
      const before = signedIn.get(email);
      if (before) return before;
      const answer = await t.app.inject({
        method: 'POST',
        url: '/api/v1/demo/sign-in',
        payload: { email },
        headers: { host: 'localhost' },
      });
      const set = answer.headers['set-cookie'];
      const cookie = [set ?? []]
        .flat()
        .map((c) => c.split(';')[0])
        .join('; ');
      if (!cookie) throw new Error(`sign-in failed: ${answer.body}`);
      signedIn.set(email, cookie);
      return cookie;
    },
  };
}
