// The contract of contracts/VouchAnchor.sol, through viem. The library is optional: it is loaded when somebody anchors.

import { readFileSync } from 'node:fs';
import type { Abi, Address, Hex } from 'viem';
import { Tree, hex } from '../../../ledger/index.ts';
import type { EvmSettings } from '../../platform/anchor-settings.ts';
import type { AnchorRow } from './anchor.ts';
import type { AnchorChange } from './anchor.store.ts';

const PATIENCE_MS = 20_000;
/** A block comes within this time on the chains that one would choose; what takes longer is asked for in an hour. */
const MINED_MS = 60_000;

type Kept = { abi: Abi; bytecode: Hex };
const contract = (): Kept =>
  JSON.parse(readFileSync(new URL('../../../contracts/VouchAnchor.json', import.meta.url), 'utf8')) as Kept;

/** Throws an Error that says what to install. */
async function library() {
  try {
    const [viem, accounts] = await Promise.all([import('viem'), import('viem/accounts')]);
    return { ...viem, ...accounts };
  } catch {
    throw new Error('Anchoring on a chain needs the optional package viem: npm install viem');
  }
}

function keyIn(file: string): Hex {
  const text = readFileSync(file, 'utf8').trim().replace(/^0x/, '');
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error('the key file must hold 64 hex digits and nothing else');
  return `0x${text}`;
}

async function reader(url: string) {
  const { createPublicClient, http } = await library();
  return createPublicClient({ transport: http(url, { timeout: PATIENCE_MS }), pollingInterval: 500 });
}

async function wallet(settings: Pick<EvmSettings, 'url' | 'keyFile'>) {
  const { createWalletClient, defineChain, http, privateKeyToAccount } = await library();
  const id = await (await reader(settings.url)).getChainId();
  const chain = defineChain({
    id,
    name: `chain ${id}`,
    nativeCurrency: { name: 'coin', symbol: 'coin', decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });
  const account = privateKeyToAccount(keyIn(settings.keyFile));
  return {
    id,
    account,
    client: createWalletClient({ account, chain, transport: http(settings.url, { timeout: PATIENCE_MS }) }),
  };
}

export type OnChain = { origin: string; poster: string; size: number; root: string; chainId: number };

/** What the contract holds now. */
export async function readContract(url: string, address: string): Promise<OnChain> {
  const client = await reader(url);
  const { abi } = contract();
  const read = (functionName: string): Promise<unknown> =>
    client.readContract({ address: address as Address, abi, functionName });
  const [origin, poster, size, root, chainId] = await Promise.all([
    ...['origin', 'poster', 'size', 'root'].map(read),
    client.getChainId(),
  ]);
  return {
    origin: String(origin),
    poster: String(poster),
    size: Number(size),
    root: String(root).slice(2),
    chainId: Number(chainId),
  };
}

/** Puts a new contract on the chain for the log named `origin`; gives its address. The key's account pays. */
export async function deployContract(
  settings: Pick<EvmSettings, 'url' | 'keyFile'>,
  origin: string,
): Promise<{ address: string; tx: string }> {
  const { client } = await wallet(settings);
  const { abi, bytecode } = contract();
  const hash = await client.deployContract({ abi, bytecode, args: [origin] });
  const made = await (await reader(settings.url)).waitForTransactionReceipt({ hash, timeout: MINED_MS });
  if (made.status !== 'success' || !made.contractAddress) throw new Error('the chain refused the contract');
  return { address: made.contractAddress.toLowerCase(), tx: hash };
}

/** The address of the key in a file: the account that pays, and that the contract takes as its poster. */
export async function addressOf(keyFile: string): Promise<string> {
  const { privateKeyToAccount } = await library();
  return privateKeyToAccount(keyIn(keyFile)).address.toLowerCase();
}

export type Log = { origin: string; tree: Tree };

/**
 * One step of an anchor. What the contract holds decides, never what is remembered: after a crash at any point the same
 * step goes on, and nothing is posted twice. Throws an Error with a sentence.
 */
export async function evmStep(
  row: Pick<AnchorRow, 'size' | 'root' | 'tx'>,
  settings: EvmSettings,
  log: Log,
): Promise<AnchorChange> {
  const there = await readContract(settings.url, settings.contract);
  const chainId = there.chainId;
  const refused = refusal(there, row, log);
  if (refused !== undefined) return { state: 'refused', chainId, fault: refused };
  if (there.size >= row.size) return { state: 'done', chainId, block: await blockOf(settings.url, row.tx) };
  const tx = (await onItsWay(settings.url, row.tx)) ?? (await post(there.size, row, settings, log.tree));
  const mined = await minedIn(settings, tx);
  if (mined === 'reverted') throw new Error('the chain refused the transaction');
  return mined === undefined
    ? { state: 'pending', chainId, tx }
    : { state: 'done', chainId, tx, block: mined };
}

/** Why this contract can't be right: for a person to look at, since it may mean that there are two logs. */
function refusal(
  there: OnChain,
  row: Pick<AnchorRow, 'size' | 'root'>,
  { origin, tree }: Log,
): string | undefined {
  if (there.origin !== origin) return `the contract is of another log: ${there.origin}`;
  if (there.size === 0) return undefined;
  if (there.size > tree.size)
    return 'the contract holds a longer log than this one: was an old backup restored?';
  if (hex(tree.root(there.size)) !== there.root) return 'the contract holds another history of this log';
  return hex(tree.root(row.size)) === hex(row.root) ? undefined : 'what was to be anchored is not this log';
}

async function post(
  from: number,
  row: Pick<AnchorRow, 'size' | 'root'>,
  settings: EvmSettings,
  tree: Tree,
): Promise<Hex> {
  const { client, account } = await wallet(settings);
  const { abi } = contract();
  const hashes = from === 0 ? [] : tree.consistencyProof(from, row.size);
  const call = {
    address: settings.contract as Address,
    abi,
    functionName: 'anchor',
    args: [BigInt(row.size), `0x${hex(row.root)}`, hashes.map((hash) => `0x${hex(hash)}`)],
  };
  const own = await reader(settings.url);
  // Tried without cost first: a refusal then has a name. The number replaces an own transaction that hangs.
  await own.simulateContract({ ...call, account }).catch((error: unknown) => {
    const name = revertName(error);
    throw name === undefined ? error : new Error(`the contract refuses it: ${name}`);
  });
  return client.writeContract({
    ...call,
    nonce: await own.getTransactionCount({ address: account.address, blockTag: 'latest' }),
  });
}

/** The contract's own name for its refusal, somewhere down the causes. */
function revertName(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (!('data' in at) || typeof at.data !== 'object' || at.data === null) continue;
    if ('errorName' in at.data && typeof at.data.errorName === 'string') return at.data.errorName;
  }
  return undefined;
}

/** The transaction that was sent before, while the chain still knows of it. */
async function onItsWay(url: string, tx: string | null): Promise<Hex | undefined> {
  if (tx === null) return undefined;
  const known = await (await reader(url)).getTransaction({ hash: tx as Hex }).catch(() => undefined);
  return known?.hash;
}

async function minedIn(
  { url, minedMs = MINED_MS }: EvmSettings,
  hash: Hex,
): Promise<number | 'reverted' | undefined> {
  const { WaitForTransactionReceiptTimeoutError } = await library();
  try {
    const receipt = await (await reader(url)).waitForTransactionReceipt({ hash, timeout: minedMs });
    return receipt.status === 'success' ? Number(receipt.blockNumber) : 'reverted';
  } catch (error) {
    if (error instanceof WaitForTransactionReceiptTimeoutError) return undefined;
    throw error;
  }
}

async function blockOf(url: string, tx: string | null): Promise<number | undefined> {
  if (tx === null) return undefined;
  const receipt = await (await reader(url)).getTransactionReceipt({ hash: tx as Hex }).catch(() => undefined);
  return receipt && Number(receipt.blockNumber);
}
