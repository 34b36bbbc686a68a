// A coordinator files for peers; what the workers say of it decides whether it counts, and who can read what.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import { lookupId, newCode, open, seal, stretch, thumbprint, toBase64url } from '../../../seal/index.ts';
import { desk } from '../../../test/phone.ts';
import { additionBody, reportBody, sealAddition } from '../reports/phone/compose.ts';
import { claimOf } from '../reports/phone/filing.ts';
import { signWithdrawal } from '../reports/phone/sign.ts';
import * as a from './assisted.fixture.ts';
import { flagged } from './rules.ts';

const { ask, bytes, challenge, claimed, composed, counts, enrolled, filed, keysOf, look, post, rowOf, taken } = a; // prettier-ignore
before(a.begin);
after(a.end);

test('a coordinator gives the slip back for a code of their own; the slip is worth nothing then', async () => {
  const by = await enrolled();
  const again = await keysOf(bytes());
  const lookup = await lookupId(by.slip);
  assert.equal((await ask('assisted/join', { lookup, next: again.next })).status, 404);
  assert.equal((await ask('assisted/mine', { lookup })).status, 404);
  const mine = await taken(ask('assisted/mine', { lookup: by.lookup }));
  assert.equal(mine.state, 'active');
  assert.deepEqual(mine.filed, []);
});

test('what was filed is no voice until its worker says so; disowned it no longer counts', async () => {
  const by = await enrolled();
  const one = await filed(by);
  assert.equal((await rowOf(one)).filing, 'unclaimed');
  const refused = await a.worker.post(`${one.at}/distinct`, { value: 'distinct', was: 'unconfirmed' });
  assert.equal(refused.status, 409, refused.text);
  const own = await claimed(one);
  await taken(own.say('confirmed'));
  await a.worker.done(`${one.at}/distinct`, { value: 'distinct', was: 'unconfirmed' });
  assert.deepEqual(await rowOf(one), { filing: 'confirmed', distinct_worker: 'distinct' });
  await taken(own.say('disowned', 'I never said this.'));
  assert.deepEqual(await rowOf(one), { filing: 'disowned', distinct_worker: 'unconfirmed' });
  const { confirmed, disowned, filed: all, flagged: flag } = await counts(by.coordinatorId);
  assert.deepEqual({ confirmed, disowned, all, flag }, { confirmed: 0, disowned: 1, all: 1, flag: false });
});

test('what is disowned is no voice in its case: the consent that was given with it stands no more', async () => {
  const one = await filed(await enrolled());
  const own = await claimed(one);
  await taken(own.say('confirmed'));
  const caseId = randomUUID();
  await a.worker.done(`${one.at}/case`, { caseId, distinct: 'distinct' });
  const at = `cases/${one.docket}/${caseId}`;
  const move = async (to: string) =>
    a.worker.post(`${at}/transitions`, {
      to,
      reason: 'As agreed in the team.',
      seq: (await a.worker.see(at)).case.seq,
    });
  for (const to of ['acknowledged', 'triaged']) assert.equal((await move(to)).status, 200);
  const issue = { issueId: randomUUID(), code: 'REC-01', scale: 3, scope: 2, irremediability: 1, affected: { count: 4 } }; // prettier-ignore
  await a.worker.done(`${at}/issues`, issue);
  assert.equal((await move('consent_pending')).status, 200);
  const statements = (await look(own.root)).body.thread.statements as {
    id: string;
    by?: string;
    kind: string;
  }[];
  const answerStatement = statements.find(({ kind }) => kind === 'answer')?.id;
  const scopes = ['case_handling', 'share_case_without_identity_with_employer'];
  await a.worker.done(`${at}/consents`, { threadDocket: one.docket, threadId: one.threadId, scopes, value: 'given', answerStatement }); // prettier-ignore
  await taken(own.say('disowned'));
  const refused = await move('consented');
  assert.equal(refused.status, 409, refused.text);
  await taken(own.say('confirmed'));
  assert.equal((await move('consented')).status, 200);
});

test('the database itself keeps what nobody confirmed from being counted', async () => {
  const one = await filed(await enrolled());
  await assert.rejects(
    a.admin.query(`update vouch.thread set distinct_worker = 'distinct' where thread_id = $1`, [
      one.threadId,
    ]),
    /own_word/,
  );
});

test('whoever holds the slip reads no answer and says nothing; after the exchange the slip opens nothing', async () => {
  const one = await filed(await enrolled());
  const send = async (publicKey: object, words: string) =>
    a.worker.done(`${one.at}/messages`, {
      statementId: randomUUID(),
      envelope: await seal({ v: 1, kind: 'message', words }, [
        { kid: a.cso.ring.kid, jwk: a.cso.jwk },
        { kid: await thumbprint(publicKey as never), jwk: publicKey as never },
      ]),
    });
  await send(one.sealed.publicKey, 'Come on Tuesday.');
  const before = (await look(one.slip)).body.thread;
  assert.deepEqual([before.filing.state, before.statements.length], ['unclaimed', 1]);
  const said = { v: 1, kind: 'message', language: 'en', words: 'I agree.', photos: [] } as const;
  const word = { kind: 'message', thread: before, receiver: one.route.receiver, photos: [] } as const;
  const { sealed } = await sealAddition(
    { ...word, said: () => said },
    { root: one.slip, statementId: randomUUID(), m: bytes() },
  );
  const solved = await challenge();
  const early = await post('/api/v1/thread/add', { challenge: solved, ...(await additionBody(sealed, solved.time, {})) }); // prettier-ignore
  assert.equal(early.status, 409, early.text);
  const own = await claimed(one);
  assert.equal((await look(one.slip)).status, 404);
  const thread = (await look(own.root)).body.thread;
  assert.equal(thread.statements.length, 2);
  a.t.clock.forward(60);
  await send(thread.publicKey, 'See you there.');
  const now = (await look(own.root)).body.thread.statements;
  const last = now.find((s: { by?: string; envelope: string }, i: number) => s.by && i === now.length - 1);
  assert.equal(
    ((await open(last.envelope, own.pair.privateJwk)) as { words: string }).words,
    'See you there.',
  );
  // Sent again after its answer was lost: the same claim is the same claim; another one is refused.
  await taken(ask('assisted/claim', own.body));
  const other = await keysOf(bytes());
  const stolen = await ask('assisted/claim', { ...own.body, next: { ...other.next, earlierKey: own.body.next.earlierKey } }); // prettier-ignore
  assert.equal(stolen.status, 404);
});

test('the worker takes back what was filed with the key of the slip, which the own code keeps', async () => {
  const one = await filed(await enrolled());
  const own = await claimed(one);
  const { thread } = (await look(own.root)).body;
  const { commitment } = thread.statements[0];
  const where = { origin: a.t.world.keys.origin, docket: one.docket };
  const signature = await signWithdrawal(() => one.slip, { statementId: one.threadId, commitment }, where);
  const said = { v: 1, kind: 'withdrawal', language: 'en', re: one.threadId } as const;
  const { sealed } = await sealAddition(
    { kind: 'withdrawal', thread, receiver: one.route.receiver, said: () => said, photos: [] },
    { root: own.root, statementId: randomUUID(), m: bytes() },
  );
  const solved = await challenge();
  await taken(post('/api/v1/thread/add', { challenge: solved, ...(await additionBody(sealed, solved.time, { re: one.threadId, signature })) })); // prettier-ignore
  assert.equal((await look(own.root)).body.thread.withdrawn, true);
});

test('without script a slip opens nothing, and the own code says whose word it is', async () => {
  const [slip, code] = [newCode(), newCode()];
  const origin = a.t.world.keys.origin;
  const one = await filed(await enrolled(), await stretch(slip, origin));
  const form = (url: string, fields: Record<string, string>) =>
    a.t.app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams({ l: 'en', ...fields }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const early = await form('/w/open', { code: slip });
  assert.equal(early.statusCode, 409);
  assert.ok(!early.body.includes('9 000'), 'the server makes no code for anybody');
  const { thread } = (await look(one.slip)).body;
  const next = await claimOf(thread, one.slip, await stretch(code, origin));
  await taken(ask('assisted/claim', { lookup: await lookupId(one.slip), next }));
  const opened = await form('/w/open', { code });
  assert.match(opened.body, /9 000/, 'what was sealed to the slip');
  const re = one.threadId;
  const none = await form('/w/thread', {
    code,
    act: 'filing',
    re,
    value: 'corrected',
    statementId: randomUUID(),
  });
  assert.match(none.body, /Write in your own words/);
  await form('/w/thread', { code, act: 'filing', re, value: 'confirmed', statementId: randomUUID() });
  assert.equal((await rowOf(one)).filing, 'confirmed');
});

test('the coordinator reads what the worker passes on, nothing before, and nothing once access is removed', async () => {
  const by = await enrolled();
  const one = await filed(by);
  const own = await claimed(one);
  const { thread } = (await look(own.root)).body;
  const kid = await thumbprint(thread.publicKey);
  const statementId = randomUUID();
  const envelope = await seal({ words: 'Bring the receipt.' }, [
    { kid: a.cso.ring.kid, jwk: a.cso.jwk },
    { kid, jwk: thread.publicKey },
  ]);
  await a.worker.done(`${one.at}/messages`, { statementId, envelope });
  const mine = async () => (await taken(ask('assisted/mine', { lookup: by.lookup }))).filed[0];
  assert.deepEqual((await mine()).shared, []);
  const helper = (await look(own.root)).body.thread.filing.helper;
  const content = await seal({ words: 'Bring the receipt.' }, [
    { kid: await thumbprint(helper), jwk: helper },
  ]);
  const access = (a: object) => ask('assisted/access', { lookup: own.lookup, ...a });
  const toAll = await access({ access: 'yes', shares: [{ statementId, content: envelope }] });
  assert.equal(toAll.status, 422, 'sealed to others too');
  await taken(access({ access: 'yes', shares: [{ statementId, content }] }));
  const [read] = (await mine()).shared;
  assert.equal(((await open(read, by.pair.privateJwk)) as { words: string }).words, 'Bring the receipt.');
  assert.deepEqual(
    Object.keys(await mine()).sort(),
    ['day', 'shared'],
    'nothing of what the worker said of it',
  );
  await taken(access({ access: 'no' }));
  assert.deepEqual((await mine()).shared, []);
});

test('a coordinator who was ended, one of another organisation’s report and a stranger file nothing', async () => {
  const by = await enrolled();
  const { sealed } = await composed();
  const solved = await challenge();
  const report = { challenge: solved, ...(await reportBody(sealed, solved.time)) };
  const file = (coordinator: string, over: object = {}) =>
    post('/api/v1/assisted/file', { coordinator, ...report, ...over });
  assert.equal((await file(toBase64url(bytes()))).status, 404);
  assert.equal((await file(by.lookup, { receiver: 'vouch:nobody' })).status, 422);
  assert.equal((await file(by.lookup, { filing: undefined })).status, 422);
  assert.equal((await post('/api/v1/reports', report)).status, 422, 'not by the way of workers');
  assert.equal((await a.worker.post(`assisted/coordinators/${by.coordinatorId}/end`, { was: 'active' })).status, 404); // prettier-ignore
  const late = await a.lead.post(`assisted/coordinators/${by.coordinatorId}/end`, { was: 'invited' });
  assert.equal(late.status, 409);
  await a.lead.done(`assisted/coordinators/${by.coordinatorId}/end`, { was: 'active' });
  assert.equal((await file(by.lookup)).status, 403);
  assert.equal((await taken(ask('assisted/mine', { lookup: by.lookup }))).state, 'ended');
});

test('many disowned ones are flagged, and cannot be hidden behind many that nobody answers', () => {
  const tally = { filed: 400, confirmed: 6, corrected: 0, disowned: 2 };
  assert.equal(flagged(tally), true);
  assert.equal(flagged({ ...tally, disowned: 1 }), false);
  assert.equal(flagged({ ...tally, confirmed: 30 }), false);
});

test('the desk sees who filed a thread; a business and a stranger see nothing', async () => {
  const by = await enrolled();
  const one = await filed(by);
  const seen = await a.worker.see(`assisted/threads/${one.docket}/${one.threadId}`);
  const { name } = (await open(seen.filing.envelope, a.cso.ring.privateJwk)) as { name: string };
  assert.deepEqual([name, seen.filing.state], ['Daw Hla', 'unclaimed']);
  const business = await desk(a.t, a.cso, a.cso.hr);
  assert.equal((await business.get(`assisted/threads/${one.docket}/${one.threadId}`)).status, 404);
  assert.equal((await business.get('assisted/coordinators')).status, 404);
});
