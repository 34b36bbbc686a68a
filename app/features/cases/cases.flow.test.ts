import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { EMPLOYER_SCOPE, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, type Phone, desk, phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
});
after(() => t.close());

const pathOf = (p: Phone) => `threads/${p.docket}/${p.threadId}`;
const message = async (p: Phone, over: object = {}) => ({
  statementId: randomUUID(),
  envelope: await p.sealed({ v: 1, kind: 'message', words: 'We are here.' }),
  ...over,
});

test('two case workers open a case from one report at once: there is one case', async () => {
  const by = await phone(t, cso);
  const send = (who: Desk) => who.post(`${pathOf(by)}/case`, { caseId: randomUUID() });
  const answers = await Promise.all([send(mon), send(aye)]);
  assert.deepEqual(answers.map((a) => a.status).toSorted(), [200, 409]);
  const first = answers.find((a) => a.status === 200)?.body;
  const again = await mon.done(`${pathOf(by)}/case`, { caseId: first.caseId });
  assert.deepEqual(again, first, 'and the first may be sent again');
});

test('two case workers move a case at once: the second learns who moved it where', async () => {
  const c = await openedCase(t, cso, 1);
  await c.issue('DOC-01');
  const { seq } = (await c.see()).case;
  const step = (who: Desk, to: string) =>
    who.post(`${c.at}/transitions`, { to, reason: 'We agreed so.', seq });
  const [a, b] = await Promise.all([step(mon, 'consent_pending'), step(aye, 'protection_response')]);
  assert.deepEqual([a.status, b.status].toSorted(), [200, 409]);
  const second = a.status === 409 ? a : b;
  assert.match(
    second.body.detail,
    a.status === 409 ? /^Aye moved .*protection_response/ : /^Mon moved .*consent_pending/,
  );
  assert.deepEqual(second.body.errors, [{ path: 'seq', why: String(seq + 1) }]);
  assert.equal((await c.see()).events.length, seq + 2);
});

test('two case workers code one answer differently: the first stands, the second is told', async () => {
  const c = await openedCase(t, cso, 1);
  await c.issue('DOC-01');
  const [by] = c.phones;
  assert.ok(by);
  const askId = await c.consent(by, 'given');
  const other = await aye.post(`${c.at}/asks/${askId}/code`, { value: 'refused' });
  assert.equal(other.status, 409);
  assert.deepEqual(other.body.errors, [{ path: 'was', why: 'given' }]);
  assert.equal(
    (await aye.post(`${c.at}/asks/${askId}/code`, { value: 'given' })).status,
    200,
    'the same again',
  );
  assert.equal((await c.see()).consents.length, 2);
  assert.equal(
    (await aye.post(`${c.at}/asks/${askId}/code`, { value: 'refused', was: 'given' })).status,
    200,
  );
  assert.deepEqual(
    (await c.see()).consents.filter((x: { live: boolean }) => x.live),
    [],
    'of two readings of one answer the careful one counts',
  );
});

test('an answer that was read and recorded waits for nobody, unless the worker said more', async () => {
  const c = await openedCase(t, cso, 2);
  const [by, other] = c.phones;
  assert.ok(by && other);
  const state = async (p: Phone) => (await aye.see(pathOf(p))).thread;
  await c.consent(by, 'given');
  assert.equal((await state(by)).state, 'answered');
  assert.equal((await state(by)).dueAt, null);
  t.clock.forward(60);
  await by.say('message', { words: 'One more thing.' });
  assert.equal((await state(by)).state, 'waiting', 'a new word starts the clock again');
  const [askId, statementId] = [randomUUID(), randomUUID()];
  t.clock.forward(60);
  await c.desk.done(`${c.at}/asks`, {
    askId,
    statementId,
    kind: 'consent',
    scopes: ['case_handling'],
    threadDocket: other.docket,
    threadId: other.threadId,
    envelope: await other.sealed({ words: 'May we?' }),
  });
  t.clock.forward(60);
  const answer = await other.say('consent_answer', { re: statementId, answers: {} }, statementId);
  t.clock.forward(60);
  await other.say('message', { words: 'And please hurry.' });
  await c.desk.done(`${c.at}/asks/${askId}/code`, { value: 'given', answerStatement: answer });
  assert.equal((await state(other)).state, 'waiting', 'what came after it was not read yet');
});

test('only what the worker said can be coded: not silence, not our own words, not another thread', async () => {
  const c = await openedCase(t, cso, 2);
  const [by, other] = c.phones;
  assert.ok(by && other);
  const [askId, statementId] = [randomUUID(), randomUUID()];
  const ask = {
    askId,
    statementId,
    kind: 'consent',
    scopes: [EMPLOYER_SCOPE, 'case_handling'],
    threadDocket: by.docket,
    threadId: by.threadId,
    envelope: await by.sealed({ words: 'May we?' }),
  };
  t.clock.forward(60);
  await c.desk.done(`${c.at}/asks`, ask);
  await c.desk.done(`${c.at}/asks`, ask);
  const code = (body: object) => c.desk.post(`${c.at}/asks/${askId}/code`, body);
  assert.equal((await code({ value: 'given' })).status, 409, 'nobody answered');
  assert.equal(
    (await code({ value: 'given', answerStatement: statementId })).status,
    409,
    'our own question',
  );
  assert.equal(
    (await code({ value: 'given', answerStatement: by.threadId })).status,
    409,
    'said before it was asked',
  );
  t.clock.forward(60);
  const theirs = await other.say('message', { words: 'Yes.', photos: [] });
  assert.equal((await code({ value: 'given', answerStatement: theirs })).status, 409, 'another worker');
  const mine = await by.say('message', { words: 'Yes, tell them, but do not handle it.', photos: [] });
  assert.equal(
    (await code({ value: 'fully', answerStatement: mine })).status,
    422,
    'no answer to this question',
  );
  assert.equal((await code({ value: 'given', given: [EMPLOYER_SCOPE], answerStatement: mine })).status, 200);
  const said = (await c.see()).consents.map((x: { scope: string; state: string }) => [x.scope, x.state]);
  assert.deepEqual(said.toSorted(), [
    ['case_handling', 'refused'],
    [EMPLOYER_SCOPE, 'given'],
  ]);
});

test('what a worker agreed to in the report itself can be recorded, on that report', async () => {
  const c = await openedCase(t, cso, 1);
  const [by] = c.phones;
  assert.ok(by);
  const consent = {
    threadDocket: by.docket,
    threadId: by.threadId,
    scopes: [EMPLOYER_SCOPE],
    value: 'given',
  };
  const wrong = await c.desk.post(`${c.at}/consents`, { ...consent, answerStatement: randomUUID() });
  assert.equal(wrong.status, 409);
  await c.desk.done(`${c.at}/consents`, { ...consent, answerStatement: by.threadId });
  assert.equal((await c.see()).consents[0].live, true);
  t.clock.forward(60);
  const changed = await by.say('message', { words: 'I changed my mind.', photos: [] });
  await c.desk.done(`${c.at}/consents`, { ...consent, value: 'withdrawn', answerStatement: changed });
  assert.deepEqual(
    (await c.see()).consents.map((x: { state: string; live: boolean }) => [x.state, x.live]),
    [
      ['given', false],
      ['withdrawn', false],
    ],
  );
});

test('steps that the table does not have are refused, those that lack something say what', async () => {
  const c = await openedCase(t, cso, 1);
  const step = async (to: string, over: object = {}) =>
    c.desk.post(`${c.at}/transitions`, { to, reason: 'Let us see.', seq: (await c.see()).case.seq, ...over });
  for (const to of ['verified_remediated', 'consented', 'cap_agreed', 'received', 'reopened']) {
    const answer = await step(to);
    assert.equal(answer.status, 409, to);
  }
  assert.deepEqual((await step('consent_pending')).body.errors, [{ path: 'to', why: 'issue_coded' }]);
  assert.equal((await step('closed')).body.errors[0].path, 'closure');
  assert.equal((await step('closed', { closure: 'remediated_verified_by_worker' })).status, 409);
  const shown = (await c.see()).allowed.find((way: { to: string }) => way.to === 'consent_pending');
  assert.equal(shown.blocked[0].guard, 'issue_coded');
  // A child's case is seen by those with the role, and by nobody else.
  const [aye, role] = [await desk(t, cso, cso.lead), `members/${cso.caseworker.memberId}/compartments`];
  await aye.done(role, { kind: 'child', act: 'grant' });
  await c.desk.done(role, { kind: 'child', act: 'agree' });
  await c.issue('CHL-01');
  assert.equal((await step('closed', { closure: 'worker_withdrew' })).status, 409, 'a child may be at risk');
});

test('closing takes a case out of the inbox, reopening keeps the first day; nothing is filed in a closed case', async () => {
  const c = await openedCase(t, cso, 1);
  const [by] = c.phones;
  assert.ok(by);
  await c.desk.done(`${pathOf(by)}/messages`, await message(by));
  const first = (await c.see()).case.firstReceived;
  t.clock.forward(5 * 86_400);
  await c.move('closed', 'resolved_by_information');
  assert.equal((await mon.see(pathOf(by))).thread.state, 'closed');
  const late = await phone(t, cso);
  const filing = { caseId: c.caseId, caseDocket: c.docket };
  assert.equal((await mon.post(`${pathOf(late)}/case`, filing)).status, 409);
  await c.move('reopened');
  const after = (await c.see()).case;
  assert.deepEqual([after.state, after.closure, after.firstReceived], ['reopened', null, first]);
  assert.equal((await mon.see(pathOf(by))).thread.state, 'answered');
  await mon.done(`${pathOf(late)}/case`, filing);
});

test('severity is the highest grade, urgency is raised by a code and never lowered; questions are no issues', async () => {
  const c = await openedCase(t, cso, 1);
  const grades = { scale: 1, scope: 4, irremediability: 2, affected: { from: 20, to: 60 } };
  const issueId = randomUUID();
  const body = { issueId, code: 'MOV-01', ...grades };
  assert.equal((await c.desk.done(`${c.at}/issues`, body)).severity, 4);
  await c.desk.done(`${c.at}/issues`, body);
  assert.equal((await c.see()).case.urgency, 'P0');
  assert.equal((await c.desk.post(`${c.at}/issues`, { ...body, code: 'WAG-01' })).status, 409);
  await c.issue('WAG-06');
  assert.equal((await c.see()).case.urgency, 'P0');
  for (const code of ['INF-01', 'DOC-99'])
    assert.equal(
      (await c.desk.post(`${c.at}/issues`, { ...body, issueId: randomUUID(), code })).body.errors[0].path,
      'code',
    );
  const graded = await c.desk.done(`${c.at}/issues/${issueId}/grade`, {
    scale: 1,
    scope: 2,
    irremediability: 2,
    reason: 'Fewer than we thought.',
  });
  assert.equal(graded.severity, 2);
  assert.equal((await c.see()).issues.length, 2);
});

test('a remedy can’t be asked about before a business claims it, nor of a worker nobody told apart', async () => {
  const c = await openedCase(t, cso, 1);
  const [by] = c.phones;
  assert.ok(by);
  const issueId = await c.issue('DOC-01');
  const ask = async (over: object = {}) =>
    c.desk.post(`${c.at}/asks`, {
      askId: randomUUID(),
      statementId: randomUUID(),
      kind: 'remedy',
      issueId,
      threadDocket: by.docket,
      threadId: by.threadId,
      envelope: await by.sealed({ words: 'Is it done?' }),
      ...over,
    });
  assert.equal((await ask()).status, 409);
  assert.equal((await ask({ issueId: randomUUID() })).body.errors[0].path, 'issueId');
  assert.equal((await ask({ issueId: undefined })).body.errors[0].path, 'issueId');
  assert.equal((await ask({ kind: 'consent' })).body.errors[0].path, 'scopes');
  const stranger = await phone(t, cso);
  const elsewhere = await ask({
    kind: 'consent',
    scopes: ['case_handling'],
    threadDocket: stranger.docket,
    threadId: stranger.threadId,
  });
  assert.equal(elsewhere.body.errors[0].path, 'threadId');
  await by.withdraw();
  assert.equal(
    (await ask({ kind: 'consent', scopes: ['case_handling'] })).status,
    409,
    'who withdrew is not asked again',
  );
});
