import { parseArgs } from 'node:util';
import { LOST_DAYS, giveUp } from '../app/features/rights/index.ts';
import { BadUse, answering } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch ledger give-up-lost    after a restore and a replay: statements on record whose words are gone
  --after-days N   only those of epochs that closed so long ago (${LOST_DAYS}): until then whoever sent one may send it again
  --data DIR       the deployment's folder (./data)
  --json           for machines
Each gets an "erased" leaf without a signature in the next epoch. That can't be taken back.`;

const options = {
  'after-days': { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => lost(args));

async function lost(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const text = values['after-days'] ?? String(LOST_DAYS);
  if (!/^\d{1,4}$/.test(text)) throw new BadUse('--after-days is a whole number of days.');
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    const given = await giveUp(opened.world, Number(text));
    const people =
      given === 0
        ? 'Nothing is given up: nothing is lost, or it may still be sent again.'
        : `${given} statements will stand as erased, without a signature, from the next epoch on.`;
    process.stdout.write(values.json ? `${JSON.stringify({ ok: true, given })}\n` : `${people}\n`);
    return 0;
  } finally {
    await opened.close();
  }
}
