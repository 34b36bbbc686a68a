// What becomes of a referral that waits too long, and of one whose worker is erased.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import type { Other } from '../joint/joint.fixture.ts';
import { keepRights } from '../rights/index.ts';
import { AUTHORITY, between, labourOffice, sentTo } from './referral.fixture.ts';

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

test('an answer is owed by the office’s own working days; what is late is seen, and how fast it was', async () => {
  const c = await consented(1);
  const [by] = c.phones;
  assert.ok(by);
  const { path, id } = await sentTo(t, c, by, { other: elsewhere, ring: o.ring });
  const duty = async () =>
    (await admin.query(`select kind, org_id, done_at is not null as done from vouch.duty where org_id = $1 order by kind`, [elsewhere.org])).rows; // prettier-ignore
  assert.deepEqual(await duty(), [{ kind: 'referral_answer', org_id: elsewhere.org, done: false }]);
  // Saturday 2026-11-21: five Thai working days later is the next Friday.
  assert.equal((await elsewhere.desk.see(path)).row.dueAt.slice(0, 10), '2026-11-27');
  t.clock.forward(9 * 86_400);
  const pace = async () =>
    (await c.desk.see('receivers')).receivers.find((r: { orgId: string }) => r.orgId === elsewhere.org);
  assert.partialDeepStrictEqual(await pace(), {
    sent: 1,
    answered: 0,
    late: 1,
    medianDays: null,
    scope: AUTHORITY,
  });
  const silent = await elsewhere.desk.post(`${path}/steps`, { to: 'returned', seq: 2 });
  assert.equal(silent.status, 422, 'a return without a word');
  const why = await between(o.ring, elsewhere.ring, { v: 1, kind: 'message', words: 'Another province.' });
  await elsewhere.desk.done(`${path}/steps`, { to: 'returned', seq: 2, envelope: why });
  assert.partialDeepStrictEqual(await pace(), { sent: 1, answered: 1, late: 1, medianDays: 9 });
  assert.deepEqual(await duty(), [{ kind: 'referral_answer', org_id: elsewhere.org, done: true }]);
  const late = await elsewhere.desk.post(`${path}/acts`, { actionId: randomUUID(), act: 'inspection', status: 'done', day: '2026-11-21', envelope: why }); // prettier-ignore
  assert.equal(late.status, 409, 'what was given back is not acted on');
  assert.ok(id);
});

test('an erased worker takes the package and the words around it along; the office is left with “delete”', async () => {
  const c = await consented(2);
  const [by, stays] = c.phones;
  assert.ok(by && stays);
  const { path, id } = await sentTo(t, c, by, { other: lo, ring: o.ring });
  await lo.desk.done(`${path}/messages`, {
    statementId: randomUUID(),
    envelope: await words('Her sister came.'),
  });
  const { rows: before } = await admin.query(`select statement_id from vouch.referral_event where referral_id = $1`, [id]); // prettier-ignore
  assert.equal((await by.erase('all')).status, 201);
  for (let n = 0; n < 3; n++) {
    await keepRights(t.world);
    await t.closeEpoch();
  }
  await keepRights(t.world);
  const left = async (table: string) =>
    (await admin.query(`select 1 from vouch.${table} where referral_id = $1`, [id])).rows.length;
  assert.deepEqual([await left('referral_link'), await left('referral_package'), await left('referral_event')], [0, 0, 0]); // prettier-ignore
  const gone = await admin.query(`select 1 from vouch.envelope where statement_id = any($1)`, [before.map((r) => r.statement_id)]); // prettier-ignore
  assert.equal(gone.rows.length, 0);
  assert.equal((await c.desk.get(path)).status, 404);
  const told = await lo.desk.see(path);
  assert.deepEqual([told.package, told.row.withdrawn.why], [null, 'erased']);
});

test('a member with a conflict of interest has no such referral, in no list, not at its address, not by the office’s words', async () => {
  const c = await consented(1);
  const [by] = c.phones;
  assert.ok(by);
  const { path, id } = await sentTo(t, c, by, { other: lo, ring: o.ring });
  const aye = await desk(t, o, o.lead);
  await c.desk.done(`${c.at}/recusals`, { recusalId: randomUUID(), why: 'family' });
  const listed = async (who: Desk) =>
    (await who.see('referrals')).rows.filter((r: { id: string }) => r.id === id).length;
  assert.deepEqual([await listed(c.desk), await listed(aye)], [0, 1]);
  const [gone, none] = [await c.desk.get(path), await c.desk.get(`referrals/0/${randomUUID()}`)];
  assert.deepEqual([gone.status, gone.text], [404, none.text]);
  assert.equal((await c.desk.get(`${c.at}/referrals`)).body?.rows?.length ?? 0, 0);
  for (const [act, body] of [
    ['steps', { to: 'accepted', seq: 2 }],
    ['messages', { statementId: randomUUID(), envelope: await words('?') }],
    ['recall', {}],
  ] as const)
    assert.equal((await c.desk.post(`${path}/${act}`, body)).status, 404, act);
  const sent = (await c.desk.see('receivers')).receivers.find(
    (r: { orgId: string }) => r.orgId === lo.org,
  ).sent;
  const seen = (await aye.see('receivers')).receivers.find((r: { orgId: string }) => r.orgId === lo.org).sent;
  assert.equal(seen - sent, 1, 'nor is it counted');
  assert.ok((await aye.see(path)).package);
});
