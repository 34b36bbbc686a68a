// Out of a named workplace: by the worker's signature, or by a correction. Figures follow; bundles on both sides verify.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openedCase } from '../../../test/case.ts';
import { type Phone, phone } from '../../../test/phone.ts';
import { directory } from '../network/index.ts';
import { signMoves } from '../reports/phone/sign.ts';
import { type Network, type Way, deskOf, judged, network, settle, tick } from './rights.fixture.ts';

let n: Network;
let lead: Way;
before(async () => {
  n = await network();
  lead = deskOf(n, await n.o.cookie(n.o.lead));
});
after(() => n?.close());

const askMove = async (by: Phone, toDocket: number): Promise<string> => {
  const moveId = randomUUID();
  const asked = await lead('POST', 'rights/moves', {
    moveId,
    docket: by.docket,
    threadId: by.threadId,
    toDocket,
  });
  assert.equal(asked.status, 200, asked.text);
  return moveId;
};
const one = async (text: string, values: unknown[]): Promise<Record<string, unknown>> =>
  ((await n.admin.query(text, values)).rows[0] ?? {}) as Record<string, unknown>;

test('a worker says yes: every statement of theirs is signed for and moves, the case goes along, both bundles verify', async () => {
  const c = await openedCase(n.t, n.o, 1);
  const [by] = c.phones;
  assert.ok(by);
  await by.say('message', { words: 'It was in the hall with the blue door.' });
  await tick(n);
  await askMove(by, n.places.few);
  await by.say('message', { words: 'I looked at the sign again.' });
  const question = (await by.thread()).move;
  assert.ok(question);
  assert.ok(question);
  assert.equal(question.copies.length, 3, 'what was said after the question moves too');
  assert.deepEqual([question.from.index, question.to.index], [by.docket, n.places.few]);
  const yes = await by.moved('yes');
  assert.equal(yes.status, 200, yes.text);
  assert.equal((await by.moved('yes').catch(() => undefined)) === undefined, true, 'the question is gone');
  await tick(n);
  const opened = await by.thread();
  assert.equal(opened.docket.index, n.places.few);
  assert.ok(opened.filed);
  assert.deepEqual([opened.filed?.to.index, opened.filed?.signed], [n.places.few, true]);
  assert.equal(opened.statements.filter((s: { by?: string }) => !s.by).length, 3, 'each is shown once');

  const [from, to] = [await judged(n, by.docket), await judged(n, n.places.few)];
  for (const side of [from, to]) assert.ok(side.unaltered && side.complete, side.reasons.join());
  assert.equal(from.counts.moved, 3);
  const controls = from.lines.filter((l) => String(l['leaf']).startsWith('moved '));
  assert.ok(controls.length === 3 && controls.every((l) => l['authority'] && l['target']));
  assert.equal(to.counts.disclosed >= 3, true);
  const { keepRights } = await import('./index.ts');
  await keepRights(n.t.world);
  assert.equal((await c.see()).case.placedIn, n.places.few, 'a case stands where its reports stand');

  // Erased later: signed for at each of its places.
  assert.equal((await by.erase('all')).status, 201);
  await settle(n);
  const [gone, there] = [await judged(n, by.docket), await judged(n, n.places.few)];
  for (const side of [gone, there]) assert.ok(side.unaltered && side.complete, side.reasons.join());
  assert.equal(gone.counts.erased.by_worker, 3);
  assert.equal(gone.counts.moved, 0);
  assert.ok(there.counts.erased.by_worker >= 4, 'the wish itself too');
});

test('a server that lies about the copy gets no signature, and a signature for something else moves nothing', async () => {
  const by = await phone(n.t, n.o);
  await tick(n);
  await askMove(by, n.places.few);
  const thread = await by.thread();
  const list = await directory(n.t.world);
  const at = { origin: n.t.world.keys.origin, directory: list };
  assert.equal((await signMoves(by.root, thread, at))?.length, 1);
  assert.ok(thread.move);
  assert.ok(thread.move);
  const { move } = thread;
  const [copy] = move.copies;
  const [statement] = thread.statements;
  assert.ok(copy && statement);
  assert.ok(copy && statement);
  const lies = [
    { ...thread, move: { ...move, copies: [{ ...copy, m: randomBytes(32).toString('base64url') }] } },
    { ...thread, move: { ...move, copies: [{ ...copy, commitment: 'ab'.repeat(32) }] } },
    { ...thread, move: { ...move, to: { ...move.to, index: n.places.empty } } },
    { ...thread, statements: [{ ...statement, envelope: `${statement.envelope} ` }] },
    {
      ...thread,
      statements: [
        {
          ...statement,
          fields: statement.fields.map((f: { name: string; value: string }) =>
            f.name === 'urgency' ? { ...f, value: 'P0' } : f,
          ),
        },
      ],
    },
  ];
  for (const lie of lies) assert.equal(await signMoves(by.root, lie as typeof thread, at), undefined);
  const other = await phone(n.t, n.o);
  const theirs = await other.answer(move.id, 'yes', []);
  assert.equal(theirs.status, 404, 'another code has no such question');
  assert.equal((await by.answer(move.id, 'yes', [])).status, 403);
  const wrong = [{ statementId: copy.statementId, signature: 'A'.repeat(86) }];
  assert.equal((await by.answer(move.id, 'yes', wrong)).status, 403);
  const { placed_in: stands } = await one('select placed_in from statement where statement_id = $1', [
    by.threadId,
  ]);
  assert.equal(stands, by.docket);
});

test('a worker says no, or nothing: a correction names the other docket, nothing moves, figures follow', async () => {
  const c = await openedCase(n.t, n.o, 1);
  const [by] = c.phones;
  assert.ok(by);
  await tick(n);
  const moveId = await askMove(by, n.places.few);
  const correct = () => lead('POST', `rights/moves/${by.docket}/${moveId}/correct`);
  assert.equal((await correct()).status, 409, 'the worker has time to answer');
  assert.equal((await by.moved('no')).status, 200);
  assert.equal((await correct()).status, 200);
  assert.equal((await correct()).status, 200, 'said twice it is said once');
  await by.say('message', { words: 'I still think it was there.' });
  await tick(n);
  const [from, to] = [await judged(n, by.docket), await judged(n, n.places.few)];
  for (const side of [from, to]) assert.ok(side.unaltered && side.complete, side.reasons.join());
  const corrections = to.lines.filter((l) => JSON.stringify(l).includes('"value":"correction"'));
  assert.equal(corrections.length, 1);
  const { rows } = await n.admin.query(
    `select docket_id, kind from statement where thread_id = $1 order by recorded_at, kind`,
    [by.threadId],
  );
  assert.ok(rows.some((r) => r.kind === 'report' && r.docket_id === by.docket), 'what was said stays where it was said'); // prettier-ignore
  assert.ok(rows.some((r) => r.kind === 'message' && r.docket_id === n.places.few), 'what is said later stands in the right one'); // prettier-ignore
  assert.deepEqual((await by.thread()).filed, { to: (await by.thread()).docket, signed: false });
  assert.equal((await c.see()).case.placedIn, n.places.few);
  const counted = await one(`select t.placed_in from thread t where t.thread_id = $1`, [by.threadId]);
  assert.equal(counted['placed_in'], n.places.few);

  const silent = await phone(n.t, n.o);
  await tick(n);
  const asked = await askMove(silent, n.places.few);
  const late = () => lead('POST', `rights/moves/${silent.docket}/${asked}/correct`);
  assert.equal((await late()).status, 409);
  n.t.clock.forward(14 * 86_400);
  assert.equal((await late()).status, 200, 'after two weeks without an answer');
  const [listed] = (await lead('GET', 'rights/moves')).body.moves.filter(
    (m: { moveId: string }) => m.moveId === asked,
  );
  assert.equal(listed.state, 'corrected');
});

test('a question can be taken back, and one that is open is not asked twice; what is erased is not asked', async () => {
  const by = await phone(n.t, n.o);
  await tick(n);
  const moveId = await askMove(by, n.places.few);
  const move = { moveId: randomUUID(), docket: by.docket, threadId: by.threadId, toDocket: n.places.empty };
  assert.equal((await lead('POST', 'rights/moves', move)).status, 409);
  assert.equal((await lead('POST', `rights/moves/${by.docket}/${moveId}/take-back`)).status, 200);
  assert.equal((await by.thread()).move, undefined);
  assert.equal((await lead('POST', 'rights/moves', { ...move, toDocket: by.docket })).status, 422);
  assert.equal((await lead('POST', 'rights/moves', { ...move, toDocket: 99_999 })).status, 422);
  assert.equal((await by.erase('all')).status, 201);
  assert.equal((await lead('POST', 'rights/moves', move)).status, 409);
});

test('what waits in unplaced for twenty days wants a workplace or a reason of the closed list; what was taken back says so itself', async () => {
  const by = await phone(n.t, n.o, { where: ['unsaid'] });
  const back = await phone(n.t, n.o, { where: ['unsaid'] });
  await tick(n);
  const list = async () =>
    (await lead('GET', 'rights/unplaced')).body.waiting as { threadId: string; days: number; reason: string | null }[]; // prettier-ignore
  assert.deepEqual(await list(), []);
  n.t.clock.forward(21 * 86_400);
  assert.deepEqual((await list()).map((w) => [w.threadId, w.days, w.reason]).sort(), [[by.threadId, 21, null], [back.threadId, 21, null]].sort()); // prettier-ignore
  const say = (threadId: string, reason: string) =>
    lead('POST', 'rights/unplaced', { docket: by.docket, threadId, reason });
  assert.equal((await say(by.threadId, 'because')).status, 422);
  assert.equal((await say(by.threadId, 'worker_unreachable')).status, 200);
  assert.equal((await say(randomUUID(), 'worker_unreachable')).status, 404);
  assert.equal((await list()).find((w) => w.threadId === by.threadId)?.reason, 'worker_unreachable');
  const { rows } = await n.admin.query('select reason from unplaced_reason where docket_id = $1', [
    by.docket,
  ]);
  assert.deepEqual(rows, [{ reason: 'worker_unreachable' }]);

  await back.withdraw();
  const placed = await lead('POST', `threads/${back.docket}/${back.threadId}/place`, {
    docket: n.places.few,
  });
  assert.equal(placed.status, 200, placed.text);
  await tick(n);
  const said = await one('select count(*)::int as n from unplaced_reason where reason = $1', ['withdrawn']);
  assert.equal(said['n'], 1);
  const [unplaced, few] = [await judged(n, back.docket), await judged(n, n.places.few)];
  for (const side of [unplaced, few]) assert.ok(side.unaltered && side.complete, side.reasons.join());
  assert.equal(unplaced.counts.withheld.withdrawn, 1, 'taken back it stays where it was signed for');
});
