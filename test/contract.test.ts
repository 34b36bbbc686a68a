// The anchor contract on a real chain: what is kept is what the source gives, and it takes exactly what RFC 6962 allows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Abi, Address, Hex } from 'viem';
import { compileAnchor, keptContract } from '../cli/contract.ts';
import { Tree, hex, leafHash, utf8 } from '../ledger/index.ts';
import { type Chain, RICH, noChain, startChain } from './anvil.ts';

type Vector = { from: number; to: number; old_root: string; new_root: string; proof: string[]; ok: boolean };

const vectors = (
  JSON.parse(readFileSync(new URL('../ledger/vectors/vouch1/roots.json', import.meta.url), 'utf8')) as {
    consistency: Vector[];
  }
).consistency;

test('what is kept is what the source gives', () => assert.deepEqual(keptContract(), compileAnchor()));

const origin = 'demo.vouch.invalid/vouch/1';
const at = (hash: string): Hex => `0x${hash}`;
const tree = Tree.of(Array.from({ length: 300 }, (_, i) => leafHash(utf8(`entry ${i}\n`))));
const root = (size: number): Hex => at(hex(tree.root(size)));
const proof = (older: number, size: number): Hex[] =>
  older === 0 ? [] : tree.consistencyProof(older, size).map((hash) => at(hex(hash)));

async function deployed(url: string) {
  const { createPublicClient, createWalletClient, http } = await import('viem');
  const { privateKeyToAccount } = await import('viem/accounts');
  const { foundry } = await import('viem/chains');
  const { abi: kept, bytecode } = keptContract();
  const abi = kept as Abi;
  const reader = createPublicClient({ chain: foundry, transport: http(url), pollingInterval: 50 });
  const wallet = (key: Hex) =>
    createWalletClient({ account: privateKeyToAccount(key), chain: foundry, transport: http(url) });
  const [own, stranger] = [wallet(RICH[0]), wallet(RICH[1])];
  const hash = await own.deployContract({ abi, bytecode: bytecode as Hex, args: [origin] });
  const made = await reader.waitForTransactionReceipt({ hash });
  const address = made.contractAddress as Address;
  const read = (functionName: string, args: unknown[] = []) =>
    reader.readContract({ address, abi, functionName, args });
  /** Gas, or the name of the error that it was refused with. */
  const act = async (who: typeof own, functionName: string, args: unknown[]): Promise<bigint | string> => {
    try {
      await reader.simulateContract({ address, abi, functionName, args, account: who.account });
    } catch (error) {
      return /Error: (\w+)\(/.exec(String(error))?.[1] ?? String(error);
    }
    const sent = await who.writeContract({ address, abi, functionName, args });
    const receipt = await reader.waitForTransactionReceipt({ hash: sent });
    assert.equal(receipt.status, 'success');
    return receipt.gasUsed;
  };
  const anchor = (who: typeof own, size: number, newRoot: Hex, hashes: Hex[]) =>
    act(who, 'anchor', [BigInt(size), newRoot, hashes]);
  const events = () => reader.getContractEvents({ address, abi, fromBlock: 0n });
  return { gas: made.gasUsed, own, stranger, read, act, anchor, events };
}

let chain: Chain;
let on: Awaited<ReturnType<typeof deployed>>;
before(async () => {
  if (noChain) return;
  chain = await startChain();
  on = await deployed(chain.url);
});
after(async () => chain?.stop());

const skip = { skip: noChain };

test(
  'it says yes to each good consistency proof and no to each bad one of the known answers',
  skip,
  async () => {
    const good = vectors.filter(({ ok }) => ok).length;
    assert.ok(good >= 10 && vectors.length - good >= 8, `${good} good of ${vectors.length}`);
    for (const v of vectors) {
      const args = [BigInt(v.from), at(v.old_root), BigInt(v.to), at(v.new_root), v.proof.map(at)];
      const isWhole = v.proof.every((hash) => hash.length === 64) && v.to >= 0 && v.from >= 0;
      if (!isWhole) continue;
      assert.equal(await on.read('isConsistent', args), v.ok, JSON.stringify(v));
    }
  },
);

test(
  'and between all sizes up to 33, also with one bit changed anywhere, a hash too many or too few',
  skip,
  async () => {
    const small = Tree.of(Array.from({ length: 33 }, (_, i) => leafHash(utf8(`${i}`))));
    const says = (a: number, b: number, hashes: Uint8Array[], to = small.root(b)) =>
      on.read('isConsistent', [
        BigInt(a),
        at(hex(small.root(a))),
        BigInt(b),
        at(hex(to)),
        hashes.map((h) => at(hex(h))),
      ]);
    for (let b = 1; b <= 33; b += 4)
      for (let a = 1; a <= b; a++) {
        const hashes = a === b ? [] : small.consistencyProof(a, b);
        assert.equal(await says(a, b, hashes), true, `${a} to ${b}`);
        const wrong = hashes.map((hash) => Uint8Array.from(hash));
        const one = wrong[(a * b) % Math.max(1, wrong.length)];
        if (one) one[a % 32] = (one[a % 32] ?? 0) ^ 1;
        if (one) assert.equal(await says(a, b, wrong), false, `${a} to ${b}, one bit`);
        if (hashes.length > 0)
          assert.equal(await says(a, b, hashes.slice(0, -1)), false, `${a} to ${b}, cut`);
        assert.equal(await says(a, b, [...hashes, small.root(1)]), false, `${a} to ${b}, one more`);
        if (b < 33)
          assert.equal(await says(a, b, hashes, small.root(b + 1)), false, `${a} to ${b}, another root`);
      }
  },
);

test('a log is anchored state by state; gas stays that of a few hashes', skip, async (t) => {
  assert.equal(await on.read('origin'), origin);
  assert.equal(await on.read('root'), at('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'));
  const spent: string[] = [`deploy ${on.gas}`];
  let older = 0;
  for (const size of [3, 8, 100, 300]) {
    const gas = await on.anchor(on.own, size, root(size), proof(older, size));
    assert.equal(typeof gas, 'bigint', String(gas));
    assert.ok(Number(gas) < 150_000, `${gas} gas`);
    spent.push(`${older} to ${size} (${proof(older, size).length} hashes) ${gas}`);
    assert.deepEqual([await on.read('size'), await on.read('root')], [BigInt(size), root(size)]);
    older = size;
  }
  t.diagnostic(`gas: ${spent.join(', ')}`);
  const events = (await on.events()).map(({ eventName, args }) => ({ eventName, args }));
  assert.deepEqual(events.at(-1), {
    eventName: 'Anchored',
    args: { size: 300n, root: root(300), before: 100n },
  });
  assert.equal(events.length, 4);
});

test('refused: the same again, an older one, another history, a wrong proof, a stranger', skip, async () => {
  assert.equal(await on.anchor(on.own, 300, root(300), []), 'NotNewer');
  assert.equal(await on.anchor(on.own, 100, root(100), []), 'NotNewer');
  const more = Tree.of(
    Array.from({ length: 400 }, (_, i) => leafHash(utf8(`entry ${i < 299 ? i : 'forged'}\n`))),
  );
  const forged = more.consistencyProof(300, 400).map((hash) => at(hex(hash)));
  assert.equal(await on.anchor(on.own, 400, at(hex(more.root())), forged), 'NotConsistent');
  assert.equal(await on.anchor(on.own, 400, at(hex(more.root())), []), 'NotConsistent');
  const grown = Tree.of(Array.from({ length: 400 }, (_, i) => leafHash(utf8(`entry ${i}\n`))));
  const good = grown.consistencyProof(300, 400).map((hash) => at(hex(hash)));
  const next: [number, Hex, Hex[]] = [400, at(hex(grown.root())), good];
  assert.equal(await on.anchor(on.stranger, ...next), 'NotThePoster');
  assert.deepEqual([await on.read('size'), await on.read('root')], [300n, root(300)]);
  assert.equal(typeof (await on.anchor(on.own, ...next)), 'bigint');
});

test('the key can be handed over, by its holder alone; then the old one is a stranger', skip, async () => {
  const { own, stranger } = on;
  const to = stranger.account.address;
  assert.equal(await on.act(stranger, 'handOver', [to]), 'NotThePoster');
  assert.equal(typeof (await on.act(own, 'handOver', [to])), 'bigint');
  assert.equal(await on.act(own, 'handOver', [own.account.address]), 'NotThePoster');
  assert.equal(await on.read('poster'), to);
});
