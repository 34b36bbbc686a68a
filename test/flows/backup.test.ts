// A backup of a living installation, brought back elsewhere.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Damaged } from '../../app/platform/backup/archive.ts';
import { checkArchive } from '../../app/platform/backup/check.ts';
import { makeBackup } from '../../app/platform/backup/write.ts';
import { sourceOf } from '../../cli/backup.ts';
import { openOwnWorld } from '../../cli/own-world.ts';
import { type Serving, dataFolder, prepareDeployment, serve } from '../deployment.ts';
import { type Report, newReport, sampleFor, send } from '../faults/stream.ts';
import { EPOCH, PASSPHRASE, database, folders, nextEpochs, vouch } from '../recovering.ts';
import { root } from '../source.ts';

const folder = dataFolder();
const { aside, at, fresh, secretsOf, remove } = folders();
let server: Serving;
let sample: Awaited<ReturnType<typeof sampleFor>>;
/** Before the backup, and after it. */
const early: Report[] = [];
const late: Report[] = [];
const picture = randomBytes(300_000);
const sha = createHash('sha256').update(picture).digest('hex');

async function report(): Promise<Report> {
  const made = await newReport(server.url, sample);
  assert.ok(await send(server.url, made));
  return made;
}

before(async () => {
  await prepareDeployment(folder.dir);
  server = await serve(folder.dir, { args: EPOCH });
  sample = await sampleFor(server.url);
  for (let i = 0; i < 10; i++) early.push(await report());
  mkdirSync(join(folder.dir, 'files', sha.slice(0, 2)), { recursive: true });
  writeFileSync(join(folder.dir, 'files', sha.slice(0, 2), sha), picture);
  await database(folder.dir, (c) =>
    c.query(
      `insert into vouch.attachment (docket_id, statement_id, n, sha256, size, cso_org, thread_id)
      select docket_id, statement_id, 0, decode($1, 'hex'), $2, cso_org, thread_id from vouch.statement where statement_id = $3`,
      [sha, picture.length, early[0]?.id],
    ),
  );
  await nextEpochs(folder.dir);
});
after(async () => {
  await server?.stop();
  folder.remove();
  remove();
});

test('beside a running server, while statements come in, a backup is made and read back', async () => {
  const path = at('early');
  const args = [
    'backup',
    path,
    '--data',
    folder.dir,
    '--keys',
    '--passphrase-file',
    at('passphrase'),
    '--json',
  ];
  const making = spawn(process.execPath, [join(root, 'cli', 'vouch.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => making.once('exit', done));
  while (making.exitCode === null && making.signalCode === null) late.push(await report());
  assert.equal(await ended, 0);
  const whole = await checkArchive(path);
  const secrets = await checkArchive(secretsOf('early'));
  const rows = (name: string): number => whole.tables.find((t) => t.name === `vouch.${name}`)?.rows ?? -1;
  assert.equal(rows('envelope'), rows('thread'), 'one moment');
  assert.equal(rows('statement'), secrets.tables.find((t) => t.name === 'vouch.record_secret')?.rows);
  assert.ok(rows('statement') >= early.length);
  assert.equal(
    whole.tables.some((t) => t.name === 'vouch.record_secret' || t.name === 'auth.session'),
    false,
  );
  assert.equal(whole.files.count, 1);
  const days = (Date.parse(secrets.until ?? '') - Date.parse(secrets.made)) / 86_400_000;
  assert.equal(days, 30);
  assert.equal(vouch('backup', path, '--data', folder.dir).status, 2, 'never over another');
  assert.equal(vouch('backup', '--check', path).status, 0);
});

test('brought back on trial elsewhere it is the same, row for row and file for file, and publishes nothing', async () => {
  const there = fresh();
  const done = vouch(
    'restore',
    at('early'),
    '--secrets',
    secretsOf('early'),
    '--data',
    there,
    '--passphrase-file',
    at('passphrase'),
    '--rehearsal-of',
    folder.dir,
  );
  assert.equal(done.status, 0, done.text);
  assert.match(readFileSync(join(folder.dir, 'backups.json'), 'utf8'), /"rehearsed"/);
  assert.deepEqual(readFileSync(join(there, 'files', sha.slice(0, 2), sha)), picture);
  const copy = vouch('backup', at('copy'), '--data', there, '--keys', '--passphrase-file', at('passphrase'));
  assert.equal(copy.status, 0, copy.text);
  const [one, two] = [await checkArchive(at('early')), await checkArchive(at('copy'))];
  const own = new Set(['vouch.sequencer_lease', 'vouch.recovery']);
  assert.deepEqual(
    two.tables.filter((t) => !own.has(t.name)),
    one.tables.filter((t) => !own.has(t.name)),
  );
  assert.deepEqual([two.files, two.journal, two.sequences], [one.files, one.journal, one.sequences]);
  const [s1, s2] = [await checkArchive(secretsOf('early')), await checkArchive(secretsOf('copy'))];
  assert.deepEqual(s2.tables, s1.tables);
  const trial = await serve(there, { args: EPOCH });
  try {
    const before = await database(
      there,
      async (c) => (await c.query('select count(*)::int as n from vouch.epoch')).rows[0]?.n,
    );
    await wait(3000);
    assert.equal(
      await database(
        there,
        async (c) => (await c.query('select count(*)::int as n from vouch.epoch')).rows[0]?.n,
      ),
      before,
    );
    const status = (await (await fetch(`${trial.url}/ledger/status.json`)).json()) as {
      halted: { kind: string; why: string };
    };
    assert.equal(status.halted.kind, 'restored');
    assert.match(status.halted.why, /on trial/);
  } finally {
    await trial.stop();
  }
});

test('a damaged backup is refused with words, wherever the damage is, and nothing is touched', async () => {
  const bytes = readFileSync(at('early'));
  const there = fresh();
  const places = Array.from(
    { length: 60 },
    () => 10 + (randomBytes(4).readUInt32BE(0) % (bytes.length - 10)),
  );
  for (const [i, place] of places.entries()) {
    const bad = Buffer.from(bytes);
    bad[place] = (bad[place] ?? 0) ^ (1 << (place % 8));
    writeFileSync(at('bad'), bad);
    await assert.rejects(checkArchive(at('bad')), Damaged, `byte ${place}`);
    if (i > 2) continue;
    const done = vouch('restore', at('bad'), '--data', there, '--passphrase-file', at('passphrase'));
    assert.equal(done.status, 1, `byte ${place}: ${done.text}`);
    assert.ok(String(done.json['why']).length > 10);
    assert.equal(existsSync(there), false);
  }
  copyFileSync(at('early'), at('bad'));
  truncateSync(at('bad'), bytes.length - 700);
  assert.equal(vouch('restore', at('bad'), '--data', there, '--passphrase-file', at('passphrase')).status, 1);
  writeFileSync(at('bad'), Buffer.concat([bytes, Buffer.from('more')]));
  assert.equal(vouch('backup', '--check', at('bad')).status, 1);
  assert.equal(existsSync(there), false);
});

test('without the keys, with another passphrase, or into a folder that holds something, nothing is restored', () => {
  const there = fresh();
  assert.match(String(vouch('restore', at('early'), '--data', there).json['why']), /--passphrase-file/);
  writeFileSync(at('wrong'), 'eleven herons over the mangroves\n');
  const wrong = vouch('restore', at('early'), '--data', there, '--passphrase-file', at('wrong'));
  assert.equal(wrong.status, 1);
  assert.match(String(wrong.json['why']), /passphrase is another one/);
  assert.equal(existsSync(there), false);
  const full = vouch('restore', at('early'), '--data', folder.dir, '--passphrase-file', at('passphrase'));
  assert.match(String(full.json['why']), /isn't empty/);
  // Keys of another installation.
  mkdirSync(join(there, 'keys'), { recursive: true });
  writeFileSync(join(there, 'keys', 'root'), '11'.repeat(32));
  copyFileSync(join(folder.dir, 'keys', 'origin'), join(there, 'keys', 'origin'));
  assert.match(
    String(vouch('restore', at('early'), '--data', there).json['why']),
    /not made with these keys/,
  );
  assert.deepEqual(readdirSync(there), ['keys']);
});

test('record secrets beyond their day are refused, told of, and deleted by prune; the backup itself goes without', async () => {
  const opened = await openOwnWorld(folder.dir);
  const day = 86_400_000;
  try {
    await makeBackup(sourceOf(opened.world), {
      path: at('old'),
      made: new Date(Date.now() - 40 * day),
      secretsUntil: new Date(Date.now() - 10 * day),
      passphrase: PASSPHRASE,
      onStep: () => {},
    });
  } finally {
    await opened.close();
  }
  const there = fresh();
  const done = vouch(
    'restore',
    at('old'),
    '--secrets',
    secretsOf('old'),
    '--data',
    there,
    '--passphrase-file',
    at('passphrase'),
  );
  assert.equal(done.status, 1);
  assert.match(String(done.json['why']), /ended on/);
  assert.equal(existsSync(there), false);
  assert.equal(vouch('backup', '--check', secretsOf('old')).status, 1);
  const pruned = vouch('backup', '--prune', aside);
  assert.equal((pruned.json['deleted'] as string[]).length, 1);
  assert.ok(existsSync(secretsOf('early')), 'those that may stay stay');
  const without = vouch(
    'restore',
    at('old'),
    '--data',
    there,
    '--passphrase-file',
    at('passphrase'),
    '--rehearsal-of',
    folder.dir,
  );
  assert.equal(without.status, 0, without.text);
  assert.ok(Number(without.json['unproven']) >= early.length);
});

test('cut off by kill -9 at any point, a restore says so the next time and begins anew; no server starts on a half one', async () => {
  const there = fresh();
  const args = [
    'restore',
    at('early'),
    '--secrets',
    secretsOf('early'),
    '--data',
    there,
    '--passphrase-file',
    at('passphrase'),
    '--nothing-since',
  ];
  for (const moment of ['keys', 'pg', 'ledger']) {
    const cut = spawn(process.execPath, [join(root, 'cli', 'vouch.ts'), ...args], { stdio: 'ignore' });
    const ended = new Promise((done) => cut.once('exit', done));
    for (let i = 0; i < 2000 && !existsSync(join(there, moment)) && cut.exitCode === null; i++) await wait(5);
    cut.kill('SIGKILL');
    await ended;
    assert.ok(existsSync(join(there, 'RESTORE-NOT-FINISHED.txt')), `killed at ${moment}`);
    const asked = vouch('ledger', 'status', '--data', there);
    assert.equal(asked.status, 2);
    // Before its keys are there it is no installation at all.
    assert.match(asked.text, /was cut off|There is no Vouch in/);
  }
  await assert.rejects(serve(there, { args: EPOCH }), /was cut off/);
  const done = vouch(...args);
  assert.equal(done.status, 0, done.text);
  assert.equal(existsSync(join(there, 'RESTORE-NOT-FINISHED.txt')), false);
});
