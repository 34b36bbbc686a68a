// Who is asked is drawn by the log; who is silent, punished, or helped by the state is counted apart.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Office, office } from '../../../test/office.ts';
import { type Issue, answerOf, askAll, begin, code, issueOf, remedied } from '../../../test/rounds.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { closeOldQuestions } from '../cases/index.ts';
import { draw, frameHash } from '../cases/sampling.ts';

let t: TestWorld;
let cso: Office;
before(async () => {
  t = await testWorld();
  cso = await office(t);
});
after(() => t.close());

const DAY = 86_400;

test('a sample is drawn by the log’s next epoch: nobody picks, everybody can draw again', async () => {
  const issue = await issueOf(t, cso, 112, 'WAG-01');
  const { c, at } = issue;
  await remedied(t, issue);
  const opened = (await begin(issue, 150)).body;
  assert.deepEqual([opened.way, opened.size, opened.frame, opened.drawn.length], ['sample', 109, 112, 0]);
  const early = await c.desk.post(`${at}/rounds/${opened.roundId}/draw`, {});
  assert.deepEqual([early.status, early.body.errors[0].why], [409, 'no epoch yet']);
  t.clock.forward(60);
  const n = await t.closeEpoch();
  const drawn = await c.desk.done(`${at}/rounds/${opened.roundId}/draw`, {});
  assert.equal(drawn.seedEpoch, n);
  t.clock.forward(60);
  await t.closeEpoch();
  const again = await c.desk.done(`${at}/rounds/${opened.roundId}/draw`, {});
  assert.deepEqual(again, drawn, 'a later epoch draws nobody else');
  const frame = c.phones.map((p) => p.threadId);
  const ids = drawn.drawn.map((d: { threadId: string }) => d.threadId).sort();
  assert.deepEqual(ids, draw(drawn.seed, frame, 109).sort());
  const fields = await t.world.app.read({ org: cso.org, kind: 'cso' }, (db) =>
    db.selectFrom('statement').select('fields').where('statement_id', '=', opened.roundId).execute(),
  );
  assert.match(
    JSON.stringify(fields),
    new RegExp(`sha256:${frameHash(frame)}`),
    'the frame stood on record before',
  );
  const left = c.phones.find((p) => !ids.includes(p.threadId));
  assert.ok(left);
  const picked = await c.desk.post(`${at}/rounds/${opened.roundId}/asks`, {
    asks: [{ askId: randomUUID(), statementId: randomUUID(), threadDocket: left.docket, threadId: left.threadId, envelope: await left.sealed({ v: 1 }) }], // prettier-ignore
  });
  assert.deepEqual([picked.status, picked.body.errors[0].why], [409, 'not drawn']);
});

test('silence: two tries on two days and a month gone are unreachable, counted apart, and verify nothing', async () => {
  const issue = await issueOf(t, cso, 3, 'DED-01');
  const { c, at } = issue;
  await remedied(t, issue);
  const round = (await begin(issue, 3)).body;
  const asked = await askAll(t, issue, round);
  const [a, b, silent] = c.phones;
  assert.ok(a && b && silent);
  for (const by of [a, b]) {
    await answerOf(by, asked.get(by.threadId)?.statementId ?? '', 'remedy', 'fully');
    assert.equal((await code(issue, asked, by, { value: 'fully' })).status, 200);
  }
  const tryOnce = (channel = 'thread') =>
    c.desk.post(`${c.at}/asks/${asked.get(silent.threadId)?.askId}/attempts`, { attemptId: randomUUID(), channel }); // prettier-ignore
  assert.equal((await tryOnce()).status, 409, 'today was the question itself');
  t.clock.forward(2 * DAY);
  assert.equal((await tryOnce('phone')).body.errors[0].why, 'no_wish', 'who named no way is not called');
  assert.deepEqual((await tryOnce()).body, { attempts: 2 });
  assert.equal((await tryOnce()).status, 409, 'twice a day is once');
  assert.deepEqual(
    await counts(issue),
    ['claimed', 'insufficient_evidence', 2, 0],
    'two of three are not enough',
  );
  t.clock.forward(31 * DAY);
  assert.ok((await closeOldQuestions(t.world)) >= 1);
  assert.deepEqual(await counts(issue), ['unreachable', 'insufficient_evidence', 2, 1]);
  const ended = (await c.desk.see(`${at}/rounds`)).rows[0];
  assert.ok(ended.closedAt, 'the round ended by itself');
  const wish = await c.desk.post(`${c.at}/transitions`, { to: 'verified_remediated', reason: 'Two are enough.', seq: (await c.see()).case.seq }); // prettier-ignore
  assert.equal(wish.status, 409);
});
const counts = async ({ c }: Issue): Promise<unknown[]> => {
  const [i] = (await c.see()).issues;
  return [i.outcome, i.verdict, i.fully, i.unreachable];
};

test('while somebody is punished for speaking, nothing is verified', async () => {
  const issue = await issueOf(t, cso, 2, 'WAG-02');
  await remedied(t, issue);
  const grave = { scale: 4, scope: 2, irremediability: 2, affected: { count: 1 } };
  await issue.c.desk.done(`${issue.c.at}/issues`, { issueId: randomUUID(), code: 'GRV-03', ...grave });
  const round = (await begin(issue, 2)).body;
  const asked = await askAll(t, issue, round);
  for (const by of issue.c.phones) {
    await answerOf(by, asked.get(by.threadId)?.statementId ?? '', 'remedy', 'fully');
    await code(issue, asked, by, { value: 'fully' });
  }
  const [one] = (await issue.c.see()).issues.filter((i: { code: string }) => i.code === 'WAG-02');
  assert.equal(one.verdict, 'insufficient_evidence');
  assert.notEqual(one.outcome, 'verified');
});

test('the state’s remedy is the state’s: claimed like any other, counted apart', async () => {
  const issue = await issueOf(t, cso, 1, 'WAG-03');
  await remedied(t, issue, { party: 'state' });
  assert.equal((await issue.c.see()).issues[0].remediedBy, 'state');
});
