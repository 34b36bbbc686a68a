// The ledger's commands, beside a server that runs and where none does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parsePolicy } from '../ledger/index.ts';
import { type Serving, dataFolder, prepareDeployment, serve } from '../test/deployment.ts';
import { runningDatabase } from './own-world.ts';

const folder = dataFolder();
let server: Serving | undefined;
const program = fileURLToPath(new URL('./vouch.ts', import.meta.url));

before(async () => {
  await prepareDeployment(folder.dir);
  server = await serve(folder.dir);
});
after(async () => {
  await server?.stop();
  folder.remove();
});

type Ran = { code: number | null; said: string; json: Record<string, unknown>; wrong: string };

function vouch(...args: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    timeout: 90_000,
    env: { ...process.env, DATA_DIR: folder.dir },
  });
  const json: unknown = stdout.startsWith('{') ? JSON.parse(stdout) : {};
  return { code: status, said: stdout, wrong: stderr, json: json as Record<string, unknown> };
}

test('status says where the log stands, who closes epochs, and the policy to copy', () => {
  const { code, said } = vouch('ledger', 'status');
  assert.equal(code, 0, said);
  assert.match(said, /vouch\.invalid\/vouch\/1: epoch \d+, closed /);
  assert.match(said, /the all of vouch\.invalid\/vouch\/1 \(process \d+ on \S+\) closes epochs since/);
  assert.match(said, /policy:\n {2}log vouch\.invalid\/vouch\/1\+/);
  const machine = vouch('ledger', 'status', '--json').json;
  assert.equal((machine['sequencer'] as { pid: number }).pid, server?.pid);
});

test('beside a running server its own sequencer closes the epoch: no second publisher is at the files', () => {
  const before = Number(vouch('ledger', 'status', '--json').json['epoch']);
  const { code, json } = vouch('ledger', 'close-epoch', '--json');
  assert.deepEqual([code, json['epoch'], json['published']], [0, before + 1, true]);
  const after = vouch('ledger', 'status', '--json').json;
  assert.equal((after['sequencer'] as { pid: number }).pid, server?.pid, 'the lease stayed where it was');
});

test('a second server over the same database waits, says who works, and takes reports', async () => {
  const url = runningDatabase(folder.dir);
  assert.ok(url);
  const other = dataFolder();
  try {
    spawnSync('cp', ['-r', join(folder.dir, 'keys'), other.dir]);
    const { spawn } = await import('node:child_process');
    const { freePort } = await import('../app/platform/ports.ts');
    const port = await freePort();
    const main = fileURLToPath(new URL('../app/main.ts', import.meta.url));
    const second = spawn(process.execPath, [main, '--empty', '--data', other.dir, '--port', String(port)], {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [second.stdout, second.stderr])
      stream.on('data', (c: Buffer) => (said += c.toString()));
    const until = Date.now() + 30_000;
    let ready = false;
    while (!ready && Date.now() < until) {
      ready = await fetch(`http://localhost:${port}/readyz`).then(
        (r) => r.ok,
        () => false,
      );
      if (!ready) await new Promise((done) => setTimeout(done, 100));
    }
    const gone = new Promise((done) => second.once('exit', done));
    second.kill('SIGTERM');
    await gone;
    assert.ok(ready, said);
    assert.match(
      said,
      /process \d+ on \S+\) closes epochs since .* This one waits and takes over when that ends/,
    );
    assert.doesNotMatch(said, /STANDS STILL/);
  } finally {
    other.remove();
  }
});

test('a new key is announced, and the policy that is served and kept names both', async () => {
  const policyFile = join(folder.dir, 'ledger', 'policy');
  const { code, json, wrong } = vouch('ledger', 'rotate-key', 'log', '--json');
  assert.equal(code, 0, wrong);
  assert.ok(existsSync(join(folder.dir, 'keys', 'log-1')));
  const again = vouch('ledger', 'rotate-key', 'log');
  assert.equal(again.code, 2);
  assert.match(again.wrong, /Another key is taking over/);
  assert.equal(vouch('ledger', 'rotate-key', 'session').code, 2);
  const policy = parsePolicy(readFileSync(policyFile, 'utf8'));
  assert.ok(typeof policy !== 'string');
  assert.equal(policy.logs.at(-1)?.vkey, json['vkey']);
  assert.equal(policy.logs.length, 2);
  assert.equal(await (await fetch(`${server?.url}/ledger/policy`)).text(), readFileSync(policyFile, 'utf8'));
  assert.equal(vouch('verify-log', `${server?.url}/ledger`).code, 0);
});

test('check: in order; a changed file is named in words; put back it is in order again', () => {
  assert.match(vouch('ledger', 'check').said, /^In order: \d+ entries/);
  const size = Number(vouch('ledger', 'status', '--json').json['size']);
  const tile = join(folder.dir, 'ledger', 'tile', '0', '000.p', String(size));
  const was = readFileSync(tile);
  writeFileSync(tile, Buffer.alloc(was.length, 1));
  const { code, said } = vouch('ledger', 'check');
  writeFileSync(tile, was);
  assert.equal(code, 1);
  assert.match(said, /^NOT in order:\n {2}the published log: root-mismatch/);
  assert.match(said, /tile\/0\/000\.p\/\d+ has other bytes than the database gives/);
  assert.equal(vouch('ledger', 'check').code, 0);
  assert.equal(vouch('doctor').said.includes('LOOK log'), false);
});

test('an exported log verifies by itself', () => {
  const to = join(folder.dir, 'exported');
  assert.equal(vouch('ledger', 'export-tiles', to).code, 0);
  assert.equal(vouch('ledger', 'export-tiles', to).code, 0, 'again, over itself');
  assert.equal(vouch('verify-log', to, '--policy', join(to, 'policy')).code, 0);
  rmSync(to, { recursive: true });
});

test('where no server runs the command is the sequencer, and leaves the lease free', async () => {
  await server?.stop();
  server = undefined;
  const { code, json } = vouch('ledger', 'close-epoch', '--json');
  assert.deepEqual([code, json['published']], [0, true]);
  const status = vouch('ledger', 'status');
  assert.match(status.said, /no sequencer works at the moment/);
  assert.equal(vouch('ledger', 'check').code, 0);
});

test('asked wrongly it says how to ask', () => {
  for (const args of [
    ['ledger'],
    ['ledger', 'nonsense'],
    ['ledger', 'export-tiles'],
    ['ledger', 'rotate-key'],
  ]) {
    const { code, wrong } = vouch(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(wrong, /vouch ledger status/);
  }
});
