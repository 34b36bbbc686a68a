// Below the policy's quorum nothing new is published as verified, and the service goes on (ledger.md 7, 10).
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  formatAddCheckpoint,
  judgeSignatures,
  parseNote,
  parsePolicy,
  readCheckpoint,
  verifyLog,
  vkeyOf,
} from '../../../ledger/index.ts';
import { type Office, office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { TestCosigner } from './cosigner.fixture.ts';
import { LogHalted, Publisher, Sequencer, ledgerStatus, logKey, policyText, tileStore } from './index.ts';

let t: TestWorld;
let o: Office;
let all: TestCosigner[];
let sequencer: Sequencer;
let publisher: Publisher;
let policy: string;

before(async () => {
  t = await testWorld({ policy: () => policy });
  o = await office(t);
  const logs = () => [vkeyOf(logKey(t.world)).vkey];
  all = await Promise.all(['north', 'south', 'east', 'west'].map((n) => new TestCosigner(n, logs).start()));
  policy = policyText(t.world, asked());
  sequencer = new Sequencer(t.world);
  publisher = new Publisher(t.world, asked(), { patienceMs: 1500 });
});
after(async () => {
  await Promise.all(all.map((c) => c.stop()));
  await t.close();
});

const asked = () => all.map((c) => c.at);
const one = (i: number): TestCosigner => all[i] ?? assert.fail();
const text = async (path: string): Promise<string> =>
  Buffer.from((await tileStore(t.world).read(path)) ?? []).toString('utf8');
const sizeOf = async (path: string): Promise<number> =>
  readCheckpoint(Buffer.from(await text(path)))?.checkpoint.size ?? -1;
const status = () => ledgerStatus(t.world, policy);

async function beat(): Promise<{ n: number; size: number }> {
  t.clock.forward(10);
  const closed = await sequencer.close(t.clock.now());
  await publisher.publish();
  return closed;
}

test('with its quorum an epoch is published, and its note bears the log’s line and then those of the policy’s order', async () => {
  const { n, size } = await beat();
  const now = await status();
  assert.deepEqual([now.quorum, now.published, now.verified?.epoch, now.belowSince], ['met', true, n, null]);
  const note = parseNote(await text('checkpoint'));
  const parsed = parsePolicy(policy);
  assert.ok(note && typeof parsed !== 'string');
  assert.deepEqual(judgeSignatures(parsed, note, now.origin).quorumMissing, false);
  assert.deepEqual(
    note.signatures.slice(1).map((s) => s.name.split('.')[0]),
    ['north', 'south', 'east', 'west'],
  );
  assert.equal(
    parseNote(await text(`checkpoint.${size}`))?.signatures.length,
    1,
    'the kept one is the log’s own',
  );
  assert.deepEqual(
    (await verifyLog((path) => tileStore(t.world).read(path), { policy: parsed })).reasons,
    [],
  );
});

test('below the quorum: `checkpoint` stays, the epoch isn’t published, status and page say who didn’t sign and why', async () => {
  const before = await text('checkpoint');
  one(0).mood = 'refuses';
  one(1).mood = 'signs-another';
  const { n, size } = await beat();
  assert.equal(await text('checkpoint'), before);
  assert.equal(await sizeOf(`checkpoint.${size}`), size, 'its files are out all the same');
  const now = await status();
  assert.deepEqual([now.epoch, now.published, now.quorum, now.verified?.epoch], [n, false, 'not met', n - 1]);
  assert.ok(now.belowSince);
  assert.match(now.cosigners[0]?.last?.answer ?? '', /refused: 403 not today/);
  assert.match(now.cosigners[1]?.last?.answer ?? '', /no valid signature/);
  assert.equal(now.cosigners[2]?.last?.answer, 'signed');
  const since = now.belowSince;
  await beat();
  assert.equal((await status()).belowSince, since, 'since when doesn’t move');
  const page = await t.app.inject('/ledger/');
  assert.match(page.body, /Below its quorum since/);
  assert.equal((await t.app.inject('/readyz')).statusCode, 200);
});

test('reports are taken all the while', async () => {
  const { phone } = await import('../../../test/phone.ts');
  const worker = await phone(t, o);
  assert.ok(worker);
});

test('a cosignature that is brought later publishes; one by nobody, a false one and another log’s are refused in words', async () => {
  const pending = await t.app.inject('/ledger/checkpoint.pending');
  assert.equal(pending.statusCode, 200);
  const note = parseNote(pending.body) ?? assert.fail();
  const size = readCheckpoint(Buffer.from(pending.body))?.checkpoint.size ?? 0;
  const bring = (payload: string) =>
    t.app.inject({
      method: 'POST',
      url: '/ledger/cosignature',
      payload,
      headers: { 'content-type': 'text/plain' },
    });
  const strange = new TestCosigner('nobody', () => [vkeyOf(logKey(t.world)).vkey]);
  const lines = strange.decide(formatAddCheckpoint(0, [], pending.body)).body;
  for (const [body, code, why] of [
    [lines, 422, /No line is a valid cosignature/],
    ['hello', 422, /line feed/],
    ['hello\n', 422, /signed checkpoint/],
    [pending.body.replace(String(size), String(size + 1)), 409, /not a checkpoint of this log/],
    ['— x y\n'.repeat(5000), 413, /too much/],
    ['', 422, /line feed/],
  ] as const) {
    const answer = await bring(body);
    assert.equal(answer.statusCode, code, `${body.slice(0, 20)}: ${answer.body}`);
    assert.match(answer.body, why);
  }
  assert.equal((await status()).quorum, 'not met');
  // It asks nobody: it was behind a wall all along, and brings what it signed.
  const south = one(1);
  south.mood = 'honest';
  south.seen = undefined;
  const signed = south.decide(formatAddCheckpoint(0, [], pending.body)).body;
  const taken = await bring(`${note.text}\n${pending.body.split('\n\n')[1]}${signed}`);
  assert.deepEqual(taken.json(), { size, kept: ['south'] });
  assert.deepEqual(
    (await bring(signed)).json(),
    { size, kept: ['south'] },
    'lines alone, and again: the same',
  );
  assert.equal(await publisher.publish(false), 1);
  const now = await status();
  assert.deepEqual([now.quorum, now.published, now.belowSince], ['met', true, null]);
  assert.equal(await sizeOf('checkpoint'), size);
});

test('an epoch that never got its quorum is passed over, and its checkpoint is kept', async () => {
  const all = await t.world.sequencer.read({}, (db) =>
    db.selectFrom('epoch').select(['n', 'size', 'published', 'note']).orderBy('n').execute(),
  );
  const over = all.filter((e) => !e.published);
  assert.equal(over.length, 1);
  assert.equal(over[0]?.note, null);
  assert.equal(await sizeOf(`checkpoint.${over[0]?.size}`), Number(over[0]?.size));
  assert.equal(await publisher.publish(), 0, 'nothing waits');
});

test('who is slow is heard later; who is silent or babbles stops nobody', async () => {
  one(0).mood = 'honest';
  one(3).mood = 'babbles';
  one(2).mood = 'silent';
  one(1).mood = 'slow';
  one(1).slowness = 2500;
  const { size } = await beat();
  assert.equal((await status()).quorum, 'not met');
  one(3).mood = 'honest';
  await beat();
  await wait(1500);
  assert.equal((await status()).quorum, 'not met', 'the slow one has signed what was asked first');
  one(1).mood = 'honest';
  const last = await beat();
  const now = await status();
  assert.deepEqual([now.quorum, now.verified?.epoch], ['met', last.n]);
  assert.ok(last.size > size);
  // The silent one's line comes late: it stands in the note and in `checkpoint` from then on.
  one(2).mood = 'honest';
  const before = parseNote(await text('checkpoint'))?.signatures.length ?? 0;
  const pending = (await t.app.inject('/ledger/checkpoint.pending')).body;
  one(2).seen = undefined;
  const line = one(2).decide(formatAddCheckpoint(0, [], pending)).body;
  await t.app.inject({
    method: 'POST',
    url: '/ledger/cosignature',
    payload: line,
    headers: { 'content-type': 'text/plain' },
  });
  await publisher.publish(false);
  assert.equal(parseNote(await text('checkpoint'))?.signatures.length, before + 1);
});

test('one liar can’t stop the log; where no quorum agrees with us it stands still, says so, and takes reports', async () => {
  // The silent one's connection of before is still held: a publisher of its own asks anew.
  const fresh = new Publisher(t.world, asked(), { patienceMs: 1500 });
  one(2).mood = 'says-more';
  t.clock.forward(10);
  await sequencer.close(t.clock.now());
  await fresh.publish();
  const now = await status();
  assert.deepEqual([now.quorum, now.halted], ['met', null]);
  assert.match(now.cosigners[2]?.last?.answer ?? '', /has seen \d+ entries of this log, here are \d+/);
  one(3).mood = 'says-more';
  t.clock.forward(10);
  const { size } = await sequencer.close(t.clock.now());
  await assert.rejects(
    fresh.publish(),
    (e: unknown) => e instanceof LogHalted && e.kind === 'behind-witness',
  );
  const { halted } = await status();
  assert.match(halted?.why ?? '', new RegExp(`east has seen ${size + 1000} entries.*west has seen`));
  assert.match(halted?.advice ?? '', /vouch ledger replay/);
  assert.match((await t.app.inject('/ledger/')).body, /stands still since/);
  assert.equal((await t.app.inject('/readyz')).statusCode, 200);
  // Looked at, and put right: the start compares again and clears it.
  one(2).mood = one(3).mood = 'honest';
  await new Publisher(t.world, asked()).start();
  assert.deepEqual([(await status()).halted, (await status()).quorum], [null, 'met']);
});

test('cosigners of a quorum whose history isn’t ours stop the start', async () => {
  for (const c of all) c.seen = { size: (c.seen?.size ?? 1) - 1, root: new Uint8Array(32) };
  await assert.rejects(new Publisher(t.world, asked()).start(), (e: unknown) => {
    assert.ok(e instanceof LogHalted);
    assert.match(e.message, /no continuation of what it saw/);
    return true;
  });
  assert.equal((await status()).halted?.kind, 'behind-witness');
});
