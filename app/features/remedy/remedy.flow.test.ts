import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { EMPLOYER_SCOPE, type Worked, forEmployer, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { closeOldQuestions } from '../cases/index.ts';

let t: TestWorld;
let cso: Office;
let hr: Desk;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  hr = await desk(t, cso, cso.hr);
});
after(() => t.close());

/** A case of `count` workers who agree, told to the business; gives where the business finds it. */
async function told(count: number): Promise<{ c: Worked; issueId: string; at: string; id: string }> {
  const c = await openedCase(t, cso, count);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  for (const by of c.phones) await c.consent(by, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId, { understood: true });
  await c.desk.done(`${c.at}/disclosures`, body);
  return {
    c,
    issueId,
    id: String(body['disclosureId']),
    at: `disclosures/${c.docket}/${body['disclosureId']}`,
  };
}

async function propose(at: string): Promise<string> {
  const actionId = randomUUID();
  await hr.done(`${at}/actions`, {
    actionId,
    remedyType: 'restitution',
    rootCause: 'policy_gap',
    dueDate: '2026-12-24',
    envelope: await forEmployer(cso, { words: 'We give them back.' }),
  });
  return actionId;
}
const report = async (at: string, actionId: string, words = 'All are back.') =>
  hr.done(`${at}/actions/${actionId}/report`, { envelope: await forEmployer(cso, { words }) });

async function upToAsking(count: number) {
  const found = await told(count);
  const actionId = await propose(found.at);
  await found.c.move('cap_proposed');
  await found.c.move('cap_agreed');
  await found.c.move('remediation_in_progress');
  await report(found.at, actionId);
  await found.c.move('remediation_reported');
  await found.c.move('worker_verification');
  return { ...found, actionId };
}

test('one remedy, from the report to verified by both sides', async () => {
  const { c, issueId, at } = await upToAsking(2);
  const [first, second] = c.phones;
  assert.ok(first && second);
  assert.equal((await c.see()).issues[0].outcome, 'claimed');
  await c.remedy(first, issueId, 'fully');
  const early = await c.desk.post(`${c.at}/transitions`, {
    to: 'remediation_disputed',
    reason: 'no',
    seq: (await c.see()).case.seq,
  });
  assert.equal(early.status, 422, 'a reason of two letters is none');
  await c.remedy(second, issueId, 'fully');
  const view = await c.see();
  assert.deepEqual(
    [view.issues[0].outcome, view.issues[0].asked, view.issues[0].fully, view.issues[0].not],
    ['verified', 2, 2, 0],
  );
  await c.move('verified_remediated');
  await c.move('retaliation_monitoring');
  await c.move('closed', 'remediated_verified_by_worker');
  assert.equal((await hr.see(at)).outcome, 'verified');
  const events = (await c.see()).events.map((e: { seq: number }) => e.seq);
  assert.deepEqual(events, [...events.keys()], 'events are numbered without a gap');
});

test('workers say no: disputed, whatever the business claims again and the case worker wishes', async () => {
  const { c, issueId, at, actionId } = await upToAsking(3);
  const [a, b, d] = c.phones;
  assert.ok(a && b && d);
  await c.remedy(a, issueId, 'not');
  await c.remedy(b, issueId, 'not');
  await c.remedy(d, issueId, 'fully');
  assert.equal((await c.see()).issues[0].outcome, 'disputed');
  const wish = await c.desk.post(`${c.at}/transitions`, {
    to: 'verified_remediated',
    reason: 'It looks fine to us.',
    seq: (await c.see()).case.seq,
  });
  assert.equal(wish.status, 409);
  assert.deepEqual(wish.body.errors, [{ path: 'to', why: 'verified_by_workers' }]);
  await c.move('remediation_disputed');
  await report(at, actionId, 'Now really all.');
  assert.equal((await c.see()).issues[0].outcome, 'disputed', 'a second claim washes off no dispute');
  assert.equal((await hr.see(at)).outcome, 'disputed');
  await c.move('remediation_in_progress');
  await c.move('remediation_reported');
  await c.move('worker_verification');
  t.clock.forward(86_400);
  await c.remedy(a, issueId, 'fully');
  assert.equal((await c.see()).issues[0].outcome, 'partly', 'one of three still says not');
  await c.remedy(b, issueId, 'fully');
  assert.equal((await c.see()).issues[0].outcome, 'verified');
});

test('the business sees the word of a finished round only: it can’t watch one worker after the other answer', async () => {
  const { c, issueId, at } = await upToAsking(3);
  const [a, b, d] = c.phones;
  assert.ok(a && b && d);
  const open = await c.remedy(d, issueId);
  await c.remedy(a, issueId, 'not');
  assert.equal((await c.see()).issues[0].outcome, 'disputed');
  assert.equal((await hr.see(at)).outcome, 'claimed');
  await c.remedy(b, issueId, 'fully');
  assert.equal((await hr.see(at)).outcome, 'claimed');
  await c.desk.done(`${c.at}/asks/${open}/code`, { value: 'no_answer' });
  assert.equal((await hr.see(at)).outcome, 'disputed');
});

test('nobody can be reached: unreachable, and it can’t be closed as verified', async () => {
  const { c, issueId } = await upToAsking(1);
  const [only] = c.phones;
  assert.ok(only);
  const open = await c.remedy(only, issueId);
  assert.equal((await c.see()).issues[0].outcome, 'claimed');
  await c.desk.done(`${c.at}/asks/${open}/code`, { value: 'no_answer' });
  assert.equal((await c.see()).issues[0].outcome, 'unreachable');
  await c.move('retaliation_monitoring');
  const seq = (await c.see()).case.seq;
  const close = (closure: string) =>
    c.desk.post(`${c.at}/transitions`, { to: 'closed', reason: 'Three months are over.', closure, seq });
  assert.equal((await close('remediated_verified_by_worker')).status, 409);
  assert.equal((await close('remediated_not_verified_worker_unreachable')).status, 200);
});

test('no consent, no disclosure: not for another scope, not after a refusal, not after a withdrawal', async () => {
  const c = await openedCase(t, cso, 2);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [a, b] = c.phones;
  assert.ok(a && b);
  await c.consent(a, 'given', ['case_handling']);
  await c.move('consented');
  const body = await c.disclosure(issueId, { understood: true, circle: 3 });
  const send = () => c.desk.post(`${c.at}/disclosures`, body);
  const refusedBy = async (why: string) => {
    const answer = await send();
    assert.equal(answer.status, 409, answer.text);
    assert.equal(answer.body.errors[0].why, why);
  };
  await refusedBy('no consent');
  assert.equal(
    (
      await c.desk.post(`${c.at}/transitions`, {
        to: 'cap_proposed',
        reason: 'Go on.',
        seq: (await c.see()).case.seq,
      })
    ).status,
    409,
  );
  await c.consent(a, 'given', [EMPLOYER_SCOPE]);
  await c.consent(b, 'refused', [EMPLOYER_SCOPE]);
  await refusedBy('a worker refused');
  await c.consent(b, 'given', [EMPLOYER_SCOPE]);
  await a.withdraw();
  await b.withdraw();
  await refusedBy('no consent');
  assert.deepEqual(
    (await c.see()).consents.map((x: { live: boolean }) => x.live),
    [false, false, false, false],
  );
});

test('a month without an answer says so by itself, and the business gets the word of a round that ended', async () => {
  const { c, issueId, at } = await upToAsking(2);
  const [a, b] = c.phones;
  assert.ok(a && b);
  await c.remedy(a, issueId);
  const lone = await upToAsking(2);
  const [x, y] = lone.c.phones;
  assert.ok(x && y);
  await lone.c.remedy(x, lone.issueId);
  await lone.c.remedy(y, lone.issueId, 'not');
  t.clock.forward(29 * 86_400);
  assert.equal(await closeOldQuestions(t.world), 0);
  assert.equal((await hr.see(lone.at)).outcome, 'claimed');
  t.clock.forward(2 * 86_400);
  assert.equal(await closeOldQuestions(t.world), 2);
  assert.equal((await c.see()).issues[0].outcome, 'unreachable');
  assert.equal((await hr.see(at)).outcome, 'unreachable');
  assert.equal((await hr.see(lone.at)).outcome, 'disputed');
  assert.equal(await closeOldQuestions(t.world), 0);
  await c.remedy(b, issueId, 'fully');
  assert.equal((await c.see()).issues[0].outcome, 'verified', 'a late answer still counts');
});

test('each step of a remedy is a statement of its docket, and leaves no plain word of anybody', async () => {
  const { c, issueId } = await upToAsking(2);
  for (const by of c.phones) await c.remedy(by, issueId, 'fully');
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select kind, count(*)::int as n from vouch.statement where case_id = $1 group by kind`,
      [c.caseId],
    );
    const counts = Object.fromEntries(rows.map((r) => [r.kind, r.n]));
    assert.deepEqual(counts, {
      transition: 10, filing: 1, issue: 1, consent_asked: 2, remedy_asked: 2, answer_coded: 4, disclosure: 1, action: 1, action_report: 1,
    }); // prettier-ignore
    const waiting = await client.query(
      `select count(*)::int as n from vouch.statement s where not exists (select 1 from vouch.waiting_leaf w where w.waiting_id = s.statement_id)
        and not exists (select 1 from vouch.docket_leaf l where l.docket_id = s.docket_id)`,
    );
    assert.equal(waiting.rows[0].n, 0);
    const words = await client.query(
      `select count(*)::int as n from vouch.statement where fields::text like '%passports%'`,
    );
    assert.equal(words.rows[0].n, 0);
  } finally {
    await client.end();
  }
});
