// One sequencer at a time, under a lease with a fencing number (ledger.md 10).
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Office, office } from '../../../test/office.ts';
import { phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { startBeat } from '../../beat.ts';
import { Fenced, Lease, LeaseHeld, Publisher, Sequencer, lastEpoch, leaseOf } from './index.ts';

let t: TestWorld;
let o: Office;
before(async () => {
  t = await testWorld();
  o = await office(t);
  await leaseOf(t.world).release();
});
after(() => t.close());

const another = (name: string, seconds = 30) => new Lease(t.world, { name, seconds, holder: randomUUID() });
const epochNow = async (): Promise<number> => (await t.world.sequencer.read({}, lastEpoch))?.n ?? -1;
const files = (): number =>
  readdirSync(t.world.ledgerDir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).length;
const later = (seconds: number): Date => new Date(t.clock.now().getTime() + seconds * 1000);

test('two started at once: one works, the other writes nothing and says who works, since when and until when', async () => {
  const leases = [another('the first'), another('the second')];
  const began = await epochNow();
  const results = await Promise.allSettled(
    leases.map((lease) => new Sequencer(t.world, { lease }).close(later(60))),
  );
  const done = results.filter((r) => r.status === 'fulfilled');
  const no = results.find((r) => r.status === 'rejected');
  assert.equal(done.length, 1);
  assert.equal(await epochNow(), began + 1);
  assert.ok(no?.reason instanceof LeaseHeld);
  assert.match(
    no.reason.message,
    /^the (first|second) \(process \d+ on \S+\) closes epochs since \d{4}-\d\d-\d\dT[\d:]+Z, its lease runs until \d{4}-/,
  );
  for (const lease of leases) await lease.release();
});

test('when its lease is over another takes over; who wakes up then is fenced out, in the database and on disk', async () => {
  const [old, next] = [another('who sleeps', 1), another('who takes over')];
  const [sleeper, working] = [
    new Sequencer(t.world, { lease: old }),
    new Sequencer(t.world, { lease: next }),
  ];
  await sleeper.close(later(120));
  await assert.rejects(working.close(later(130)), LeaseHeld);
  await wait(1100);
  const { n } = await working.close(later(130));
  const [before, epoch] = [files(), await epochNow()];
  assert.equal(epoch, n);
  await phone(t, o);
  const waiting = async () =>
    (await t.world.sequencer.pool.query('select count(*)::int as n from waiting_leaf')).rows[0]?.n;
  const waited = await waiting();
  assert.ok(waited > 0);
  await assert.rejects(sleeper.close(later(140)), (e: unknown) => {
    assert.ok(e instanceof Fenced);
    assert.match(e.message, /the lease \d+ is over: who takes over .* Nothing was written here/);
    return true;
  });
  await assert.rejects(new Publisher(t.world, [], { lease: old }).publish(), LeaseHeld);
  assert.deepEqual([files(), await epochNow(), await waiting()], [before, epoch, waited]);
  await new Publisher(t.world, [], { lease: next }).publish();
  assert.ok(files() > before);
  await next.release();
});

test('who is frozen in the middle of its epoch is cut off by nothing it says: its transaction is lost, whole', async () => {
  const [old, next] = [another('who freezes', 1), another('who goes on')];
  let wake = (): void => {};
  const frozen = new Promise<void>((done) => (wake = done));
  let inside = (): void => {};
  const isInside = new Promise<void>((done) => (inside = done));
  const freezing = new Sequencer(t.world, {
    lease: old,
    onStage: async (stage) => {
      if (stage !== 'closing') return;
      inside();
      await frozen;
    },
  });
  const began = await epochNow();
  const result = assert.rejects(freezing.close(later(200)));
  await isInside;
  // What the database does by itself after a minute, done now: the session of who sleeps in a transaction is ended.
  await assert.rejects(new Sequencer(t.world, { lease: next }).close(later(210)), LeaseHeld);
  const { Client } = (await import('pg')).default;
  const admin = new Client({ connectionString: t.adminUrl });
  await admin.connect();
  const ended = await admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'vouch_sequencer' and state = 'idle in transaction' and datname = current_database()",
  );
  await admin.end();
  assert.equal(ended.rowCount, 1);
  await wait(1100);
  const { n } = await new Sequencer(t.world, { lease: next }).close(later(220));
  assert.equal(n, began + 1, 'nothing of the frozen epoch is there');
  wake();
  await result;
  assert.equal(await epochNow(), began + 1);
  await next.release();
});

test('the lease of a process that has ended is free at once', async () => {
  const ended = another('gone');
  await ended.take();
  // A process number that nobody has.
  await t.world.sequencer.pool.query('update sequencer_lease set pid = 4194303');
  const next = another('next');
  await next.take();
  await next.release();
});

test('a server beside one that works waits, says so, and takes over when that one ends', async () => {
  const first = another('the first server');
  await first.take();
  const said: string[] = [];
  const real = console.error;
  console.error = (text: string) => void said.push(text);
  try {
    const began = await epochNow();
    const beat = await startBeat(t.world, []);
    assert.equal(await beat.closeNow(), -1);
    assert.equal(await epochNow(), began);
    assert.match(said.join('\n'), /the first server .* This one waits and takes over when that ends/);
    await first.release();
    await beat.stop();
    const again = await startBeat(t.world, []);
    assert.equal(await epochNow(), began + 1, 'its first epoch');
    await again.stop();
  } finally {
    console.error = real;
  }
});
