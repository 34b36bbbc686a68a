import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { seal } from '../../../seal/index.ts';
import { forEmployer } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';

let t: TestWorld;
let cso: Office;
let hr: Desk;
let worker: Desk;
let buyer: Desk;

before(async () => {
  t = await testWorld();
  cso = await office(t);
  hr = await desk(t, cso, cso.hr);
  worker = await desk(t, cso, cso.caseworker);
  buyer = await desk(t, cso, cso.analyst);
});
after(() => t.close());

const own = (text: string): Promise<string> => {
  const { d: _, ...jwk } = cso.employerRing.privateJwk;
  return seal({ v: 1, words: text }, [{ kid: cso.employerRing.kid, jwk }]);
};
const toBoth = (text: string) => forEmployer(cso, { v: 1, words: text });
async function stored(text: string): Promise<{ sha256: string; size: number }> {
  const answer = await t.app.inject({
    method: 'POST',
    url: '/api/v1/desk/files',
    payload: Buffer.from(text),
    headers: { cookie: await cso.cookie(cso.hr), 'content-type': 'application/octet-stream' },
  });
  return answer.json();
}
const at = (id: string): string => `improvement/assessments/${id}`;
type Questions = { id: string; area: string }[];
const questions = async (): Promise<Questions> => (await hr.see('improvement')).checklist.questions;

/** Answers every question; with `proof`, each with a file. */
async function answerAll(id: string, value: string, proof: string | undefined, sealing = own): Promise<void> {
  for (const { id: question } of await questions()) {
    const files = proof ? [await stored(`${proof} ${question}`)] : [];
    const envelope = proof ? await sealing('See the file.') : null;
    const before = (await hr.see('improvement')).current.answers.find(
      (a: { question: string }) => a.question === question,
    );
    await hr.done(`${at(id)}/answers`, { question, value, was: before?.n ?? 0, envelope, files });
  }
}
const levelsOf = (scores: { area: string; level: number }[]): number[] => scores.map(({ level }) => level);

test('a business begins with nothing, answers, and hands in: levels by area, and none changes after', async () => {
  const empty = await hr.see('improvement');
  assert.equal(empty.current, null);
  assert.equal(empty.checklist.id, 'recruitment-employer');
  const first = randomUUID();
  await hr.done('improvement/assessments', { assessmentId: first });
  assert.equal((await hr.post('improvement/assessments', { assessmentId: randomUUID() })).status, 409);
  const early = await hr.post(`${at(first)}/hand-in`, {});
  assert.equal(early.status, 409);
  assert.match(early.body.detail, /wait for an answer/);
  await answerAll(first, 'partly', undefined);
  await hr.done(`${at(first)}/hand-in`, {});
  const { history, current } = await hr.see('improvement');
  assert.deepEqual(levelsOf(history[0].scores), [2, 2, 2, 2, 2, 2]);
  assert.equal(current.assessmentId, first);
  const [one] = await questions();
  const late = await hr.post(`${at(first)}/answers`, { question: one?.id, value: 'yes', was: 1 });
  assert.equal(late.status, 409, 'what was handed in stays');
});

test('two colleagues answer one question: the second is told; an unknown question and open words are refused', async () => {
  const second = randomUUID();
  t.clock.forward(100 * 86_400);
  await hr.done('improvement/assessments', { assessmentId: second });
  const [one] = await questions();
  const both = await Promise.all([
    hr.post(`${at(second)}/answers`, { question: one?.id, value: 'yes', was: 0 }),
    hr.post(`${at(second)}/answers`, { question: one?.id, value: 'no', was: 0 }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 409]);
  assert.equal(
    (await hr.post(`${at(second)}/answers`, { question: 'no-such', value: 'yes', was: 0 })).status,
    422,
  );
  const open = { question: one?.id, value: 'yes', was: 1, envelope: 'Not sealed at all, readable.' };
  assert.equal((await hr.post(`${at(second)}/answers`, open)).status, 422);
});

test('shared with those who support it: they read and review; a buyer gets levels by quarter and nothing else', async () => {
  assert.equal((await worker.get(`improvements/${cso.employer}`)).status, 404, 'not before it is shared');
  assert.deepEqual((await buyer.see('improvements')).rows, []);
  await hr.done('improvement/shares', { with: cso.org, share: true });
  await hr.done('improvement/shares', { with: 'buyers', share: true });
  assert.equal((await hr.post('improvement/shares', { with: 'vouch:nobody', share: true })).status, 422);
  const { current } = await hr.see('improvement');
  await answerAll(current.assessmentId, 'yes', 'proof of', toBoth);
  await hr.done(`${at(current.assessmentId)}/hand-in`, {});
  const seen = await worker.see(`improvements/${cso.employer}`);
  assert.deepEqual(levelsOf(seen.history[1].scores), [4, 4, 4, 4, 4, 4]);
  assert.equal(seen.zeroFees, false, 'nobody has looked yet');
  const file = seen.current.answers[0].files[0];
  assert.match((await worker.get(`files/${file.sha256}`)).text, /^proof of/);
  assert.equal((await buyer.get(`files/${file.sha256}`)).status, 404);
  const review = (over: object) =>
    worker.post(`improvements/${cso.employer}/reviews`, {
      reviewId: randomUUID(),
      assessmentId: current.assessmentId,
      area: 'fees',
      verdict: 'confirmed',
      ...over,
    });
  assert.equal((await review({ verdict: 'doubted' })).status, 422, 'a doubt says why');
  assert.equal((await review({ assessmentId: seen.history[0].assessmentId })).status, 409, 'not an old one');
  assert.equal((await review({})).status, 200);
  assert.equal((await hr.see('improvement')).zeroFees, true);
  const { rows } = await buyer.see('improvements');
  assert.equal(rows.length, 1);
  assert.equal(rows[0].zeroFees, true);
  assert.deepEqual(rows[0].places, ['Heron Plant One', 'Heron Plant Two']);
  assert.deepEqual(Object.keys(rows[0].quarters[0]).toSorted(), ['area', 'level', 'quarter', 'reviewed']);
  assert.equal((await buyer.get(`improvements/${cso.employer}`)).status, 404);
  assert.equal(
    (await review({ verdict: 'doubted', envelope: await toBoth('Two workers paid.') })).status,
    200,
  );
  assert.equal((await hr.see('improvement')).zeroFees, false, 'the last word counts');
});

test('a plan: goals and tasks with owner and day; late is seen; a change by two is told; sealed to those who support it', async () => {
  const today = (days: number) =>
    new Date(t.world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const goal = { goalId: randomUUID(), area: 'contracts', level: 4, until: today(120), was: 0 };
  await hr.done('improvement/goals', goal);
  assert.equal((await hr.post('improvement/goals', { ...goal, level: 3, was: 7 })).status, 409);
  const task = {
    taskId: randomUUID(),
    goalId: goal.goalId,
    area: 'contracts',
    owner: 'human_resources',
    dueDate: today(10),
    status: 'open',
    was: 0,
    envelope: await toBoth('Compare all contracts of the last intake.'),
  };
  await hr.done('improvement/tasks', task);
  assert.equal(
    (
      await hr.post('improvement/tasks', {
        ...task,
        taskId: randomUUID(),
        envelope: await own('For us alone.'),
      })
    ).status,
    422,
  );
  assert.equal(
    (await hr.post('improvement/tasks', { ...task, taskId: randomUUID(), dueDate: '2020-01-01' })).status,
    422,
  );
  assert.equal(
    (await hr.post('improvement/tasks', { ...task, taskId: randomUUID(), goalId: randomUUID() })).status,
    422,
  );
  assert.equal(
    (
      await hr.post('improvement/tasks', {
        ...task,
        taskId: randomUUID(),
        action: { docket: 4, actionId: randomUUID() },
      })
    ).status,
    422,
  );
  t.clock.forward(11 * 86_400);
  assert.equal((await hr.see('improvement')).tasks[0].late, true);
  const envelope = await toBoth('Compared.');
  await hr.done('improvement/tasks', { ...task, status: 'done', was: 1, envelope });
  assert.equal(
    (await hr.post('improvement/tasks', { ...task, status: 'open', was: 2, envelope: await toBoth('No.') }))
      .status,
    409,
  );
  const [seen] = (await worker.see(`improvements/${cso.employer}`)).tasks;
  assert.deepEqual([seen.status, seen.late, seen.doneOn !== null], ['done', false, true]);
});

test('taken back, it is gone everywhere; and the walls say so themselves', async () => {
  await hr.done('improvement/shares', { with: cso.org, share: false });
  await hr.done('improvement/shares', { with: 'buyers', share: false });
  assert.equal((await worker.get(`improvements/${cso.employer}`)).status, 404);
  assert.deepEqual((await worker.see('improvements')).rows, []);
  assert.deepEqual((await buyer.see('improvements')).rows, []);
  for (const who of [worker, buyer]) assert.equal((await who.get('improvement')).status, 404);
  for (const kind of ['cso', 'buyer', 'employer'])
    for (const table of [
      'assessment',
      'assessment_answer',
      'improvement_goal',
      'improvement_task',
      'improvement_level',
      'improvement_share',
    ]) {
      const found = await t.world.app.read(
        { org: `vouch:other-${kind}`, kind, member: cso.lead.memberId, hidden: '.' },
        (db) => sql`select 1 from ${sql.table(table)}`.execute(db),
      );
      assert.equal(found.rows.length, 0, `${kind} ${table}`);
    }
});
