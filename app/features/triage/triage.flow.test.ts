import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { newPhoneReport } from '../../../test/written.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, type Phone, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { open, seal } from '../../../seal/index.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;
let admin: pg.Client;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
});
after(async () => {
  await admin?.end();
  await t?.close();
});

const inQueue = (p: Phone) => `triage/threads/${p.docket}/${p.threadId}`;
const plain = (p: Phone) => `threads/${p.docket}/${p.threadId}`;
const toTeam = (words: string) => seal({ v: 1, kind: 'note', words }, [{ kid: cso.ring.kid, jwk: cso.jwk }]);
const row = async (who: Desk, p: Phone) => (await who.see(plain(p))).thread;
const first = async (who: Desk, query = 'state=waiting') => (await who.see(`inbox?${query}`)).rows[0];
const person = (threadId: string) => ({ was: { urgency: 'P2', known: false }, by: 'person', ...(threadId ? {} : {}) }); // prettier-ignore

test('they know I called stands above danger, with one hour; a rule raises, and only a person lowers, with a reason', async () => {
  const danger = await phone(t, cso, { danger: ['P0'] });
  const told = await phone(t, cso, { danger: ['P3'] });
  assert.equal((await first(mon)).threadId, danger.threadId);
  t.clock.forward(120);
  const was = { urgency: 'P3', known: false };
  const raised = await mon.done(`${inQueue(told)}/urgency`, { known: true, by: 'rule', was });
  assert.deepEqual(raised, { urgency: 'P3', known: true, changed: true });
  const top = await first(mon);
  assert.equal(top.threadId, told.threadId, 'above danger');
  assert.equal(Date.parse(top.dueAt) - t.clock.now().getTime(), 3_600_000);
  const groups = (await mon.see('inbox?state=waiting')).groups;
  assert.equal(groups.known, 1);
  // Nothing of it by rule alone goes down again, and nothing without a reason.
  const down = { urgency: 'P3', known: false, was: { urgency: 'P3', known: true } };
  assert.equal((await mon.done(`${inQueue(told)}/urgency`, { ...down, by: 'rule' })).changed, false);
  assert.equal((await mon.post(`${inQueue(told)}/urgency`, down)).body.errors[0].path, 'reason');
  const why = { noteId: randomUUID(), envelope: await toTeam('It was about the landlord.') };
  assert.equal((await mon.post(`${inQueue(told)}/urgency`, { ...down, why: { ...why, envelope: 'It was about the landlord.' } })).status, 422); // prettier-ignore
  assert.equal((await mon.done(`${inQueue(told)}/urgency`, { ...down, why })).known, false);
  assert.equal((await mon.see(plain(told))).notes.length, 1);
  const said = await admin.query(
    `select fields from vouch.statement where kind = 'urgency' and fields @> $1::jsonb order by recorded_at desc, statement_id`,
    [JSON.stringify([{ name: 'thread', value: told.threadId }])],
  );
  assert.equal(said.rows.length, 2, 'both stand on record');
  assert.ok(JSON.stringify(said.rows).includes('sha256:'), 'the reason is bound to the step');
  assert.deepEqual(
    (await told.thread()).statements.map((s) => s.kind),
    ['report'],
    'its code opens no word of how it is ranked',
  );
  // What a person decided stays decided for what was said until then, and not for what is said after.
  assert.equal((await mon.done(`${inQueue(told)}/urgency`, { known: true, by: 'rule', was })).changed, false);
  t.clock.forward(60);
  await told.say('message', { words: 'They know that I called.', photos: [] });
  assert.equal((await mon.done(`${inQueue(told)}/urgency`, { known: true, by: 'rule', was })).changed, true);
});

test('an issue’s own urgency raises the threads behind its case, and never lowers one', async () => {
  const low = await phone(t, cso, { danger: ['P3'] });
  const high = await phone(t, cso, { danger: ['P0'] });
  const opened = await mon.done(`${plain(low)}/case`, { caseId: randomUUID() });
  await mon.done(`${plain(high)}/case`, { caseId: opened.caseId, caseDocket: opened.docket });
  const issue = { issueId: randomUUID(), code: 'GRV-03', scale: 3, scope: 1, irremediability: 2, affected: { unknown: true } }; // prettier-ignore
  const raised = await mon.post(`cases/${opened.docket}/${opened.caseId}/issues`, issue);
  assert.equal(raised.status, 200, raised.text);
  assert.deepEqual([(await row(mon, low)).urgency, (await row(mon, high)).urgency], ['P1', 'P0']);
});

test('two members at one thread: the second is told who was first', async () => {
  const by = await phone(t, cso, { danger: ['P2'] });
  const monId = cso.caseworker.memberId;
  const ayeId = cso.lead.memberId;
  const claims = await Promise.all([
    mon.post(`${inQueue(by)}/assign`, { to: monId, was: null }),
    aye.post(`${inQueue(by)}/assign`, { to: ayeId, was: null }),
  ]);
  assert.deepEqual(claims.map((a) => a.status).toSorted(), [200, 409]);
  const [won, lost] = claims[0]?.status === 200 ? ['Mon', claims[1]] : ['Aye', claims[0]];
  assert.ok(lost?.body.detail.startsWith(won), lost?.text);
  const holder = (await row(mon, by)).assignee;
  assert.equal(holder.name, won);
  assert.equal(
    (await mon.post(`${inQueue(by)}/assign`, { to: cso.hr.memberId, was: holder.memberId })).status,
    422,
  );
  await mon.done(`${inQueue(by)}/assign`, { to: null, was: holder.memberId });
  // Ranking: who saw the old state is told.
  const was = { urgency: 'P2', known: false };
  await aye.done(`${inQueue(by)}/urgency`, { urgency: 'P1', was });
  const late = await mon.post(`${inQueue(by)}/urgency`, { urgency: 'P0', was });
  assert.equal(late.status, 409);
  assert.match(late.body.detail, /^Aye was first: it is P1/);
  assert.equal(
    (await mon.done(`${inQueue(by)}/urgency`, { urgency: 'P1', was })).changed,
    false,
    'the same again',
  );
  // Answering.
  const answer = async (words: string) => ({ statementId: randomUUID(), envelope: await by.sealed({ v: 1, kind: 'message', words }), seen: 1 }); // prettier-ignore
  assert.equal((await aye.post(`${plain(by)}/messages`, await answer('one'))).status, 200);
  const second = await mon.post(`${plain(by)}/messages`, await answer('two'));
  assert.match(second.body.detail, /^Aye added something here/);
  const help = { helpId: randomUUID(), topic: 'INF-01', ...(await answer('three')) };
  assert.equal((await mon.post(`${inQueue(by)}/help-answers`, help)).status, 409);
});

test('a question is answered from the directory in one step, and counts as help, not as an issue', async () => {
  const by = await phone(t, cso, { danger: ['P3'], what: ['INF'], words: ['Where do I renew my card?'] });
  const entryId = randomUUID();
  const entry = { version: 0, topic: 'INF-03', country: 'TH', place: 'Samut Sakhon', title: 'Employment office', texts: { en: 'Open 8–16.', my: 'ဖွင့်ချိန် ၈–၁၆' }, phone: '1506', address: '', validUntil: '2026-12-31' }; // prettier-ignore
  assert.deepEqual(await mon.done(`triage/entries/${entryId}`, entry), { version: 1 });
  const late = await aye.post(`triage/entries/${entryId}`, entry);
  assert.match(late.body.detail, /^Mon changed it meanwhile/);
  for (const bad of [{ texts: {} }, { topic: 'WAG-01' }, { phone: 'call me' }, { country: 'Thailand' }, { texts: { en: '' } }]) // prettier-ignore
    assert.equal((await mon.post(`triage/entries/${randomUUID()}`, { ...entry, ...bad })).status, 422, JSON.stringify(bad)); // prettier-ignore
  const sent = { helpId: randomUUID(), statementId: randomUUID(), topic: 'INF-03', entryId, envelope: await by.sealed({ v: 1, kind: 'message', words: 'Open 8–16.' }), seen: 1 }; // prettier-ignore
  assert.equal((await mon.post(`${inQueue(by)}/help-answers`, { ...sent, topic: 'DOC-01' })).status, 422, 'an issue is no help'); // prettier-ignore
  await mon.done(`${inQueue(by)}/help-answers`, sent);
  assert.equal(
    (await mon.done(`${inQueue(by)}/help-answers`, sent)).statementId,
    sent.statementId,
    'sent again',
  );
  assert.deepEqual([(await row(mon, by)).state, (await row(mon, by)).help], ['answered', true]);
  assert.deepEqual((await mon.see('triage/help')).months, [{ month: '2026-11', topic: 'INF-03', n: 1 }]);
  assert.equal((await admin.query('select 1 from vouch.issue where code like $1', ['INF%'])).rows.length, 0);
  t.clock.set('2027-01-02T09:00:00Z');
  const other = await phone(t, cso, { danger: ['P3'] });
  const old = await mon.post(`${inQueue(other)}/help-answers`, { ...sent, helpId: randomUUID(), statementId: randomUUID(), envelope: await other.sealed({ v: 1 }) }); // prettier-ignore
  assert.match(old.body.detail, /out of date/);
  assert.equal((await mon.see('triage/entries')).entries[0].expired, true);
});

test('put off, sub-statuses of the network’s own, and danger that can’t be put off', async () => {
  const by = await phone(t, cso, { danger: ['P2'] });
  const none = { subStatus: null, until: null };
  const until = new Date(t.clock.now().getTime() + 86_400_000).toISOString();
  const tomorrow = { subStatus: 'call_back_at', until };
  await mon.done(`${inQueue(by)}/later`, { ...tomorrow, was: none });
  assert.ok(!(await mon.see('inbox')).rows.some((r: { threadId: string }) => r.threadId === by.threadId));
  assert.equal((await first(mon, 'snoozed=only')).threadId, by.threadId);
  assert.equal((await first(mon, 'snoozed=any&subStatus=call_back_at')).threadId, by.threadId);
  assert.match((await aye.post(`${inQueue(by)}/later`, { subStatus: 'with_supervisor', until: null, was: none })).body.detail, /^Mon was first/); // prettier-ignore
  for (const bad of [
    { subStatus: 'no_such' },
    { until: '2020-01-01T00:00:00Z' },
    { until: '2030-01-01T00:00:00Z' },
    { until: 'tomorrow' },
  ])
    // prettier-ignore
    assert.equal((await mon.post(`${inQueue(by)}/later`, { ...tomorrow, ...bad, was: tomorrow })).status, 422);
  t.clock.forward(60);
  await by.say('message', { words: 'Are you there?', photos: [] });
  assert.ok((await mon.see('inbox')).rows.some((r: { threadId: string }) => r.threadId === by.threadId), 'who speaks again is put off no longer'); // prettier-ignore
  const danger = await phone(t, cso, { danger: ['P0'] });
  assert.equal((await mon.post(`${inQueue(danger)}/later`, { ...tomorrow, until: new Date(t.clock.now().getTime() + 9e6).toISOString(), was: none })).status, 409); // prettier-ignore
  const list = { version: 0, subStatuses: [{ code: 'at_the_temple', words: 'At the temple' }] };
  assert.equal((await mon.post('triage/settings', list)).status, 404, 'whoever leads decides');
  await aye.done('triage/settings', list);
  assert.equal((await aye.post('triage/settings', list)).status, 409);
  await mon.done(`${inQueue(by)}/later`, { subStatus: 'at_the_temple', until: null, was: { subStatus: 'call_back_at', until: null } }); // prettier-ignore
});

test('a call is written down: sealed in the browser, the worker has a code, and it says who wrote it', async () => {
  const { root, body, code } = await newPhoneReport(t, cso, {
    words: 'Agent asks 4,000 baht for a job. No job yet.',
  });
  const contact = { channel: 'phone_hotline', language: 'my', jobseeker: true, report: body };
  const unpaid = await mon.post('triage/contacts', { ...contact, channel: 'web_form' });
  assert.equal(unpaid.status, 422, 'what comes in by itself is not written down');
  assert.equal(
    (await mon.post('triage/contacts', { ...contact, report: { ...body, envelope: 'openly' } })).status,
    422,
  );
  const made = await mon.done('triage/contacts', contact);
  assert.deepEqual(await mon.done('triage/contacts', contact), made, 'sent again, it is the same one');
  const shown = await first(mon, 'channel=phone_hotline&only=jobseekers&language=my');
  assert.deepEqual(
    [shown.threadId, shown.writtenDown, shown.channel],
    [made.threadId, true, 'phone_hotline'],
  );
  const thread = await mon.see(`threads/${made.docket}/${made.threadId}`);
  assert.deepEqual(
    thread.statements.map((s: { kind: string }) => s.kind),
    ['report', 'written_down'],
  );
  const words = (await open(thread.statements[0].envelope, cso.ring.privateJwk)) as { words: string };
  assert.match(words.words, /Agent asks/);
  const opened = await code();
  assert.equal(opened.status, 200);
  assert.ok(root);
  assert.equal(opened.body.thread.threadId, made.threadId, 'the code opens it');
  const own = await phone(t, cso);
  const stolen = await mon.post('triage/contacts', {
    ...contact,
    report: { ...body, statementId: own.threadId },
  });
  assert.notEqual(stolen.status, 200);
});

test('nobody else: a business, a buyer, who isn’t signed in', async () => {
  const by = await phone(t, cso);
  for (const who of [cso.hr, cso.analyst]) {
    const out = await desk(t, cso, who);
    for (const path of [
      'inbox',
      'triage/entries',
      'triage/handovers',
      'triage/help',
      'triage/settings',
      inQueue(by),
    ])
      assert.equal((await out.get(path)).status, 404, path);
    const real = await out.post(`${inQueue(by)}/urgency`, { known: true, was: person('').was });
    const none = await out.post(`triage/threads/${by.docket}/${randomUUID()}/urgency`, {
      known: true,
      was: person('').was,
    });
    assert.deepEqual([real.status, real.text], [404, none.text], 'one and the same nothing');
  }
  assert.equal((await t.app.inject({ url: `/api/v1/desk/${inQueue(by)}` })).statusCode, 401);
});

test('a member who is removed in the middle of a shift does nothing more', async () => {
  const by = await phone(t, cso);
  const path = `${inQueue(by)}/urgency`;
  await mon.done(path, { urgency: 'P1', was: { urgency: 'P2', known: false } });
  await aye.done(`members/${cso.caseworker.memberId}/remove`, {});
  for (const [at, body] of [
    [path, { urgency: 'P0', was: { urgency: 'P1', known: false } }],
    [`${inQueue(by)}/assign`, { to: null, was: null }],
    [
      `triage/handovers/${randomUUID()}`,
      { envelope: await toTeam('x'), to: null, threads: [{ docket: by.docket, threadId: by.threadId }] },
    ],
  ] as const) {
    const answer = await mon.post(at, body);
    assert.ok([401, 403, 404].includes(answer.status), `${at}: ${answer.status}`);
  }
  assert.equal((await mon.get('inbox')).status >= 400, true);
  assert.equal((await row(aye, by)).urgency, 'P1');
});
