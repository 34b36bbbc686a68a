// From a worker's yes to what the state did: over HTTP, on real PostgreSQL, sealed for real.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { open, seal } from '../../../seal/index.ts';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import type { Other } from '../joint/joint.fixture.ts';
import {
  AUTHORITY,
  FACTS,
  askFor,
  between,
  labourOffice,
  offerOf,
  pathOf,
  sentTo,
} from './referral.fixture.ts';

let t: TestWorld;
let o: Office;
let lo: Other;
let elsewhere: Other;
let admin: pg.Client;

before(async () => {
  t = await testWorld();
  o = await office(t);
  lo = await labourOffice(t, o);
  elsewhere = await labourOffice(t, o, 'Other Office', 'other-office');
  await t.closeEpoch();
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const words = (say: string) =>
  between(o.ring, lo.ring, { v: 1, kind: 'message', language: 'en', words: say });
async function consented(count: number): Promise<Worked> {
  const c = await openedCase(t, o, count);
  await c.issue('REC-01');
  await c.move('consent_pending');
  for (const by of c.phones) await c.consent(by, 'given', ['case_handling']);
  await c.move('consented');
  return c;
}

test('one referral, from the offer to money that the worker has: remedied by the state', async () => {
  const c = await consented(1);
  const [by] = c.phones;
  const issueId = (await c.see()).issues[0].issueId;
  assert.ok(by);
  const offer = offerOf(by, lo.org);
  await c.desk.done(`${c.at}/referrals`, offer);
  await c.desk.done(`${c.at}/referrals`, offer);
  assert.equal(
    (await lo.desk.see('referrals')).rows.length,
    0,
    'what is offered is nothing to the office yet',
  );
  const path = await pathOf(c.desk, offer.referralId);
  assert.deepEqual(
    (await c.desk.see(path)).allowed.map((s: { to: string; blocked: string | null }) => [s.to, s.blocked !== null]),
    [['accepted', true], ['declined_by_worker', true], ['sent', true]],
  ); // prettier-ignore
  await askFor(t, c, by, { org: lo.org, scope: AUTHORITY, value: 'yes' });
  const envelope = await between(o.ring, lo.ring, FACTS);
  const body = { envelope, groups: ['amounts', 'summary'], issueIds: [issueId], seq: 0 };
  await c.desk.done(`${path}/send`, body);
  await c.desk.done(`${path}/send`, body);

  const [row] = (await lo.desk.see('referrals')).rows;
  assert.partialDeepStrictEqual(row, { id: offer.referralId, state: 'sent', side: 'receiver', case: null, groups: ['amounts', 'summary'] }); // prettier-ignore
  const seen = await lo.desk.see(path);
  assert.deepEqual(await open(seen.package, lo.ring.privateJwk), FACTS);
  assert.equal(seen.word, null);
  await lo.desk.done(`${path}/steps`, { to: 'received_by_partner', seq: seen.seq });
  const early = await lo.desk.post(`${path}/steps`, { to: 'service_completed', seq: seen.seq + 1 });
  assert.equal(early.status, 409, 'not before it began');
  await lo.desk.done(`${path}/steps`, { to: 'service_started', seq: seen.seq + 1, envelope: await words('We called them in.') }); // prettier-ignore
  await lo.desk.done(`${path}/messages`, {
    statementId: randomUUID(),
    envelope: await words('The receipt, please?'),
  });
  await c.desk.done(`${path}/messages`, {
    statementId: randomUUID(),
    envelope: await words('It is with the worker.'),
  });
  const read = await c.desk.see(path);
  const said = await Promise.all(
    read.said.filter((s: { envelope: string | null }) => s.envelope).map((s: { envelope: string }) => open(s.envelope, o.ring.privateJwk)),
  ); // prettier-ignore
  assert.deepEqual(said.map((one) => (one as { words: string }).words), ['We called them in.', 'The receipt, please?', 'It is with the worker.']); // prettier-ignore

  const act = async (over: object) => ({ actionId: randomUUID(), act: 'order_to_pay', status: 'begun', day: '2026-11-21', envelope: await words('Pay 900.'), ...over }); // prettier-ignore
  const order = await act({});
  await lo.desk.done(`${path}/acts`, order);
  await lo.desk.done(`${path}/acts`, order);
  assert.equal((await c.see()).issues[0].claimedAt, null, 'an order is no money yet');
  await lo.desk.done(`${path}/acts`, await act({ status: 'done', reAction: order.actionId }));
  assert.equal((await c.see()).issues[0].outcome, 'claimed');
  const again = await lo.desk.post(`${path}/acts`, await act({ status: 'failed', reAction: order.actionId }));
  assert.equal(again.status, 409, 'what became of an act is said once');
  await c.remedy(by, issueId, 'fully');
  assert.equal((await c.see()).issues[0].outcome, 'verified');
  const { rows } = await admin.query(`select remedied_by from vouch.issue where issue_id = $1`, [issueId]);
  assert.deepEqual(rows, [{ remedied_by: 'state' }]);
  await lo.desk.done(`${path}/steps`, { to: 'service_completed', seq: (await lo.desk.see(path)).seq });
  assert.deepEqual((await lo.desk.see(path)).allowed, []);
});

test('a yes is for one receiver: a general one, or one for another office, opens nothing; a no is a no', async () => {
  const c = await consented(1);
  const [by] = c.phones;
  assert.ok(by);
  const offer = offerOf(by, lo.org);
  await c.desk.done(`${c.at}/referrals`, offer);
  const path = await pathOf(c.desk, offer.referralId);
  const send = async () =>
    c.desk.post(`${path}/send`, {
      envelope: await between(o.ring, lo.ring, FACTS),
      groups: ['summary'],
      seq: 0,
    });
  assert.equal((await send()).status, 409);
  await c.consent(by, 'given', [AUTHORITY]);
  assert.deepEqual((await send()).body.errors, [{ path: 'to', why: 'worker_agreed_or_vital_interests' }]);
  await askFor(t, c, by, { org: elsewhere.org, scope: AUTHORITY, value: 'yes' });
  assert.equal((await send()).status, 409, 'a yes to another office');
  await askFor(t, c, by, { org: lo.org, scope: AUTHORITY, value: 'no' });
  const refused = await send();
  assert.equal(refused.status, 409);
  const asked = (await by.thread()).statements.flatMap((s) =>
    s.asks?.kind === 'consent' ? [s.asks.for] : [],
  );
  assert.deepEqual(
    [...new Set(asked.filter(Boolean))],
    ['Other Office', 'Labour Office'],
    'the worker reads who it is',
  );
  await c.desk.done(`${path}/steps`, { to: 'declined_by_worker', seq: 0 });
  assert.equal(
    (await lo.desk.see('referrals')).rows.filter((r: { id: string }) => r.id === offer.referralId).length,
    0,
  );
  const { rows } = await admin.query(`select 1 from vouch.referral_package where referral_id = $1`, [
    offer.referralId,
  ]);
  assert.equal(rows.length, 0, 'nothing of it was ever kept for anybody');
  const ask = await admin.query(
    `select fields from vouch.statement where kind = 'consent_asked' and fields::text like '%organisation ${lo.org}%'`,
  );
  assert.ok(ask.rows.length > 0, 'whom the question named stands on record');
});

test('sealed to receiver and sender and to nobody else; facts without a group, or of another case, are refused', async () => {
  const c = await consented(1);
  const other = await consented(1);
  const [by] = c.phones;
  assert.ok(by);
  const offer = offerOf(by, lo.org);
  await c.desk.done(`${c.at}/referrals`, offer);
  await askFor(t, c, by, { org: lo.org, scope: AUTHORITY, value: 'yes' });
  const path = await pathOf(c.desk, offer.referralId);
  const body = { envelope: await between(o.ring, lo.ring, FACTS), groups: ['summary'], seq: 0 };
  const keys = [o.ring, lo.ring, o.employerRing].map(({ kid, privateJwk: { d: _, ...jwk } }) => ({
    kid,
    jwk,
  }));
  const three = await seal(FACTS, keys);
  assert.deepEqual((await c.desk.post(`${path}/send`, { ...body, envelope: three })).body.errors, [{ path: 'envelope', why: 'a reader too many' }]); // prettier-ignore
  assert.equal((await c.desk.post(`${path}/send`, { ...body, envelope: await between(o.ring, elsewhere.ring, FACTS) })).status, 422); // prettier-ignore
  assert.equal((await c.desk.post(`${path}/send`, { ...body, groups: [] })).status, 422);
  assert.equal((await c.desk.post(`${path}/send`, { ...body, groups: ['thread'] })).status, 422);
  const foreign = (await other.see()).issues[0].issueId;
  assert.deepEqual((await c.desk.post(`${path}/send`, { ...body, issueIds: [foreign] })).body.errors, [{ path: 'issueIds', why: 'unknown' }]); // prettier-ignore
  assert.equal((await c.desk.post(`${path}/send`, { ...body, seq: 7 })).status, 409);
  const elsewhereThread = { ...offerOf(by, elsewhere.org), threadId: other.phones[0]?.threadId };
  assert.equal(
    (await c.desk.post(`${c.at}/referrals`, elsewhereThread)).status,
    404,
    'a report of another case',
  );
  for (const toOrg of [o.employer, o.buyer, o.org, 'vouch:nobody'])
    assert.equal((await c.desk.post(`${c.at}/referrals`, offerOf(by, toOrg))).status, 422, toOrg);
  await c.desk.done(`${path}/send`, body);
  const twice = await c.desk.post(`${c.at}/referrals`, offerOf(by, lo.org));
  assert.equal(twice.status, 409, 'one under way is enough');
});

test('the yes is taken back: from that moment the office opens nothing, is told to delete, and says that it did', async () => {
  const c = await consented(2);
  const [a, b] = c.phones;
  assert.ok(a && b);
  const one = await sentTo(t, c, a, { other: lo, ring: o.ring });
  const two = await sentTo(t, c, b, { other: lo, ring: o.ring });
  await lo.desk.done(`${one.path}/steps`, {
    to: 'received_by_partner',
    seq: (await lo.desk.see(one.path)).seq,
  });
  await lo.desk.done(`${one.path}/messages`, {
    statementId: randomUUID(),
    envelope: await words('We wrote to them.'),
  });
  assert.ok((await lo.desk.see(one.path)).package);
  // One tells the case worker, the other takes the whole report back by the own code.
  const answerStatement = await a.say('message', { words: 'Please do not, after all.' });
  await c.desk.done(`${c.at}/consents`, { threadDocket: a.docket, threadId: a.threadId, scopes: [AUTHORITY], value: 'withdrawn', answerStatement }); // prettier-ignore
  await b.withdraw();
  for (const { path } of [one, two]) {
    const gone = await lo.desk.see(path);
    assert.equal(gone.package, null);
    assert.ok(
      gone.said.every((s: { envelope: string | null }) => s.envelope === null),
      'nor the words about it',
    );
    assert.partialDeepStrictEqual(gone.row.withdrawn, { why: 'consent_withdrawn', deleted: null });
    assert.deepEqual(gone.allowed, []);
    assert.equal((await lo.desk.post(`${path}/steps`, { to: 'service_started', seq: gone.seq })).status, 409);
    assert.equal((await lo.desk.post(`${path}/messages`, { statementId: randomUUID(), envelope: await words('?') })).status, 409); // prettier-ignore
  }
  const { rows } = await admin.query(`select referral_id from vouch.referral_package where referral_id = any($1)`, [[one.id, two.id]]); // prettier-ignore
  assert.deepEqual(rows, [], 'the receiver’s copy is gone from the database');
  await lo.desk.done(`${one.path}/deleted`, {});
  assert.equal((await c.desk.see(one.path)).row.withdrawn.deleted, '2026-11-21');
  const kinds = await admin.query(`select kind from vouch.statement where fields @> $1::jsonb order by kind`, [JSON.stringify([{ name: 'referral', value: one.id }])]); // prettier-ignore
  assert.deepEqual(kinds.rows.map((r) => r.kind).filter((k) => /withdrawn|deleted/.test(k)), ['referral_deleted', 'referral_withdrawn', 'referral_withdrawn']); // prettier-ignore
});

test('danger to life: without a question, with the reason on record, and never against a no', async () => {
  const c = await consented(1);
  const [by] = c.phones;
  assert.ok(by);
  const reason = await seal({ v: 1, kind: 'reason', words: 'Locked in.' }, [{ kid: o.ring.kid, jwk: o.jwk }]);
  const vital = offerOf(by, lo.org, { basis: 'vital_interests', reason });
  const calm = await c.desk.post(`${c.at}/referrals`, vital);
  assert.deepEqual(calm.body.errors, [{ path: 'basis', why: 'not P0' }]);
  assert.equal((await c.desk.post(`${c.at}/referrals`, { ...vital, reason: undefined })).status, 422);
  await admin.query(`update vouch.case_file set urgency = 'P0' where case_id = $1`, [c.caseId]);
  await c.desk.done(`${c.at}/referrals`, vital);
  const path = await pathOf(c.desk, vital.referralId);
  await c.desk.done(`${path}/send`, {
    envelope: await between(o.ring, lo.ring, FACTS),
    groups: ['needs'],
    seq: 0,
  });
  const seen = await lo.desk.see(path);
  assert.equal(seen.row.basis, 'vital_interests');
  const hours = (Date.parse(seen.row.dueAt) - t.clock.now().getTime()) / 3_600_000;
  assert.ok(hours <= 24, 'the same day');
  await askFor(t, c, by, { org: lo.org, scope: AUTHORITY, value: 'no' });
  assert.equal((await lo.desk.see(path)).package, null, 'safe again, the worker says no: it ends');
});
