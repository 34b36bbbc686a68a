import { parseArgs } from 'node:util';
import { BadUse, answering } from './ledger-inputs.ts';
import type { Measured } from '../bench/machine.ts';
import { machine } from '../bench/machine.ts';

type Bench = { says: string; load(): Promise<{ measure(full: boolean): Promise<Measured> }> };

const BENCHES: Readonly<Record<string, Bench>> = {
  intake: {
    says: 'reports accepted a second over HTTP, against one bare INSERT',
    load: () => import('../bench/intake.ts'),
  },
  phone: {
    says: "bytes and time of the worker's first page on a poor network",
    load: () => import('../bench/phone.ts'),
  },
  ledger: {
    says: 'statements and epochs a second, a bundle of a million made and verified, against raw SHA-256',
    load: () => import('../bench/ledger.ts'),
  },
  start: {
    says: 'second start, memory at rest (--full: from a fresh clone too)',
    load: () => import('../bench/start.ts'),
  },
};

const usage = `vouch bench NAME [--json] [--full]
${Object.entries(BENCHES)
  .map(([name, { says }]) => `  ${name.padEnd(8)} ${says}`)
  .join('\n')}
The last line is one JSON object: bench, figures, baseline, ratio, machine.`;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => bench(args));

async function bench(args: string[]): Promise<number> {
  const options = {
    json: { type: 'boolean' },
    full: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [name = '', ...rest] = positionals;
  const found = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!found || rest.length > 0) throw new BadUse(`Name one benchmark: ${Object.keys(BENCHES).join(', ')}.`);
  const measured = await (await found.load()).measure(values.full ?? false);
  const whole = { bench: name, ...measured, machine: machine() };
  process.stdout.write(values.json ? `${JSON.stringify(whole)}\n` : `${JSON.stringify(whole, null, 2)}\n`);
  return 0;
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
