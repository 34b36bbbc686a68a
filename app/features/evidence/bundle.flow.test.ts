import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import { parsePolicy, verifyBundle, vkeyOf } from '../../../ledger/index.ts';
import { type Office, office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { readAnswers } from '../reports/answers.ts';
import { routeOf } from '../reports/directory.ts';
import { additionBody as addition, reportBody, sealAddition, sealReport } from '../reports/phone/compose.ts';
import { signWithdrawal } from '../reports/phone/sign.ts';
import { Intake, addToThread } from '../reports/index.ts';
import { directory, registerOrganisation } from '../network/index.ts';
import { isRefusal } from '../refusal.ts';
import { makeDocketBundle } from './bundle.actions.ts';
import { logKey } from '../log/index.ts';
import { placeThread } from '../rights/index.ts';
import { record } from '../record/index.ts';

let t: TestWorld;
let o: Office;
let intake: Intake;

before(async () => {
  t = await testWorld();
  o = await office(t);
  intake = new Intake(t.world);
});
after(() => t.close());

const NO_CHALLENGE = { salt: '', bits: 0, expires: 0, mac: '', nonce: '' };
const time = () => `${t.world.clock.now().toISOString().slice(0, 19)}Z`;

async function report(where: string) {
  const list = await directory(t.world);
  const answers = readAnswers(
    (name) =>
      ({ what: ['WAG'], where: [where], words: ['No pay for two months'], danger: ['P2'] })[name] ?? [],
  );
  const route = routeOf(list, where, 'TH');
  assert.ok(route);
  const root = new Uint8Array(randomBytes(32));
  const { sealed } = await sealReport(
    { answers, route, language: 'en', photos: [] },
    { root, statementId: randomUUID(), m: new Uint8Array(randomBytes(32)) },
  );
  const body = await reportBody(sealed, time());
  const taken = await intake.take(
    { ...body, attachments: [], challenge: { ...NO_CHALLENGE, time: time() } },
    true,
  );
  assert.ok(!isRefusal(taken), JSON.stringify(taken));
  return { sealed, root, taken };
}

async function bundle(docketId: number, kind = 'cso', org = o.org): Promise<string[]> {
  const made = await makeDocketBundle(t.world, { docketId, org, kind });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  let text = '';
  for await (const piece of made) text += piece;
  return text.split(/(?<=\n)/);
}

async function verdictOf(lines: readonly string[], older?: readonly string[]) {
  const policy = parsePolicy(
    `log ${vkeyOf(logKey(t.world)).vkey}\n# epoch ${t.world.config.epochSeconds}\nquorum none\n`,
  );
  assert.ok(typeof policy !== 'string');
  const bytes = (l: readonly string[]) => [Buffer.from(l.join(''))];
  const verdict = await verifyBundle(bytes(lines), {
    policy,
    at: t.world.clock.now().getTime() / 1000,
    ...(older ? { older: bytes(older) } : {}),
  });
  assert.ok('unaltered' in verdict, JSON.stringify(verdict));
  return verdict;
}

test('a docket bundle of several epochs verifies; dropping, cutting, relabelling and flipping are each named', async () => {
  const docket = o.workplaces[0] ?? 0;
  await report(String(docket));
  await t.closeEpoch();
  for (let i = 0; i < 5; i++) {
    await report(String(docket));
    t.clock.forward(10);
    await t.closeEpoch();
  }
  const early = await bundle(docket);
  await report(String(docket));
  t.clock.forward(10);
  await t.closeEpoch();
  const lines = await bundle(docket);
  const good = await verdictOf(lines, early);
  assert.equal(good.unaltered, true, JSON.stringify(good));
  assert.deepEqual(
    good.reasons.filter((r) => r !== 'stale-checkpoint'),
    ['unaudited'],
  );

  const dropped = await verdictOf([...lines.slice(0, 2), ...lines.slice(3)]);
  assert.ok(
    dropped.reasons.includes('root-mismatch') && dropped.reasons.includes('count-mismatch'),
    dropped.reasons.join(),
  );
  const cut = await verdictOf([...lines.slice(0, -2), lines.at(-1) ?? '']);
  assert.ok(cut.reasons.includes('count-mismatch'));
  const relabelled = lines.map((l, i) =>
    i === 1
      ? l
          .replace('"state":"disclosed"', '"state":"withheld","reason":"withdrawn"')
          .replace('"fields"', '"shown"')
      : l,
  );
  const named = await verdictOf(relabelled);
  assert.ok(named.reasons.includes('withdrawal-unproven'), named.reasons.join());
  const flipped = lines.map((l, i) => (i === 1 ? l.replace('"value":"report"', '"value":"rewort"') : l));
  assert.ok((await verdictOf(flipped)).reasons.includes('opening-mismatch'));
  const older = await verdictOf(early, lines).catch(() => undefined);
  assert.ok(!older || !older.complete);
});

test('out of unplaced a thread moves whole, and both dockets verify', async () => {
  const { sealed } = await report('unsaid');
  t.clock.forward(10);
  await t.closeEpoch();
  const target = o.workplaces[1] ?? 0;
  const moved = await t.world.app.write({ org: o.org, kind: 'cso' }, (tx) =>
    placeThread(tx, t.world, {
      docketId: sealed.docket.index,
      threadId: sealed.statementId,
      toDocket: target,
      csoOrg: o.org,
    }),
  );
  assert.deepEqual(moved, { moved: 1 });
  t.clock.forward(10);
  await t.closeEpoch();
  for (const docket of [sealed.docket.index, target]) {
    const verdict = await verdictOf(await bundle(docket));
    assert.equal(verdict.unaltered, true, `${docket} ${JSON.stringify(verdict)}`);
    assert.deepEqual(
      verdict.reasons.filter((r) => r !== 'stale-checkpoint'),
      ['unaudited'],
    );
  }
});

test('a withdrawal takes the worker’s signature; then the statement is withheld with it, and still counted', async () => {
  const docket = o.workplaces[0] ?? 0;
  const { sealed, root, taken } = await report(String(docket));
  const chosen = { root, statementId: randomUUID(), m: new Uint8Array(randomBytes(32)) };
  const thread = { docket: sealed.docket, threadId: sealed.statementId, publicKey: sealed.publicKey };
  const receiver = (await directory(t.world)).receivers[0];
  assert.ok(receiver);
  const { sealed: wish } = await sealAddition(
    {
      kind: 'withdrawal',
      thread,
      receiver,
      said: () => ({ v: 1, kind: 'withdrawal', language: 'en', re: sealed.statementId }),
      photos: [],
    },
    chosen,
  );
  const body = async (signature?: string) => ({
    ...(await addition(wish, time(), { re: sealed.statementId, ...(signature ? { signature } : {}) })),
    kind: 'withdrawal' as const,
    attachments: [],
    challenge: { ...NO_CHALLENGE, time: time() },
  });
  const unsigned = await addToThread(t.world, await body());
  assert.ok(isRefusal(unsigned) && unsigned.refused === 'not_allowed');
  const signature = await signWithdrawal(
    root,
    { statementId: sealed.statementId, commitment: taken.commitment },
    { origin: t.world.keys.origin, docket },
  );
  const done = await addToThread(t.world, await body(signature));
  assert.ok(!isRefusal(done), JSON.stringify(done));
  t.clock.forward(10);
  await t.closeEpoch();
  const verdict = await verdictOf(await bundle(docket));
  assert.equal(verdict.unaltered, true, JSON.stringify(verdict));
  assert.equal(verdict.counts?.withheld.withdrawn, 1);
});

test('a bundle is a disclosure: employers, buyers and the unlicensed get the same nothing as for a docket that is not there', async () => {
  const docket = o.workplaces[0] ?? 0;
  const asked = [
    { docketId: docket, org: o.employer, kind: 'employer' },
    { docketId: docket, org: o.buyer, kind: 'buyer' },
    { docketId: docket, org: 'vouch:nobody', kind: 'auditor' },
    { docketId: 9999, org: o.employer, kind: 'employer' },
    { docketId: 9999, org: o.org, kind: 'cso' },
  ];
  const answers = await Promise.all(asked.map((a) => makeDocketBundle(t.world, a)));
  assert.equal(new Set(answers.map((a) => JSON.stringify(a))).size, 1);
  assert.ok(isRefusal(answers[0]));
});

test('in a docket that two organisations read, each opens its own and the others are counted', async () => {
  const { sealed } = await report('unsaid');
  t.clock.forward(10);
  await t.closeEpoch();
  const other = 'vouch:other-line';
  const own = await bundle(sealed.docket.index);
  const registered = await registerOrganisation(
    t.world,
    { org: o.org, kind: 'cso' },
    { id: other, kind: 'cso', name: 'Other Line', country: 'TH', languages: ['th'], names: {}, about: '' },
  );
  assert.ok(!isRefusal(registered), JSON.stringify(registered));
  await t.world.app.write({ org: other, kind: 'cso' }, (tx) =>
    record(tx, t.world, {
      docketId: sealed.docket.index,
      kind: 'filing',
      by: other,
      csoOrg: other,
      at: t.clock.now(),
    }),
  );
  t.clock.forward(10);
  await t.closeEpoch();
  const theirs = await bundle(sealed.docket.index, 'cso', other);
  const verdict = await verdictOf(theirs);
  assert.equal(verdict.unaltered, true, JSON.stringify(verdict));
  assert.equal(verdict.counts?.disclosed, 1);
  assert.ok((verdict.counts?.withheld['not-licensed'] ?? 0) >= 1);
  assert.ok(own.some((line) => line.includes(sealed.statementId)));
  assert.ok(!theirs.some((line) => line.includes(sealed.statementId)));
});
