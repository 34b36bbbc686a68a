// An operator's own deployment, watched by others: one witness that it asks, one that asks by itself, one auditor.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { parsePolicy, verifyLog } from '../../ledger/index.ts';
import { freePort } from '../../app/platform/ports.ts';
import { logReader } from '../../cli/ledger-inputs.ts';
import { type Running, startCosigner } from '../../cli/witness.fixture.ts';
import { type Serving, dataFolder, prepareDeployment, serve } from '../deployment.ts';
import { root } from '../source.ts';

const folder = dataFolder();
const policyFile = join(folder.dir, 'ledger', 'policy');
const started: Running[] = [];
let server: Serving | undefined;
let auditPort: number;
let own: string;

const vouch = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'cli', 'vouch.ts'), ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  });
const begin = async (): Promise<Serving> =>
  serve(folder.dir, { env: { VOUCH_EPOCH_SECONDS: '4', VOUCH_AUDIT_PORT: String(auditPort) } });

before(async () => {
  await prepareDeployment(folder.dir);
  auditPort = await freePort();
  server = await begin();
  own = readFileSync(policyFile, 'utf8');
});
after(async () => {
  await Promise.all(started.map((one) => one.kill('SIGKILL')));
  await server?.stop();
  folder.remove();
});

type Status = {
  quorum: string;
  verified: { epoch: number } | null;
  epoch: number;
  cosigners: { name: string }[];
};
const status = async (): Promise<Status> =>
  // What the server's own contract says.
  (await (await fetch(`${server?.url}/ledger/status.json`)).json()) as Status;

async function until(what: (now: Status) => boolean): Promise<Status> {
  for (let i = 0; i < 120; i++) {
    const now = await status();
    if (what(now)) return now;
    await wait(500);
  }
  return assert.fail(`never: ${JSON.stringify(await status())}`);
}

test('without anybody in its policy nobody has to sign', async () => {
  assert.match(own, /^quorum none$/m);
  assert.equal((await status()).quorum, 'none');
});

test('the operator invites, writes them into the policy, starts again: all three must sign, and do', async () => {
  const log = /^log (\S+)$/m.exec(own)?.[1] ?? assert.fail();
  const at = (name: string) => ['--key', join(folder.dir, `${name}.key`), '--name', `${name}.example/key`, '--state', join(folder.dir, name)]; // prettier-ignore
  const channel = join(folder.dir, 'audit.channel');
  const invited = vouch('auditor', 'invite', 'audit', '--url', `https://127.0.0.1:${auditPort}`, '-o', channel, '--data', folder.dir); // prettier-ignore
  assert.equal(invited.status, 0, invited.stderr);
  const union = await startCosigner('witness', ['--log', log, ...at('union'), '--listen', '127.0.0.1:0']);
  const audit = await startCosigner('auditor', [
    '--channel',
    channel,
    ...at('audit'),
    '--listen',
    '127.0.0.1:0',
  ]);
  const { url } = server ?? assert.fail();
  const charity = await startCosigner('witness', ['--log', log, ...at('charity'), '--feed', `${url}/ledger`, '--every', '1']); // prettier-ignore
  started.push(union, audit, charity);
  const kept = own.replace(/^quorum none\n/m, '');
  const lines = [
    '# union is run by The Union, Street 1',
    `witness union ${union.vkey} ${union.url}`,
    `witness charity ${charity.vkey}`,
    `witness audit ${audit.vkey} ${audit.url}`,
    'group a 1 audit',
  ];
  writeFileSync(policyFile, `${kept}${lines.join('\n')}\n`);
  const port = Number(new URL(url).port);
  await server?.stop();
  server = await serve(folder.dir, {
    port,
    env: { VOUCH_EPOCH_SECONDS: '4', VOUCH_AUDIT_PORT: String(auditPort) },
  });
  const first = await until((now) => now.quorum === 'met');
  const later = await until((now) => (now.verified?.epoch ?? 0) > first.epoch);
  assert.deepEqual(later.cosigners.map((one) => one.name).sort(), ['audit', 'charity', 'union']);
  const served = await (await fetch(`${server.url}/ledger/policy`)).text();
  assert.match(served, /^# union is run by The Union, Street 1$/m);
  assert.match(served, /^group w 2 union charity\ngroup a 1 audit\ngroup q all w a\nquorum q$/m);
  const policy = parsePolicy(served);
  assert.ok(typeof policy !== 'string');
  const verdict = await verifyLog(logReader(`${server.url}/ledger`), { policy });
  assert.deepEqual([verdict.ok, verdict.reasons], [true, []]);
  const said = vouch('ledger', 'status', '--data', folder.dir);
  assert.match(said.stdout, /the auditors' channel: audit fetched epoch \d+ last/);
});

test('when the auditor is gone nothing new is verified, and the service goes on', async () => {
  await started[1]?.kill('SIGTERM');
  const below = await until((now) => now.quorum === 'not met');
  const later = await until((now) => now.epoch > below.epoch + 1);
  assert.equal(later.verified?.epoch, below.verified?.epoch);
  assert.equal((await fetch(`${server?.url}/readyz`)).status, 200);
});

test('a policy that cannot stand stops the start with a sentence', async () => {
  await server?.stop();
  server = undefined;
  const text = readFileSync(policyFile, 'utf8');
  writeFileSync(policyFile, text.replace('group w 2', 'group w 1'));
  const wrong = spawnSync(process.execPath, [join(root, 'app', 'main.ts'), '--empty', '--data', folder.dir, '--port', String(await freePort())], { encoding: 'utf8', timeout: 60_000, env: { ...process.env, VOUCH_EPOCH_SECONDS: '4' } }); // prettier-ignore
  assert.equal(wrong.status, 1);
  assert.match(
    wrong.stderr,
    /policy: 1 of 2 witnesses could be shown two histories: write "group w 2 union charity"/,
  );
});
