import { createReadStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { progress } from '../app/demo-start.ts';
import {
  KeptLeaves,
  LeaseHeld,
  NotOurLog,
  type Replayed,
  replayLog,
  settleBySaying,
  standing,
} from '../app/features/log/index.ts';
import { eraseAgain } from '../app/features/rights/index.ts';
import { DiskTiles } from '../app/platform/tile-store.ts';
import type { World } from '../app/platform/world.ts';
import { parseLeaf } from '../ledger/index.ts';
import { policyOf } from './ledger-cosigners.ts';
import { BadUse, answering, logReader } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch ledger replay --from DIR|URL    takes back what the public log holds and a restored database doesn't
  --journal DIR     a copy of the journal, if the one in the data folder is older or gone
  --leaves FILE     leaf lines that an auditor kept (vouch auditor export-leaves); may be said again
  --nothing-since   instead of --from: a person's word that nothing was published after the backup
  --data DIR        the deployment's folder (./data)
  --json            for machines
Stop the server first. Ends with 0 if the log may go on, 1 if not, 2 if it was asked wrongly.`;

const options = {
  from: { type: 'string' },
  journal: { type: 'string' },
  leaves: { type: 'string', multiple: true },
  'nothing-since': { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
type Answer = { code: number; machine: object; people: string };

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => replay(args));

async function replay(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if ((values.from === undefined) === !values['nothing-since'])
    throw new BadUse('Say one of: --from DIR|URL, --nothing-since.');
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    const { code, machine, people } = await answerOf(opened.world, values);
    process.stdout.write(values.json ? `${JSON.stringify(machine)}\n` : `${people}\n`);
    return code;
  } finally {
    await opened.close();
  }
}

async function answerOf(world: World, values: Values): Promise<Answer> {
  try {
    if (values['nothing-since']) return await bySaying(world);
    const done = await replayLog(world, {
      read: logReader(values.from ?? ''),
      ...(values.journal === undefined ? {} : { journal: new DiskTiles(resolve(values.journal)) }),
      kept: await keptLeaves(values.leaves ?? []),
      policy: policyOf(world),
      onEpoch: bar(),
    });
    return told(done, await eraseAgain(world), (await standing(world)).open);
  } catch (error) {
    if (error instanceof LeaseHeld) return no(`the server is running: stop it first. ${error.message}`);
    if (error instanceof NotOurLog) return no(error.message);
    throw error;
  }
}

const no = (why: string): Answer => ({
  code: 1,
  machine: { ok: false, why },
  people: `Not replayed: ${why}.`,
});

async function bySaying(world: World): Promise<Answer> {
  const { open } = await standing(world);
  if (open === undefined) return { code: 0, machine: { ok: true }, people: 'The log may go on already.' };
  await settleBySaying(world);
  const now = await standing(world);
  if (now.open !== undefined) return no(now.open);
  return {
    code: 0,
    machine: { ok: true, how: 'said' },
    people:
      'By your word nothing was published after the backup. The log may go on: start the server. If a witness has seen more, it will stand still again and say so.',
  };
}

function told(done: Replayed, again: { found: number; left: number }, open: string | undefined): Answer {
  const people = [
    `${done.epochs} epochs are taken back: the log has ${done.size} entries, as published.`,
    ...(again.found > 0
      ? [
          `${again.found - again.left} statements that were erased after the backup are erased again${again.left > 0 ? `, ${again.left} are still to be` : ''}.`,
        ]
      : []),
    ...(done.lost > 0
      ? [
          `${done.lost} statements are on record and their words are gone. Who sends one again has the first leaf back.`,
          'The worker pages say so. Bundles of those dockets wait; after the days that you gave: vouch ledger give-up-lost.',
        ]
      : ['No statement is lost.']),
    ...(done.unproven > 0
      ? [`${done.unproven} epochs have no secret: a bundle that must show one of them can't be made.`]
      : []),
    open === undefined ? 'The log may go on: start the server.' : `THE LOG STANDS STILL: ${open}.`,
  ];
  const ok = open === undefined && again.left === 0;
  return {
    code: ok ? 0 : 1,
    machine: { ok, ...done, erasedAgain: again.found - again.left },
    people: people.join('\n'),
  };
}

function bar(): (done: number, all: number) => void {
  const show = progress();
  return (done, all) => show(done, all, 'epochs');
}

const leafLine = z.object({
  docket: z.number().int().min(0),
  leaf: z.number().int().min(0),
  line: z.string(),
});

/** Auditors' files, line by line; of two that differ neither can be believed. */
async function keptLeaves(files: readonly string[]): Promise<KeptLeaves> {
  const kept = new KeptLeaves();
  for (const file of files) {
    if (!existsSync(file)) throw new BadUse(`There is no ${file}.`);
    let at = 0;
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      at++;
      const read = parsed(text);
      if (!read) throw new BadUse(`${file}, line ${at}: no leaf line.`);
      if (!kept.add(read.docket, read.leaf, read.line))
        throw new BadUse(
          `${file}, line ${at}: another file says something else of leaf ${read.leaf} of docket ${read.docket}.`,
        );
    }
  }
  return kept;
}

function parsed(text: string): z.infer<typeof leafLine> | undefined {
  try {
    const read = leafLine.parse(JSON.parse(text));
    // Auditors write lines without their LF.
    const line = read.line.endsWith('\n') ? read.line : `${read.line}\n`;
    return parseLeaf(line) ? { ...read, line } : undefined;
  } catch {
    return undefined;
  }
}
