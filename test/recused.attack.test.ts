// A member who may not see a case has no trace of it at any address of the desk: whatever the desk answers with them is
// what it would answer if the case had never been there.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { seal } from '../seal/index.ts';
import { type Worked, forEmployer, openedCase } from './case.ts';
import { type Office, office } from './office.ts';
import { type Desk, desk } from './phone.ts';
import { type Given, type Route, askRoute, deskRoutes } from './routes.ts';
import { type TestWorld, testWorld } from './world.ts';

let t: TestWorld;
let cso: Office;
let admin: pg.Client;
let mon: Desk;
let aye: Desk;
let gone: Worked;
let routes: Route[];
/** Everything by which the case could be known. */
let traces: string[] = [];
let names: Record<string, string | number> = {};

before(async () => {
  t = await testWorld();
  cso = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
  await told(await openedCase(t, cso, 1));
  gone = await openedCase(t, cso, 2);
  await told(gone);
  await protect(gone);
  await t.closeEpoch();
  routes = (await deskRoutes(t)).filter((r) => r.method === 'GET');
  await look();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const team = (words: string): Promise<string> =>
  seal({ v: 1, kind: 'note', words }, [{ kid: cso.ring.kid, jwk: cso.jwk }]);

/** A business is told and has reported something with a file; there is a note. */
async function told(c: Worked): Promise<void> {
  const [by] = c.phones;
  assert.ok(by);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  for (const one of c.phones) await c.consent(one, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId, { understood: true });
  await c.desk.done(`${c.at}/disclosures`, body);
  await mon.done(`threads/${by.docket}/${by.threadId}/notes`, {
    noteId: randomUUID(),
    envelope: await team('Ask the cousin.'),
  });
  const hr = await desk(t, cso, cso.hr);
  await hr.done(`disclosures/${c.docket}/${String(body['disclosureId'])}/actions`, {
    actionId: randomUUID(),
    remedyType: 'restitution',
    rootCause: 'policy_gap',
    dueDate: '2026-12-24',
    envelope: await forEmployer(cso, { words: 'We give them back.' }),
  });
}

async function protect(c: Worked): Promise<void> {
  const [by] = c.phones;
  assert.ok(by);
  const thread = `threads/${by.docket}/${by.threadId}`;
  const wish = { channel: 'line', from: 600, to: 700, days: [1], zone: 'Asia/Bangkok', neverCallBack: true, sharedDevice: true, doNotLeaveMessage: false }; // prettier-ignore
  await mon.done(`${thread}/contact`, { wish, envelope: await team('+66 81 …'), seq: 0 });
  const planId = randomUUID();
  await mon.done(`${thread}/plans`, { planId, why: 'by_hand' });
  const step = { stepId: randomUUID(), risk: 'violence', step: 'safe_place', who: 'together', dueOn: '2026-12-01' }; // prettier-ignore
  await mon.done(`plans/${by.docket}/${planId}/steps`, {
    ...step,
    envelope: await team('The aunt’s house.'),
  });
  await mon.done(`${thread}/retaliation`, { flagId: randomUUID(), what: 'threat' });
}

/** All ids that stand in rows of the case, from the database itself. */
async function look(): Promise<void> {
  const ids = [gone.caseId, ...gone.phones.map((p) => p.threadId)];
  const found = new Set<string>(ids);
  for (const { t: table, columns } of await naming()) {
    const { rows } = await admin.query<Record<string, unknown>>(
      `select * from vouch.${table} where ${columns.map((c) => `${c} = any ($1)`).join(' or ')}`,
      [ids],
    );
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        if (/_id$|^case_id$/.test(column) && typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value))
          found.add(value);
  }
  const people = new Set([cso.caseworker, cso.lead].map((m) => m.memberId));
  traces = [...found].filter((id) => !people.has(id));
  const row = async (text: string): Promise<string> =>
    (await admin.query<{ v: string }>(text, [gone.caseId])).rows[0]?.v ?? '';
  const [by] = gone.phones;
  names = {
    docket: gone.docket,
    from: gone.docket,
    caseId: gone.caseId,
    threadId: by?.threadId ?? '',
    statement: by?.threadId ?? '',
    id: await row('select disclosure_id::text as v from vouch.disclosure where case_id = $1'),
    issueId: await row('select issue_id::text as v from vouch.issue where case_id = $1'),
  };
}

const naming = async (): Promise<{ t: string; columns: string[] }[]> =>
  (
    await admin.query<{ t: string; columns: string[] }>(`
      select c.relname as t, array_agg(a.attname::text) as columns from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid where n.nspname = 'vouch' and c.relkind = 'r' and not a.attisdropped
          and a.attname in ('case_id', 'thread_id', 'about_id') and a.atttypid = 'uuid'::regtype group by 1`)
  ).rows;

const real: Given = (name) => names[name];
const QUERY: Readonly<Record<string, string>> = {
  'GET inbox': '?state=all',
  'GET cases': '?state=all',
  'GET cases/open': '?state=all',
};
async function askAll(given: Given, of = routes): Promise<Map<string, { status: number; text: string }>> {
  const answers = new Map<string, { status: number; text: string }>();
  const cookie = await cso.cookie(cso.caseworker);
  for (const route of of) {
    const query = QUERY[route.name];
    answers.set(route.name, await askRoute(t, route, { cookie, given, ...(query ? { query } : {}) }));
  }
  return answers;
}

test('the case was there: a dozen addresses give it to the member', async () => {
  const gave = [...(await askAll(real))].filter(([, { text }]) => traces.some((id) => text.includes(id)));
  const given = gave.map(([name]) => name);
  assert.ok(given.length >= 8, given.join());
  for (const name of [
    'GET inbox',
    'GET cases',
    'GET cases/{docket}/{caseId}',
    'GET threads/{docket}/{threadId}',
  ])
    assert.ok(given.includes(name), `${name} did not give it`);
});

test('one says it of oneself; the last who sees a case can’t go, and it can’t be taken back by who went', async () => {
  const recusalId = randomUUID();
  await mon.done(`${gone.at}/recusals`, { recusalId, why: 'family' });
  assert.equal((await mon.get(gone.at)).status, 404);
  const end = `recusals/${gone.docket}/case/${gone.caseId}/${recusalId}/end`;
  assert.equal((await mon.post(end, {})).status, 404);
  const last = await aye.post(`${gone.at}/recusals`, { recusalId: randomUUID(), why: 'friend' });
  assert.equal(last.status, 409, last.text);
  const { recusals } = await aye.see(`${gone.at}/protection`);
  assert.deepEqual(
    recusals.map((r: { memberId: string; why: string }) => [r.memberId, r.why]),
    [[cso.caseworker.memberId, 'family']],
  );
});

test('from then on no address has a trace of it: no id, no word, no count, no number', async () => {
  for (const [name, { text }] of await askAll(real))
    for (const id of traces) assert.ok(!text.includes(id), `${name} still has ${id}`);
});

test('no evidence of its place is made for who may not see it: the answer is the one for nothing', async () => {
  const nothing = (await mon.get('evidence/docket/99999')).text;
  const [by] = gone.phones;
  assert.equal((await mon.get(`evidence/docket/${gone.docket}`)).text, nothing);
  assert.equal((await mon.get(`evidence/single/${by?.docket}/${by?.threadId}`)).text, nothing);
  const headers = { cookie: await cso.cookie(cso.lead) };
  const url = `/api/v1/desk/evidence/docket/${gone.docket}`;
  assert.equal((await t.app.inject({ url, headers })).statusCode, 200);
  const places = (text: string): number[] =>
    (JSON.parse(text) as { places: { docket: number }[] }).places.map((p) => p.docket);
  assert.ok(!places((await mon.get('evidence')).text).includes(gone.docket));
  assert.ok(places((await aye.get('evidence')).text).includes(gone.docket));
});

/** These write down that they were asked, or stand on what the log holds of the place: looked at below. */
const APART = /^GET (watch|watch\.csv|evidence|ledger|figures|anchor|me$)/;

test('what the desk answers is what it would answer had the case never been', async () => {
  // The first round writes that lists were opened; the second is answered within the same sitting.
  await askAll(real);
  const hidden = await askAll(real);
  const ids = [gone.caseId, ...gone.phones.map((p) => p.threadId)];
  for (const { t: table, columns } of await naming())
    await admin.query(
      `delete from vouch.${table} where ${columns.map((c) => `${c} = any ($1)`).join(' or ')}`,
      [ids],
    );
  const without = await askAll(
    real,
    routes.filter(({ name }) => !APART.test(name)),
  );
  for (const [name, answer] of hidden) {
    if (APART.test(name)) continue;
    assert.equal(answer.status, without.get(name)?.status, name);
    assert.equal(answer.text, without.get(name)?.text, `${name} shows that something is hidden`);
  }
});
