// The log written down on a real chain, in the contract of contracts/.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hex } from '../../../ledger/index.ts';
import { type Chain, RICH, noChain, startChain } from '../../../test/anvil.ts';
import { office } from '../../../test/office.ts';
import { type TestWorld, testWorld } from '../../../test/world.ts';
import { anchorFaults, anchorLog, anchorStatus } from './anchor.actions.ts';
import { deployContract, readContract } from './anchor-evm.actions.ts';
import { lastPublished } from './sequencer.store.ts';

let t: TestWorld;
let chain: Chain | undefined;
let contract = '';
const keyFile = () => join(t.world.config.dir, 'poster');
before(async () => {
  if (noChain) return;
  t = await testWorld();
  await office(t);
  chain = await startChain();
  writeFileSync(keyFile(), `${RICH[0].slice(2)}\n`);
  contract = (await deployContract({ url: chain.url, keyFile: keyFile() }, t.world.keys.origin)).address;
});
after(async () => {
  await chain?.stop();
  await t?.close();
});

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
