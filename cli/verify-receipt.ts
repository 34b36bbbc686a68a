import { parseArgs } from 'node:util';
import { BadUse, answering, readPolicy, readTextFile } from './ledger-inputs.ts';
import { verifyReceipt } from '../ledger/index.ts';
import type { ReceiptReason } from '../ledger/index.ts';

const usage = `vouch verify-receipt FILE [options]    checks that a receipt was given by the log that it names
  --policy P   whom you trust (VOUCH_POLICY, data/ledger/policy)
  --json       for machines
Whether its promise was kept is said by: vouch verify BUNDLE --receipt FILE
Ends with 0 if it is genuine, 1 if not, 2 if it can't tell.`;

const options = {
  policy: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const PLAIN: Record<ReceiptReason, string> = {
  malformed: 'This is not a receipt in the form that vouch/1 gives.',
  'bad-signature': 'It is not signed by a receipt key that you trust.',
  'registration-not-in-log': 'It names a docket that is not in the log.',
  'due-too-late': 'It promises for later than two epochs after it was given.',
};

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => check(args));

async function check(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new BadUse('Name one receipt to check.');
  const policy = await readPolicy(values.policy);
  const { ok, reasons, receipt } = verifyReceipt(await readTextFile(path, 'receipt'), {
    keys: policy.receipts,
  });
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ok, reasons })}\n`);
    return ok ? 0 : 1;
  }
  process.stdout.write(`The receipt is ${ok ? 'genuine' : 'NOT genuine'}.\n`);
  for (const reason of reasons) process.stdout.write(`  ${reason}\n    ${PLAIN[reason]}\n`);
  if (receipt) {
    const { origin, docket, kind, id, due, commitment } = receipt;
    process.stdout.write(
      `${origin}\ndocket ${docket}, ${kind} ${id}\nstatement ${commitment}\non record by ${due}\n`,
    );
  }
  return ok ? 0 : 1;
}
