// An issue past its deadline goes to each buyer of the place; they join one remediation and don't see each other.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { open } from '../../../seal/index.ts';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import type { JointView, PartyView } from './contract.ts';
import { keepJoint } from './index.ts';
import { type Other, copiesFor, other, say, sharedPlace } from './joint.fixture.ts';

let t: TestWorld;
let o: Office;
let c: Worked;
let issueId = '';
let cso: { desk: Desk; ring: Office['ring'] };
let nordic: Other;
let kettle: Other;
let outside: Other;
let admin: pg.Client;
let path = '';
const jointId = randomUUID();

before(async () => {
  t = await testWorld();
  o = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  const buyer = (id: string, name: string, person: string) =>
    other(t, o, { id, kind: 'buyer', name, country: 'DE', role: 'analyst', person });
  nordic = await buyer('vouch:alder', 'Alder and Wren', 'Alva');
  kettle = await buyer('vouch:kettle', 'Kettle Trading', 'Kurt');
  outside = await buyer('vouch:outside', 'Outside Goods', 'Olga');
  const docket = await sharedPlace(t, o, [
    { buyer: nordic.org, tier: 2 },
    { buyer: kettle.org, tier: 1 },
  ]);
  await t.closeEpoch();
  cso = { desk: await desk(t, o, o.caseworker), ring: o.ring };
  c = await openedCase(t, o, 10, { where: [String(docket)] });
  path = `together/${docket}/${jointId}`;
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const see = (by: { desk: Desk }): Promise<JointView> => by.desk.see(path);
const offer = (over: object = {}) => cso.desk.post(`${c.at}/together`, { jointId, issueId, ...over });
const blocksOf = async (): Promise<string[]> =>
  (await cso.desk.see(`${c.at}/together`)).issues[0].blocked.map((b: { block: string }) => b.block);
const others = (view: JointView): PartyView[] => view.parties.filter((p) => p.kind === 'buyer' && !p.you);

test('nothing is offered before the business was told, its time is over and a worker agrees that brands are', async () => {
  issueId = await c.issue('WAG-01');
  assert.deepEqual(await blocksOf(), ['not_told', 'not_due', 'no_consent']);
  assert.equal((await offer()).status, 409);
  await c.move('consent_pending');
  const [one, ...rest] = c.phones;
  assert.ok(one);
  await c.consent(one, 'given', ['case_handling', 'share_case_without_identity_with_employer', 'share_with_brand']); // prettier-ignore
  for (const by of rest.slice(0, 2)) await c.consent(by, 'given');
  await c.move('consented');
  await c.desk.done(`${c.at}/disclosures`, await c.disclosure(issueId, { understood: true }));
  t.clock.forward(86_400 * 3);
  assert.deepEqual(await blocksOf(), ['not_due']);
  const early = await offer();
  assert.equal(early.body.errors[0].why, 'not_due');
  t.clock.forward(86_400 * 40);
  assert.deepEqual(await blocksOf(), []);
});

test('it is offered to each buyer of the place, once, and to nobody else', async () => {
  assert.equal((await offer()).status, 200);
  assert.equal((await offer()).status, 200, 'the same again');
  assert.equal((await offer({ jointId: randomUUID() })).status, 409, 'the same issue twice');
  for (const by of [nordic, kettle]) {
    const { rows } = await by.desk.see('together');
    assert.partialDeepStrictEqual(rows, [{ jointId, code: 'WAG-01', you: { state: 'invited' }, lead: { name: 'Worker Line' } }]); // prettier-ignore
    assert.match(rows[0].quarter, /^\d{4}-Q[1-4]$/);
  }
  assert.deepEqual([(await nordic.desk.see('together')).rows[0].place.tier, (await kettle.desk.see('together')).rows[0].place.tier], [2, 1]); // prettier-ignore
  assert.deepEqual((await outside.desk.see('together')).rows, []);
  assert.equal((await outside.desk.get(path)).status, 404);
  assert.equal((await outside.desk.post(`${path}/answer`, { answer: 'join' })).status, 404);
  const before = await see(nordic);
  assert.deepEqual([before.items, others(before), before.sealTo.length], [[], [], 0], 'invited, and not in');
});

test('both join; neither learns who the other is, from no answer, no envelope and no key', async () => {
  await nordic.desk.done(`${path}/answer`, { answer: 'join' });
  await kettle.desk.done(`${path}/answer`, { answer: 'join' });
  const view = await see(nordic);
  assert.partialDeepStrictEqual(others(view), [{ name: null, orgId: null, country: null, state: 'joined' }]);
  const early = await say(kettle, path, 'We wrote to them.');
  await say(cso, path, 'Thank you both.');
  await kettle.desk.done(`${path}/items`, { kind: 'act', itemId: randomUUID(), code: 'letter', day: view.openedOn }); // prettier-ignore
  const after = await nordic.desk.get(path);
  for (const secret of [
    kettle.org,
    'Kettle',
    kettle.ring.kid,
    c.caseId,
    issueId,
    ...c.phones.map((p) => p.threadId),
  ])
    // prettier-ignore
    assert.ok(!after.text.includes(secret), secret);
  assert.doesNotMatch(after.text.replaceAll(/"(envelope|x|y|kid)":"[^"]*"/g, ''), /\d\d:\d\d:\d\d/);
  const said = (await see(nordic)).items.find((item) => item.itemId === early);
  assert.equal(said?.envelope, null, 'what one wrote isn’t sealed to the other');
  const whole = await see(cso);
  assert.ok(whole.parties.some((p) => p.name === 'Kettle Trading'));
});

test('the organisation on the case can pass on what one buyer wrote, in its own hand', async () => {
  const view = await see(cso);
  const early = view.items.find((item) => item.kind === 'message');
  const alder = view.parties.find((p) => p.orgId === nordic.org);
  assert.ok(early && alder);
  const copies = await copiesFor(view, cso.ring, 'We wrote to them.', [alder.no]);
  await cso.desk.done(`${path}/items`, { kind: 'passed', itemId: randomUUID(), re: early.itemId, copies });
  const got = (await see(nordic)).items.find((item) => item.itemId === early.itemId);
  assert.ok(got?.envelope);
  assert.partialDeepStrictEqual(await open(got.envelope, nordic.ring.privateJwk), { words: 'We wrote to them.' }); // prettier-ignore
  assert.ok(!got.envelope.includes(kettle.ring.kid));
});

test('a copy that names a third key is refused: it would tell who else is in', async () => {
  const view = await see(cso);
  const copies = await copiesFor(view, cso.ring, 'Once for all.');
  const { seal } = await import('../../../seal/index.ts');
  const all = view.sealTo.map(({ kid, jwk }) => ({ kid, jwk: jwk as never }));
  const one = await seal({ v: 1, kind: 'joint', language: 'en', words: 'Once for all.' }, all);
  const loose = copies.map((copy) => ({ ...copy, envelope: one }));
  const refused = await cso.desk.post(`${path}/items`, {
    kind: 'message',
    itemId: randomUUID(),
    copies: loose,
  });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /names others/);
});

test('they see each other’s name only when both agree, and only then can they write to each other', async () => {
  await nordic.desk.done(`${path}/named`, { named: true });
  assert.equal(others(await see(nordic))[0]?.name, null, 'one side alone changes nothing');
  assert.equal(others(await see(kettle))[0]?.name, null);
  await kettle.desk.done(`${path}/named`, { named: true });
  assert.deepEqual([others(await see(nordic))[0]?.name, others(await see(kettle))[0]?.name], ['Kettle Trading', 'Alder and Wren']); // prettier-ignore
  const numbers = (view: JointView) => view.sealTo.map((s) => s.no);
  assert.equal(numbers(await see(nordic)).length, 3);
  await nordic.desk.done(`${path}/named`, { named: false });
  assert.equal(numbers(await see(kettle)).length, 2);
});

test('a sealed file is for who got a copy of it, and for nobody else', async () => {
  const view = await see(kettle);
  const bytes = Buffer.from(`sealed for two ${randomUUID()}`);
  const sent = await t.app.inject({
    method: 'POST',
    url: '/api/v1/desk/together/files',
    headers: { cookie: await kettle.cookie(), 'content-type': 'application/octet-stream' },
    payload: bytes,
  });
  const { sha256, size } = sent.json() as { sha256: string; size: number };
  const toLead = view.sealTo.filter(({ no }) => no === view.you.no || no === 1).map(({ no }) => no);
  const copies = await copiesFor(view, kettle.ring, 'The order book.', toLead);
  const itemId = randomUUID();
  const withFile = copies.map((copy) => ({ ...copy, files: copy.to === 1 ? [{ sha256, size }] : [] }));
  await kettle.desk.done(`${path}/items`, { kind: 'message', itemId, copies: withFile });
  const got = (await see(cso)).items.find((item) => item.itemId === itemId);
  assert.deepEqual(
    got?.files.map((file) => file.sha256),
    [sha256],
  );
  assert.deepEqual([(await cso.desk.get(`files/${sha256}`)).text, (await nordic.desk.get(`files/${sha256}`)).status], [bytes.toString(), 404]); // prettier-ignore
  const missing = withFile.map((copy) => ({ ...copy, files: [{ sha256: 'ab'.repeat(32), size: 1 }] }));
  assert.equal((await kettle.desk.post(`${path}/items`, { kind: 'message', itemId: randomUUID(), copies: missing })).status, 422); // prettier-ignore
  const office = await desk(t, o, o.hr);
  assert.equal((await office.post('together/files', {})).status >= 400, true, 'who only reads sends nothing');
});

test('what is written at the same moment is all there, each entry with a number of its own', async () => {
  const views = await Promise.all([see(cso), see(nordic), see(kettle)]);
  const [lead, one, two] = views;
  assert.ok(lead && one && two);
  const posts = [
    { by: cso, view: lead },
    { by: nordic, view: one },
    { by: kettle, view: two },
  ].flatMap(({ by, view }) =>
    [0, 1, 2].map((n) => ({ by, view, itemId: randomUUID(), words: `At once ${n}.` })),
  );
  const answers = await Promise.all(
    posts.map(async ({ by, view, itemId, words }) =>
      by.desk.post(`${path}/items`, {
        kind: 'message',
        itemId,
        copies: await copiesFor(view, by.ring, words),
      }),
    ),
  );
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  const { items } = await see(cso);
  assert.deepEqual(items.map(({ seq }) => seq), items.map((_, i) => i + 1)); // prettier-ignore
  for (const { itemId } of posts) assert.ok(items.some((item) => item.itemId === itemId));
});

test('the business can be let in to read: it writes nothing, and learns no buyer that is not named', async () => {
  await cso.desk.done(`${path}/invitations`, { org: o.employer });
  assert.equal((await cso.desk.post(`${path}/invitations`, { org: outside.org })).status, 422);
  const hr = await desk(t, o, o.hr);
  await hr.done(`${path}/answer`, { answer: 'join' });
  const view = await hr.get(path);
  assert.deepEqual(view.body.may, ['read', 'leave']);
  for (const secret of ['Alder', 'Kettle', kettle.org, c.caseId, issueId, nordic.ring.kid]) assert.ok(!view.text.includes(secret), secret); // prettier-ignore
  assert.equal((await hr.post(`${path}/items`, { kind: 'message', itemId: randomUUID(), copies: [] })).status, 409); // prettier-ignore
});

test('plan and outcome are as of a day: nothing moves within it, and the day after both buyers see the same', async () => {
  const told = (await see(nordic)).plan;
  assert.equal(told, 'none');
  await admin.query(
    `insert into vouch.action (docket_id, action_id, disclosure_id, issue_id, case_id, cso_org, by_org, remedy_type, root_cause, due_date, state, proposed_at)
      select docket_id, $1, disclosure_id, issue_id, case_id, cso_org, to_org, 'restitution', 'policy_gap', '2027-06-01', 'proposed', $2 from vouch.disclosure where case_id = $3`,
    [randomUUID(), t.clock.now(), c.caseId],
  );
  await keepJoint(t.world);
  assert.equal((await see(nordic)).plan, 'none');
  t.clock.forward(86_400);
  await keepJoint(t.world);
  assert.deepEqual([(await see(nordic)).plan, (await see(kettle)).plan], ['proposed', 'proposed']);
  const days = [(await see(nordic)).asOf, (await see(kettle)).asOf];
  assert.deepEqual(days, [days[0], days[0]]);
});

test('statements of buyers stand in their own dockets; in the workplace’s nothing names one of them', async () => {
  const { rows } = await admin.query<{ docket_id: number; by_org: string; fields: { value: string }[] }>(
    `select docket_id, by_org, fields from vouch.statement where kind like 'joint_%'`,
  );
  const place = Number(path.split('/')[1]);
  assert.ok(rows.some((r) => r.docket_id === place) && rows.some((r) => r.by_org === kettle.org));
  for (const row of rows) {
    if (row.docket_id !== place) continue;
    const text = JSON.stringify(row);
    for (const buyer of [nordic.org, kettle.org]) assert.ok(!text.includes(buyer), text);
  }
});
