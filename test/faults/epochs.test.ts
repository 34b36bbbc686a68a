// kill -9 at each stage of an epoch, at random, again and again: the bytes at the end are those of a run that nobody
// disturbed (ledger.md 10).
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TestCosigner } from '../../app/features/log/cosigner.fixture.ts';
import { logKey, policyText } from '../../app/features/log/index.ts';
import { parsePolicy, verifyLog, vkeyOf } from '../../ledger/index.ts';
import { type TestWorld, TEST_SECRET, testWorld } from '../world.ts';
import { dumpOf } from './at-rest.ts';
import type { Told } from './epochs.child.ts';

/** The whole count takes minutes on a small machine: VOUCH_CRASHES=200. */
const CRASHES = Number(process.env['VOUCH_CRASHES'] ?? 30);
const EPOCHS = CRASHES;
/** More stages than one epoch has: some lives close two. */
const MOST_STAGES = 14;
/** One in so many is killed from outside, at a moment that is no stage. */
const FROM_OUTSIDE = 4;

let [disturbed, calm]: TestWorld[] = [];
let cosigners: TestCosigner[][] = [];
before(async () => {
  [disturbed, calm] = [await testWorld(), await testWorld()];
  const logs = () => (disturbed ? [vkeyOf(logKey(disturbed.world)).vkey] : []);
  cosigners = await Promise.all(
    [0, 1].map(() =>
      Promise.all(
        ['north', 'south', 'east'].map(async (name) => {
          const one = new TestCosigner(name, logs);
          one.time = (size) => 1_763_715_600 + size;
          return one.start();
        }),
      ),
    ),
  );
});
after(async () => {
  for (const c of cosigners.flat()) await c.stop();
  await disturbed?.close();
  await calm?.close();
});

/** A seeded series: a failure can be run again. */
function* chance(seed: number): Generator<number, never> {
  for (let a = seed; ;) {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}

type Ended = { code: number | null; signal: NodeJS.Signals | null };

const program = fileURLToPath(new URL('./epochs.child.ts', import.meta.url));

async function life(
  t: TestWorld,
  asked: readonly TestCosigner[],
  endAt: number,
  killAfterMs = 0,
): Promise<Ended> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<Ended>((done) => child.once('exit', (code, signal) => done({ code, signal })));
  const told: Told = {
    ...{ adminUrl: t.adminUrl, secret: TEST_SECRET.toString(), dir: t.world.config.dir },
    ...{ epochs: EPOCHS, cosigners: asked.map((c) => c.at), endAt },
  };
  child.send(told);
  const timer = killAfterMs > 0 ? setTimeout(() => child.kill('SIGKILL'), killAfterMs) : undefined;
  const how = await ended;
  clearTimeout(timer);
  return how;
}

function filesOf(t: TestWorld): Map<string, string> {
  const dir = t.world.ledgerDir;
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  return new Map(
    files
      .map((f) => join(f.parentPath, f.name))
      .map((path): [string, string] => [relative(dir, path), readFileSync(path, 'hex')])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const TABLES = [
  ...['epoch', 'epoch_secret', 'log_entry', 'docket', 'docket_leaf', 'docket_head', 'waiting_leaf'],
  ...['waiting_entry', 'cosignature', 'cosigner_answer', 'ledger_state'],
];

async function tablesOf(t: TestWorld): Promise<Map<string, string[]>> {
  const dump = await dumpOf(t.adminUrl);
  // The addresses of two runs' cosigners differ, and stand nowhere in these tables.
  return new Map(TABLES.map((name) => [name, (dump.get(`vouch.${name}`) ?? '').split('\n').sort()]));
}

test(`${CRASHES} times kill -9 at random stages of an epoch: files and tables are those of an undisturbed run`, async () => {
  assert.ok(disturbed && calm);
  const [mine = [], theirs = []] = cosigners;
  for (const t of [disturbed, calm]) await unplaced(t);
  assert.deepEqual(await life(calm, theirs, 0), { code: 0, signal: null });
  const dice = chance(20_261_122);
  const next = (most: number): number => 1 + Math.floor(dice.next().value * most);
  let [kills, lives] = [0, 0];
  while (kills < CRASHES) {
    assert.ok(++lives < CRASHES * 2, 'too many lives ended by themselves: there is nothing left to disturb');
    const isOutside = lives % FROM_OUTSIDE === 0;
    const how: Ended = isOutside
      ? await life(disturbed, mine, 0, 150 + next(350))
      : await life(disturbed, mine, next(MOST_STAGES));
    if (how.signal === 'SIGKILL') kills++;
    else assert.deepEqual(how, { code: 0, signal: null }, 'it goes on wherever it was killed');
    if (how.code === 0) break;
  }
  assert.ok(kills >= CRASHES * 0.9, `only ${kills} of ${CRASHES} kills came before the last epoch`);
  assert.deepEqual(await life(disturbed, mine, 0), { code: 0, signal: null });
  const [ours, expected] = [filesOf(disturbed), filesOf(calm)];
  assert.ok(expected.size > EPOCHS * 2, `only ${expected.size} files`);
  assert.deepEqual(ours, expected);
  assert.deepEqual(await tablesOf(disturbed), await tablesOf(calm));
  process.stderr.write(`${kills} kills in ${lives} lives, ${EPOCHS} epochs, ${expected.size} files\n`);
});

test('what stands there is a log in order, whole and verified', async () => {
  assert.ok(disturbed);
  const t = disturbed;
  const policy = parsePolicy(policyText(t.world, cosigners[0]?.map((c) => c.at) ?? []));
  assert.ok(typeof policy !== 'string');
  const read = async (path: string) => readFileSync(join(t.world.ledgerDir, path));
  const { ok, reasons, epochs } = await verifyLog((path) => read(path).catch(() => undefined), { policy });
  assert.deepEqual([ok, reasons, epochs], [true, [], EPOCHS]);
});

async function unplaced(t: TestWorld): Promise<void> {
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  await admin.query(
    "insert into vouch.docket (docket_id, kind, id) values (0, 'unplaced', 'deployment:demo.vouch.invalid') on conflict do nothing",
  );
  await admin.end();
}
