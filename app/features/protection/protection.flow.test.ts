import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, type Phone, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { hiddenOnes } from '../../platform/db.ts';
import { readHidden } from '../network/hidden.store.ts';
import { keepProtection } from './index.ts';

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

const threadOf = (by: Phone): string => `threads/${by.docket}/${by.threadId}`;
const letter = async (by: Phone) => ({ statementId: randomUUID(), kind: 'message', envelope: await by.sealed({ v: 1, kind: 'message', words: 'Hello.' }) }); // prettier-ignore
const role = (who: 'caseworker' | 'lead'): string => `members/${cso[who].memberId}/compartments`;
const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await admin.query<Record<string, unknown>>(text, values)).rows;
const one = (c: Worked): Phone => {
  const [by] = c.phones;
  assert.ok(by);
  return by;
};

test('a case of gender-based violence goes into its compartment at once; the coder keeps it only with the role', async () => {
  const c = await openedCase(t, cso, 1);
  await c.issue('VIO-03');
  assert.equal((await mon.get(c.at)).status, 404, 'the coder has no role');
  assert.equal((await mon.get(threadOf(one(c)))).status, 404);
  assert.equal((await aye.get(c.at)).status, 200, 'while nobody has the role, whoever leads has it');
  await aye.done(role('caseworker'), { kind: 'gbv', act: 'grant' });
  assert.equal((await mon.get(c.at)).status, 200);
  assert.equal((await aye.get(c.at)).status, 404, 'now somebody has it, and it is not who leads');
  const out = await mon.post(`${c.at}/compartment/leave`, { kind: 'gbv' });
  assert.equal(out.status, 409, 'the code keeps it there');
  await aye.done(role('caseworker'), { kind: 'gbv', act: 'take' });
  assert.equal((await mon.get(c.at)).status, 404);
  assert.equal((await mon.post(role('lead'), { kind: 'gbv', act: 'grant' })).status, 403, 'not by everybody');
});

test('the role for children takes effect when a second member agreed', async () => {
  const c = await openedCase(t, cso, 1);
  await c.issue('CHL-01');
  await aye.done(role('caseworker'), { kind: 'child', act: 'grant' });
  assert.equal((await mon.get(c.at)).status, 404, 'one member’s word is not enough');
  assert.equal((await aye.post(role('caseworker'), { kind: 'child', act: 'agree' })).status, 403, 'not who gave it'); // prettier-ignore
  await mon.done(role('caseworker'), { kind: 'child', act: 'agree' });
  assert.equal((await mon.get(c.at)).status, 200);
  assert.equal((await aye.get(c.at)).status, 404);
  await aye.done(role('caseworker'), { kind: 'child', act: 'take' });
});

test('what was put into a compartment by hand leaves it by the word of two', async () => {
  const c = await openedCase(t, cso, 1);
  await aye.done(role('caseworker'), { kind: 'gbv', act: 'grant' });
  await aye.done(role('lead'), { kind: 'gbv', act: 'grant' });
  await mon.done(`${c.at}/compartment`, { kind: 'gbv' });
  assert.deepEqual(await mon.done(`${c.at}/compartment/leave`, { kind: 'gbv' }), { out: false });
  assert.deepEqual(
    await mon.done(`${c.at}/compartment/leave`, { kind: 'gbv' }),
    { out: false },
    'not twice by one',
  );
  assert.deepEqual(await aye.done(`${c.at}/compartment/leave`, { kind: 'gbv' }), { out: true });
  for (const who of ['caseworker', 'lead'] as const) await aye.done(role(who), { kind: 'gbv', act: 'take' });
  assert.equal((await mon.get(c.at)).status, 200);
});

const WISH = { channel: null, from: null, to: null, days: [], zone: 'Asia/Bangkok', neverCallBack: false, sharedDevice: false, doNotLeaveMessage: true }; // prettier-ignore

test('whoever wants no message left is left none: no letter, no question, until they have written again', async () => {
  const c = await openedCase(t, cso, 1);
  const by = one(c);
  await mon.done(`${threadOf(by)}/contact`, { wish: WISH, seq: 0 });
  const said = await mon.post(`${threadOf(by)}/messages`, await letter(by));
  assert.deepEqual([said.status, said.body.errors], [409, [{ path: 'safe_contact', why: 'leave_nothing' }]]);
  const asked = await mon.post(`${c.at}/asks`, { askId: randomUUID(), statementId: randomUUID(), threadDocket: by.docket, threadId: by.threadId, kind: 'consent', scopes: ['case_handling'], envelope: await by.sealed({ v: 1, kind: 'question', words: 'May we?' }) }); // prettier-ignore
  assert.equal(asked.status, 409);
  assert.equal((await mon.post(`${threadOf(by)}/contact`, { wish: WISH, seq: 0 })).status, 409, 'somebody was first'); // prettier-ignore
  t.clock.forward(60);
  await by.say('message', { words: 'I am alone now.', photos: [] });
  await mon.done(`${threadOf(by)}/messages`, await letter(by));
});

test('one touch by the worker: first in the queue within the hour, an alert, a plan; held back until it is decided', async () => {
  const c = await openedCase(t, cso, 1);
  const by = one(c);
  const before = (await rows('select 1 from vouch.alert')).length;
  const flagId = await by.say('retaliation_flag', { value: 'threat' });
  // What stands in the ledger for others to hold is a statement like many: no kind says that somebody was punished.
  const kinds = await rows(
    `select 1 from vouch.statement where statement_id = '${flagId}' and kind = 'message'`,
  );
  assert.equal(kinds.length, 1);
  const row = (await mon.see('inbox?state=all')).rows[0];
  assert.deepEqual([row.threadId, row.urgency], [by.threadId, 'P1']);
  assert.ok((await rows('select 1 from vouch.alert')).length > before);
  await keepProtection(t.world);
  const seen = await mon.see(`${threadOf(by)}/protection`);
  assert.equal(seen.plans[0].why, 'known');
  assert.deepEqual([seen.flags[0].flagId, seen.flags[0].what], [flagId, null]);
  await mon.done(`retaliation/${by.docket}/${flagId}/code`, { what: 'threat', was: null });
  const low = { issueId: randomUUID(), code: 'GRV-03', scale: 1, scope: 1, irremediability: 1, affected: { count: 1 } }; // prettier-ignore
  assert.equal((await mon.post(`${c.at}/issues`, low)).status, 422, 'it makes the case more severe');
  await c.issue('DOC-01');
  const issueId = randomUUID();
  await mon.done(`${c.at}/issues`, { ...low, issueId, scale: 4 });
  assert.deepEqual(await rows('select held from vouch.issue where issue_id = $1', [issueId]), [
    { held: true },
  ]);
  await c.move('consent_pending');
  const decide = (shown: boolean) => mon.post(`retaliation/${by.docket}/${flagId}/decide`, { shown });
  assert.equal((await decide(true)).status, 409, 'the worker has not agreed');
  await c.consent(by, 'given');
  await c.move('consented');
  const told = await mon.post(`${c.at}/disclosures`, await c.disclosure(issueId, { understood: true }));
  assert.equal(told.status, 409, told.text);
  assert.match(told.text, /held back/);
  assert.equal((await decide(true)).status, 200);
  await mon.done(`${c.at}/disclosures`, await c.disclosure(issueId, { understood: true }));
});

test('checks: at 1, 3 and 6 months the question is in the worker’s thread, unless nothing may be left there; once', async () => {
  const c = await openedCase(t, cso, 2);
  const [by, quiet] = c.phones;
  assert.ok(by && quiet);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  for (const p of c.phones) await c.consent(p, 'given');
  await c.move('consented');
  await mon.done(`${c.at}/disclosures`, await c.disclosure(issueId, { understood: true }));
  t.clock.forward(60);
  await mon.done(`${threadOf(quiet)}/contact`, { wish: WISH, seq: 0 });
  await keepProtection(t.world);
  const months = async () =>
    (await mon.see(`${c.at}/protection`)).checks.map((k: { month: number; asked: number; answered: number; outcome: string | null }) => [k.month, k.asked, k.answered, k.outcome]); // prettier-ignore
  assert.deepEqual(await months(), [
    [1, 0, 0, null],
    [3, 0, 0, null],
    [6, 0, 0, null],
  ]);
  t.clock.forward(45 * 86_400);
  await keepProtection(t.world);
  await keepProtection(t.world);
  assert.deepEqual(await months(), [
    [1, 1, 0, null],
    [3, 0, 0, null],
    [6, 0, 0, null],
  ]);
  const question = (await by.thread()).statements.find((s) => s.asks?.kind === 'retaliation');
  assert.deepEqual([question?.asks?.kind, question?.envelope], ['retaliation', undefined]);
  assert.ok(
    !(await quiet.thread()).statements.some((s) => s.asks?.kind === 'retaliation'),
    'nothing was to be left',
  );
  await by.say('answer', { re: question?.id, about: 'retaliation', value: 'none' }, question?.id);
  const { checks } = await mon.see(`${c.at}/protection`);
  await mon.done(`checks/${checks[0].docket}/${checks[0].checkId}`, { outcome: 'none' });
  assert.deepEqual((await months())[0], [1, 1, 1, 'none']);
  assert.equal((await mon.post(`checks/${checks[0].docket}/${checks[0].checkId}`, { outcome: 'retaliation' })).status, 409); // prettier-ignore
});

test('stop rule: no end as unsafe without the judgement, and none where the worker did not agree', async () => {
  const c = await openedCase(t, cso, 1);
  const seq = (await c.see()).case.seq;
  const reviewDate = new Date(t.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
  const end = { to: 'closed', closure: 'unsafe_to_proceed', reason: 'They watch her.', seq, reviewDate };
  const unjudged = await mon.post(`${c.at}/transitions`, end);
  assert.deepEqual(
    [unjudged.status, unjudged.body.errors],
    [409, [{ path: 'closure', why: 'no judgement' }]],
  );
  const stop = {
    stopId: randomUUID(),
    harmActing: 4,
    harmWaiting: 2,
    worker: 'agrees',
    reviewOn: reviewDate,
  };
  for (const worker of ['disagrees', 'not_asked'])
    assert.equal((await mon.post(`${c.at}/stop`, { ...stop, worker })).status, 409, worker);
  assert.equal((await mon.post(`${c.at}/stop`, { ...stop, harmWaiting: 4 })).status, 409);
  await mon.done(`${c.at}/stop`, stop);
  await mon.done(`${c.at}/transitions`, end);
  assert.deepEqual(
    (await mon.see('stops')).rows.map((r: { stopId: string }) => r.stopId),
    [stop.stopId],
  );
  await mon.done(`stops/${c.docket}/${stop.stopId}`, { outcome: 'again' });
  assert.deepEqual((await mon.see('stops')).rows, []);
});

test('what is hidden is found by one query with the member, however much it is', async () => {
  const by = await phone(t, cso);
  await admin.query(
    `insert into vouch.compartment (docket_id, about_id, kind, about, cso_org, since, by_member)
      select $1, gen_random_uuid(), 'gbv', 'case', $2, now(), gen_random_uuid() from generate_series(1, 200)`,
    [by.docket, cso.org],
  );
  const best = async (): Promise<{ n: number; ms: number }> =>
    t.world.app.read({ org: cso.org, kind: 'cso' }, async (db) => {
      let [n, ms] = [0, Infinity];
      for (let i = 0; i < 40; i++) {
        const began = performance.now();
        n = hiddenOnes(await readHidden(db, cso.caseworker)).length;
        ms = Math.min(ms, performance.now() - began);
      }
      return { n, ms };
    });
  const many = await best();
  await admin.query(`delete from vouch.compartment`);
  const none = await best();
  assert.ok(many.n >= 200);
  assert.equal(none.n, 0);
  console.log(`200 hidden: ${many.ms.toFixed(2)} ms; nothing hidden: ${none.ms.toFixed(2)} ms`);
});
