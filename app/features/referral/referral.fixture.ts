import { randomUUID } from 'node:crypto';
import { seal } from '../../../seal/index.ts';
import type { RingKey } from '../../../seal/ring.ts';
import type { Worked } from '../../../test/case.ts';
import type { Office } from '../../../test/office.ts';
import type { Desk, Phone } from '../../../test/phone.ts';
import type { TestWorld } from '../../../test/world.ts';
import { isRefusal } from '../refusal.ts';
import { type Other, other } from '../joint/joint.fixture.ts';
import { registerWorkplaces } from '../network/index.ts';

export const AUTHORITY = 'share_with_authority';
export const NAMED = 'share_with_named_ngo_or_union';

export const labourOffice = (t: TestWorld, o: Office, name = 'Labour Office', slug = 'labour-office'): Promise<Other> =>
  other(t, o, { id: `vouch:${slug}`, kind: 'labour_office', name, country: 'TH', role: 'officer', person: slug === 'labour-office' ? 'Siriporn' : 'Somsak' }); // prettier-ignore

const publicOf = (ring: RingKey) => {
  const { d: _, ...jwk } = ring.privateJwk;
  return { kid: ring.kid, jwk };
};
export const between = (a: RingKey, b: RingKey, words: object): Promise<string> =>
  seal(words, [publicOf(a), publicOf(b)]);

/** Another organisation that answers to workers, in another country, with a workplace of its own. */
export async function secondOffice(t: TestWorld, o: Office): Promise<{ there: Other; office: Office }> {
  const there = await other(t, o, { id: 'vouch:origin', kind: 'cso', name: 'Origin Desk', country: 'MM', role: 'lead', person: 'Khin' }); // prettier-ignore
  const row = { scheme: 'osid', id: 'MM2024001AAAAAA', name: 'Border Sewing', country: 'MM', region: 'Myawaddy', sector: 'garments', headcount: 300, supplies: [] }; // prettier-ignore
  const places = await registerWorkplaces(
    t.world,
    { org: there.org, kind: 'cso', now: t.world.clock.now().toISOString() },
    [row],
  );
  if (isRefusal(places)) throw new Error(places.why);
  await t.closeEpoch();
  const { jwk } = publicOf(there.ring);
  const cookie = async (): Promise<string> => {
    const answer = await t.app.inject({
      method: 'POST',
      url: '/api/v1/demo/sign-in',
      payload: { email: 'khin@origin.demo.vouch.invalid' },
      headers: { host: 'localhost' },
    });
    return [answer.headers['set-cookie'] ?? []]
      .flat()
      .map((c) => c.split(';')[0])
      .join('; ');
  };
  const office = { ...o, ring: there.ring, jwk, caseworker: there.member, lead: there.member, org: there.org, workplaces: places.dockets, cookie }; // prettier-ignore
  return { there, office };
}

/** Asks this worker whether this one receiver may be told, lets the worker answer, and records what it says. */
export async function askFor(
  t: TestWorld,
  c: Worked,
  by: Phone,
  about: { org: string; scope: string; value: 'yes' | 'no' },
): Promise<string> {
  const [askId, statementId] = [randomUUID(), randomUUID()];
  t.clock.forward(60);
  await c.desk.done(`${c.at}/asks`, {
    askId,
    statementId,
    kind: 'consent',
    scopes: [about.scope],
    forOrg: about.org,
    threadDocket: by.docket,
    threadId: by.threadId,
    envelope: await by.sealed({ v: 1, kind: 'consent_question', words: `May we tell ${about.org}?` }),
  });
  t.clock.forward(60);
  await by.say('consent_answer', { re: statementId, answers: { [about.scope]: about.value } }, statementId);
  await c.desk.done(`${c.at}/asks/${askId}/code`, { value: about.value === 'yes' ? 'given' : 'refused' });
  return askId;
}

export const offerOf = (by: Phone, toOrg: string, over: object = {}) => ({
  referralId: randomUUID(),
  threadDocket: by.docket,
  threadId: by.threadId,
  toOrg,
  service: 'wage_or_fee_claim',
  purpose: 'recover_money',
  ...over,
});

export const FACTS = { v: 1, kind: 'referral', language: 'en', words: 'Paid 900 for the job.', facts: [{ group: 'amounts', words: '900 USD' }] }; // prettier-ignore

/** Offered and sent, with the worker's yes. Gives the address of the referral. */
export async function sentTo(
  t: TestWorld,
  c: Worked,
  by: Phone,
  to: { other: Other; ring: RingKey; scope?: string; issueIds?: string[] },
): Promise<{ path: string; id: string }> {
  const { other: receiver, ring, scope = AUTHORITY, issueIds = [] } = to;
  const offer = offerOf(by, receiver.org);
  await c.desk.done(`${c.at}/referrals`, offer);
  await askFor(t, c, by, { org: receiver.org, scope, value: 'yes' });
  const path = await pathOf(c.desk, offer.referralId);
  const envelope = await between(ring, receiver.ring, FACTS);
  await c.desk.done(`${path}/send`, { envelope, groups: ['amounts', 'summary'], issueIds, seq: 0 });
  return { path, id: offer.referralId };
}

export async function pathOf(desk: Desk, id: string): Promise<string> {
  const { rows } = await desk.see('referrals');
  const row = rows.find((r: { id: string }) => r.id === id);
  if (!row) throw new Error('the referral is not in the list');
  return `referrals/${row.docket}/${id}`;
}
