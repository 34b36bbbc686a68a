import { parseArgs } from 'node:util';
import { BadUse, answering, logReader, readPolicy, readTextFile } from './ledger-inputs.ts';
import { verifyLog } from '../ledger/index.ts';
import type { Reason } from '../ledger/index.ts';

const usage = `vouch verify-log DIR|URL [options]    checks the public log itself, and that it only grew
  --policy P         whom you trust (VOUCH_POLICY, data/ledger/policy)
  --old CHECKPOINT   an earlier checkpoint of this log, as a file
  --json             for machines
Ends with 0 if it is in order, 1 if not, 2 if it can't tell.`;

const options = {
  policy: { type: 'string' },
  old: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What a reason means for a log; others have the words that they have for bundles. */
const OF_A_LOG: Partial<Record<Reason, string>> = {
  malformed: 'The checkpoint or an entry is not well-formed, or entries are not in order.',
  'root-mismatch': 'Tiles, entries and the signed checkpoint are not those of one tree.',
  'bad-signature': 'A signature on a checkpoint is missing or false.',
  'quorum-missing': 'Not enough independent witnesses have signed the checkpoint.',
  'duplicate-registration': 'A workplace is registered more than once.',
  'history-rewritten': 'An earlier checkpoint is not one of this log: it was rewritten or cut.',
};

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => check(args));

async function check(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [place, ...rest] = positionals;
  if (place === undefined || rest.length > 0) throw new BadUse('Name one folder or URL of a log.');
  const policy = await readPolicy(values.policy);
  const old = values.old === undefined ? undefined : await readTextFile(values.old, 'checkpoint');
  const read = logReader(place);
  if (!(await read('checkpoint'))) throw new BadUse(`There is no log in ${place}: it has no checkpoint.`);
  const { ok, reasons, origin, size, epochs } = await verifyLog(read, { policy, old });
  if (values.json) process.stdout.write(`${JSON.stringify({ ok, reasons, origin, size, epochs })}\n`);
  else {
    process.stdout.write(`The log is ${ok ? 'in order' : 'NOT in order'}.\n`);
    for (const reason of reasons) process.stdout.write(`  ${reason}\n    ${OF_A_LOG[reason] ?? reason}\n`);
    if (origin !== undefined)
      process.stdout.write(`${origin}: ${size} entries, ${epochs ?? 'unknown'} epochs\n`);
  }
  return ok ? 0 : 1;
}
