import { parseArgs } from 'node:util';
import { type RetentionRun, runRetention } from '../app/features/rights/index.ts';
import { BadUse, answering } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch retention run [--dry-run] [options]    erases what organisations' own rules say is due
  A rule is in force when two members of the organisation agreed to it at the desk. What is due is asked for here; it is
  erased as the log goes on, like a worker's own wish. The server does this once a day by itself.
  --dry-run      says what would go, by the month in which the cases were closed, and changes nothing
  --data DIR     the deployment's folder (./data)
  --json         for machines
Ends with 0, or 2 if it was asked wrongly.`;

const options = {
  'dry-run': { type: 'boolean' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => retention(args));

async function retention(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (positionals.join(' ') !== 'run')
    throw new BadUse('Say: vouch retention run, with --dry-run to look first.');
  const opened = await openOwnWorld(dataDir(values.data));
  try {
    const dry = values['dry-run'] === true;
    const runs = await runRetention(opened.world, { dry });
    process.stdout.write(values.json ? `${JSON.stringify({ dry, runs })}\n` : inWords(runs, dry));
    return 0;
  } finally {
    await opened.close();
  }
}

function inWords(runs: readonly RetentionRun[], dry: boolean): string {
  if (runs.length === 0) return 'No organisation has a rule in force: nothing goes.\n';
  return runs
    .map(({ org, months, due, soon, asked }) => {
      const list = (rows: RetentionRun['due']) =>
        rows.map((r) => `    closed in ${r.month}: ${r.cases} cases, ${r.reports} reports\n`).join('');
      const now = due.length > 0 ? `  due now:\n${list(due)}` : '  nothing is due\n';
      const later = soon.length > 0 ? `  within 30 days:\n${list(soon)}` : '';
      const done = dry ? '' : `  asked for: ${asked} reports; they are erased as epochs are published\n`;
      return `${org}, ${months} months after a case is closed\n${now}${later}${done}`;
    })
    .join('');
}
