// What goes by a rule that two members agreed to, and what licensees are told to delete.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openedCase } from '../../../test/case.ts';
import { phone } from '../../../test/phone.ts';
import { keepRights, runRetention } from './index.ts';
import { type Network, type Way, cookieOf, deskOf, judged, network, settle, tick } from './rights.fixture.ts';

let n: Network;
let lead: Way;
let caseworker: Way;
before(async () => {
  n = await network();
  lead = deskOf(n, await n.o.cookie(n.o.lead));
  caseworker = deskOf(n, await n.o.cookie(n.o.caseworker));
});
after(() => n?.close());

test('a rule is off until two agree; what is due is shown by month before it goes; then it goes like a worker’s wish', async () => {
  const c = await openedCase(n.t, n.o, 1);
  const open = await openedCase(n.t, n.o, 1);
  const [by] = c.phones;
  const [stays] = open.phones;
  assert.ok(by && stays);
  await c.move('closed', 'resolved_by_information');
  await tick(n);
  const view = async () => (await lead('GET', 'rights/retention')).body;
  assert.equal((await view()).rule, null);
  assert.ok((await view()).suggestions.includes(24));
  n.t.clock.forward(200 * 86_400);
  assert.deepEqual(await runRetention(n.t.world), [], 'no rule, nothing goes');

  assert.equal((await caseworker('POST', 'rights/retention', { months: 6 })).status, 200);
  assert.deepEqual((await view()).due, [{ month: '2026-07', cases: 1, reports: 1 }]);
  assert.deepEqual(await runRetention(n.t.world), [], 'proposed is not agreed');
  assert.equal((await caseworker('POST', 'rights/retention/decide', { act: 'approve' })).status, 403);
  assert.equal((await lead('POST', 'rights/retention/decide', { act: 'approve' })).status, 200);
  const [dry] = await runRetention(n.t.world, { dry: true });
  assert.deepEqual(dry?.due, [{ month: '2026-07', cases: 1, reports: 1 }]);
  assert.equal(dry?.asked, 0);
  const [run] = await runRetention(n.t.world);
  assert.equal(run?.asked, 1);
  const [again] = await runRetention(n.t.world);
  assert.equal(again?.asked, 0, 'asked once');
  await settle(n);
  assert.ok((await by.open()).body.gone);
  assert.equal((await stays.open()).status, 200, 'an open case stays');
  const after = await c.see();
  assert.deepEqual([after.case.threads, after.case.erased, after.case.state], [0, 1, 'closed']);
  const verdict = await judged(n, by.docket);
  assert.ok(verdict.unaltered && verdict.complete, verdict.reasons.join());
  const told = await n.admin.query(`select asked_by, reason from erasure where thread_id is null`);
  assert.deepEqual(told.rows, [{ asked_by: 'retention', reason: 'retention' }]);

  assert.equal((await caseworker('POST', 'rights/retention', { months: 12 })).status, 200);
  assert.equal((await view()).rule.state, 'proposed', 'a change wants two again');
  assert.equal((await lead('POST', 'rights/retention/decide', { act: 'off' })).status, 200);
  assert.deepEqual(await runRetention(n.t.world), []);
  const outsider = deskOf(n, cookieOf(n, 'vouch:nordic analyst'));
  assert.equal((await outsider('GET', 'rights/retention')).status, 404);
});

test('a licensee that was handed a docket is told which leaf to delete, says when it is done, and is seen when it is late', async () => {
  const by = await phone(n.t, n.o, { where: [String(n.places.empty)] });
  const back = await phone(n.t, n.o, { where: [String(n.places.empty)] });
  await tick(n);
  const today = n.t.clock.now().toISOString().slice(0, 10);
  const licence = { org: 'vouch:labour-th', docketId: n.places.empty, purpose: 'inspection', from: today, until: '2028-01-01' }; // prettier-ignore
  const given = await lead('POST', 'licences', licence);
  assert.equal(given.status, 201, given.text);
  await tick(n);
  const officer = deskOf(n, cookieOf(n, 'vouch:labour-th officer'));
  const handed = await officer('GET', `evidence/docket/${n.places.empty}`);
  assert.equal(handed.status, 200, handed.text);
  const later = await phone(n.t, n.o, { where: [String(n.places.empty)] });
  await tick(n);

  assert.equal((await by.erase('all')).status, 201);
  assert.equal((await later.erase('all')).status, 201);
  await back.withdraw();
  await settle(n);
  await keepRights(n.t.world);
  const { others } = (await lead('GET', 'rights/notices')).body;
  assert.deepEqual(others.map((o: { why: string; state: string }) => [o.why, o.state]).sort(), [['erased', 'waiting'], ['withdrawn', 'waiting']]); // prettier-ignore
  const { own } = (await officer('GET', 'rights/notices')).body;
  assert.equal(own.length, 2, 'what came after the bundle was never handed out');
  const text = JSON.stringify(own);
  for (const word of [by.threadId, back.threadId, 'passports']) assert.ok(!text.includes(word), word);
  const held = handed.text
    .split('\n')
    .slice(1, -2)
    .map((l) => JSON.parse(l) as { leaf: string });
  for (const notice of own) assert.equal(held[notice.leaf]?.leaf, `statement ${notice.commitment}`);

  const auditor = deskOf(n, cookieOf(n, 'vouch:audit-co auditor'));
  assert.deepEqual((await auditor('GET', 'rights/notices')).body, { own: [], others: [] });
  const [first, second] = own;
  const done = (one: { docket: number; commitment: string; why: string }) => ({ notices: [{ docket: one.docket, commitment: one.commitment, why: one.why }] }); // prettier-ignore
  assert.equal((await auditor('POST', 'rights/notices', done(first))).status, 404);
  assert.equal((await officer('POST', 'rights/notices', done(first))).status, 200);
  n.t.clock.forward(15 * 86_400);
  const seen = (await lead('GET', 'rights/notices')).body.others;
  const states = seen.map((o: { commitment: string; state: string; overdue: boolean }) => [o.commitment, o.state, o.overdue]); // prettier-ignore
  assert.deepEqual(states.sort(), [[first.commitment, 'acknowledged', false], [second.commitment, 'sent', true]].sort()); // prettier-ignore
  await keepRights(n.t.world);
  assert.equal((await officer('GET', 'rights/notices')).body.own.length, 2, 'nobody is told twice');
});

test('a code opens its last sentence until the backups end, and then nothing', async () => {
  const by = await phone(n.t, n.o);
  await by.erase('all');
  await settle(n);
  const { keepRetention } = await import('./index.ts');
  await keepRetention(n.t.world);
  assert.ok((await by.open()).body.gone);
  n.t.clock.forward(32 * 86_400);
  await keepRetention(n.t.world);
  assert.equal((await by.open()).status, 404);
});
