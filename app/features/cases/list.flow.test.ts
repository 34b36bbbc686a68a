// Who answers for a case, what is to be done, how many are touched, and the list: each edit says what it saw.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Worked, openedCase } from '../../../test/case.ts';
import { type Office, office } from '../../../test/office.ts';
import { type Desk, desk } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { seal } from '../../../seal/index.ts';

let t: TestWorld;
let cso: Office;
let mon: Desk;
let aye: Desk;
let c: Worked;

before(async () => {
  t = await testWorld({ at: '2026-11-20T03:00:00Z' });
  cso = await office(t);
  mon = await desk(t, cso, cso.caseworker);
  aye = await desk(t, cso, cso.lead);
  c = await openedCase(t, cso, 1);
});
after(() => t.close());

const words = (text: string): Promise<string> => {
  const { d: _, ...jwk } = cso.ring.privateJwk;
  return seal({ v: 1, kind: 'task', words: text }, [{ kid: cso.ring.kid, jwk }]);
};

test('two give one case to two people at once: one is told whom the other gave it to', async () => {
  const give = (who: Desk, owner: string) => who.post(`${c.at}/owner`, { owner, was: null });
  const answers = await Promise.all([give(mon, cso.caseworker.memberId), give(aye, cso.lead.memberId)]);
  assert.deepEqual(answers.map((a) => a.status).toSorted(), [200, 409]);
  const late = answers.find((a) => a.status === 409);
  assert.match(late?.body.detail, /^(Mon|Aye) gave this case to (Mon|Aye) meanwhile\.$/);
  const was = late?.body.errors[0].why;
  assert.equal((await mon.post(`${c.at}/owner`, { owner: null, was })).status, 200);
  assert.equal((await mon.post(`${c.at}/owner`, { owner: null, was: null })).status, 200, 'the same again');
  assert.equal((await mon.post(`${c.at}/owner`, { owner: randomUUID(), was: null })).status, 422);
  assert.equal((await mon.post(`${c.at}/owner`, { owner: cso.hr.memberId, was: null })).status, 422);
});

test('many cases are given at once; what a colleague changed meanwhile stands, and all can be undone', async () => {
  const [a, b] = [await openedCase(t, cso, 1), await openedCase(t, cso, 1)];
  await aye.done(`${b.at}/owner`, { owner: cso.lead.memberId, was: null });
  const of = (x: Worked, was: string | null) => ({ docket: x.docket, caseId: x.caseId, was });
  const owner = cso.caseworker.memberId;
  const given = await mon.done('case-owners', { owner, cases: [of(a, null), of(b, null)] });
  assert.deepEqual(given.done, [of(a, null)]);
  assert.match(given.refused[0].why, /Aye gave this case to Aye/);
  const back = await mon.done('case-owners', { owner: null, cases: [of(a, owner)] });
  assert.equal(back.done.length, 1);
});

test('a task: set, changed, done, not done after all; who comes second is told, sealed words stay sealed', async () => {
  const taskId = randomUUID();
  const envelope = await words('Call the clinic.');
  const said = { taskId, owner: cso.caseworker.memberId, dueOn: '2026-11-20', envelope };
  assert.equal((await mon.post(`${c.at}/tasks`, { ...said, envelope: 'Call the clinic.' })).status, 422);
  await mon.done(`${c.at}/tasks`, said);
  assert.deepEqual(await mon.done(`${c.at}/tasks`, said), { taskId, version: 0, doneAt: null }, 'sent again');
  assert.equal((await mon.post(`${c.at}/tasks`, { ...said, envelope: await words('Else') })).status, 409);
  const { taskId: _, ...change } = { ...said, dueOn: '2026-11-19', version: 0 };
  const both = await Promise.all([mon, aye].map((who) => who.post(`${c.at}/tasks/${taskId}`, change)));
  assert.deepEqual(both.map((a) => a.status).toSorted(), [200, 409]);
  const mine = await mon.see('tasks');
  assert.equal(mine.today, '2026-11-20');
  assert.deepEqual(mine.tasks.map((k: { taskId: string; dueOn: string }) => [k.taskId, k.dueOn]), [[taskId, '2026-11-19']]); // prettier-ignore
  assert.deepEqual((await aye.see('tasks')).tasks, []);
  const line = (await mon.see('case-lines?tasks=1')).rows;
  assert.deepEqual(
    line.map((row: { caseId: string }) => row.caseId),
    [c.caseId],
  );
  const done = await mon.done(`${c.at}/tasks/${taskId}/done`, { done: true, version: 1 });
  assert.equal(done.version, 2);
  assert.equal((await aye.post(`${c.at}/tasks/${taskId}/done`, { done: true, version: 0 })).status, 200, 'it is done'); // prettier-ignore
  assert.equal((await aye.post(`${c.at}/tasks/${taskId}/done`, { done: false, version: 1 })).status, 409);
  await aye.done(`${c.at}/tasks/${taskId}/done`, { done: false, version: 2 });
  const [shown] = (await aye.see(`${c.at}/tasks`)).tasks;
  assert.equal(shown.doneAt, null);
  assert.ok(!JSON.stringify(shown).includes('clinic'));
});

test('how many are touched: a number, a range, not known; each change has its reason, and what was said before stays', async () => {
  const issueId = await c.issue('WAG-01');
  const at = `${c.at}/issues/${issueId}/affected`;
  const change = (was: object, affected: object, reason = 'The foreman counted.') => ({
    affected,
    was,
    reason,
  });
  assert.equal((await mon.post(at, change({ count: 3 }, { count: 9 }))).status, 409);
  assert.equal((await mon.post(at, change({ count: 4 }, { from: 9, to: 2 }))).status, 422);
  assert.equal((await mon.post(at, change({ count: 4 }, { count: 0 }))).status, 422);
  t.clock.forward(60);
  await mon.done(at, change({ count: 4 }, { from: 10, to: 20 }));
  assert.equal(
    (await aye.post(at, change({ to: 20, from: 10 }, { from: 10, to: 20 }))).status,
    200,
    'the same',
  );
  t.clock.forward(60);
  await aye.done(at, change({ from: 10, to: 20 }, { unknown: true }));
  const { history } = await mon.see(at);
  assert.deepEqual(
    history.map((h: { by: string; affected: object }) => [h.by, h.affected]),
    [
      ['Mon', { count: 4 }],
      ['Mon', { from: 10, to: 20 }],
      ['Aye', { unknown: true }],
    ],
  );
  assert.ok(history[1].reason && !history[1].reason.includes('foreman'), 'reasons are sealed');
  assert.deepEqual((await c.see()).issues[0].affected, { unknown: true });
});

test('the list: pages, orders and searches on the server', async () => {
  const all = await mon.see('case-lines?state=all&sort=number');
  assert.ok(all.total >= 3);
  const two = await mon.see('case-lines?state=all&sort=number&limit=1&from=1');
  assert.deepEqual(two.rows, [all.rows[1]]);
  assert.equal(two.total, all.total);
  const back = await mon.see('case-lines?state=all&sort=number&dir=desc');
  assert.deepEqual(back.rows.map(({ number }: { number: number }) => number), all.rows.map(({ number }: { number: number }) => number).toReversed()); // prettier-ignore
  const { number } = (await c.see()).case;
  const by = async (search: string) => (await mon.see(`case-lines?search=${encodeURIComponent(search)}`)).rows.map((row: { number: number }) => row.number); // prettier-ignore
  assert.deepEqual(await by(`#${number}`), [number]);
  assert.deepEqual(await by('wag-01'), [number]);
  assert.equal((await by('triaged')).length, all.total);
  assert.deepEqual(await by('100%'), []);
  assert.deepEqual(await by("'; drop table case_file; --"), []);
  assert.equal(
    (await mon.see('case-lines?from=5000')).total,
    all.total,
    'past the end it still says how many',
  );
  assert.equal((await mon.get('case-lines?sort=secret')).status, 422);
});

test('what was filtered can be kept; others see it when it is shared, and only who keeps it changes it', async () => {
  const listId = randomUUID();
  const kept = { name: 'Late and mine', shared: false, filters: { overdue: true, owner: 'me' } };
  await mon.done(`case-lists/${listId}`, kept);
  const names = async (who: Desk) => (await who.see('case-lists')).lists.map((l: { name: string }) => l.name);
  assert.deepEqual(await names(aye), []);
  await mon.done(`case-lists/${listId}`, { ...kept, shared: true });
  assert.deepEqual(await names(aye), ['Late and mine']);
  await aye.done(`case-lists/${listId}`, { ...kept, name: 'Mine now' });
  assert.deepEqual(await names(mon), ['Late and mine']);
  assert.equal((await aye.post(`case-lists/${listId}/drop`, {})).status, 404);
  await mon.done(`case-lists/${listId}/drop`, {});
  assert.deepEqual(await names(mon), []);
  const words = { ...kept, filters: { search: 'Ko Ko' } };
  assert.equal((await mon.post(`case-lists/${listId}`, words)).status, 422, 'words are not kept in plain');
});
