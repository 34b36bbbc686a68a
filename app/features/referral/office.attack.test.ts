// An office, and everybody else who is no part of a referral, tries every way to more than the package.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { open } from '../../../seal/index.ts';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import type { Other } from '../joint/joint.fixture.ts';
import { registerOrganisation, whoIs } from '../network/index.ts';
import { isRefusal } from '../refusal.ts';
import {
  AUTHORITY,
  askFor,
  between,
  labourOffice,
  offerOf,
  secondOffice,
  sentTo,
} from './referral.fixture.ts';

let t: TestWorld;
let o: Office;
let lo: Other;
let second: { there: Other; office: Office };
let admin: pg.Client;
let broker = -1;
let c: Worked;
let sent: { path: string; id: string };

before(async () => {
  t = await testWorld();
  o = await office(t);
  lo = await labourOffice(t, o);
  second = await secondOffice(t, o);
  const made = await registerOrganisation(
    t.world,
    { org: o.org, kind: 'cso' },
    { id: 'vouch:swift-passage', kind: 'recruiter', name: 'Swift Passage', country: 'MM', languages: ['my'], names: {}, about: '' },
  ); // prettier-ignore
  assert.ok(!isRefusal(made));
  broker = made.docket;
  await t.closeEpoch();
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  c = await worked(o, 2);
  const [by] = c.phones;
  assert.ok(by);
  sent = await sentTo(t, c, by, { other: lo, ring: o.ring });
});
after(async () => {
  await admin?.end();
  await t?.close();
});

async function worked(at: Office, count: number): Promise<Worked> {
  const one = await openedCase(t, at, count, { where: [String(at.workplaces[0])] });
  await one.issue('REC-01');
  await one.move('consent_pending');
  for (const by of one.phones) await one.consent(by, 'given', ['case_handling']);
  await one.move('consented');
  return one;
}

test('what the office is answered holds the package and nothing of where it comes from', async () => {
  const [by, other] = c.phones;
  assert.ok(by && other);
  await lo.desk.done(`${sent.path}/steps`, {
    to: 'received_by_partner',
    seq: (await lo.desk.see(sent.path)).seq,
  });
  const answers = [await lo.desk.get('referrals'), await lo.desk.get(sent.path)];
  const issueId = (await c.see()).issues[0].issueId;
  for (const { text } of answers)
    for (const secret of [
      c.caseId,
      by.threadId,
      other.threadId,
      issueId,
      'Heron',
      'offered_at',
      '"accepted"',
      'Mon',
    ])
      assert.ok(!text.includes(secret), `the office reads ${secret}`);
  const view = answers[1]?.body;
  assert.notEqual(view.row.docket, c.docket, 'the address is not the workplace’s');
  const plain = JSON.stringify({ ...view, row: { ...view.row, dueAt: null } }).replaceAll(/"(package|envelope)":"(\\.|[^"\\])*"/g, ''); // prettier-ignore
  assert.doesNotMatch(plain, /\d\d:\d\d:\d\d/, 'a time of day');
});

test('no way to threads, cases, other referrals, patterns, the list of receivers: one answer, there or not', async () => {
  const [by, other] = c.phones;
  assert.ok(by && other);
  const mine = offerOf(other, lo.org);
  await c.desk.done(`${c.at}/referrals`, mine);
  const offered = `${sent.path.split('/').slice(0, 2).join('/')}/${mine.referralId}`;
  const words = await between(o.ring, lo.ring, { v: 1, kind: 'message', words: 'x' });
  const attempts = (docket: number, caseId: string, threadId: string, referral: string): [string, object?][] => [
    ['inbox'],
    ['cases'],
    ['patterns'],
    ['brokers'],
    ['receivers'],
    [`cases/${docket}/${caseId}`],
    [`cases/${docket}/${caseId}/referrals`],
    [`threads/${docket}/${threadId}`],
    [referral],
    [`${referral}/steps`, { to: 'received_by_partner', seq: 0 }],
    [`${referral}/steps`, { to: 'accepted', seq: 0 }],
    [`${referral}/send`, { envelope: words, groups: ['summary'], seq: 0 }],
    [`${referral}/messages`, { statementId: randomUUID(), envelope: words }],
    [`${referral}/recall`, {}],
    [`${referral}/deleted`, {}],
    [`${referral}/acts`, { actionId: randomUUID(), act: 'inspection', status: 'done', day: '2026-11-21', envelope: words }],
    [`cases/${docket}/${caseId}/referrals`, offerOf(other, lo.org)],
    [`patterns`, { patternId: randomUUID(), docket: broker, cases: [{ docket, caseId }] }],
    [`patterns/${broker}/${randomUUID()}/send`, { referralId: randomUUID(), toOrg: lo.org, service: 'other', purpose: 'enforce_law', envelope: words }],
    [`brokers`, { name: 'Nobody', country: 'MM' }],
  ]; // prettier-ignore
  const real = attempts(c.docket, c.caseId, by.threadId, offered);
  const made = attempts(c.docket, randomUUID(), randomUUID(), `referrals/0/${randomUUID()}`);
  const people: [string, Desk][] = [
    ['office', lo.desk],
    ['employer', await desk(t, o, o.hr)],
    ['buyer', await desk(t, o, o.analyst)],
  ];
  for (const [name, who] of people)
    for (const [i, [path, body]] of real.entries()) {
      const answer = body ? await who.post(path, body) : await who.get(path);
      const [nowhere = ''] = made[i] ?? [];
      const nothing = body ? await who.post(nowhere, body) : await who.get(nowhere);
      assert.equal(answer.status, 404, `${name} ${path}: ${answer.text}`);
      assert.equal(answer.text, nothing.text, `${name} ${path}`);
    }
  for (const who of [people[1]?.[1], people[2]?.[1]])
    assert.equal((await who?.get('referrals'))?.status, 404);
  // A referral to another organisation of the same kind as the sender is no business of a third.
  assert.equal((await second.there.desk.get(sent.path)).status, 404);
  assert.deepEqual((await second.there.desk.see('referrals')).rows, []);
});

test('behind the routes: the office’s own eyes in the database see its row and its package, and nothing they belong to', async () => {
  const as = whoIs(lo.member, t.world.clock.now());
  const count = (table: string) =>
    t.world.app.read(
      as,
      async (db) => (await sql`select 1 from ${sql.table(table)}`.execute(db)).rows.length,
    );
  assert.deepEqual([await count('referral'), await count('referral_package')], [1, 1]);
  for (const table of [
    'referral_link',
    'case_file',
    'thread',
    'issue',
    'consent',
    'ask',
    'note',
    'pattern',
    'pattern_case',
  ])
    assert.equal(await count(table), 0, table);
  await assert.rejects(
    t.world.app.write(as, (tx) => sql`update referral set cso_org = ${lo.org}`.execute(tx)),
    /permission denied/,
  );
  const taken = await t.world.app.write(as, async (tx) => (await sql`delete from referral_package`.execute(tx)).numAffectedRows); // prettier-ignore
  assert.equal(Number(taken), 0);
  const employer = whoIs(o.hr, t.world.clock.now());
  const seen = await t.world.app.read(
    employer,
    async (db) => (await sql`select 1 from referral`.execute(db)).rows,
  );
  assert.equal(seen.length, 0);
});

test('three cases in two countries name one broker; one worker refuses: the pattern goes, and nothing of that worker', async () => {
  const cases = [await worked(o, 1), await worked(o, 1), await worked(second.office, 1)];
  const [first, refuser, far] = cases;
  assert.ok(first && refuser && far);
  await refuser.issue('DOC-01');
  const [a, b] = [first.phones[0], refuser.phones[0]];
  assert.ok(a && b);
  const patternId = randomUUID();
  const own = [first, refuser].map(({ docket, caseId }) => ({ docket, caseId }));
  await c.desk.done('patterns', { patternId, docket: broker, cases: own, with: [second.there.org] });
  const at = `patterns/${broker}/${patternId}`;
  const foreign = await second.there.desk.post(`${at}/cases`, { cases: own });
  assert.equal(foreign.status, 422, 'somebody else’s case');
  await far.desk.done(`${at}/cases`, { cases: [{ docket: far.docket, caseId: far.caseId }] });
  const [theirs] = (await second.there.desk.see('patterns')).rows;
  assert.partialDeepStrictEqual(theirs, { leftOut: 0, ready: true, facts: { codes: ['DOC-01', 'REC-01'], workers: 'fewer than 10', organisations: 2 } }); // prettier-ignore
  for (const secret of [first.caseId, refuser.caseId, a.threadId, b.threadId])
    assert.ok(!JSON.stringify(theirs).includes(secret), 'the other organisation’s case');

  await askFor(t, refuser, b, { org: lo.org, scope: AUTHORITY, value: 'no' });
  const envelope = await between(o.ring, lo.ring, { v: 1, kind: 'pattern', language: 'en', words: 'He takes 900 at the border.' }); // prettier-ignore
  const body = { referralId: randomUUID(), toOrg: lo.org, service: 'recruitment_licensing', purpose: 'enforce_law', envelope }; // prettier-ignore
  await c.desk.done(`${at}/send`, body);
  await c.desk.done(`${at}/send`, body);
  const row = (await lo.desk.see('referrals')).rows.find((r: { id: string }) => r.id === body.referralId);
  assert.partialDeepStrictEqual(row, { kind: 'pattern', about: { name: 'Swift Passage' }, case: null });
  const path = `referrals/${row.docket}/${row.id}`;
  const got = await lo.desk.get(path);
  assert.deepEqual(got.body.facts, { codes: ['REC-01'], workers: 'fewer than 10', organisations: 2, countries: ['MM', 'TH'], from: '2026-Q4', to: '2026-Q4' }); // prettier-ignore
  assert.partialDeepStrictEqual(await open(got.body.package, lo.ring.privateJwk), { words: 'He takes 900 at the border.' }); // prettier-ignore
  const { rows: spoken } = await admin.query(
    `select s.statement_id::text as id, e.content from vouch.statement s left join vouch.envelope e using (docket_id, statement_id)
      where s.thread_id = $1 or s.case_id = $2`,
    [b.threadId, refuser.caseId],
  );
  assert.ok(spoken.length > 5);
  const everything = (await Promise.all(['referrals', path, sent.path, 'me', 'orgs', 'directory', 'evidence', 'figures'].map((p) => lo.desk.get(p)))).map((x) => x.text).join(); // prettier-ignore
  for (const secret of [b.threadId, refuser.caseId, 'DOC-01', ...spoken.flatMap((s) => [s.id, s.content ?? s.id])])
    assert.ok(!everything.includes(secret) && !everything.includes(JSON.stringify(secret).slice(1, -1)), `the office got ${secret}`); // prettier-ignore
  const eyes = await t.world.app.read(whoIs(lo.member, t.world.clock.now()), async (db) => {
    const tables = [
      'referral',
      'referral_package',
      'referral_event',
      'statement',
      'envelope',
      'state_action',
      'duty',
    ];
    const rows = await Promise.all(tables.map((x) => sql`select row_to_json(x)::text as j from ${sql.table(x)} x`.execute(db))); // prettier-ignore
    return JSON.stringify(rows.map((r) => r.rows));
  });
  for (const secret of [b.threadId, refuser.caseId])
    assert.ok(!eyes.includes(secret), 'nor in any row it can read');

  // Taken up, its licence suspended: an act of the state on record in the broker's own docket or beside it, and counted.
  await lo.desk.done(`${path}/steps`, { to: 'received_by_partner', seq: got.body.seq });
  const act = {
    actionId: randomUUID(),
    act: 'licence_suspended',
    status: 'done',
    day: '2026-11-21',
    envelope,
  };
  assert.equal((await c.desk.post(`${path}/acts`, act)).status, 404, 'nobody acts for the state');
  await lo.desk.done(`${path}/acts`, act);
  assert.partialDeepStrictEqual((await c.desk.see(path)).acts, [
    { act: 'licence_suspended', status: 'done' },
  ]);
  const claimed = await admin.query(`select 1 from vouch.issue where claimed_at is not null`);
  assert.equal(claimed.rows.length, 0, 'a suspended licence is no money in a worker’s hand');
});

test('where everybody refused, or one is left, nothing goes: one worker’s story is no pattern', async () => {
  const lone = await worked(o, 2);
  const [a, b] = lone.phones;
  assert.ok(a && b);
  const patternId = randomUUID();
  await lone.desk.done('patterns', { patternId, docket: broker, cases: [{ docket: lone.docket, caseId: lone.caseId }] }); // prettier-ignore
  const envelope = await between(o.ring, lo.ring, { v: 1, kind: 'pattern', words: 'x' });
  const send = () => lone.desk.post(`patterns/${broker}/${patternId}/send`, { referralId: randomUUID(), toOrg: lo.org, service: 'other', purpose: 'enforce_law', envelope }); // prettier-ignore
  await askFor(t, lone, a, { org: lo.org, scope: AUTHORITY, value: 'no' });
  assert.deepEqual((await send()).body.errors, [{ path: 'patternId', why: 'too few' }]);
  await b.withdraw();
  assert.equal((await send()).status, 409);
  const rows = (await lone.desk.see('patterns')).rows.find(
    (p: { patternId: string }) => p.patternId === patternId,
  );
  assert.partialDeepStrictEqual(rows, { facts: null, leftOut: 2, ready: false });
  const none = await lone.desk.post('patterns', { patternId: randomUUID(), docket: o.workplaces[0], cases: [{ docket: lone.docket, caseId: lone.caseId }] }); // prettier-ignore
  assert.deepEqual(none.body.errors, [{ path: 'docket', why: 'no recruiter' }]);
});
