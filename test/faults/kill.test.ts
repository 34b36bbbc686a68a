// Acknowledged means durable: kill -9 of server and database in a stream of reports, ten times, with fsync.
import assert from 'node:assert/strict';
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { runningDatabase } from '../../cli/own-world.ts';
import { parsePolicy, verifyBundle } from '../../ledger/index.ts';
import { ORG, type Serving, dataFolder, prepareDeployment, serve } from '../deployment.ts';
import { type Acknowledged, type Report, newReport, sampleFor, send } from './stream.ts';

const TIMES = 10;
const SENDERS = 8;
const REPORTS_A_TIME = 48;

const folder = dataFolder();
let server: Serving;
let sample: Awaited<ReturnType<typeof sampleFor>>;
const acknowledged = new Map<string, { report: Report; answer: Acknowledged }>();

before(async () => {
  await prepareDeployment(folder.dir);
  server = await serve(folder.dir);
  sample = await sampleFor(server.url);
});
after(async () => {
  await server?.stop();
  folder.remove();
});

const parentOf = (pid: string): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};

/** Every process below one, deepest last. */
function below(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((d) => /^\d+$/.test(d))
    .filter((d) => {
      try {
        return parentOf(d) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
  return children.flatMap((child) => [child, ...below(child)]);
}

/** Server and database at once, without a word: as a power cut takes them. */
async function killAll(): Promise<void> {
  const pids = [server.pid, ...below(server.pid)];
  assert.ok(pids.length > 3, 'server and database were not found');
  const gone = new Promise((done) => server.child.once('exit', done));
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It went with its parent.
    }
  await gone;
}

async function database<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: runningDatabase(folder.dir) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** How often each report is there, in every table that makes it one. */
async function timesKept(reports: readonly Report[]): Promise<Map<string, number[]>> {
  const ids = reports.map((r) => r.id);
  return database(async (client) => {
    const { rows } = await client.query<{ id: string; counts: number[] }>(
      `select i::text as id, array[
        (select count(*)::int from vouch.thread where thread_id = i), (select count(*)::int from vouch.statement where statement_id = i),
        (select count(*)::int from vouch.record_secret where statement_id = i), (select count(*)::int from vouch.envelope where statement_id = i),
        (select count(*)::int from vouch.thread_lookup where thread_id = i), (select count(*)::int from vouch.idempotency where key = i),
        (select count(*)::int from vouch.waiting_leaf where waiting_id = i) + (select count(*)::int from vouch.docket_leaf l join vouch.statement s
          on s.statement_id = i and l.docket_id = s.docket_id and l.line = 'statement ' || encode(s.commitment, 'hex') || E'\\n')] as counts
      from unnest($1::uuid[]) i`,
      [ids],
    );
    return new Map(rows.map((r) => [r.id, r.counts]));
  });
}

const ONCE = [1, 1, 1, 1, 1, 1, 1];
const NEVER = [0, 0, 0, 0, 0, 0, 0];

/** Sends until the kill; returns what was sent and not acknowledged. */
async function streamAndKill(reports: readonly Report[], killAfter: number): Promise<Report[]> {
  const left = [...reports];
  const silent: Report[] = [];
  let heard = 0;
  let killing: Promise<void> | undefined;
  const sender = async (): Promise<void> => {
    for (let report = left.shift(); report; report = left.shift()) {
      const answer = await send(server.url, report);
      if (answer) acknowledged.set(report.id, { report, answer });
      else silent.push(report);
      if (answer && ++heard >= killAfter) killing ??= killAll();
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  await killing;
  assert.ok(killing, 'nothing was killed');
  return silent;
}

test(`${TIMES} times kill -9 of server and database in a stream of reports: what was acknowledged is there, once`, async () => {
  let cutOff = 0;
  for (let time = 0; time < TIMES; time++) {
    const reports = await Promise.all(
      Array.from({ length: REPORTS_A_TIME }, () => newReport(server.url, sample)),
    );
    const known = acknowledged.size;
    const silent = await streamAndKill(reports, 3 + ((time * 7) % 25));
    assert.ok(acknowledged.size > known, 'the stream had begun');
    cutOff += silent.length;
    server = await serve(folder.dir);
    const all = [...acknowledged.values()].map((a) => a.report);
    for (const [id, counts] of await timesKept(all))
      assert.deepEqual(counts, ONCE, `${id} was acknowledged (time ${time + 1})`);
    // What nobody acknowledged is there whole or not at all.
    for (const [id, counts] of await timesKept(silent))
      assert.deepEqual(counts, counts[0] === 1 ? ONCE : NEVER, `${id} is half there`);
    for (const report of silent) {
      const answer = await send(server.url, report);
      assert.ok(answer, 'a re-send is answered');
      assert.equal(answer.commitment, report.commitment);
      acknowledged.set(report.id, { report, answer });
    }
    for (const [id, counts] of await timesKept(silent))
      assert.deepEqual(counts, ONCE, `${id} was sent again`);
  }
  assert.ok(cutOff >= TIMES, `the kills cut off only ${cutOff} reports: they came too late`);
  const total = await database(
    async (client) => (await client.query('select count(*)::int as n from vouch.thread')).rows[0]?.n,
  );
  assert.equal(total, acknowledged.size, 'nothing is there that nobody sent');
});

test('sent again after all that, a report gets its first answer, word for word', async () => {
  for (const { report, answer } of [...acknowledged.values()].slice(0, 20))
    assert.deepEqual(await send(server.url, report), answer);
});

test('the log has gone on: its epochs are in order, and hold each report', async () => {
  const { run } = await import('../../cli/ledger.ts');
  await wait(100);
  assert.equal(await run(['close-epoch', '--data', folder.dir]), 0);
  assert.equal(await run(['check', '--data', folder.dir]), 0);
  const waiting = await database(
    async (client) => (await client.query('select count(*)::int as n from vouch.waiting_leaf')).rows[0]?.n,
  );
  assert.equal(waiting, 0);
});

test('beside the running server a bundle is made, and says what it can: unaltered, and not complete without an auditor', async () => {
  const [evidence, verify] = await Promise.all([
    import('../../cli/evidence.ts'),
    import('../../cli/verify.ts'),
  ]);
  const file = join(folder.dir, 'bundle.vouch.jsonl');
  const docket = String(sample.docket.index);
  const make = (org: string, id: string) =>
    evidence.run(['docket', id, '--for', org, '-o', file, '--data', folder.dir]);
  assert.equal(await make(ORG, '9999'), 1, 'a docket that is not there');
  assert.equal(await make('vouch:nobody', docket), 2);
  assert.equal(await make(ORG, docket), 0);
  const policy = parsePolicy(readFileSync(join(folder.dir, 'ledger', 'policy'), 'utf8'));
  assert.ok(typeof policy !== 'string');
  const verdict = await verifyBundle(createReadStream(file), { policy, at: Date.now() / 1000 });
  assert.ok(!('refused' in verdict));
  // Without a witness nobody says when the checkpoint was seen: an empty deployment has none until one is added.
  assert.deepEqual(
    [verdict.unaltered, verdict.complete, verdict.reasons],
    [true, false, ['unaudited', 'stale-checkpoint']],
  );
  assert.equal(verdict.counts.statements, acknowledged.size);
  // Both answers must be yes for 0.
  assert.equal(await verify.run([file, '--policy', join(folder.dir, 'ledger', 'policy')]), 1);
});
