import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { watched } from './index.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;
let hr: Desk;
let admin: pg.Client;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
  hr = await desk(t, cso, cso.hr);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin.end();
  await t.close();
});

type Seen = { act: string; what: string; role: string; n: number; org_id: string; member_id: string };
/** Everything that was put on record since `mark` was taken. */
const since = async (mark: number): Promise<Seen[]> =>
  (
    await admin.query<Seen>(
      `select w.act, w.what, w.role, w.n, w.org_id, w.member_id from vouch.watch w
        join vouch.statement s using (docket_id, statement_id) order by w.at, w.xmin::text::bigint offset $1`,
      [mark],
    )
  ).rows;
const mark = async (): Promise<number> => (await since(0)).length;
const said = (seen: Seen[]): string[] => seen.map((s) => `${s.role} ${s.act} ${s.what}`);
const openings = async (id: string): Promise<number> =>
  (await admin.query(`select 1 from vouch.opening where about_id = $1`, [id])).rows.length;

test('opening a report is a statement in the organisation’s own docket, without a name or the report’s id', async () => {
  const one = await phone(t, cso);
  const at = await mark();
  await mon.see(`threads/${one.docket}/${one.threadId}`);
  assert.deepEqual(said(await since(at)), ['caseworker opened thread']);
  const { rows } = await admin.query<{
    kind: string;
    id: string;
    thread_id: string | null;
    fields: { name: string; value: string }[];
  }>(
    `select d.kind, d.id, s.thread_id, s.fields from vouch.statement s join vouch.docket d using (docket_id)
      where s.kind = 'access' order by s.recorded_at desc, s.xmin::text::bigint desc limit 1`,
  );
  const found = rows[0];
  assert.ok(found);
  assert.deepEqual([found.kind, found.id, found.thread_id], ['organisation', cso.org, null]);
  const fields = Object.fromEntries(found.fields.map(({ name, value }) => [name, value]));
  assert.deepEqual(Object.keys(fields).sort(), [
    'about',
    'act',
    'by',
    'kind',
    'member',
    'n',
    'occurred',
    'recorded',
    'role',
    'schema',
    'subject',
    'what',
  ]);
  const text = JSON.stringify(found.fields);
  for (const secret of [one.threadId, cso.caseworker.memberId, cso.caseworker.name, String(one.publicKey.x)])
    assert.ok(!text.includes(secret), secret);
  assert.match(fields['member'] ?? '', /^[0-9a-f]{32}$/);
  await t.closeEpoch();
});

test('one sitting is one opening, however many letters and tries; another member and another time are others', async () => {
  const one = await phone(t, cso);
  const path = `threads/${one.docket}/${one.threadId}`;
  const at = await mark();
  // At once, twice over two connections: the database decides, not a memory of ours.
  await Promise.all([mon.see(path), mon.see(path), mon.see(path)]);
  t.clock.forward(9 * 60);
  await mon.see(path);
  assert.deepEqual(said(await since(at)), ['caseworker opened thread']);
  assert.equal(await openings(one.threadId), 1);
  await aye.see(path);
  t.clock.forward(11 * 60);
  await mon.see(path);
  assert.deepEqual(said(await since(at)), [
    'caseworker opened thread',
    'lead opened thread',
    'caseworker opened thread',
  ]);
  assert.equal(await openings(one.threadId), 3);
});

test('a desk that asks again by itself is one sitting, for an hour at most', async () => {
  const one = await phone(t, cso);
  const path = `threads/${one.docket}/${one.threadId}`;
  for (let minute = 0; minute < 58; minute += 2) {
    await mon.see(path);
    t.clock.forward(2 * 60);
  }
  assert.equal(await openings(one.threadId), 1);
  t.clock.forward(2 * 60);
  await mon.see(path);
  assert.equal(await openings(one.threadId), 2);
});

test('the list is one opening a day, until a report is in it that was not; it says how many', async () => {
  t.clock.forward(86_400);
  const at = await mark();
  const list = await mon.see('inbox?state=open');
  await mon.see('inbox?state=open');
  t.clock.forward(3600);
  await mon.see('inbox?state=open');
  const first = await since(at);
  assert.deepEqual(said(first), ['caseworker opened list']);
  assert.equal(first[0]?.n, list.rows.filter((r: { first: unknown }) => r.first !== null).length);
  await phone(t, cso);
  await mon.see('inbox?state=open');
  assert.deepEqual(
    (await since(at)).map((s) => s.n),
    [first[0]?.n, (first[0]?.n ?? 0) + 1],
  );
});

let worked: Worked;
test('a case that is opened counts for each report in it, once with the report itself', async () => {
  worked = await openedCase(t, cso, 2);
  t.clock.forward(3600);
  const [one] = worked.phones;
  assert.ok(one);
  const [at, before] = [await mark(), await openings(one.threadId)];
  await mon.see(worked.at);
  assert.equal(await openings(one.threadId), before + 1);
  await mon.see(`threads/${one.docket}/${one.threadId}`);
  assert.deepEqual(said(await since(at)), ['caseworker opened case', 'caseworker opened thread']);
  assert.equal(await openings(one.threadId), before + 1, 'the same sitting at the same report');
});

test('what was told to a business: who agreed sees that it was read, and nothing of it before', async () => {
  const issueId = await worked.issue('DOC-01');
  await worked.move('consent_pending');
  const [yes, no] = worked.phones;
  assert.ok(yes && no);
  await worked.consent(yes, 'given');
  await worked.move('consented');
  const body = await worked.disclosure(issueId, { understood: true });
  await worked.desk.done(`${worked.at}/disclosures`, body);
  const id = String(body['disclosureId']);
  const at = await mark();
  await hr.see('disclosures');
  assert.deepEqual(said(await since(at)), [], 'the list of disclosures has no words in it');
  await hr.see(`disclosures/${worked.docket}/${id}`);
  await hr.see(`disclosures/${worked.docket}/${id}`);
  const seen = await since(at);
  assert.deepEqual(said(seen), ['manager opened disclosure']);
  assert.equal(seen[0]?.org_id, cso.employer);
  assert.equal(await openings(id), 1);
  const { rows } = await admin.query<{ thread_id: string }>(
    `select thread_id from vouch.disclosure_voice where disclosure_id = $1`,
    [id],
  );
  assert.deepEqual(
    rows.map((r) => r.thread_id),
    [yes.threadId],
    'only whoever agreed',
  );
});

test('notes, settings, members, keys and figures that are taken away are on record with the one who did it', async () => {
  const one = await phone(t, cso);
  const at = await mark();
  const envelope = await one.sealed({ v: 1, kind: 'note', words: 'Call on Friday.' });
  await mon.done(`threads/${one.docket}/${one.threadId}/notes`, { noteId: randomUUID(), envelope });
  const invited = { email: 'new@worker-line.demo.vouch.invalid', name: 'New', role: 'caseworker' };
  const { memberId } = await aye.done('members', invited);
  await aye.done(`members/${memberId}/remove`, {});
  await aye.done('orgs', {
    name: 'Green Union',
    kind: 'union',
    country: 'TH',
    languages: ['th'],
    about: '',
    first: { email: 'first@green.demo.vouch.invalid', name: 'First', role: 'lead' },
  });
  assert.equal((await mon.get('figures.csv')).status, 200);
  assert.equal((await mon.get('ring/recovery')).status, 200);
  assert.deepEqual(said(await since(at)), [
    'caseworker edited note',
    'lead setting member_invited',
    'lead setting member_removed',
    'lead setting organisation_registered',
    'caseworker exported figures',
    'caseworker opened recovery_kit',
  ]);
  assert.equal(await openings(one.threadId), 0, 'a note tells the worker nothing');
});

test('when the record can’t be written, nothing is answered', async () => {
  const one = await phone(t, cso);
  await admin.query(`revoke insert on vouch.watch from vouch_app`);
  try {
    const refused = await mon.get(`threads/${one.docket}/${one.threadId}`);
    assert.equal(refused.status, 503);
    assert.ok(!refused.text.includes('ciphertext'));
  } finally {
    await admin.query(`grant insert on vouch.watch to vouch_app`);
  }
  const at = await mark();
  await mon.see(`threads/${one.docket}/${one.threadId}`);
  assert.equal((await since(at)).length, 1, 'and the failed try took no sitting');
});

test('an organisation can’t write into another’s list, and nobody into a docket that isn’t an organisation’s own', async () => {
  const { memberId, orgId } = cso.hr;
  const as = { org: orgId, kind: 'employer', member: memberId };
  const act = { member: memberId, role: 'manager', act: 'opened' as const, what: 'thread' };
  await assert.rejects(
    t.world.app.write(as, (tx) => watched(tx, t.world, { ...act, org: cso.org })),
    /row-level/,
  );
  await assert.rejects(
    t.world.app.write(as, (tx) => watched(tx, t.world, { ...act, org: 'vouch:nobody' })),
    /no docket/,
  );
  const read = await t.world.app.read(as, (db) =>
    sql<{ org_id: string }>`select org_id from watch`.execute(db),
  );
  assert.deepEqual([...new Set(read.rows.map((r) => r.org_id))], [cso.employer]);
});

test('openings are evidence: the epoch takes them into the organisation’s docket', async () => {
  const size = async (): Promise<number> => {
    const { rows } = await admin.query<{ size: string }>(
      `select coalesce(max(h.size), 0) as size from vouch.docket_head h join vouch.docket d using (docket_id) where d.id = $1`,
      [cso.org],
    );
    return Number(rows[0]?.size);
  };
  const before = await size();
  const one = await phone(t, cso);
  await mon.see(`threads/${one.docket}/${one.threadId}`);
  await t.closeEpoch();
  const waited = (await admin.query(`select 1 from vouch.waiting_leaf`)).rows.length;
  assert.ok((await size()) > before);
  assert.equal(waited, 0);
});
