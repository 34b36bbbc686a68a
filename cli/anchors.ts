import { writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { addressOf, anchorFaults, anchorLog, deployContract } from '../app/features/log/index.ts';
import type { World } from '../app/platform/world.ts';
import { type Finding, checkContract, checkOts, statesOf } from './anchor-check.ts';
import { BadUse, answering, logReader, readPolicy } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch anchors status          what was anchored where, and what went wrong
vouch anchors now             anchors the newest published state now
vouch anchors new-key FILE    makes a key for posting, and names its account
vouch anchors deploy --rpc URL --key FILE
                              puts the contract for this log on a chain; the key's account pays
vouch anchors check LOG [--ots FILE] [--rpc URL --contract 0x…]
                              for anybody: is what stands there a state of this log (a folder or URL)?
  --data DIR   the deployment's folder (./data)
  --policy P   whom you trust, for check (VOUCH_POLICY, data/ledger/policy)
  --json       for machines
Ends with 0 if it is in order, 1 if not, 2 if it can't tell.`;

const options = {
  data: { type: 'string' },
  policy: { type: 'string' },
  ots: { type: 'string', multiple: true },
  rpc: { type: 'string' },
  contract: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
type Answer = { code: number; machine: object; people: string };

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => anchors(args));

async function anchors(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const { code, machine, people } = await act(values, positionals);
  process.stdout.write(values.json ? `${JSON.stringify(machine)}\n` : `${people}\n`);
  return code;
}

function act(values: Values, [name, ...rest]: string[]): Promise<Answer> {
  const [one, ...more] = rest;
  if (more.length > 0) throw new BadUse('That is too much at once.');
  if (name === 'check' && one !== undefined) return check(one, values);
  if (name === 'new-key' && one !== undefined) return newKey(one);
  if (one === undefined && name === 'status') return inWorld(values, status);
  if (one === undefined && name === 'now') return inWorld(values, now);
  if (one === undefined && name === 'deploy') return inWorld(values, (world) => deploy(world, values));
  throw new BadUse('Say what of the anchors.');
}

async function inWorld(values: Values, work: (world: World) => Promise<Answer>): Promise<Answer> {
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    return await work(opened.world);
  } finally {
    await opened.close();
  }
}

type Row = Awaited<ReturnType<typeof anchorFaults>>[number];

const STATE: Record<Row['state'], string> = {
  waiting: 'not there yet',
  pending: 'sent, not final yet',
  done: 'there',
  refused: 'REFUSED: look at it before anything else',
};

const lineOf = ({ place, size, state, tx, block, fault }: Row): string =>
  [
    `${place}: ${size} entries, ${STATE[state]}`,
    ...(block === null ? [] : [`block ${block}`]),
    ...(tx === null ? [] : [tx]),
    ...(fault === null ? [] : [`last time: ${fault}`]),
  ].join(', ');

function rowsSay(rows: readonly Row[], none: string): Answer {
  const machine = {
    anchors: rows.map(({ kind, place, size, state, tx, block, fault }) => ({
      kind,
      place,
      size,
      state,
      tx,
      block,
      fault,
    })),
  };
  const isWrong = rows.some(({ state, fault }) => state === 'refused' || fault !== null);
  return { code: isWrong ? 1 : 0, machine, people: rows.map(lineOf).join('\n') || none };
}

const NOT_SET = 'Nothing is set up: see “Anchors” in docs/guides/operator.md.';

const status = async (world: World): Promise<Answer> =>
  rowsSay(await anchorFaults(world), world.config.anchors ? 'Nothing was anchored yet.' : NOT_SET);

async function now(world: World): Promise<Answer> {
  if (!world.config.anchors) throw new BadUse(NOT_SET);
  return rowsSay(await anchorLog(world, true), 'Everything that is published is anchored already.');
}

async function newKey(file: string): Promise<Answer> {
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch {
    throw new BadUse(`${file} can't be written, or is there already: a key is never overwritten.`);
  }
  const account = await addressOf(file);
  return {
    code: 0,
    machine: { file, account },
    people: `${file} holds the key. Its account, which must be able to pay: ${account}`,
  };
}

async function deploy(world: World, { rpc, key }: Values): Promise<Answer> {
  if (rpc === undefined || key === undefined) throw new BadUse('deploy wants --rpc and --key.');
  try {
    const made = await deployContract({ url: rpc, keyFile: key }, world.keys.origin);
    const people = `The contract stands at ${made.address}.\nStart with\n  VOUCH_ANCHOR_EVM_URL=<address of the provider>\n  VOUCH_ANCHOR_EVM_CONTRACT=${made.address}\n  VOUCH_ANCHOR_EVM_KEY=${key}`;
    return { code: 0, machine: made, people };
  } catch (error) {
    throw new BadUse(
      `The contract was not put on the chain: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
    );
  }
}

async function check(log: string, { ots = [], rpc, contract, policy }: Values): Promise<Answer> {
  if ((rpc === undefined) !== (contract === undefined)) throw new BadUse('--rpc and --contract go together.');
  if (ots.length === 0 && rpc === undefined) throw new BadUse('Name a .ots file, or a contract.');
  if (contract !== undefined && !/^0x[0-9a-fA-F]{40}$/.test(contract))
    throw new BadUse('--contract is 0x and 40 hex digits.');
  const states = await statesOf(logReader(log), await readPolicy(policy));
  const found: Finding[] = [];
  for (const file of ots) found.push(await checkOts(file, states));
  if (rpc !== undefined && contract !== undefined) found.push(await checkContract(rpc, contract, states));
  const people = found
    .map(({ place, ok, size, says }) =>
      ok ? `${place}: state of ${size} entries is this log’s. ${says}.` : `${place}: NO. ${says}.`,
    )
    .join('\n');
  return { code: found.every(({ ok }) => ok) ? 0 : 1, machine: { found }, people };
}
