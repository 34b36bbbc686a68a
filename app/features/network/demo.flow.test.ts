import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openShare, unlockMemberKey } from '../../../seal/ring.ts';
import {
  createDemoMembers,
  createDemoRings,
  type DemoPerson,
  registerOrganisation,
  servedDirectory,
} from './index.ts';
import { Browser, installation, type Installation, meOf } from './network.fixture.ts';

let here: Installation;
before(async () => void (here = await installation('demo')));
after(() => here.close());

const person = (slug: string, kind: DemoPerson['kind'], role: DemoPerson['role'], n: number): DemoPerson => ({
  orgId: `vouch:${slug}`,
  kind,
  role,
  name: `Person ${n}`,
  email: `p${n}@${slug}.demo.vouch.invalid`,
});
const people = [
  person('line', 'cso', 'caseworker', 1),
  person('line', 'cso', 'lead', 2),
  person('mill', 'employer', 'hr', 3),
];

test('the demo’s people have accounts, members and rings that their passphrases open', async () => {
  for (const [slug, kind] of [
    ['line', 'cso'],
    ['mill', 'employer'],
  ] as const) {
    const org = {
      id: `vouch:${slug}`,
      kind,
      name: slug,
      names: {},
      about: '',
      country: 'TH',
      languages: ['th'],
    };
    assert.ok('docket' in (await registerOrganisation(here.world, { org: org.id, kind: 'cso' }, org)));
    const again = await registerOrganisation(here.world, { org: org.id, kind: 'cso' }, org);
    assert.partialDeepStrictEqual(again, { refused: 'conflict' });
  }
  const members = await createDemoMembers(here.world, people);
  const rings = await createDemoRings(here.world, members.map((m, i) => ({ ...m, email: people[i]?.email ?? '' }))); // prettier-ignore
  const { directory } = await servedDirectory(here.world);
  assert.deepEqual(directory.receivers.map((r) => [r.org, r.words]), [['vouch:line', rings.get('vouch:line')?.words]]); // prettier-ignore

  const list = (await new Browser(here.app).get('/api/v1/demo/people')).json['people'] as { email: string; passphrase: string }[]; // prettier-ignore
  assert.deepEqual(list.map((p) => p.email).sort(), people.map((p) => p.email)); // prettier-ignore
  for (const { email, passphrase } of list) {
    const browser = new Browser(here.app);
    assert.equal((await browser.post('/api/v1/demo/sign-in', { email })).status, 200);
    const me = await meOf(browser);
    const own = await unlockMemberKey(me.key.wrapped, passphrase);
    assert.ok(own);
    assert.deepEqual((await openShare(me.shares[0]?.share ?? '', own))?.map((key) => key.kid), [me.ring.kid]); // prettier-ignore
  }
});

test('one tap works on this machine alone: not from the network, behind a proxy, or under a foreign name', async () => {
  const email = people[0]?.email;
  const tries = [
    { remoteAddress: '192.168.1.20' },
    { headers: { 'x-forwarded-for': '192.168.1.20' } },
    { headers: { host: 'evil.example' } },
    { headers: { origin: 'https://demo.example' } },
    { headers: { 'sec-fetch-site': 'cross-site' } },
  ];
  for (const { headers, ...from } of tries) {
    const all = { host: 'localhost:8080', ...headers };
    const answer = await here.app.inject({ method: 'POST', url: '/api/v1/demo/sign-in', payload: { email }, headers: all, ...from }); // prettier-ignore
    assert.equal(answer.statusCode, 404, JSON.stringify({ headers, ...from }));
    assert.equal(answer.headers['set-cookie'], undefined);
  }
  assert.equal(
    (await new Browser(here.app).post('/api/v1/demo/sign-in', { email: 'no@line.demo.vouch.invalid' }))
      .status,
    404,
  );
});
