// An old backup of a log that went on: no fork, and the way back.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Challenge, solve } from '../../app/features/reports/phone/wire.ts';
import { parsePolicy, verifyBundle } from '../../ledger/index.ts';
import { ORG, type Serving, dataFolder, prepareDeployment, serve } from '../deployment.ts';
import { type Report, newReport, sampleFor, send } from '../faults/stream.ts';
import {
  EPOCH,
  database,
  epochOf,
  folders,
  nextEpochs,
  numberOf,
  registerPlace,
  vouch,
} from '../recovering.ts';

const folder = dataFolder();
const { at, fresh, secretsOf, remove } = folders();
let server: Serving;
let sample: Awaited<ReturnType<typeof sampleFor>>;
/** Before the backup, and after it. */
const early: Report[] = [];
const late: Report[] = [];

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
  await nextEpochs(folder.dir);
  const made = vouch(
    'backup',
    at('early'),
    '--data',
    folder.dir,
    '--keys',
    '--passphrase-file',
    at('passphrase'),
  );
  assert.equal(made.status, 0, made.text);
});
after(async () => {
  await server?.stop();
  folder.remove();
  remove();
});

let behind: string;
/** The newest epoch of the log that went on. */
let lastPublic = 0;
/** Registered after the backup, and its docket. */
const PLACE = 'TH2024001CCCCCC';
let place: number | string;

test('behind the public log it stands still: statements are taken, none is published, no fork is begun', async () => {
  for (let i = 0; i < 5; i++) late.push(await report());
  place = await registerPlace(folder.dir, PLACE);
  assert.equal(typeof place, 'number');
  await nextEpochs(folder.dir, 3);
  lastPublic = await epochOf(folder.dir);
  await server.stop();
  behind = fresh();
  const done = vouch(
    'restore',
    at('early'),
    '--secrets',
    secretsOf('early'),
    '--data',
    behind,
    '--passphrase-file',
    at('passphrase'),
    '--log',
    join(folder.dir, 'ledger'),
  );
  assert.equal(done.status, 1, done.text);
  assert.match(String(done.json['halted']), /the public log has \d+ entries/);
  server = await serve(behind, { args: EPOCH });
  const epochs = await epochOf(behind);
  early.push(await report());
  assert.match(String(await registerPlace(behind, PLACE)), /stands still after a restore/);
  await wait(4500);
  assert.equal(await epochOf(behind), epochs);
  const beside = vouch('ledger', 'replay', '--from', join(folder.dir, 'ledger'), '--data', behind);
  assert.equal(beside.status, 1);
  assert.match(String(beside.json['why']), /stop it first/);
  await server.stop();
});

test('without a journal and without leaves a replay says what is missing, and changes nothing', () => {
  const done = vouch(
    'ledger',
    'replay',
    '--from',
    join(folder.dir, 'ledger'),
    '--journal',
    at('nowhere'),
    '--data',
    behind,
  );
  assert.equal(done.status, 1, done.text);
  assert.match(String(done.json['why']), /no journal for epochs/);
});

test('replayed, the log is the published one byte for byte, and goes on from there', async () => {
  const old = readFileSync(join(folder.dir, 'ledger', 'checkpoint'));
  const done = vouch(
    'ledger',
    'replay',
    '--from',
    join(folder.dir, 'ledger'),
    '--journal',
    join(folder.dir, 'journal'),
    '--data',
    behind,
  );
  assert.equal(done.status, 0, done.text);
  assert.ok(Number(done.json['epochs']) >= 3);
  assert.equal(done.json['unproven'], 0);
  for (const name of readdirSync(join(folder.dir, 'ledger'), { recursive: true, encoding: 'utf8' })) {
    const file = join(folder.dir, 'ledger', name);
    if (existsSync(join(file, '.')) || name === 'policy') continue;
    assert.deepEqual(readFileSync(join(behind, 'ledger', name)), readFileSync(file), name);
  }
  server = await serve(behind, { args: EPOCH });
  await nextEpochs(behind);
  const policy = join(behind, 'ledger', 'policy');
  writeFileSync(at('checkpoint'), old);
  const grown = vouch('verify-log', join(behind, 'ledger'), '--policy', policy, '--old', at('checkpoint'));
  assert.equal(grown.status, 0, grown.text);
});

test('who sends a lost statement again has its first leaf back; then bundles verify, old and new', async () => {
  const count = () => numberOf(behind, 'select count(*)::int as n from vouch.lost_leaf');
  const lost = await count();
  assert.ok(lost > 0 && lost <= late.length, `${lost} are lost`);
  for (const one of late) assert.ok(await send(server.url, one));
  await nextEpochs(behind);
  assert.equal(await count(), 0);
  const file = at('bundle.vouch.jsonl');
  const made = vouch(
    'evidence',
    'docket',
    String(sample.docket.index),
    '--for',
    ORG,
    '-o',
    file,
    '--data',
    behind,
  );
  assert.equal(made.status, 0, made.text);
  const policy = parsePolicy(readFileSync(join(behind, 'ledger', 'policy'), 'utf8'));
  assert.ok(typeof policy !== 'string');
  const verdict = await verifyBundle(createReadStream(file), { policy, at: Date.now() / 1000 });
  assert.ok(!('refused' in verdict));
  assert.deepEqual([verdict.unaltered, verdict.reasons], [true, ['unaudited', 'stale-checkpoint']]);
  assert.equal(verdict.counts.statements, early.length + late.length, 'each once');
});

test('the code of a worker opens the thread that the backup brought back', async () => {
  const challenge = await solve((await (await fetch(`${server.url}/w/challenge`)).json()) as Challenge);
  const [first] = early;
  assert.ok(first);
  const { lookup } = JSON.parse(first.body) as { lookup: string };
  const answer = await fetch(`${server.url}/api/v1/thread/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ challenge, lookup }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.match(await answer.text(), new RegExp(first.id));
});

test('a workplace whose registration only the log remembers gets its own docket back', async () => {
  const name = `select count(*)::int as n from vouch.workplace where docket_id = ${place}`;
  assert.equal(await numberOf(behind, name), 0);
  assert.equal(await registerPlace(behind, PLACE), place);
  assert.equal(await registerPlace(behind, PLACE), place, 'and once');
  assert.equal(await numberOf(behind, name), 1);
});

test('whoever comes back is told, in each language, between which days words may be gone', async () => {
  for (const language of ['en', 'my', 'th']) {
    const page = await (await fetch(`${server.url}/w/open?l=${language}`)).text();
    const note = /data-restored>([\s\S]*?)<\/div>/.exec(page)?.[1] ?? '';
    assert.match(note, /<span>.{80,}<\/span>/, language);
    assert.doesNotMatch(note, /[{}]/, language);
  }
});

/** The old backup once more, from before the log went on. */
function again(): string {
  const there = fresh();
  const from = ['--data', there, '--passphrase-file', at('passphrase'), '--log', join(folder.dir, 'ledger')];
  const done = vouch('restore', at('early'), '--secrets', secretsOf('early'), ...from);
  assert.equal(done.status, 1, done.text);
  return there;
}

test('lost statements that nobody sends again: no bundle, until they are given up as erased and unsigned', async () => {
  await server.stop();
  const there = again();
  const from = ['--from', join(folder.dir, 'ledger'), '--journal', join(folder.dir, 'journal')];
  const replayed = vouch('ledger', 'replay', ...from, '--data', there);
  assert.equal(replayed.status, 0, replayed.text);
  server = await serve(there, { args: EPOCH });
  await nextEpochs(there);
  const file = at('given-up.vouch.jsonl');
  const make = () =>
    vouch('evidence', 'docket', String(sample.docket.index), '--for', ORG, '-o', file, '--data', there);
  const no = make();
  assert.equal(no.status, 1);
  assert.match(no.text, /lost in a recovery/);
  assert.equal(
    vouch('ledger', 'give-up-lost', '--data', there).json['given'],
    0,
    'thirty days to send them again',
  );
  const given = vouch('ledger', 'give-up-lost', '--after-days', '0', '--data', there);
  assert.equal(given.json['given'], replayed.json['lost']);
  await nextEpochs(there);
  const yes = make();
  assert.equal(yes.status, 0, yes.text);
  const policy = parsePolicy(readFileSync(join(there, 'ledger', 'policy'), 'utf8'));
  assert.ok(typeof policy !== 'string');
  const verdict = await verifyBundle(createReadStream(file), { policy, at: Date.now() / 1000 });
  assert.ok(!('refused' in verdict));
  assert.deepEqual([verdict.unaltered, verdict.reasons], [true, ['unaudited', 'stale-checkpoint']]);
  assert.equal(verdict.counts.erased.unsigned, replayed.json['lost']);
  await server.stop();
});

test('without the journal an auditor’s leaves continue the log; heads of the lost epochs are not to be proven', async () => {
  server = await serve(behind, { args: EPOCH });
  const there = again();
  const taken = await database(behind, async (c) => {
    const { rows } = await c.query<{ docket: number; leaf: string; line: string }>(
      `select docket_id as docket, leaf, rtrim(line, E'\\n') as line from vouch.docket_leaf where epoch <= $1 order by 1, 2`,
      [lastPublic],
    );
    return rows.map((r) => JSON.stringify({ ...r, leaf: Number(r.leaf) })).join('\n');
  });
  await server.stop();
  writeFileSync(at('leaves.jsonl'), `${taken}\n`);
  const from = ['--from', join(folder.dir, 'ledger'), '--journal', at('nowhere'), '--data', there];
  const done = vouch('ledger', 'replay', ...from, '--leaves', at('leaves.jsonl'));
  assert.equal(done.status, 0, done.text);
  assert.equal(done.json['unproven'], done.json['epochs']);
  server = await serve(there, { args: EPOCH });
  await nextEpochs(there);
  const grown = vouch(
    'verify-log',
    join(there, 'ledger'),
    '--policy',
    join(there, 'ledger', 'policy'),
    '--old',
    at('checkpoint'),
  );
  assert.equal(grown.status, 0, grown.text);
  const docket = String(sample.docket.index);
  const no = vouch('evidence', 'docket', docket, '--for', ORG, '-o', at('none'), '--data', there);
  assert.equal(no.status, 1, 'since would name an epoch whose heads are lost');
});
