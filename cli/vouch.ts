// The `vouch` command: finds the command and loads only its file. Exit codes: 0 fine, 1 the answer is no, 2 bad use.

type Command = { says: string; load(): Promise<{ run(args: string[]): Promise<number> }> };

export const COMMANDS: Readonly<Record<string, Command>> = {
  serve: { says: 'what npm start runs', load: () => import('./serve.ts') },
  demo: { says: 'fills an empty database with the invented network', load: () => import('./demo.ts') },
  verify: { says: 'checks an evidence bundle or archive, offline', load: () => import('./verify.ts') },
  'verify-log': {
    says: 'checks the public log, and that it only grew',
    load: () => import('./verify-log.ts'),
  },
  'verify-receipt': { says: 'checks who gave a receipt', load: () => import('./verify-receipt.ts') },
  ledger: { says: 'status, check, close-epoch, export-tiles', load: () => import('./ledger.ts') },
  anchors: {
    says: 'the log written down elsewhere: status, now, deploy, check',
    load: () => import('./anchors.ts'),
  },
  erase: { says: 'goes on with a wish to erase', load: () => import('./erase.ts') },
  retention: { says: 'erases what is due by organisations’ own rules', load: () => import('./retention.ts') },
  evidence: {
    says: 'makes evidence of a docket, of many, of a statement',
    load: () => import('./evidence.ts'),
  },
  witness: { says: 'runs a witness', load: () => import('./witness.ts') },
  auditor: { says: 'runs an auditor; invites and revokes them', load: () => import('./auditor.ts') },
  backup: { says: 'one moment of everything, into a file', load: () => import('./backup.ts') },
  restore: {
    says: 'a backup into an empty folder, without forking the log',
    load: () => import('./restore.ts'),
  },
  doctor: { says: 'looks whether all is well, and says what to do', load: () => import('./doctor.ts') },
  bench: { says: 'measures: intake, phone, start', load: () => import('./bench.ts') },
  schema: { says: 'writes the types of the database', load: () => import('./schema.ts') },
};

const usage = `vouch COMMAND [options]
${Object.entries(COMMANDS)
  .map(([name, { says }]) => `  ${name.padEnd(15)} ${says}`)
  .join('\n')}
vouch COMMAND --help says more. Ends with 0 if all is fine, 1 if the answer is no, 2 if it was asked wrongly.`;

export async function run([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? process.stderr : process.stdout).write(`${usage}\n`);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`There is no command "${name}".\n\n${usage}\n`);
    return 2;
  }
  return (await command.load()).run(args);
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
