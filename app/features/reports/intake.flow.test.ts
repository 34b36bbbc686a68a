import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import { verifyBundle, parsePolicy, vkeyOf } from '../../../ledger/index.ts';
import { newCode, open, seal, newReaderKeyPair, stretch, lookupId } from '../../../seal/index.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { office, type Office } from '../../../test/office.ts';
import { readAnswers } from './answers.ts';
import { routeOf } from './directory.ts';
import { reportBody, sealReport } from './phone/compose.ts';
import { solve } from './phone/wire.ts';
import { logKey } from '../log/index.ts';
import { directory } from '../network/index.ts';

let t: TestWorld;
let cso: Office;

before(async () => {
  t = await testWorld();
  cso = await office(t);
});
after(() => t.close());

const answers = (over: Record<string, string[]> = {}) => {
  const given: Record<string, string[]> = {
    what: ['DOC'],
    where: ['2'],
    words: ['They hold our passports.'],
    danger: ['P2'],
    ...over,
  };
  return readAnswers((name) => given[name] ?? []);
};

async function challenge() {
  const answer = await t.app.inject({ url: '/w/challenge' });
  return solve(answer.json());
}

async function composed(over: Record<string, string[]> = {}, code = newCode()) {
  const list = await directory(t.world);
  const route = routeOf(list, answers(over).where, '');
  assert.ok(route);
  const root = await stretch(code, list.origin);
  const chosen = { root, statementId: randomUUID(), m: new Uint8Array(randomBytes(32)) };
  const { sealed } = await sealReport({ answers: answers(over), route, language: 'en', photos: [] }, chosen);
  return { sealed, root, code };
}

const post = (url: string, payload: object, key?: string) =>
  t.app.inject({ method: 'POST', url, payload, headers: key ? { 'idempotency-key': key } : {} });

async function send(sealed: Awaited<ReturnType<typeof composed>>['sealed'], over: object = {}) {
  const solved = await challenge();
  return post(
    '/api/v1/reports',
    { challenge: solved, ...(await reportBody(sealed, solved.time)), ...over },
    sealed.statementId,
  );
}

test('a report is taken, and only its code opens it', async () => {
  const { sealed, root } = await composed();
  const taken = await send(sealed);
  assert.equal(taken.statusCode, 201, taken.body);
  assert.match(taken.json().receipt, /^vouch\/1 receipt\n/);
  const found = await post('/api/v1/thread/open', {
    challenge: await challenge(),
    lookup: await lookupId(root),
  });
  assert.equal(found.statusCode, 200, found.body);
  const { thread } = found.json();
  assert.equal(thread.statements.length, 1);
  const said = await open(thread.statements[0].envelope, cso.ring.privateJwk);
  assert.equal((said as { words: string }).words, 'They hold our passports.');
  const other = await post('/api/v1/thread/open', {
    challenge: await challenge(),
    lookup: randomBytes(32).toString('base64url'),
  });
  assert.equal(other.statusCode, 404);
});

test('sent again it is the same report and the same answer, other words under its number are refused', async () => {
  const { sealed } = await composed();
  const first = await send(sealed);
  t.clock.forward(60);
  const again = await send(sealed);
  assert.deepEqual(again.json(), first.json());
  const pair = await newReaderKeyPair();
  const other = await send({
    ...sealed,
    envelope: await seal({ words: 'x' }, [
      { kid: cso.ring.kid, jwk: cso.jwk },
      { kid: pair.kid, jwk: pair.publicJwk },
    ]),
  });
  assert.equal(other.statusCode, 409, other.body);
});

test('a wrong commitment, another time, an unknown receiver, an unsealed text: each is named', async () => {
  const { sealed } = await composed();
  const wrong = await send(sealed, { commitment: 'ab'.repeat(32) });
  assert.equal(wrong.statusCode, 422);
  assert.deepEqual(wrong.json().errors[0].path, 'commitment');
  assert.equal((await send(sealed, { recorded: '2020-01-01T00:00:00Z' })).json().errors[0].path, 'recorded');
  assert.equal((await send(sealed, { receiver: 'vouch:nobody' })).statusCode, 422);
  assert.equal((await send(sealed, { envelope: 'x'.repeat(200) })).json().errors[0].path, 'envelope');
  assert.equal((await send(sealed, { docket: 9999 })).json().errors[0].path, 'docket');
});

test('a puzzle that is unsolved, foreign, spent or old opens nothing', async () => {
  const { sealed } = await composed();
  const solved = await challenge();
  const body = async (c: typeof solved) => ({ challenge: c, ...(await reportBody(sealed, c.time)) });
  assert.equal(
    (await post('/api/v1/reports', await body({ ...solved, mac: '0'.repeat(64) }))).statusCode,
    428,
  );
  assert.equal((await post('/api/v1/reports', await body({ ...solved, nonce: '99999999' }))).statusCode, 428);
  assert.equal((await post('/api/v1/reports', await body(solved))).statusCode, 201);
  const second = await composed();
  const spent = await post('/api/v1/reports', {
    challenge: solved,
    ...(await reportBody(second.sealed, solved.time)),
  });
  assert.equal(spent.statusCode, 428);
  const old = await challenge();
  t.clock.forward(3600);
  assert.equal(
    (await post('/api/v1/reports', { challenge: old, ...(await reportBody(second.sealed, old.time)) }))
      .statusCode,
    428,
  );
});

test('bad input is answered with field paths and never with a fault', async () => {
  for (const payload of [{}, { challenge: 1 }, { statementId: 'x' }, []]) {
    const answer = await post('/api/v1/reports', payload);
    assert.equal(answer.statusCode, 422, answer.body);
    assert.match(String(answer.headers['content-type']), /problem\+json/);
    assert.ok(answer.json().errors.length > 0);
  }
  const nul = await t.app.inject({
    method: 'POST',
    url: '/api/v1/reports',
    payload: '{"a":"\u0000',
    headers: { 'content-type': 'application/json' },
  });
  assert.ok(nul.statusCode >= 400 && nul.statusCode < 500);
});

test('the proof of a report verifies offline once its epoch is closed', async () => {
  const { sealed, root } = await composed();
  assert.equal((await send(sealed)).statusCode, 201);
  await t.closeEpoch();
  const proof = await post('/api/v1/thread/proof', {
    challenge: await challenge(),
    lookup: await lookupId(root),
    statementId: sealed.statementId,
  });
  assert.equal(proof.statusCode, 200, proof.body);
  const policy = parsePolicy(`log ${vkeyOf(logKey(t.world)).vkey}\nquorum none\n`);
  assert.ok(typeof policy !== 'string');
  const verdict = await verifyBundle([Buffer.from(proof.json().bundle)], {
    policy,
    at: t.clock.now().getTime() / 1000,
  });
  assert.ok('unaltered' in verdict && verdict.unaltered, JSON.stringify(verdict));
});
