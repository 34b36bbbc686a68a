import { randomUUID } from 'node:crypto';
import { isRefusal } from '../refusal.ts';
import {
  type Member,
  createDemoMembers,
  createDemoRings,
  registerOrganisation,
  registerWorkplaces,
  whoIs,
} from '../network/index.ts';
import { seal } from '../../../seal/index.ts';
import type { RingKey } from '../../../seal/ring.ts';
import type { Office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import type { TestWorld } from '../../../test/world.ts';
import type { JointView } from './contract.ts';

type Kind = 'cso' | 'buyer' | 'association' | 'recruiter' | 'labour_office';
export type Other = {
  org: string;
  member: Member;
  ring: RingKey;
  desk: Desk;
  cookie(): Promise<string>;
};

/** Another organisation with one person and a key of its own, registered by those who answer to workers. */
export async function other(
  t: TestWorld,
  o: Office,
  is: { id: string; kind: Kind; name: string; country: string; role: string; person: string },
): Promise<Other> {
  const done = await registerOrganisation(
    t.world,
    { org: is.id, kind: 'cso' },
    { id: is.id, kind: is.kind, name: is.name, country: is.country, languages: ['en'], names: {}, about: '' },
  );
  if (isRefusal(done)) throw new Error(done.why);
  const email = `${is.person.toLowerCase()}@${is.id.slice(6)}.demo.vouch.invalid`;
  const person = { orgId: is.id, kind: is.kind, name: is.person, role: is.role, email } as Parameters<typeof createDemoMembers>[1][number]; // prettier-ignore
  const members = await createDemoMembers(t.world, [person]);
  const rings = await createDemoRings(t.world, members.map((m) => ({ ...m, email }))); // prettier-ignore
  const [member] = members;
  const ring = rings.get(is.id)?.ring;
  if (!member || !ring) throw new Error('nobody came');
  const cookie = async () => {
    const answer = await t.app.inject({
      method: 'POST',
      url: '/api/v1/demo/sign-in',
      payload: { email },
      headers: { host: 'localhost' },
    });
    return [answer.headers['set-cookie'] ?? []].flat().map((c) => c.split(';')[0]).join('; '); // prettier-ignore
  };
  return { org: is.id, member, ring, cookie, desk: await desk(t, { ...o, cookie }, member) };
}

/** A workplace that several buyers are supplied by; gives its docket. */
export async function sharedPlace(
  t: TestWorld,
  o: Office,
  supplies: { buyer: string; tier: number }[],
  id = 'TH2024001CCCCCC',
): Promise<number> {
  const done = await registerWorkplaces(
    t.world,
    { ...whoIs(o.lead, t.world.clock.now()), org: o.lead.orgId },
    [
      {
        scheme: 'osid',
        id,
        name: `Heron Subcontractor ${id.slice(-1)}`,
        country: 'TH',
        region: 'Samut Sakhon',
        sector: 'electronics',
        headcount: 400,
        employer: 'vouch:heron',
        supplies,
      },
    ],
  );
  if (isRefusal(done)) throw new Error(done.why);
  await t.closeEpoch();
  return done.dockets[0] ?? -1;
}

export const at = (view: { docket: number; jointId: string }): string =>
  `together/${view.docket}/${view.jointId}`;

/** One copy for each, as the browser seals them: to the writer and to one reader. */
export async function copiesFor(
  view: JointView,
  ring: RingKey,
  words: string,
  to: readonly number[] = view.sealTo.map(({ no }) => no),
) {
  const { d: _, ...jwk } = ring.privateJwk;
  const own = { kid: ring.kid, jwk };
  return Promise.all(
    view.sealTo
      .filter(({ no }) => to.includes(no))
      .map(async ({ no, kid, jwk: theirs }) => ({
        to: no,
        envelope: await seal(
          { v: 1, kind: 'joint', language: 'en', words },
          no === view.you.no ? [own] : [own, { kid, jwk: theirs as typeof jwk }],
        ),
      })),
  );
}

/** Writes a message to everybody that the writer can see. */
export async function say(by: { desk: Desk; ring: RingKey }, path: string, words: string): Promise<string> {
  const view: JointView = await by.desk.see(path);
  const itemId = randomUUID();
  await by.desk.done(`${path}/items`, {
    kind: 'message',
    itemId,
    copies: await copiesFor(view, by.ring, words),
  });
  return itemId;
}
