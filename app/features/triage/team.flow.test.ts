import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, type Phone, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { seal } from '../../../seal/index.ts';

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

test('one person on two phones is counted once, and as before when it is taken back', async () => {
  const [one, two, three] = [await phone(t, cso), await phone(t, cso), await phone(t, cso)];
  for (const p of [one, two]) await mon.done(`${plain(p)}/distinct`, { value: 'distinct' });
  const counts = async () => Promise.all([one, two, three].map(async (p) => (await row(mon, p)).distinct));
  const tieId = randomUUID();
  const body = { kind: 'same_person', tieId, otherDocket: two.docket, otherThread: two.threadId };
  const both = await Promise.all([
    mon.post(`${inQueue(one)}/ties`, body),
    aye.post(`${inQueue(two)}/ties`, { kind: 'same_person', tieId: randomUUID(), otherDocket: one.docket, otherThread: one.threadId }), // prettier-ignore
  ]);
  assert.deepEqual(both.map((a) => a.status).toSorted(), [200, 409]);
  assert.match(both.find((a) => a.status === 409)?.body.detail, /^(Mon|Aye) put these together already/);
  assert.equal((await counts()).filter((c) => c === 'distinct').length, 1);
  assert.deepEqual((await mon.see(inQueue(one))).person.length, 2);
  assert.equal((await row(mon, one)).linked, 1);
  await mon.done(`${inQueue(three)}/ties`, { ...body, tieId: randomUUID(), otherDocket: one.docket, otherThread: one.threadId }); // prettier-ignore
  assert.equal((await mon.see(inQueue(two))).person.length, 3, 'through the one between them');
  assert.deepEqual((await counts()).filter((c) => c !== 'same_as_other').length, 1);
  const view = await mon.see(inQueue(one));
  const live = view.ties.find(
    (x: { otherThread: string; threadId: string }) => x.threadId !== three.threadId,
  );
  await aye.done(`${inQueue(one)}/ties/${live.tieId}/undo`, {});
  await aye.done(`${inQueue(one)}/ties/${live.tieId}/undo`, {});
  assert.deepEqual((await counts()).slice(0, 2), ['distinct', 'distinct'], 'as it was');
  const after = (await mon.see(inQueue(one))).ties.find((x: { tieId: string }) => x.tieId === live.tieId);
  assert.equal(after.undoneBy, 'Aye', 'the history keeps both');
  assert.equal((await mon.post(`${inQueue(one)}/ties`, { ...body, tieId: randomUUID(), otherThread: one.threadId, otherDocket: one.docket })).status, 422); // prettier-ignore
  assert.equal((await mon.post(`${inQueue(one)}/ties`, { ...body, tieId: randomUUID(), otherThread: randomUUID() })).status, 404); // prettier-ignore
  const acts = await admin.query(`select distinct what from vouch.watch where act = 'merged'`);
  assert.deepEqual(acts.rows.map((r) => r.what).toSorted(), ['thread', 'thread_undone']);
});

test('several persons on one phone: marked from a message on, nobody’s key moves, and taken back', async () => {
  const by = await phone(t, cso);
  t.clock.forward(60);
  const message = await by.say('message', { words: 'I am her brother. They also hold mine.', photos: [] });
  const body = { kind: 'other_person', tieId: randomUUID(), fromStatement: message };
  assert.equal((await mon.post(`${inQueue(by)}/ties`, { ...body, fromStatement: by.threadId })).status, 422, 'the report is the first person’s'); // prettier-ignore
  assert.equal((await mon.post(`${inQueue(by)}/ties`, { ...body, fromStatement: randomUUID() })).status, 422);
  const before = await admin.query('select public_key, wrapped_key from vouch.thread where thread_id = $1', [by.threadId]); // prettier-ignore
  await mon.done(`${inQueue(by)}/ties`, body);
  await mon.done(`${inQueue(by)}/ties`, body);
  assert.equal((await mon.post(`${inQueue(by)}/ties`, { ...body, tieId: randomUUID() })).status, 409);
  assert.equal((await row(mon, by)).others, 1);
  assert.equal((await by.thread()).statements.length, 2, 'the worker’s thread is as it was');
  const now = await admin.query('select public_key, wrapped_key from vouch.thread where thread_id = $1', [by.threadId]); // prettier-ignore
  assert.deepEqual(now.rows, before.rows);
  await mon.done(`${inQueue(by)}/ties/${body.tieId}/undo`, {});
  assert.equal((await row(mon, by)).others, 0);
});

test('between shifts: nobody’s until somebody takes it, and the second is told who did', async () => {
  const [one, two] = [await phone(t, cso), await phone(t, cso)];
  const threads = [one, two].map(({ docket, threadId }) => ({ docket, threadId }));
  await mon.done(`${inQueue(one)}/assign`, { to: cso.caseworker.memberId, was: null });
  const handoverId = randomUUID();
  const body = { envelope: await toTeam('Call the first one back at nine.'), to: null, threads };
  await mon.done(`triage/handovers/${handoverId}`, body);
  await mon.done(`triage/handovers/${handoverId}`, body);
  assert.equal((await row(aye, one)).assignee, null);
  const seen = (await aye.see('triage/handovers')).handovers[0];
  assert.deepEqual([seen.from, seen.items.length, seen.items[0].takenBy], ['Mon', 2, null]);
  const takes = await Promise.all([
    mon.post(`triage/handovers/${handoverId}/take`, { threads }),
    aye.post(`triage/handovers/${handoverId}/take`, { threads }),
  ]);
  assert.deepEqual(takes.map((a) => a.status).toSorted(), [200, 409]);
  assert.match(takes.find((a) => a.status === 409)?.body.detail, /^(Mon|Aye) took it already/);
  assert.ok((await row(aye, two)).assignee.name);
  assert.equal(
    (await mon.post(`triage/handovers/${randomUUID()}`, { ...body, envelope: 'Call at nine.' })).status,
    422,
  );
});

test('wordings have versions; views keep codes and no words; a colleague’s own view is theirs', async () => {
  const templateId = randomUUID();
  const wording = { version: 0, name: 'Card', texts: { en: 'Bring {document}.' } };
  await mon.done(`triage/templates/${templateId}`, wording);
  await aye.done(`triage/templates/${templateId}`, {
    ...wording,
    version: 1,
    texts: { en: 'Please bring {document}.' },
  });
  assert.match((await mon.post(`triage/templates/${templateId}`, { ...wording, version: 1 })).body.detail, /^Aye changed/); // prettier-ignore
  const kept = await admin.query('select version, texts from vouch.reply_template order by version');
  assert.deepEqual(
    kept.rows.map((r) => r.version),
    [1, 2],
    'the first wording can be looked up',
  );
  const viewId = randomUUID();
  const view = { name: 'Calls', filters: { channel: 'phone_hotline' } };
  await mon.done(`triage/views/${viewId}`, view);
  assert.equal((await mon.post(`triage/views/${randomUUID()}`, { name: 'x', filters: { words: 'passport' } })).status, 422); // prettier-ignore
  assert.deepEqual((await aye.see('triage/views')).views, []);
  assert.equal((await aye.post(`triage/views/${viewId}/forget`, {})).status, 404);
  await mon.done(`triage/views/${viewId}/forget`, {});
});
