// One key takes over from another, end to end (ledger.md 5, 10): announced in the log, both sign meanwhile, then the new one.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { sql } from 'kysely';
import {
  type Policy,
  decide,
  parseAddCheckpoint,
  formatAddCheckpoint,
  parseNote,
  parsePolicy,
  parseReceipt,
  parseVkey,
  verifyBundle,
  verifyLog,
  verifyReceipt,
} from '../../../ledger/index.ts';
import { type Office, office } from '../../../test/office.ts';
import { phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { makeDocketBundle } from '../evidence/index.ts';
import { isRefusal } from '../refusal.ts';
import { announceKey, policyNow, receiptSigners, refreshKeys, tileStore } from './index.ts';
import { signersAt } from './rotation.ts';

const OVERLAP = 1000;
let t: TestWorld;
let o: Office;
before(async () => {
  t = await testWorld({ config: { keyOverlapSeconds: OVERLAP }, policy: () => policyNow(t.world, []) });
  o = await office(t);
  await epoch(10);
});
after(() => t.close());

async function epoch(seconds: number): Promise<void> {
  t.clock.forward(seconds);
  await t.closeEpoch();
  await refreshKeys(t.world);
}

const parsed = (text: string): Policy => {
  const policy = parsePolicy(text);
  assert.ok(typeof policy !== 'string', String(policy));
  return policy;
};
const policyText = (): string => policyNow(t.world, []);
const logReasons = async (policy: string) =>
  (await verifyLog((path) => tileStore(t.world).read(path), { policy: parsed(policy) })).reasons;
const checkpoint = async (): Promise<string> =>
  Buffer.from((await tileStore(t.world).read('checkpoint')) ?? []).toString('utf8');
const signatures = async (): Promise<number> => parseNote(await checkpoint())?.signatures.length ?? 0;

async function bundleReasons(policy: string): Promise<readonly string[]> {
  const made = await makeDocketBundle(t.world, { docketId: o.workplaces[0] ?? 0, org: o.org, kind: 'cso' });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  const lines: string[] = [];
  for await (const line of made) lines.push(line);
  const at = t.clock.now().getTime() / 1000;
  const verdict = await verifyBundle([Buffer.from(lines.join(''))], { policy: parsed(policy), at });
  assert.ok('reasons' in verdict, JSON.stringify(verdict));
  // Nobody watches this log: how old a checkpoint is, nobody can say.
  return verdict.reasons.filter((r) => r !== 'unaudited' && r !== 'stale-checkpoint');
}

function witnessSays(policy: string, note: string): number {
  const request = parseAddCheckpoint(formatAddCheckpoint(0, [], note)) ?? assert.fail();
  const signer = { name: 'w', algorithm: 4 as const, seed: new Uint8Array(32).fill(7) };
  const logKeys = (name: string) => parsed(policy).logs.filter((key) => key.name === name);
  return decide({ signer, logKeys }, request, undefined, 1).status;
}

test('a log key takes over: old and new policy both verify meanwhile, then the new one alone', async () => {
  await phone(t, o, { where: [String(o.workplaces[0])] });
  await epoch(10);
  const before = policyText();
  assert.equal(parsed(before).logs.length, 1);
  const made = await announceKey(t.world, 'log');
  assert.ok(!isRefusal(made), JSON.stringify(made));
  assert.equal(await signatures(), 1);
  assert.equal(policyText(), before, 'not before it is announced');
  const twice = await announceKey(t.world, 'log');
  assert.ok(isRefusal(twice));
  assert.match(twice.why, /Another key is taking over/);

  await epoch(10);
  const meanwhile = policyText();
  assert.deepEqual(
    parsed(meanwhile).logs.map((k) => k.vkey),
    [...parsed(before).logs.map((k) => k.vkey), made.vkey],
  );
  assert.equal(await signatures(), 2);
  const after = meanwhile.replace(`log ${parsed(before).logs[0]?.vkey}\n`, '');
  assert.equal(parsed(after).logs.length, 1);
  for (const policy of [before, meanwhile, after]) {
    assert.deepEqual(await logReasons(policy), []);
    assert.deepEqual(await bundleReasons(policy), []);
    assert.equal(witnessSays(policy, await checkpoint()), 200);
  }

  // The days are over, the size isn't reached: both sign on. A bulk of registrations must not end it alone either.
  await epoch(OVERLAP);
  assert.equal(await signatures(), 2);
  for (let i = 0; i < OVERLAP / t.world.config.epochSeconds; i++) await epoch(10);
  assert.equal(await signatures(), 1);
  assert.equal(policyText(), after);
  for (const policy of [meanwhile, after]) {
    assert.deepEqual(await logReasons(policy), []);
    assert.deepEqual(await bundleReasons(policy), []);
    assert.equal(witnessSays(policy, await checkpoint()), 200);
  }
  assert.deepEqual(await logReasons(before), ['bad-signature']);
  assert.deepEqual(await bundleReasons(before), ['bad-signature']);
  assert.equal(witnessSays(before, await checkpoint()), 403);
  assert.equal((await t.app.inject('/ledger/policy')).body, after);
});

test('published again, each checkpoint bears the signatures that it had', async () => {
  const read = async (path: string) =>
    Buffer.from((await tileStore(t.world).read(path)) ?? []).toString('utf8');
  const { Publisher } = await import('./index.ts');
  const { DiskTiles } = await import('../../platform/tile-store.ts');
  const store = new DiskTiles(`${t.world.config.dir}/again`);
  await new Publisher(t.world, [], { store }).start();
  const sizes = await t.world.sequencer.read({}, (db) =>
    db.selectFrom('epoch').select('size').orderBy('n').execute(),
  );
  const counts: number[] = [];
  for (const { size } of sizes) {
    const again = Buffer.from((await store.read(`checkpoint.${size}`)) ?? []).toString('utf8');
    assert.equal(again, await read(`checkpoint.${size}`));
    counts.push(parseNote(again)?.signatures.length ?? 0);
  }
  assert.deepEqual([...new Set(counts)].sort(), [1, 2]);
  assert.equal(counts.at(-1), 1);
});

test('receipts: both keys sign meanwhile; one of the old key is good for ever', async () => {
  const receiptOf = async (): Promise<string> => {
    const { threadId } = await phone(t, o);
    const { rows } = await t.world.anon.read({ keys: threadId }, (db) =>
      sql<{
        receipt: string;
      }>`select answer ->> 'receipt' as receipt from idempotency where key = ${threadId}`.execute(db),
    );
    return rows[0]?.receipt ?? '';
  };
  const first = await receiptOf();
  const before = parsed(policyText());
  const made = await announceKey(t.world, 'receipt');
  assert.ok(!isRefusal(made));
  assert.equal(receiptSigners(t.world).length, 1);
  await epoch(10);
  const both = await receiptOf();
  assert.equal(parseReceipt(both)?.note.signatures.length, 2);
  assert.deepEqual(verifyReceipt(both, { keys: before.receipts }).reasons, []);
  await epoch(OVERLAP + 10);
  const last = await receiptOf();
  assert.equal(parseReceipt(last)?.note.signatures.length, 1);
  const now = parsed(policyText());
  assert.equal(now.receipts.length, 2);
  for (const receipt of [first, both, last])
    assert.deepEqual(verifyReceipt(receipt, { keys: now.receipts }).reasons, []);
  assert.deepEqual(verifyReceipt(last, { keys: before.receipts }).reasons, ['bad-signature']);
  assert.ok(parseVkey(made.vkey));
});

test('who signs, as a rule: from the announcing epoch on, until size and days are both reached', () => {
  const change = (vkey: string, index: number, fromSize: number, closed: number) => ({
    purpose: 'log' as const,
    ...{ vkey, index, fromSize, closed },
  });
  const changes = [change('b', 10, 100, 1000), change('c', 500, 600, 9000)];
  const at = (size: number, closed: number) => signersAt('a', changes, { size, closed }, 100).join('');
  assert.equal(at(10, 5000), 'a');
  assert.equal(at(11, 1000), 'ab');
  assert.equal(at(99, 1100), 'ab');
  assert.equal(at(100, 1099), 'ab');
  assert.equal(at(100, 1100), 'b');
  assert.equal(at(501, 9000), 'bc');
  assert.equal(at(600, 9100), 'c');
});
