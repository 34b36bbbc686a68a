// The command for anchors, as an outsider uses it: a folder with the log, a policy, a .ots file, a chain.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { anchorLog, deployContract, policyText } from '../app/features/log/index.ts';
import { type Chain, RICH, noChain, startChain } from '../test/anvil.ts';
import { type Calendar, startCalendar } from '../test/calendar.ts';
import { office } from '../test/office.ts';
import { type TestWorld, testWorld } from '../test/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'vouch-anchors-'));
const file = (name: string): string => join(folder, name);
let t: TestWorld;
let calendar: Calendar;
let chain: Chain | undefined;
let contract = '';

before(async () => {
  t = await testWorld();
  await office(t);
  await t.closeEpoch();
  writeFileSync(file('policy'), policyText(t.world, []));
  writeFileSync(file('poster'), RICH[0].slice(2));
  calendar = await startCalendar();
  t.world.config.anchors = { evm: undefined, ots: [calendar.url] };
  await anchorLog(t.world);
  calendar.mine(900_100);
  await anchorLog(t.world);
  const { anchors } = (await t.app.inject('/ledger/anchors.json')).json() as { anchors: { size: number }[] };
  writeFileSync(
    file('state.ots'),
    (await t.app.inject(`/ledger/anchors/${anchors[0]?.size}.ots`)).rawPayload,
  );
  if (noChain) return;
  chain = await startChain();
  const settings = { url: chain.url, keyFile: file('poster') };
  contract = (await deployContract(settings, t.world.keys.origin)).address;
  t.world.config.anchors = { evm: { ...settings, contract }, ots: [] };
  await anchorLog(t.world);
  await t.closeEpoch();
});
after(async () => {
  await Promise.all([calendar.stop(), chain?.stop()]);
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The chain answers from this process's children, so the command must not hold this process up. */
function vouch(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [
    fileURLToPath(new URL('./vouch.ts', import.meta.url)),
    'anchors',
    ...args,
  ]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (part) => (out += String(part)));
  child.stderr.on('data', (part) => (err += String(part)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
const check = (...args: string[]) => vouch('check', t.world.ledgerDir, '--policy', file('policy'), ...args);

test('a .ots file is this log’s: which state, which block, and what to compare', async () => {
  const { code, out } = await check('--ots', file('state.ots'));
  assert.equal(code, 0, out);
  assert.match(
    out,
    /state of \d+ entries is this log’s\. Bitcoin block 900100 holds it, if its Merkle root is [0-9a-f]{64}; /,
  );
});

test('a .ots file of something else, or none at all, is a no', async () => {
  const bytes = readFileSync(file('state.ots'));
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  writeFileSync(file('other.ots'), bytes);
  writeFileSync(file('none.ots'), 'hello');
  const { code, out } = await check('--ots', file('other.ots'), '--ots', file('none.ots'));
  assert.equal(code, 1);
  assert.match(out, /other\.ots: NO\. it is about something else/);
  assert.match(out, /none\.ots: NO\. it can't be read: it is no \.ots file/);
});

test(
  'what a contract holds is this log’s, also when the log has grown since',
  { skip: noChain },
  async () => {
    const { code, out } = await check('--rpc', chain?.url ?? '', '--contract', contract, '--json');
    assert.equal(code, 0, out);
    const { found } = JSON.parse(out) as { found: { ok: boolean; size: number; says: string }[] };
    assert.equal(found[0]?.ok, true);
    assert.match(found[0]?.says ?? '', /^chain 31337, posted by 0x/);
  },
);

test('against the log of somebody else with the same name it is a no', { skip: noChain }, async () => {
  const other = await testWorld();
  try {
    await office(other);
    other.clock.forward(86_400);
    for (let i = 0; i < 4; i++) await other.closeEpoch();
    writeFileSync(file('other-policy'), policyText(other.world, []));
    const args = ['--policy', file('other-policy'), '--rpc', chain?.url ?? '', '--contract', contract];
    const { code, out } = await vouch('check', other.world.ledgerDir, ...args);
    assert.equal(code, 1);
    assert.match(out, /NO\. it holds another history/);
  } finally {
    await other.close();
  }
});

test('a new key is written once, for its owner alone, and says its account', { skip: noChain }, async () => {
  const made = await vouch('new-key', file('key'));
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /0x[0-9a-f]{40}$/m);
  assert.equal(statSync(file('key')).mode & 0o777, 0o600);
  const before = readFileSync(file('key'), 'utf8');
  const again = await vouch('new-key', file('key'));
  assert.equal(again.code, 2);
  assert.match(again.err, /never overwritten/);
  assert.equal(readFileSync(file('key'), 'utf8'), before);
});

test('asked wrongly it says how to ask, and makes nothing', async () => {
  for (const args of [
    [],
    ['check'],
    ['check', t.world.ledgerDir],
    ['status', '--data', file('nowhere')],
    ['launch'],
  ]) {
    const { code, err } = await vouch(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /vouch anchors status/);
  }
  assert.equal(existsSync(file('nowhere')), false);
});
