import { parseArgs } from 'node:util';
import { readConfig } from '../app/config.ts';
import { progress } from '../app/demo-start.ts';
import { findDemo, loadDemo } from '../app/features/demo/index.ts';
import { closeSignIn, prepareSignIn } from '../app/features/network/index.ts';
import { openWorld } from '../app/world.ts';
import { BadUse, answering } from './ledger-inputs.ts';
import { dataDir, runningDatabase } from './own-world.ts';

const usage = `vouch demo [options]    fills an empty database with a deterministic invented network
  --scale S     how much of it: 1 is the size in the README
  --months M    how many months end on 31 October 2026 (24; 1 to 24)
  --seed N      another network of the same kind (1)
  --data DIR    the deployment's folder (./data)
  --json        for machines
Ends with 0 if it was filled, 1 if it was not empty, 2 if it was asked wrongly.`;

const options = {
  scale: { type: 'string', default: '1' },
  months: { type: 'string', default: '24' },
  seed: { type: 'string', default: '1' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function number(text: string, name: string, [least, most]: [number, number]): number {
  const n = /^\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(n >= least && n <= most))
    throw new BadUse(`--${name} is a number from ${least} to ${most}, not "${text}".`);
  return n;
}

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => demo(args));

async function demo(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const size = {
    scale: number(values.scale, 'scale', [0.01, 100]),
    months: Math.round(number(values.months, 'months', [1, 24])),
    seed: Math.round(number(values.seed, 'seed', [0, 999_999_999])),
  };
  const dir = dataDir(values.data);
  if (runningDatabase(dir)) throw new BadUse(`A server is running on ${dir}. Stop it first.`);
  const opened = await openWorld(readConfig(['--data', dir], process.env));
  try {
    const { world } = opened;
    await prepareSignIn(world);
    // What a load that was cut off left behind is begun again.
    const found = await findDemo(world);
    if (found === 'taken' || found === 'loaded') return say(values.json, false, 1);
    await loadDemo(world, size, progress());
    await closeSignIn(world);
    return say(values.json, true, 0);
  } finally {
    await opened.close();
  }
}

function say(json: boolean | undefined, filled: boolean, code: number): number {
  const people = filled
    ? 'The demo network is there. Start it: npm start'
    : 'This database is not empty. Nothing was changed.';
  process.stdout.write(json ? `${JSON.stringify({ filled })}\n` : `${people}\n`);
  return code;
}
