// The log written down elsewhere: at calendars that speak the real wire format, and on a real chain.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { formatCheckpoint, hex, sha256, utf8 } from '../../../ledger/index.ts';
import { type Chain, RICH, noChain, startChain } from '../../../test/anvil.ts';
import { type Calendar, startCalendar } from '../../../test/calendar.ts';
import { startJobs } from '../../jobs.ts';
import { office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { anchorFaults, anchorLog, anchorStatus } from './anchor.actions.ts';
import { attested, parseOts } from './anchor-ots.ts';
import { deployContract, readContract } from './anchor-evm.actions.ts';
import { lastPublished } from './sequencer.store.ts';

let t: TestWorld;
let [alice, bob]: Calendar[] = [];
let chain: Chain | undefined;
let contract = '';
const keyFile = () => join(t.world.config.dir, 'poster');
before(async () => {
  t = await testWorld();
  await office(t);
  [alice, bob] = [await startCalendar(), await startCalendar()];
  if (noChain) return;
  chain = await startChain();
  writeFileSync(keyFile(), `${RICH[0].slice(2)}\n`);
  contract = (await deployContract({ url: chain.url, keyFile: keyFile() }, t.world.keys.origin)).address;
});
after(async () => {
  await Promise.all([alice?.stop(), bob?.stop(), chain?.stop()]);
  await t.close();
});

const calendars = (): [Calendar, Calendar] => {
  assert.ok(alice && bob);
  return [alice, bob];
};
async function nextDay(): Promise<{ size: number; root: Uint8Array }> {
  t.clock.forward(86_400);
  await t.closeEpoch();
  const last = await t.world.anon.read({}, lastPublished);
  assert.ok(last);
  return { size: last.size, root: last.log_root };
}
const states = async (): Promise<string[]> =>
  (await anchorStatus(t.world)).map(({ kind, size, state }) => `${kind} ${size} ${state}`);
const empty = () => t.world.jobs.write({}, (tx) => tx.deleteFrom('anchor').execute());

test('nothing is anchored where nobody asked for it', async () => {
  await nextDay();
  assert.deepEqual(await anchorLog(t.world), []);
  assert.deepEqual(await states(), []);
  assert.doesNotMatch((await t.app.inject('/ledger/')).payload, /elsewhere/);
});

test('calendars get the hash of the checkpoint and nothing else; once a day; their promises become Bitcoin’s word', async () => {
  const [a, b] = calendars();
  t.world.config.anchors = { evm: undefined, ots: [a.url, b.url] };
  const { size, root } = await nextDay();
  await anchorLog(t.world);
  const text = formatCheckpoint({ origin: t.world.keys.origin, size, root });
  const digest = hex(sha256(utf8(text)));
  assert.deepEqual(a.asked, [`POST /digest ${digest}`]);
  assert.deepEqual(b.asked, [`POST /digest ${digest}`]);
  assert.deepEqual(await states(), [`ots ${size} pending`, `ots ${size} pending`]);

  await t.closeEpoch();
  t.clock.forward(3600);
  await anchorLog(t.world);
  assert.equal(a.asked.filter((one) => one.startsWith('POST')).length, 1, 'the same day, another epoch');
  assert.match(a.asked.at(-1) ?? '', /^GET \/timestamp\/[0-9a-f]{88}$/);
  assert.deepEqual(await states(), [`ots ${size} pending`, `ots ${size} pending`]);

  const block = a.mine(900_001);
  await anchorLog(t.world);
  assert.deepEqual((await states()).sort(), [`ots ${size} done`, `ots ${size} pending`]);
  const done = (await anchorStatus(t.world)).find(({ state }) => state === 'done');
  assert.deepEqual([done?.place, done?.block], [a.url, 900_001]);

  const { statusCode, rawPayload, headers } = await t.app.inject(`/ledger/anchors/${size}.ots`);
  assert.equal(statusCode, 200);
  assert.equal(headers['content-type'], 'application/vnd.opentimestamps.v1');
  const file = parseOts(rawPayload);
  assert.equal(hex(file.message), digest, 'a file that anybody’s ots program takes');
  const found = [...attested(file)];
  assert.deepEqual(found.map(({ attestation }) => attestation.kind).sort(), [
    'bitcoin',
    'pending',
    'pending',
  ]);
  const said = found.find(({ attestation }) => attestation.kind === 'bitcoin');
  assert.deepEqual(Buffer.from(said?.message ?? []), block.merkleRoot);

  const list = (await t.app.inject('/ledger/anchors.json')).json() as { anchors: unknown[] };
  assert.equal(list.anchors.length, 2);
  const status = (await t.app.inject('/ledger/status.json')).json() as { anchors: unknown[] };
  assert.deepEqual(status.anchors, list.anchors);
  const page = (await t.app.inject('/ledger/')).payload;
  assert.match(page, /Also written down elsewhere/);
  assert.ok(page.includes(`/ledger/anchors/${size}.ots`) && page.includes('Bitcoin block 900001'));
  assert.equal((await t.app.inject('/ledger/anchors/1.ots')).statusCode, 404);
  assert.equal((await t.app.inject('/ledger/anchors/..%2fkeys.ots')).statusCode, 404);
});

test('a calendar that fails, lies, talks too much or sends elsewhere: said to the operator, tried again, the other is asked', async () => {
  const [a, b] = calendars();
  await empty();
  const { size } = await nextDay();
  const answers: [number, Buffer | string, RegExp][] = [
    [500, 'no', /answers 500/],
    [302, '', /fetch failed|redirect/i],
    [200, 'not a timestamp', /can’t be read/],
    [200, Buffer.alloc(0), /can’t be read: it is cut/],
    [200, Buffer.alloc(20_000, 8), /too long/],
    [200, Buffer.from('08000001020304050607083070757470', 'hex'), /can’t be read/],
    [200, Buffer.from('0800000102030405060700', 'hex'), /promises nothing/],
  ];
  for (const [status, body, fault] of answers) {
    a.next.push({ status, body });
    await anchorLog(t.world);
    const row = (await anchorFaults(t.world)).find(({ place }) => place === a.url);
    assert.match(row?.fault ?? '', fault);
    assert.equal(row?.state, 'waiting');
  }
  assert.deepEqual((await states()).sort(), [`ots ${size} pending`, `ots ${size} waiting`]);
  assert.equal(
    b.asked.filter((one) => one.startsWith('POST')).length,
    2,
    'the other calendar was asked once for each state',
  );
  const before = b.asked.length;
  // A promise in the name of a machine within: it is kept, and not followed.
  const uri = Buffer.from('http://169.254.169.254/latest');
  a.next.push({
    status: 200,
    body: Buffer.concat([
      Buffer.from('08', 'hex'),
      Buffer.from('0083dfe30d2ef90c8e', 'hex'),
      Buffer.from([uri.length + 1, uri.length]),
      uri,
    ]),
  });
  await anchorLog(t.world);
  const asked = a.asked.length;
  await anchorLog(t.world);
  assert.equal(a.asked.length, asked);
  assert.ok(b.asked.length > before);
  const shown = JSON.stringify(await anchorStatus(t.world));
  assert.doesNotMatch(shown, /fault|answers|169\.254/, 'the operator’s trouble is not for everybody');
});

test('a calendar that is away, and comes back', async () => {
  await empty();
  const gone = await startCalendar();
  await gone.stop();
  t.world.config.anchors = { evm: undefined, ots: [gone.url] };
  const { size } = await nextDay();
  await anchorLog(t.world);
  assert.deepEqual(await states(), [`ots ${size} waiting`]);
  const later = await nextDay();
  await anchorLog(t.world);
  assert.deepEqual(
    await states(),
    [`ots ${later.size} waiting`],
    'what was never sent gives way to the newer',
  );
});

const evm = (url: string): void => {
  t.world.config.anchors = { evm: { url, contract, keyFile: keyFile() }, ots: [] };
};
const skip = { skip: noChain };
const there = async () => {
  assert.ok(chain);
  const { size, root } = await readContract(chain.url, contract);
  return { size, root };
};

test(
  'on a chain: the contract takes the newest published state each day, and what it holds is the log’s',
  skip,
  async () => {
    await empty();
    assert.ok(chain);
    evm(chain.url);
    for (let day = 0; day < 3; day++) {
      const { size, root } = await nextDay();
      await anchorLog(t.world);
      assert.deepEqual(await there(), { size, root: hex(root) });
      assert.deepEqual(await states().then((all) => all[0]), `evm ${size} done`);
    }
    const [last] = await anchorStatus(t.world);
    assert.match(last?.tx ?? '', /^0x[0-9a-f]{64}$/);
    assert.ok((last?.block ?? 0) > 0 && last?.chainId === 31_337);
    const rows = (await anchorFaults(t.world)).length;
    await anchorLog(t.world);
    assert.equal((await anchorFaults(t.world)).length, rows, 'the same day again does nothing');
  },
);

test(
  'cut off after the transaction and before it was noted: the next run sees it on the chain and posts nothing',
  skip,
  async () => {
    const { size } = await nextDay();
    await anchorLog(t.world);
    const before = await there();
    await t.world.jobs.write({}, (tx) =>
      tx
        .updateTable('anchor')
        .set({ state: 'waiting', tx: null, block: null })
        .where('size', '=', size)
        .execute(),
    );
    await anchorLog(t.world);
    assert.deepEqual(await states().then((all) => all[0]), `evm ${size} done`);
    assert.deepEqual(await there(), before);
  },
);

test(
  'a chain that is away: the log goes on, the operator is told without the provider’s address, and it is made up for',
  skip,
  async () => {
    evm('http://127.0.0.1:9/secret-key-of-the-provider');
    const { size } = await nextDay();
    await anchorLog(t.world);
    const [row] = await anchorFaults(t.world);
    assert.equal(row?.state, 'waiting');
    assert.ok(row?.fault);
    assert.doesNotMatch(row.fault, /secret|127\.0\.0\.1/);
    assert.ok(chain);
    evm(chain.url);
    await anchorLog(t.world);
    assert.equal((await there()).size, size);
  },
);

test(
  'a contract that holds another history is not posted to: refused, and left for a person',
  skip,
  async () => {
    assert.ok(chain);
    const own = contract;
    const settings = { url: chain.url, keyFile: keyFile() };
    const other = await deployContract(settings, 'other.example/vouch/1');
    contract = other.address;
    evm(chain.url);
    await nextDay();
    await anchorLog(t.world);
    assert.match((await anchorFaults(t.world))[0]?.fault ?? '', /another log: other\.example/);

    const { createWalletClient, http } = await import('viem');
    const { privateKeyToAccount } = await import('viem/accounts');
    const { foundry } = await import('viem/chains');
    const { keptContract } = await import('../../../cli/contract.ts');
    contract = (await deployContract(settings, t.world.keys.origin)).address;
    const wallet = createWalletClient({
      account: privateKeyToAccount(RICH[0]),
      chain: foundry,
      transport: http(chain.url),
    });
    await wallet.writeContract({
      address: contract as `0x${string}`,
      abi: keptContract().abi as import('viem').Abi,
      functionName: 'anchor',
      args: [2n, `0x${'ab'.repeat(32)}`, []],
    });
    evm(chain.url);
    await nextDay();
    await anchorLog(t.world);
    const [row] = await anchorFaults(t.world);
    assert.deepEqual([row?.state, row?.fault], ['refused', 'the contract holds another history of this log']);
    contract = own;
  },
);

test(
  'a key that isn’t the poster’s is refused by name, and a key file that is no key by a sentence',
  skip,
  async () => {
    assert.ok(chain);
    evm(chain.url);
    await nextDay();
    writeFileSync(keyFile(), RICH[1].slice(2));
    await anchorLog(t.world);
    assert.match((await anchorFaults(t.world))[0]?.fault ?? '', /NotThePoster/);
    writeFileSync(keyFile(), 'correct horse battery staple');
    await anchorLog(t.world);
    const fault = (await anchorFaults(t.world))[0]?.fault ?? '';
    assert.match(fault, /64 hex digits/);
    assert.doesNotMatch(fault, /horse/);
    writeFileSync(keyFile(), RICH[0].slice(2));
    await anchorLog(t.world);
    assert.equal((await anchorFaults(t.world))[0]?.state, 'done');
  },
);

test(
  'a block that takes its time: sent once, asked for at the next run, and not sent again',
  skip,
  async () => {
    await empty();
    const slow = await startChain(false);
    try {
      const mine = () =>
        fetch(slow.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'evm_mine', params: [] }),
        });
      const settings = { url: slow.url, keyFile: keyFile() };
      const deploying = deployContract(settings, t.world.keys.origin);
      const miner = setInterval(() => void mine(), 200);
      const { address } = await deploying.finally(() => clearInterval(miner));
      t.world.config.anchors = { evm: { ...settings, contract: address, minedMs: 300 }, ots: [] };
      const { size } = await nextDay();
      await anchorLog(t.world);
      const [sent] = await anchorStatus(t.world);
      assert.deepEqual([sent?.state, sent?.block], ['pending', null]);
      await anchorLog(t.world);
      const [still] = await anchorStatus(t.world);
      assert.deepEqual([still?.state, still?.tx], ['pending', sent?.tx]);
      await mine();
      await anchorLog(t.world);
      const [done] = await anchorStatus(t.world);
      assert.deepEqual([done?.state, done?.tx, done?.size], ['done', sent?.tx, size]);
      assert.ok((done?.block ?? 0) > 0);
    } finally {
      await slow.stop();
    }
  },
);

test('the job begins by itself after the start, and a calendar that never answers holds nothing up', async () => {
  const [a] = calendars();
  await empty();
  const dumb = createServer(() => {});
  await new Promise<void>((ready) => dumb.listen(0, '127.0.0.1', ready));
  const address = dumb.address();
  assert.ok(typeof address === 'object' && address);
  t.world.config.anchors = { evm: undefined, ots: [a.url, `http://127.0.0.1:${address.port}`] };
  const { size } = await nextDay();
  const jobs = await startJobs(t.world);
  try {
    const wanted = [`ots ${size} pending`, `ots ${size} waiting`];
    for (let tries = 0; tries < 200 && (await states()).sort().join() !== wanted.join(); tries++)
      await new Promise((done) => setTimeout(done, 100));
    assert.deepEqual((await states()).sort(), wanted);
    t.clock.forward(600);
  } finally {
    const began = performance.now();
    await jobs.stop();
    assert.ok(performance.now() - began < 15_000, 'the end waits for nobody elsewhere');
    dumb.closeAllConnections();
    dumb.close();
  }
});
