import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { EMPLOYER_SCOPE, type Worked, forEmployer, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

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
    'actions', 'code', 'docket', 'dueDay', 'envelope', 'from', 'id', 'label', 'outcome', 'place', 'sealTo', 'status', 'visibleFrom',
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
    [`cases/${docket}/${caseId}/disclosures`, { disclosureId: other, issueId, toOrg: cso.employer, envelope: 'x'.repeat(40), delayDays: 0 }],
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

test('no consent, no disclosure: not for another scope, not after a refusal, not after a withdrawal', async () => {
  const c = await openedCase(t, cso, 2);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [a, b] = c.phones;
  assert.ok(a && b);
  await c.consent(a, 'given', ['case_handling']);
  await c.move('consented');
  const body = await c.disclosure(issueId, { understood: true });
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

test('where few could have said it, the warning comes first', async () => {
  const c = await openedCase(t, cso, 1);
  const issueId = await c.issue('DOC-01');
  await c.move('consent_pending');
  const [only] = c.phones;
  assert.ok(only);
  await c.consent(only, 'given');
  await c.move('consented');
  const body = await c.disclosure(issueId);
  const warned = await c.desk.post(`${c.at}/disclosures`, body);
  assert.equal(warned.status, 409);
  assert.match(warned.body.type, /guessable$/);
  assert.deepEqual(warned.body.errors, [{ path: 'understood', why: 'one' }]);
  const done = await c.desk.done(`${c.at}/disclosures`, { ...body, understood: true });
  assert.deepEqual(
    await c.desk.done(`${c.at}/disclosures`, { ...body, understood: true }),
    done,
    'sent again',
  );
  const twice = await c.desk.post(`${c.at}/disclosures`, {
    ...body,
    disclosureId: randomUUID(),
    understood: true,
  });
  assert.equal(twice.status, 409);
  const elsewhere = await c.desk.post(
    `${c.at}/disclosures`,
    await c.disclosure(await c.issue('WAG-01'), { understood: true, toOrg: cso.buyer }),
  );
  assert.equal(elsewhere.body.errors[0].path, 'toOrg');
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
