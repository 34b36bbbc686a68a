import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { type Openings, howLong, opensOf } from './openings.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;
let hr: Desk;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
  hr = await desk(t, cso, cso.hr);
});
after(() => t.close());

test('a worker sees how often the report was opened and by which kind of role, by the week, without a name', async () => {
  const one = await phone(t, cso);
  const other = await phone(t, cso);
  const path = `threads/${one.docket}/${one.threadId}`;
  assert.deepEqual((await one.thread()).openings.rows, []);
  await mon.see(path);
  t.clock.forward(3600);
  await mon.see(path);
  t.clock.forward(7 * 86_400);
  await aye.see(path);
  const thread = await one.thread();
  const openings: Openings = thread.openings;
  assert.deepEqual(openings.rows, [
    { told: false, act: 'opened', role: 'caseworker', week: '2026-11-16', n: 2 },
    { told: false, act: 'opened', role: 'lead', week: '2026-11-23', n: 1 },
  ]);
  assert.equal(openings.thisWeek, '2026-11-23');
  const text = JSON.stringify(openings);
  for (const secret of [cso.lead.memberId, cso.caseworker.memberId, cso.org, 'Mon', 'Aye'])
    assert.ok(!text.includes(secret), secret);
  assert.deepEqual((await other.thread()).openings.rows, [], 'another’s report was not opened');
  assert.deepEqual(opensOf(openings).opened.by, [
    { role: 'caseworker', n: 2 },
    { role: 'lead', n: 1 },
  ]);
  assert.equal(howLong('2026-11-16', openings.thisWeek), 'last');
});

test('who agreed sees that the business read it; who did not agree sees nothing of it', async () => {
  const worked = await openedCase(t, cso, 2);
  const [yes, quiet] = worked.phones;
  assert.ok(yes && quiet);
  const issueId = await worked.issue('DOC-01');
  await worked.move('consent_pending');
  await worked.consent(yes, 'given');
  await worked.move('consented');
  const body = await worked.disclosure(issueId, { understood: true });
  await worked.desk.done(`${worked.at}/disclosures`, body);
  const told = async (by: typeof yes) =>
    ((await by.thread()).openings as Openings).rows.filter((row) => row.told);
  assert.deepEqual(await told(yes), [], 'nobody has read it yet');
  await hr.see(`disclosures/${worked.docket}/${body['disclosureId']}`);
  assert.deepEqual(
    (await told(yes)).map(({ act, role, n }) => [act, role, n]),
    [['opened', 'manager', 1]],
  );
  assert.deepEqual(await told(quiet), []);
});

test('the database itself gives the workers’ role no name, no organisation and no day', async () => {
  const one = await phone(t, cso);
  await mon.see(`threads/${one.docket}/${one.threadId}`);
  const as = { thread: one.threadId, about: one.threadId };
  const ask = (column: string) =>
    t.world.anon.read(as, (db) => sql.raw<object>(`select ${column} from opening`).execute(db));
  assert.equal((await ask('role, act, week')).rows.length, 1);
  for (const column of ['org_id', 'opening_id', '*'])
    await assert.rejects(ask(column), /permission denied/, column);
  await assert.rejects(
    t.world.anon.read(as, (db) => sql`select * from watch`.execute(db)),
    /permission denied/,
  );
  const nobody = await t.world.anon.read({}, (db) => sql`select role from opening`.execute(db));
  assert.equal(nobody.rows.length, 0, 'without a code there is nothing');
});
