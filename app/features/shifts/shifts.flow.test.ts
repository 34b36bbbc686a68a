import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { sendAlerts } from '../network/index.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

let t: TestWorld;
let cso: Office;
let lead: Desk;
let worker: Desk;
before(async () => {
  t = await testWorld();
  cso = await office(t);
  lead = await desk(t, cso, cso.lead);
  worker = await desk(t, cso, cso.caseworker);
});
after(() => t?.close());

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(t.clock.now().getTime() + hours * HOUR).toISOString();
const shift = (memberId: string, from: number, to: number, more: object = {}) => ({
  shiftId: randomUUID(),
  memberId,
  kind: 'on_call',
  startsAt: at(from),
  endsAt: at(to),
  ...more,
});
const rota = (by: Desk, days = 7) => by.see(`shifts?from=${encodeURIComponent(at(0))}&days=${days}`);

test('without a rota nothing is uncovered; with one, every hour that nobody is on call is said', async () => {
  assert.deepEqual((await rota(worker)).uncovered, []);
  const night = shift(cso.caseworker.memberId, -1, 10);
  await worker.done('shifts', night);
  assert.deepEqual(await worker.done('shifts', night), { shifts: 1 }, 'sent again, it is the same shift');
  assert.equal((await worker.post('shifts', { ...night, kind: 'desk' })).status, 409);
  const seen = await rota(lead, 1);
  assert.deepEqual(seen.onShift, [cso.caseworker.memberId]);
  assert.deepEqual(seen.uncovered, [{ startsAt: at(10), endsAt: at(24) }]);
});

test('one enters the own shifts, whoever leads everybody’s; no one is in two at once; weeks repeat', async () => {
  const mine = cso.lead.memberId;
  assert.equal((await worker.post('shifts', shift(mine, 10, 20))).status, 403);
  assert.deepEqual(await lead.done('shifts', shift(mine, 10, 20, { weeks: 4 })), { shifts: 4 });
  assert.equal((await lead.post('shifts', shift(mine, 18, 22))).status, 409);
  assert.equal((await lead.post('shifts', shift(mine, 7 * 24 + 15, 7 * 24 + 30))).status, 409, 'in the second week'); // prettier-ignore
  assert.equal((await lead.post('shifts', shift(randomUUID(), 30, 32))).status, 422);
  assert.equal((await lead.post('shifts', shift(mine, 30, 29))).status, 422);
  assert.equal((await lead.post('shifts', shift(mine, -9, -1))).status, 422);
  assert.equal((await rota(lead, 28)).shifts.filter((s: { memberId: string }) => s.memberId === mine).length, 4); // prettier-ignore
});

test('a colleague takes a shift over; the second who wants it is told who was first', async () => {
  const mine = shift(cso.lead.memberId, 48, 56);
  await lead.done('shifts', mine);
  const was = cso.lead.memberId;
  await worker.done(`shifts/${mine.shiftId}/take`, { was });
  await worker.done(`shifts/${mine.shiftId}/take`, { was });
  const late = await lead.post(`shifts/${mine.shiftId}/take`, { was: randomUUID() });
  assert.equal(late.status, 409);
  assert.match(late.body.detail, /Mon took/);
  assert.equal((await lead.post(`shifts/${mine.shiftId}/remove`, {})).status, 200);
  assert.equal((await worker.post(`shifts/${mine.shiftId}/take`, { was })).status, 404);
});

test('a business keeps no rota here, and learns nothing of this one', async () => {
  const hr = await desk(t, cso, cso.hr);
  const answers = [await hr.get(`shifts?from=${encodeURIComponent(at(0))}`), await hr.post('shifts', shift(cso.hr.memberId, 1, 2))]; // prettier-ignore
  for (const answer of answers) {
    assert.equal(answer.status, 404);
    assert.match(answer.text, /There is nothing here/);
  }
});

test('what can’t wait calls those on shift, and everybody where nobody is', async () => {
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  const called: string[] = [];
  const world = {
    ...t.world,
    mail: { alert: async (to: string) => void called.push(to.split('@')[0] ?? '') },
  };
  const arrives = () => client.query('insert into vouch.alert (alert_id, org_id) values ($1, $2)', [randomUUID(), cso.org]); // prettier-ignore
  try {
    await arrives();
    await sendAlerts(world);
    assert.deepEqual(called.splice(0), ['mon'], 'Mon is on call');
    await client.query('delete from vouch.shift');
    await arrives();
    await sendAlerts(world);
    assert.deepEqual(called.splice(0).sort(), ['aye', 'mon']);
    await lead.done('shifts', shift(cso.caseworker.memberId, -1, 10));
    await client.query("update vouch.member set state = 'removed' where member_id = $1", [cso.caseworker.memberId]); // prettier-ignore
    await arrives();
    await sendAlerts(world);
    assert.deepEqual(called, ['aye'], 'who left is on no shift');
  } finally {
    await client.end();
  }
});
