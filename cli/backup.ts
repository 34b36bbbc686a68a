import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Damaged } from '../app/platform/backup/archive.ts';
import { checkArchive } from '../app/platform/backup/check.ts';
import { LEAST_PASSPHRASE } from '../app/platform/backup/keys-box.ts';
import { type Manifest, isSealedBy } from '../app/platform/backup/manifest.ts';
import { writeNote } from '../app/platform/backup/note.ts';
import { type Made, type Source, makeBackup } from '../app/platform/backup/write.ts';
import { serverKeys } from '../app/platform/keys.ts';
import { urlAs } from '../app/platform/roles.ts';
import type { World } from '../app/platform/world.ts';
import { journalDir } from '../app/features/log/index.ts';
import { BadUse, answering, readTextFile } from './ledger-inputs.ts';
import { dataDir, openOwnWorld } from './own-world.ts';

const usage = `vouch backup FILE            one moment of database, sealed files and log, beside a running server;
                             beside it FILE.secrets.until-DATE: the record secrets, which end
vouch backup --check FILE    reads one from end to end and checks every byte
vouch backup --prune DIR     deletes the secrets in a folder that are beyond their date
  --data DIR              the deployment's folder (./data)
  --secrets-days N        how long the record secrets may be kept (30; 1 to 30)
  --keys                  also the installation's keys, under a passphrase of ${LEAST_PASSPHRASE} letters or more
  --passphrase-file FILE  where it stands (- for standard input)
  --json                  for machines
Without the installation's keys a restored log can't go on: keep a copy of them elsewhere, or say --keys.
Ends with 0 if it is done, 1 if the answer is no, 2 if it was asked wrongly.`;

const options = {
  check: { type: 'string' },
  prune: { type: 'string' },
  data: { type: 'string' },
  'secrets-days': { type: 'string', default: '30' },
  keys: { type: 'boolean' },
  'passphrase-file': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];
export type Answer = { code: number; machine: object; people: string };

const DAY = 86_400_000;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => backup(args));

async function backup(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [path, ...rest] = positionals;
  const asked = [path, values.check, values.prune].filter((v) => v !== undefined);
  if (asked.length !== 1 || rest.length > 0) throw new BadUse('Say one of: FILE, --check FILE, --prune DIR.');
  const { code, machine, people } = await (values.check !== undefined
    ? check(values.check)
    : values.prune !== undefined
      ? prune(resolve(values.prune))
      : make(resolve(path ?? ''), values));
  process.stdout.write(values.json ? `${JSON.stringify(machine)}\n` : `${people}\n`);
  return code;
}

async function make(path: string, values: Values): Promise<Answer> {
  const days = Number(/^\d{1,2}$/.test(values['secrets-days']) ? values['secrets-days'] : 0);
  if (!(days >= 1 && days <= 30)) throw new BadUse('--secrets-days is a whole number from 1 to 30.');
  if (existsSync(path)) throw new BadUse(`${path} is there already. A backup never overwrites another.`);
  if (!existsSync(dirname(path))) throw new BadUse(`There is no folder ${dirname(path)}.`);
  const passphrase = values.keys ? await passphraseOf(values['passphrase-file'], true) : undefined;
  const dir = dataDir(values.data);
  const opened = await openOwnWorld(dir);
  try {
    const made = opened.world.clock.now();
    const secretsUntil = new Date(made.getTime() + days * DAY);
    const done = await makeBackup(sourceOf(opened.world), {
      path,
      made,
      secretsUntil,
      passphrase,
      onStep: steps(),
    });
    // What was not read back was not kept.
    for (const file of [path, done.secretsPath]) await checkArchive(file);
    const { main, secrets } = done;
    writeNote(dir, {
      last: {
        path,
        made: main.made,
        bytes: done.bytes,
        secrets: done.secretsPath,
        until: secrets.until ?? '',
      },
    });
    return madeAnswer(path, done);
  } finally {
    await opened.close();
  }
}

function madeAnswer(path: string, { main, secrets, secretsPath, bytes }: Made): Answer {
  const gone = main.missing.length;
  return {
    code: 0,
    machine: {
      ok: true,
      file: path,
      bytes,
      secrets: secretsPath,
      until: secrets.until,
      made: main.made,
      log: main.log,
      rows: rowsOf(main),
      files: main.files.count,
      gone,
      keys: main.keys !== null,
    },
    people: [
      `${path}: ${megabytes(bytes)}, made ${main.made}, epoch ${main.log.epoch}, ${rowsOf(main)} rows, ${main.files.count} sealed files. Read back: whole.`,
      ...(gone > 0 ? [`${gone} sealed files were erased while it was made.`] : []),
      `${secretsPath}: ${rowsOf(secrets)} record secrets. Keep it apart, and delete it by ${secrets.until}: that day is what workers are told.`,
      main.keys
        ? 'The keys of this installation are in it, under the passphrase. Who has both can sign as you.'
        : 'The keys of this installation are NOT in it. Without a copy of the folder keys/ a restored log cannot go on.',
    ].join('\n'),
  };
}

export const rowsOf = (m: Manifest): number => m.tables.reduce((sum, t) => sum + t.rows, 0);
export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

/** Where everything of an open deployment is that a backup takes. */
export const sourceOf = (world: World): Source => ({
  ownerUrl: urlAs('vouch_owner', world.authUrl, world.keys.roles),
  authUrl: world.authUrl,
  origin: world.keys.origin,
  program: programVersion(),
  sealKey: world.keys.derive('backup'),
  filesDir: join(world.config.dir, 'files'),
  ledgerDir: world.ledgerDir,
  journalDir: journalDir(world.config),
  keysDir: join(world.config.dir, 'keys'),
});

export function programVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}

/** A passphrase out of a file: on a command line others on the machine would see it. */
export async function passphraseOf(file: string | undefined, isNew: boolean): Promise<string> {
  if (file === undefined)
    throw new BadUse('The keys want a passphrase: --passphrase-file FILE, or - for standard input.');
  const text = file === '-' ? readFileSync(0, 'utf8') : await readTextFile(file, 'passphrase');
  const [line = ''] = text.split('\n');
  if (isNew && line.length < LEAST_PASSPHRASE)
    throw new BadUse(`The passphrase has ${line.length} letters; it needs ${LEAST_PASSPHRASE} or more.`);
  return line;
}

async function check(path: string): Promise<Answer> {
  if (!existsSync(path)) throw new BadUse(`There is no ${path}.`);
  try {
    const m = await checkArchive(path);
    const key = ownSealKey();
    const seal = key ? isSealedBy(m, key) : undefined;
    const isOver = m.until !== undefined && Date.parse(m.until) < Date.now();
    const people = [
      `${path} is whole: ${m.type === 'secrets' ? 'record secrets' : 'a backup'} of ${m.origin}, made ${m.made}, ${rowsOf(m)} rows, ${m.files.count} sealed files, epoch ${m.log.epoch}.`,
      ...(seal === undefined
        ? []
        : [
            seal
              ? 'It was made by this installation.'
              : 'It was NOT made with the keys of the installation here.',
          ]),
      ...(isOver ? [`Its secrets ended on ${m.until}: delete it.`] : []),
    ];
    const ok = !isOver && seal !== false;
    return {
      code: ok ? 0 : 1,
      machine: { ok, type: m.type, made: m.made, until: m.until, log: m.log, rows: rowsOf(m), sealed: seal },
      people: people.join('\n'),
    };
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return {
      code: 1,
      machine: { ok: false, why: error.message },
      people: `${path} is NOT whole: ${error.message}.`,
    };
  }
}

/** Where a deployment is here, whether it made the backup can be said too. */
function ownSealKey(): Buffer | undefined {
  const dir = dataDir(undefined);
  return existsSync(join(dir, 'keys', 'root')) ? serverKeys(dir, '').derive('backup') : undefined;
}

const UNTIL = /\.secrets\.until-(\d{4}-\d{2}-\d{2})(\.part)?$/;

/** Record secrets in a folder that are beyond the day in their name. */
export const endedSecrets = (dir: string, now: number): string[] =>
  readdirSync(dir).filter((name) => Date.parse(UNTIL.exec(name)?.[1] ?? '') + DAY <= now);

function prune(dir: string): Promise<Answer> {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new BadUse(`There is no folder ${dir}.`);
  const ended = endedSecrets(dir, Date.now());
  for (const name of ended) rmSync(join(dir, name));
  const people =
    ended.length === 0 ? 'Nothing here is beyond its date.' : `Deleted:\n  ${ended.join('\n  ')}`;
  return Promise.resolve({ code: 0, machine: { ok: true, deleted: ended }, people });
}

/** What is being written, where somebody looks on. */
export function steps(): (what: string, bytes: number) => void {
  let [all, shown] = [0, 0];
  return (what, bytes) => {
    all += bytes;
    if (!process.stderr.isTTY || Date.now() - shown < 100) return;
    shown = Date.now();
    process.stderr.write(`\r  ${megabytes(all).padStart(10)}  ${what.padEnd(40)}\r`);
  };
}
