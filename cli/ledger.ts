import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Cosigner,
  Publisher,
  Sequencer,
  ledgerStatus,
  logKey,
  unplacedDocket,
} from '../app/features/log/index.ts';
import { startWitness } from '../app/platform/demo-witness.ts';
import type { World } from '../app/platform/world.ts';
import { parsePolicy, readCheckpoint, readEntries, verifyLog, vkeyOf } from '../ledger/index.ts';
import { BadUse, answering, logReader } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch ledger status               where the log stands
vouch ledger check                the whole log's files against signatures, trees and the database
vouch ledger close-epoch          closes and publishes one epoch now
vouch ledger export-tiles DIR     copies the static log, to be served from anywhere
  --data DIR   the deployment's folder (./data)
  --json       for machines
Ends with 0 if it is in order, 1 if not, 2 if it was asked wrongly.`;

const options = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Asked = Omit<Cosigner, 'group'> & { group?: 'w' | 'a' };
type Answer = { code: number; machine: object; people: string };
type Act = (world: World, args: string[]) => Promise<Answer>;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => ledger(args));

async function ledger(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [name = '', ...rest] = positionals;
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (!act || rest.length !== (name === 'export-tiles' ? 1 : 0)) throw new BadUse('Say what of the ledger.');
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    const { code, machine, people } = await act(opened.world, rest);
    process.stdout.write(values.json ? `${JSON.stringify(machine)}\n` : `${people}\n`);
    return code;
  } finally {
    await opened.close();
  }
}

/** The policy that the server wrote beside the log; the CLI judges by it and asks the witnesses that it names. */
function policyOf(world: World): string {
  const file = join(world.ledgerDir, 'policy');
  if (!existsSync(file)) throw new BadUse(`There is no policy in ${world.ledgerDir}: start the server once.`);
  return readFileSync(file, 'utf8');
}

async function status(world: World): Promise<Answer> {
  const now = await ledgerStatus(world, policyOf(world));
  const people = [
    `${now.origin}: epoch ${now.epoch}, closed ${now.closed ?? 'never'}, ${now.size} entries`,
    `published: ${now.published ? 'yes' : 'not yet'}, witnesses' quorum: ${now.quorum}, next epoch ${now.nextClose}`,
  ].join('\n');
  return { code: now.quorum === 'not met' ? 1 : 0, machine: now, people };
}

async function check(world: World): Promise<Answer> {
  const policy = parsePolicy(policyOf(world));
  if (typeof policy === 'string') throw new BadUse(`That is not a policy: ${policy}.`);
  const read = logReader(world.ledgerDir);
  const { ok, reasons, size } = await verifyLog(read, { policy });
  const faults: string[] = [...reasons, ...(await unlikeDatabase(world))];
  return {
    code: faults.length === 0 ? 0 : 1,
    machine: { ok: ok && faults.length === 0, reasons: faults, size },
    people: faults.length === 0 ? `In order: ${size} entries.` : `NOT in order:\n  ${faults.join('\n  ')}`,
  };
}

/** The files that were published against what the database holds; a statement on record against its leaf. */
async function unlikeDatabase(world: World): Promise<string[]> {
  const read = logReader(world.ledgerDir);
  const found = readCheckpoint(await read('checkpoint'));
  const files = found && (await readEntries(read, found.checkpoint.size));
  return world.jobs.read({}, async (db) => {
    const faults: string[] = [];
    const rows = await db.selectFrom('log_entry').select('line').orderBy('idx').execute();
    if (!files || files.some((line, i) => line !== rows[i]?.line))
      faults.push('the database holds another log than the files');
    const leaves = new Set(
      (await db.selectFrom('docket_leaf').select(['docket_id', 'line']).execute()).map(
        (l) => `${l.docket_id} ${l.line}`,
      ),
    );
    const last = await db
      .selectFrom('epoch')
      .select(['closed'])
      .orderBy('n', 'desc')
      .limit(1)
      .executeTakeFirst();
    const statements = await db
      .selectFrom('statement')
      .select(['docket_id', 'commitment', 'recorded_at'])
      .execute();
    // Whoever waits at the moment waits for the next epoch: two beats are the promise (ledger.md 6).
    const due = last ? new Date(last.closed).getTime() - 2 * world.config.epochSeconds * 1000 : 0;
    const missing = statements.filter(
      (s) =>
        new Date(s.recorded_at).getTime() < due &&
        !leaves.has(`${s.docket_id} statement ${s.commitment.toString('hex')}\n`),
    );
    if (missing.length > 0) faults.push(`${missing.length} statements are due and not in the log`);
    return faults;
  });
}

/**
 * A row lock makes two sequencers safe, so this closes an epoch beside a running server. Its witnesses are those of the
 * policy; where the demo's own isn't up, it is started for this one signature.
 */
async function closeEpoch(world: World): Promise<Answer> {
  if (!(await unplacedDocket(world)))
    throw new BadUse('Nothing is registered yet: the log begins with that.');
  const { n, size } = await new Sequencer(world).close(world.clock.now());
  const { witnesses, stop } = await witnessesOf(world);
  try {
    await new Publisher(world, witnesses).publish();
  } finally {
    await stop();
  }
  const { quorum } = await ledgerStatus(world, policyOf(world));
  return {
    code: quorum === 'not met' ? 1 : 0,
    machine: { epoch: n, size, quorum },
    people: `Epoch ${n} is closed: ${size} entries, witnesses' quorum: ${quorum}.`,
  };
}

async function witnessesOf(world: World): Promise<{ witnesses: Asked[]; stop(): Promise<void> }> {
  const policy = parsePolicy(policyOf(world));
  if (typeof policy === 'string') throw new BadUse(`That is not a policy: ${policy}.`);
  const lines = policyOf(world).matchAll(/^witness (\S+) (\S+) (\S+)$/gm);
  const named = [...lines].map(([, name = '', vkey = '', url = '']) => ({ name, vkey, url, by: '' }));
  const answers = async (url: string) =>
    fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      () => true,
      () => false,
    );
  const witnesses: Asked[] = [];
  const started: { stop(): Promise<void> }[] = [];
  for (const witness of named) {
    if (await answers(witness.url)) witnesses.push(witness);
    else if (existsSync(join(world.config.dir, 'keys', `witness-${witness.name}`))) {
      const own = await startWitness(world.config.dir, witness.name, vkeyOf(logKey(world)).vkey);
      started.push(own);
      witnesses.push(own);
    }
  }
  return { witnesses, stop: async () => void (await Promise.all(started.map((s) => s.stop()))) };
}

async function exportTiles(world: World, [to = '']: string[]): Promise<Answer> {
  if (!existsSync(join(world.ledgerDir, 'checkpoint'))) throw new BadUse('Nothing is published yet.');
  if (existsSync(to) && readdirSync(to).length > 0 && !existsSync(join(to, 'checkpoint')))
    throw new BadUse(`${to} holds something else.`);
  // The checkpoint last: whoever reads meanwhile finds all that it names.
  const isLog = (path: string): boolean => !path.endsWith('.new') && !path.endsWith('/checkpoint');
  cpSync(world.ledgerDir, to, { recursive: true, filter: isLog });
  cpSync(join(world.ledgerDir, 'checkpoint'), join(to, 'checkpoint'));
  return { code: 0, machine: { to }, people: `${to} holds the log. Check it: vouch verify-log ${to}` };
}

const ACTS: Readonly<Record<string, Act>> = {
  status,
  check,
  'close-epoch': closeEpoch,
  'export-tiles': exportTiles,
};
