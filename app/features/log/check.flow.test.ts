// `vouch ledger check`: everything that can be wrong, made wrong, and said in words (ledger.md 10).
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import pg from 'pg';
import { vkeyOf } from '../../../ledger/index.ts';
import { type Office, office } from '../../../test/office.ts';
import { phone } from '../../../test/phone.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { TestCosigner } from './cosigner.fixture.ts';
import {
  type Trouble,
  type TroubleKind,
  atMost,
  checkLog,
  compareWithPublished,
  ledgerStatus,
  logKey,
  policyText,
} from './index.ts';

let t: TestWorld;
let o: Office;
let admin: pg.Client;
const witness = new TestCosigner('north', () => [vkeyOf(logKey(t.world)).vkey]);

before(async () => {
  t = await testWorld();
  o = await office(t);
  admin = new pg.Client({ connectionString: t.adminUrl });
  await admin.connect();
  await admin.query('set search_path = vouch');
  await witness.start();
  // Sent at three times, so that heads of three epochs stand behind each other.
  for (let i = 0; i < 3; i++) {
    await phone(t, o);
    await phone(t, o, { where: [String(o.workplaces[1])] });
    t.clock.forward(10);
    await t.closeEpoch();
  }
  t.clock.forward(60);
  await t.closeEpoch();
});
after(async () => {
  await admin.end();
  await witness.stop();
  await t.close();
});

async function found(given: Parameters<typeof checkLog>[1] = {}): Promise<Trouble[]> {
  const all: Trouble[] = [];
  for await (const trouble of checkLog(t.world, given)) all.push(trouble);
  return all;
}
const kinds = (all: readonly Trouble[]): TroubleKind[] => [...new Set(all.map((one) => one.kind))];

/** Makes something wrong in the database, and takes it back: the next one begins in order again. */
async function wrong(change: string, undo: string): Promise<Trouble[]> {
  const { rowCount } = await admin.query(change);
  assert.ok(rowCount, `nothing was changed by ${change}`);
  try {
    return await found();
  } finally {
    await admin.query(undo);
    assert.deepEqual(await found(), [], 'in order again');
  }
}

/** The table as it is, to put it back after it was changed. */
async function changing(table: string, change: string): Promise<Trouble[]> {
  await admin.query(`create table kept as table ${table}`);
  try {
    return await wrong(
      change,
      `do $$ begin delete from ${table}; insert into ${table} select * from kept; end $$`,
    );
  } finally {
    await admin.query('drop table kept');
  }
}

const file = (path: string): string => join(t.world.ledgerDir, path);

async function withFile(path: string, change: (bytes: Buffer) => Buffer | undefined): Promise<Trouble[]> {
  const was = readFileSync(file(path));
  const now = change(Buffer.from(was));
  if (now) writeFileSync(file(path), now);
  else rmSync(file(path));
  try {
    return await found();
  } finally {
    writeFileSync(file(path), was);
  }
}

const flipped = (bytes: Buffer): Buffer => {
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes;
};
const sizeNow = async (): Promise<number> => (await ledgerStatus(t.world, policyText(t.world, []))).size;

test('in order: nothing is said', async () => {
  assert.deepEqual(await found({ cosigners: [witness.at] }), []);
});

test('files: a changed tile, a changed entry bundle, a missing one, a kept checkpoint of another log', async () => {
  const size = await sizeNow();
  const tile = await withFile(`tile/0/000.p/${size}`, flipped);
  assert.deepEqual(kinds(tile), ['changed-file']);
  assert.match(tile[0]?.words ?? '', /tile\/0\/000\.p\/\d+ has other bytes than the database gives/);
  assert.deepEqual(kinds(await withFile(`tile/entries/000.p/${size}`, flipped)), ['changed-file']);
  const missing = await withFile(`tile/0/000.p/${size}`, () => undefined);
  assert.deepEqual(kinds(missing), ['missing-file']);
  assert.match(missing[0]?.words ?? '', /is missing$/);
  const kept = readFileSync(file(`checkpoint.${size}`), 'utf8');
  const other = await withFile(`checkpoint.${size}`, () =>
    Buffer.from(kept.replace(`\n${size}\n`, `\n${size + 1}\n`)),
  );
  assert.deepEqual(kinds(other), ['changed-file']);
});

test('the database is older than the files, the files than the database; another log under our name', async () => {
  const size = await sizeNow();
  const now = readFileSync(file('checkpoint'), 'utf8');
  const smaller = await withFile('checkpoint', () => readFileSync(file(`checkpoint.${size - 1}`)));
  assert.deepEqual(kinds(smaller), ['files-behind']);
  assert.match(smaller[0]?.words ?? '', /the files are from an older copy, or publishing was cut off/);
  const foreign = await withFile('checkpoint', () => Buffer.from(now.replace(/— .*\n/, '')));
  assert.ok(kinds(foreign).includes('no-checkpoint'));
  const unsigned = await withFile('checkpoint', () => flipped(Buffer.from(now)).subarray(0, now.length));
  assert.notDeepEqual(kinds(unsigned), []);
  // The last epoch and all that belongs to it, gone: as after an old backup.
  const n = (await admin.query('select max(n)::int as n from epoch')).rows[0]?.n;
  for (const table of ['epoch', 'epoch_secret', 'log_entry'])
    await admin.query(`create table was_${table} as table ${table}`);
  await admin.query(`delete from epoch where n = ${n}`);
  await admin.query(`delete from epoch_secret where n = ${n}`);
  await admin.query(`delete from log_entry where idx >= (select max(size) from epoch)`);
  const behind = await found();
  assert.ok(kinds(behind).includes('database-behind'), JSON.stringify(behind));
  assert.match(behind[0]?.words ?? '', /has \d+ entries, the database \d+: an old backup was restored/);
  assert.deepEqual(kinds(await compareWithPublished(t.world)), ['database-behind']);
  for (const table of ['epoch', 'epoch_secret', 'log_entry'])
    await admin.query(`insert into ${table} select * from was_${table} on conflict do nothing`);
  for (const table of ['epoch', 'epoch_secret', 'log_entry']) await admin.query(`drop table was_${table}`);
  assert.deepEqual(await found(), []);
});

test('rows of the log: a changed entry, a missing one, a changed epoch, a docket that isn’t what was registered', async () => {
  const entry = await changing(
    'log_entry',
    "update log_entry set line = replace(line, 'osid:', 'gln:') where idx = (select min(idx) from log_entry where line like '%osid:%')",
  );
  assert.ok(kinds(entry).includes('changed-entry'), JSON.stringify(entry));
  assert.ok(kinds(entry).includes('fork'), 'the tree of the database is another one');
  const gap = await changing('log_entry', 'delete from log_entry where idx = 1');
  assert.ok(kinds(gap).includes('changed-entry'));
  const epoch = await changing('epoch', "update epoch set closed = closed + interval '1 second' where n = 1");
  assert.deepEqual(kinds(epoch), ['changed-epoch']);
  assert.match(epoch[0]?.words ?? '', /epoch 1: its row and its log entry don't say the same/);
  const docket = await wrong(
    "update docket set id = id || 'X' where docket_id = 1",
    'update docket set id = left(id, -1) where docket_id = 1',
  );
  assert.deepEqual(kinds(docket), ['changed-docket']);
});

test('dockets: a changed leaf, a missing one, a changed head; the secret of an epoch, a wrong root', async () => {
  const leaf = await changing(
    'docket_leaf',
    "update docket_leaf set line = 'statement ' || repeat('0', 64) || chr(10) where leaf = 0",
  );
  assert.ok(kinds(leaf).includes('changed-leaf'), JSON.stringify(leaf));
  assert.ok(kinds(leaf).includes('statement-missing') && kinds(leaf).includes('leaf-unknown'));
  const missing = await changing('docket_leaf', 'delete from docket_leaf where leaf = 1');
  assert.ok(kinds(missing).includes('changed-leaf'));
  const head = await changing(
    'docket_head',
    "update docket_head set root = sha256('x') where epoch = (select max(epoch) from docket_head)",
  );
  assert.deepEqual(kinds(head).sort(), ['changed-leaf', 'wrong-root']);
  const secret = await changing('epoch_secret', 'delete from epoch_secret where n = 2');
  assert.deepEqual(kinds(secret), ['secret-missing']);
  const other = await changing('epoch_secret', "update epoch_secret set k = sha256('x') where n = 2");
  assert.deepEqual(kinds(other), ['wrong-root']);
  assert.match(
    other[0]?.words ?? '',
    /epoch 2: the heads and the secret in the database don't give its root/,
  );
});

test('statements: due and not in the log, gone without an erasure, without their secret', async () => {
  const gone = await changing(
    'statement',
    'delete from statement where statement_id = (select statement_id from statement order by 1 limit 1)',
  );
  assert.deepEqual(kinds(gone), ['leaf-unknown']);
  const secret = await changing(
    'record_secret',
    'delete from record_secret where statement_id = (select statement_id from record_secret order by 1 limit 1)',
  );
  assert.deepEqual(kinds(secret), ['record-secret-missing']);
  await phone(t, o);
  assert.deepEqual(await found(), [], 'who waits for the next epoch isn’t late');
  t.clock.forward(60);
  await admin.query('delete from waiting_leaf');
  await t.closeEpoch();
  const late = await found();
  assert.deepEqual(kinds(late), ['statement-missing']);
  assert.match(late[0]?.words ?? '', /^docket \d+: 1 of its statements are due and not in the log$/);
  await admin.query(`delete from statement s where not exists (select 1 from docket_leaf l where l.docket_id = s.docket_id
    and l.line = 'statement ' || encode(s.commitment, 'hex') || chr(10))`);
  assert.deepEqual(await found(), []);
});

test('witnesses: one that has seen more, one that has seen another log, one that is silent', async () => {
  const size = await sizeNow();
  const asked = { cosigners: [witness.at] };
  witness.mood = 'says-more';
  assert.deepEqual(kinds(await found(asked)), ['witness-ahead']);
  witness.mood = 'honest';
  witness.seen = { size, root: new Uint8Array(32) };
  assert.deepEqual(kinds(await found(asked)), ['witness-differs']);
  witness.seen = { size: size - 1, root: new Uint8Array(32) };
  const differs = await compareWithPublished(t.world, asked);
  assert.deepEqual(kinds(differs), ['witness-differs']);
  assert.match(differs[0]?.words ?? '', /north says that this log is no continuation of what it saw/);
  witness.mood = 'refuses';
  assert.deepEqual(kinds(await found(asked)), ['witness-silent']);
});

test('a database that is wrong everywhere is told in a few lines of each kind', async () => {
  async function* many(): AsyncGenerator<Trouble> {
    for (let i = 0; i < 500; i++) yield { kind: 'missing-file', words: `file ${i} is missing` };
    yield { kind: 'wrong-root', words: 'epoch 1' };
  }
  const told: string[] = [];
  for await (const { words } of atMost(many())) told.push(words);
  assert.equal(told.length, 12);
  assert.equal(told.at(-1), 'and 490 more of this kind (missing-file)');
});
