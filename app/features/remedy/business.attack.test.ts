import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { EMPLOYER_SCOPE, type Worked, forEmployer, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { reportAction, takeClaims } from './index.ts';

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

test('what the business gets has days, words of the code list and nothing else', async () => {
  const { c, at, issueId } = await upToAsking(2);
  for (const by of c.phones) await c.remedy(by, issueId, 'fully');
  const list = await hr.get('disclosures');
  const one = await hr.get(at);
  for (const { text } of [list, one]) {
    const plain = text.replaceAll(
      /"(envelope|x|y|kid|encrypted_key|ciphertext|iv|tag|epk|protected)":"[^"]*"/g,
      '',
    );
    assert.doesNotMatch(plain, /\d\d:\d\d:\d\d/, 'a time of day');
    const view = await c.see();
    for (const secret of [
      c.caseId,
      issueId,
      ...c.phones.map((p) => p.threadId),
      ...view.asks.map((a: { askId: string }) => a.askId),
      'fully',
      'caseNumber',
      'distinct',
    ])
      assert.ok(!plain.includes(secret), `the business reads ${secret}`);
  }
  assert.deepEqual(Object.keys(one.body).toSorted(), [
    'actions', 'code', 'docket', 'dueDay', 'envelope', 'from', 'id', 'label', 'outcome', 'overdue', 'place', 'sealTo', 'status', 'visibleFrom', 'waiting', 'words',
  ]); // prettier-ignore
});

test('an employer has no way to a case: every route answers alike, for what exists and what does not', async () => {
  const { c, issueId } = await told(2);
  const [by] = c.phones;
  assert.ok(by);
  const askId = (await c.see()).asks[0].askId;
  const other = randomUUID();
  const attempts = (docket: number, caseId: string, threadId: string): [string, object?][] => [
    ['inbox'],
    ['cases'],
    [`cases/${docket}/${caseId}`],
    [`threads/${docket}/${threadId}`],
    [`cases/${docket}/${caseId}/transitions`, { to: 'closed', reason: 'We say so.', closure: 'remediated_verified_by_worker', seq: 1 }],
    [`cases/${docket}/${caseId}/transitions`, { to: 'verified_remediated', reason: 'We say so.', seq: 1 }],
    [`cases/${docket}/${caseId}/asks/${askId}/code`, { value: 'fully' }],
    [`cases/${docket}/${caseId}/asks/${askId}/code`, { value: 'given' }],
    [`cases/${docket}/${caseId}/issues`, { issueId: other, code: 'DOC-01', scale: 1, scope: 1, irremediability: 1, affected: { count: 1 } }],
    [`cases/${docket}/${caseId}/issues/${issueId}/grade`, { scale: 1, scope: 1, irremediability: 1, reason: 'It is nothing.' }],
    [`cases/${docket}/${caseId}/consents`, { threadDocket: docket, threadId, scopes: [EMPLOYER_SCOPE], value: 'given', answerStatement: threadId }],
    [`cases/${docket}/${caseId}/disclosures`, { disclosureId: other, issueId, toOrg: cso.employer, envelope: 'x'.repeat(40), delayDays: 0, circle: null }],
    [`cases/${docket}/${caseId}/business`],
    [`cases/${docket}/${caseId}/go-aheads`, { askId: other, draftId: other, issueId, toOrg: cso.employer, threadDocket: docket, threadId, statementId: other, envelope: 'x'.repeat(40) }],
    [`cases/${docket}/${caseId}/disclosures/${issueId}/answers`, { wordId: other, re: other, envelope: 'x'.repeat(40), names: [] }],
    [`cases/${docket}/${caseId}/disclosures/${issueId}/questions`, { wordId: other, envelope: 'x'.repeat(40), how: 'phone' }],
    [`cases/${docket}/${caseId}/disclosures/${issueId}/actions`, { actionId: other, remedyType: 'restitution', rootCause: 'other', dueDate: '2027-01-01', envelope: 'x'.repeat(40), how: 'phone' }],
    [`cases/${docket}/${caseId}/disclosures/${issueId}/actions/${issueId}/agree`, { was: 1, consulted: 'workers' }],
    [`cases/${docket}/${caseId}/disclosures/${issueId}/actions/${issueId}/back`, { was: 1, wordId: other, envelope: 'x'.repeat(40) }],
    [`cases/${docket}/${caseId}/disclosures/${issueId}/actions/${issueId}/report`, { envelope: 'x'.repeat(40), how: 'phone' }],
    ['telling-days'],
    ['telling-days', { everyDays: 1, weekday: 0, minDays: 0, extraDays: 0 }],
    [`threads/${docket}/${threadId}/messages`, { statementId: other, envelope: 'x'.repeat(40) }],
    [`threads/${docket}/${threadId}/distinct`, { value: 'distinct' }],
    [`threads/${docket}/${threadId}/case`, { caseId: other }],
    [`files/${'a'.repeat(64)}`],
  ]; // prettier-ignore
  const real = attempts(c.docket, c.caseId, by.threadId);
  const made = attempts(c.docket, randomUUID(), randomUUID());
  const buyer = await desk(t, cso, cso.analyst);
  for (const who of [hr, buyer])
    for (const [i, [path, body]] of real.entries()) {
      const answer = body ? await who.post(path, body) : await who.get(path);
      const [nowhere = ''] = made[i] ?? [];
      const nothing = body ? await who.post(nowhere, body) : await who.get(nowhere);
      assert.equal(answer.status, 404, `${path}: ${answer.text}`);
      assert.equal(answer.text, nothing.text, path);
    }
  assert.equal((await c.see()).case.state, 'consented');
});

test('a disclosure of another business, of a later day, or of none: the same answer', async () => {
  const { c, issueId } = await told(2);
  const later = await c.disclosure(await c.issue('WAG-01'), { understood: true, delayDays: 2 });
  const { visibleFrom } = await c.desk.done(`${c.at}/disclosures`, later);
  assert.equal(visibleFrom.slice(11), '00:00:00.000Z');
  const early = await hr.get(`disclosures/${c.docket}/${later['disclosureId']}`);
  const none = await hr.get(`disclosures/${c.docket}/${randomUUID()}`);
  assert.equal(early.status, 404);
  assert.equal(early.text, none.text);
  assert.ok(!(await hr.get('disclosures')).text.includes(String(later['disclosureId'])));
  t.clock.forward(2 * 86_400);
  assert.equal((await hr.get(`disclosures/${c.docket}/${later['disclosureId']}`)).status, 200);
  const mine = await desk(t, cso, cso.analyst);
  assert.equal((await mine.get(`disclosures/${c.docket}/${later['disclosureId']}`)).text, none.text);
  const caseworker = await desk(t, cso, cso.caseworker);
  assert.equal((await caseworker.get('disclosures')).status, 404, 'nor is it the case worker’s page');
  assert.ok(issueId);
});

test('an action sent again is one action; other words under its number, a past day and an open text are refused', async () => {
  const { at } = await told(2);
  const body = {
    actionId: randomUUID(),
    remedyType: 'compensation',
    rootCause: 'training',
    dueDate: '2026-12-24',
    envelope: await forEmployer(cso, { words: 'We pay.' }),
  };
  assert.deepEqual(await hr.done(`${at}/actions`, body), await hr.done(`${at}/actions`, body));
  const other = await hr.post(`${at}/actions`, {
    ...body,
    envelope: await forEmployer(cso, { words: 'We do not.' }),
  });
  assert.equal(other.status, 409);
  const fresh = { ...body, actionId: randomUUID() };
  assert.equal(
    (await hr.post(`${at}/actions`, { ...fresh, dueDate: '2020-01-01' })).body.errors[0].path,
    'dueDate',
  );
  assert.equal(
    (await hr.post(`${at}/actions`, { ...fresh, envelope: 'We pay them all, said openly.' })).body.errors[0]
      .path,
    'envelope',
  );
  const bad = await hr.post(`${at}/actions`, { ...fresh, remedyType: 'nothing', dueDate: 'soon' });
  assert.deepEqual(bad.body.errors.map((e: { path: string }) => e.path).toSorted(), [
    'dueDate',
    'remedyType',
  ]);
  assert.equal((await hr.see(at)).actions.length, 1);
});

test('evidence is sealed bytes: the business and the case worker get it back, a buyer does not', async () => {
  const { c, at } = await told(2);
  const actionId = await propose(at);
  const bytes = Buffer.from('sealed bytes of a bank list');
  const cookie = await cso.cookie(cso.hr);
  const upload = (payload: Buffer) =>
    t.app.inject({
      method: 'POST',
      url: '/api/v1/desk/files',
      payload,
      headers: { cookie, 'content-type': 'application/octet-stream' },
    });
  const stored = (await upload(bytes)).json();
  assert.equal(stored.sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.equal((await upload(Buffer.alloc(9 * 1024 * 1024))).statusCode, 413);
  const envelope = await forEmployer(cso, { words: 'See the list.' });
  const missing = await hr.post(`${at}/actions/${actionId}/report`, {
    envelope,
    attachments: [{ sha256: 'b'.repeat(64), size: 3 }],
  });
  assert.equal(missing.body.errors[0].path, 'attachments[0].sha256');
  assert.equal((await c.desk.get(`files/${stored.sha256}`)).status, 404, 'nobody has it before it is named');
  await hr.done(`${at}/actions/${actionId}/report`, { envelope, attachments: [stored] });
  assert.equal((await c.desk.get(`files/${stored.sha256}`)).text, bytes.toString());
  assert.equal((await hr.get(`files/${stored.sha256}`)).text, bytes.toString());
  assert.equal((await (await desk(t, cso, cso.analyst)).get(`files/${stored.sha256}`)).status, 404);
  assert.deepEqual((await c.see()).actions[0].report.attachments, [{ n: 1, ...stored }]);
});

test('a business has no way to an issue or a disclosure’s outcome, whatever a setting says; its word is taken up behind the wall', async () => {
  const { c, issueId, at } = await told(1);
  const actionId = await propose(at);
  await hr.done(`${at}/actions/${actionId}/report`, {
    envelope: await forEmployer(cso, { words: 'All are back.' }),
  });
  assert.equal((await c.see()).issues[0].outcome, 'claimed');
  assert.equal((await hr.see(at)).outcome, 'claimed');
  const as = {
    org: cso.employer,
    kind: 'employer',
    member: cso.hr.memberId,
    hidden: '.',
    now: '2027-01-01T00:00:00Z',
  };
  const touched = await t.world.app.write(as, async (tx) => {
    await sql`select set_config('app.claim', ${issueId}, true)`.execute(tx);
    const read = await sql`select 1 from issue`.execute(tx);
    const done = await sql`update issue set claimed_at = now()`.execute(tx);
    const told = await sql`update disclosure set outcome = 'verified'`.execute(tx);
    return [read.rows.length, Number(done.numAffectedRows ?? 0), Number(told.numAffectedRows ?? 0)];
  });
  assert.deepEqual(touched, [0, 0, 0]);
  await assert.rejects(
    t.world.app.write(as, async (tx) => void (await sql`select 1 from claim`.execute(tx))),
    /permission denied/,
    'nor does it read what is waiting',
  );
});

test('a claim that a crash left behind is taken up by the job, once', async () => {
  const { c, at } = await told(1);
  const actionId = await propose(at);
  const key = { docket: c.docket, id: at.split('/')[2] ?? '', actionId };
  const broken = { ...t.world, jobs: { ...t.world.jobs, write: () => Promise.reject(new Error('gone')) } };
  await assert.rejects(
    reportAction(broken as unknown as typeof t.world, cso.hr, {
      ...key,
      envelope: await forEmployer(cso, { words: 'All are back.' }),
      attachments: [],
    }),
    /gone/,
  );
  assert.equal((await c.see()).issues[0].outcome, null);
  assert.equal(await takeClaims(t.world), 1);
  assert.equal(await takeClaims(t.world), 0);
  assert.equal((await c.see()).issues[0].outcome, 'claimed');
});
