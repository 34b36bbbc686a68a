// A real auditor and a real witness, each in a process of its own, over the real channel of a real installation.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import {
  type Channel,
  type Cosigner,
  type Feed,
  Publisher,
  Sequencer,
  inviteAuditors,
  ledgerStatus,
  logKey,
  policyText,
  startFeed,
} from '../app/features/log/index.ts';
import { makeDocketBundle } from '../app/features/evidence/index.ts';
import { isRefusal } from '../app/features/refusal.ts';
import { UNPLACED_REASONS as FOR_PEOPLE } from '../app/features/rights/states.ts';
import { UNPLACED_REASONS, parsePolicy, verifyBundle, vkeyOf } from '../ledger/index.ts';
import { type Worked, openedCase } from '../test/case.ts';
import { type Office, office } from '../test/office.ts';
import { type TestWorld, testWorld } from '../test/world.ts';
import { type Running, folder, startCosigner } from './witness.fixture.ts';

const { dir, clean } = folder();
let t: TestWorld;
let o: Office;
let worked: Worked;
let feed: Feed;
let policy: string;
let auditor: Running;
let witness: Running;
let channel: Channel;
let sequencer: Sequencer;
let publisher: Publisher;

const state = join(dir, 'audit');
const file = join(dir, 'channel.json');
const cosigner = (name: string, group: 'w' | 'a', at: Running): Cosigner => ({
  ...{ name, group, vkey: at.vkey, url: at.url },
  by: 'a test',
});
const auditorArgs = (at = state) => ['--channel', file, '--key', join(dir, 'keys', 'auditor'), '--name', 'audit.example/a', '--state', at]; // prettier-ignore

before(async () => {
  t = await testWorld({ policy: () => policy, at: new Date(Date.now() - 3_600_000).toISOString() });
  o = await office(t);
  worked = await openedCase(t, o, 3);
  await t.closeEpoch();
  feed = await startFeed(t.world, { port: 0, host: '127.0.0.1', policy: () => policy });
  const made = await inviteAuditors(t.world, ['plumbline'], {
    url: `https://127.0.0.1:${feed.port}`,
    days: 30,
  });
  assert.ok(!isRefusal(made));
  channel = made[0] ?? assert.fail();
  writeFileSync(file, JSON.stringify(channel), { mode: 0o600 });
  auditor = await startCosigner('auditor', [...auditorArgs(), '--listen', '127.0.0.1:0']);
  const log = vkeyOf(logKey(t.world)).vkey;
  witness = await startCosigner('witness', ['--log', log, '--key', join(dir, 'keys', 'w'), '--name', 'union.example/w', '--state', join(dir, 'w'), '--listen', '127.0.0.1:0']); // prettier-ignore
  const asked = [cosigner('union', 'w', witness), cosigner('plumbline', 'a', auditor)];
  policy = policyText(t.world, asked);
  sequencer = new Sequencer(t.world);
  publisher = new Publisher(t.world, asked, { patienceMs: 20_000 });
});
after(async () => {
  await auditor?.kill('SIGKILL');
  await witness?.kill('SIGKILL');
  await feed?.stop();
  await t.close();
  clean();
});

async function beat(days = 0): Promise<number> {
  t.clock.forward(days * 86_400);
  const { n } = await sequencer.close(t.clock.now());
  await publisher.publish();
  return n;
}
const quorum = async () => (await ledgerStatus(t.world, policy)).quorum;

/** As superuser, around every wall: what a dishonest operator can do. */
async function tamper(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  await client.query(`set search_path = vouch; ${text}`).finally(() => client.end());
}

async function verdict(docketId: number) {
  const made = await makeDocketBundle(t.world, { docketId, org: o.org, kind: 'cso' });
  assert.ok(!isRefusal(made), JSON.stringify(made));
  const lines: Buffer[] = [];
  for await (const line of made) lines.push(Buffer.from(line));
  const parsed = parsePolicy(policy);
  assert.ok(typeof parsed !== 'string');
  return verifyBundle(lines, { policy: parsed, at: t.clock.now().getTime() / 1000 + 5 });
}

test('what an auditor and a witness have signed is unaltered and complete', async () => {
  t.clock.set(new Date().toISOString());
  await beat();
  assert.equal(await quorum(), 'met');
  const said = await verdict(worked.docket);
  assert.ok('unaltered' in said);
  assert.deepEqual([said.unaltered, said.complete, said.reasons], [true, true, []]);
  const status = JSON.parse(readFileSync(join(state, 'status.json'), 'utf8'));
  assert.equal(status.says, 'in order');
});

const auditorFile = fileURLToPath(new URL('./auditor.ts', import.meta.url));
const cli = (...args: string[]) =>
  spawnSync(process.execPath, [auditorFile, ...args], { encoding: 'utf8', timeout: 60_000 });

test(
  'killed at any moment it goes on where it was, and at the end it holds every leaf',
  { timeout: 120_000 },
  async () => {
    const at = join(dir, 'killed');
    const args = [
      ...auditorArgs(at)
        .with(5, 'other.example/a')
        .with(3, join(dir, 'keys', 'other')),
      '--once',
    ];
    for (let i = 0; i < 12; i++) {
      for (let j = 0; j < 3; j++) await worked.phones[j]?.say('message', { words: 'It goes on.' });
      await beat();
    }
    for (let round = 0; round < 8; round++) {
      const child = spawn(process.execPath, [auditorFile, ...args], { stdio: 'ignore' });
      const ended = new Promise((done) => child.once('exit', done));
      await wait(150 + round * 25);
      child.kill('SIGKILL');
      await ended;
    }
    const last = await new Promise<string>((done) => {
      const child = spawn(process.execPath, [auditorFile, ...args]);
      let said = '';
      child.stdout.on('data', (part: Buffer) => (said += part.toString()));
      child.stderr.on('data', (part: Buffer) => (said += part.toString()));
      child.once('exit', (code) => done(`${code} ${said}`));
    });
    // Its key is in no policy, so the log doesn't take what it signed; it audited all the same.
    assert.match(last, /^1 \d+ cosigned, but the log did not take it/);
    const out = join(dir, 'leaves.jsonl');
    assert.equal(cli('export-leaves', '--state', at, '-o', out).status, 0);
    const { rows } = await t.world.jobs.read({}, (db) =>
      sql<object>`select docket_id as docket, leaf, line from docket_leaf order by docket_id, leaf`.execute(
        db,
      ),
    );
    assert.ok(rows.length > 40);
    assert.equal(readFileSync(out, 'utf8'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  },
);

test('the reasons for staying unplaced are the same for auditors, for people and in the database', async () => {
  assert.deepEqual([...FOR_PEOPLE], [...UNPLACED_REASONS]);
  for (const reason of [...UNPLACED_REASONS, 'no time']) {
    const insert = `insert into unplaced_reason values (0, decode(repeat('ab', 32), 'hex'), '${reason}', 'x', now())`;
    const taken = tamper(`begin; ${insert}; rollback`);
    if (reason === 'no time') await assert.rejects(taken);
    else await taken;
  }
});

test('a statement that nobody placed for 31 days stops the auditor, until somebody says why, and a person decides', async () => {
  const commitment = 'c0'.repeat(32);
  await tamper(`insert into waiting_leaf (docket_id, waiting_id, kind, commitment)
    select docket_id, gen_random_uuid(), 'statement', decode('${commitment}', 'hex') from docket where kind = 'unplaced'`);
  await beat();
  await beat(30);
  assert.equal(await quorum(), 'met');
  const n = await beat(1);
  assert.equal(await quorum(), 'not met');
  const status = JSON.parse(readFileSync(join(state, 'status.json'), 'utf8'));
  assert.equal(status.halted.epoch, n);
  assert.match(
    status.halted.why[0],
    /^unplaced-too-long: statement \d+ has been unplaced since .* without a reason$/,
  );
  assert.match(auditor.said(), /NOT in order/);
  // What it says aloud names nothing.
  const aloud = (await ledgerStatus(t.world, policy)).cosigners.find((c) => c.role === 'auditor')?.last;
  assert.match(aloud?.answer ?? '', /stopped signing/);
  assert.doesNotMatch(JSON.stringify(aloud), /unplaced|docket|statement/);
  // It stays so, epoch after epoch, and after a reason too: that is for a person to say.
  await tamper(`insert into unplaced_reason select docket_id, decode('${commitment}', 'hex'), 'place_unregistered', '${o.org}', now() from docket where kind = 'unplaced'`); // prettier-ignore
  await beat();
  assert.equal(await quorum(), 'not met');
  assert.equal(cli('resume', '--state', state).status, 2);
  assert.equal(cli('resume', '--state', state, '--because', 'The operator has given the reason.').status, 0);
  await beat();
  assert.equal(await quorum(), 'met');
});

test('an operator who shows it other statements than the log has is found out; the evidence is kept', async () => {
  await worked.phones[0]?.say('message', { words: 'It goes on.' });
  t.clock.forward(60);
  const { n } = await sequencer.close(t.clock.now());
  await tamper(`update docket_leaf set line = 'statement ${'ee'.repeat(32)}' || E'\\n' where epoch = ${n} and line like 'statement%'`); // prettier-ignore
  await publisher.publish();
  assert.equal(await quorum(), 'not met');
  const status = JSON.parse(readFileSync(join(state, 'status.json'), 'utf8'));
  assert.match(status.halted.why.join(' '), /root-mismatch: the leaves of docket \d+ do not give its root/);
  assert.ok(readdirSync(join(state, 'evidence')).includes(`epoch-${n}.jsonl`));
  assert.ok(readFileSync(join(state, 'evidence', `epoch-${n}.jsonl`), 'utf8').includes('ee'.repeat(32)));
  // With --once it says so in words.
  await auditor.kill('SIGTERM');
  const once = await new Promise<{ code: number | null; said: string }>((done) => {
    const child = spawn(process.execPath, [auditorFile, ...auditorArgs(), '--once']);
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    child.once('exit', (code) => done({ code, said }));
  });
  assert.equal(once.code, 1);
  assert.match(once.said, /Stopped on .* at epoch \d+:\nroot-mismatch/);
});

test('bad use is a sentence and exit code 2', () => {
  const open = join(dir, 'open.json');
  writeFileSync(open, JSON.stringify(channel), { mode: 0o644 });
  const bad: [string[], RegExp][] = [
    [[], /needs --channel/],
    [['dance'], /can't "dance"/],
    [[...auditorArgs().with(1, open), '--once'], /can be read by others/],
    [[...auditorArgs().with(1, join(dir, 'nowhere')), '--once'], /no such file/],
    [['invite', 'x', '--url', 'http://x', '-o', 'y'], /https/],
    [['export-leaves', '--state', state], /-o FILE/],
  ];
  for (const [args, why] of bad) {
    const said = cli(...args);
    assert.equal(said.status, 2, args.join(' '));
    assert.match(said.stderr, why);
  }
  rmSync(open);
  assert.ok(!existsSync(open));
});
