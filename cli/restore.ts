import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../app/config.ts';
import { judgeRestore, NotOurLog, settleBySaying, standing } from '../app/features/log/index.ts';
import { Damaged } from '../app/platform/backup/archive.ts';
import { WrongPassphrase } from '../app/platform/backup/keys-box.ts';
import type { Manifest } from '../app/platform/backup/manifest.ts';
import { endRestore, halfRestored, isRestoring, markRestore } from '../app/platform/backup/marker.ts';
import { writeNote } from '../app/platform/backup/note.ts';
import { openWorld } from '../app/world.ts';
import { type Answer, passphraseOf, rowsOf, steps } from './backup.ts';
import { BadUse, answering, logReader } from './ledger-inputs.ts';
import { dataDir } from './own-world.ts';
import { type Asked, No, type Restored, examine, restoreInto } from './restoring.ts';

const usage = `vouch restore FILE --data DIR    brings a backup into an empty folder, or one that holds only keys/
  --secrets FILE          its record secrets; without them no statement in it can be proven again
  --passphrase-file FILE  opens the keys in the backup (- for standard input)
  --log DIR|URL           the public log: whether it went on after the backup
  --nothing-since         says that nothing was published after the backup: a person's word
  --rehearsal-of DIR      on trial: it never publishes; the installation in DIR remembers that it was done
  --json                  for machines
With DATABASE_URL it goes into that database, which must be empty too.
Ends with 0 if it is there and may go on, 1 if the answer is no or the log must be replayed first, 2 if it was asked wrongly.`;

const options = {
  data: { type: 'string' },
  secrets: { type: 'string' },
  'passphrase-file': { type: 'string' },
  log: { type: 'string' },
  'nothing-since': { type: 'boolean' },
  'rehearsal-of': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => restore(args));

async function restore(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0 || values.data === undefined)
    throw new BadUse('Say which FILE, and --data DIR for where.');
  if (values.log !== undefined && values['nothing-since'])
    throw new BadUse('Either --log or --nothing-since.');
  const { code, machine, people } = await whole(resolve(path), values).catch(refused);
  process.stdout.write(values.json ? `${JSON.stringify(machine)}\n` : `${people}\n`);
  return code;
}

/** What is no fault of the program's: said in words, and nothing was changed unless they say so. */
function refused(error: unknown): Answer {
  if (!(error instanceof No || error instanceof Damaged || error instanceof WrongPassphrase)) throw error;
  return { code: 1, machine: { ok: false, why: error.message }, people: `Not restored: ${error.message}.` };
}

async function whole(path: string, values: Values): Promise<Answer> {
  const dir = dataDir(values.data);
  const before = mustBeEmpty(dir);
  for (const file of [path, ...(values.secrets ? [values.secrets] : [])])
    if (!existsSync(file)) throw new BadUse(`There is no ${file}.`);
  const asked: Asked = {
    path,
    secrets: values.secrets && resolve(values.secrets),
    dir,
    config: configOf(dir),
    passphrase:
      values['passphrase-file'] === undefined
        ? undefined
        : await passphraseOf(values['passphrase-file'], false),
    rehearsal: values['rehearsal-of'] !== undefined,
    onStep: steps(),
  };
  const examined = await examine(asked);
  mkdirSync(dir, { recursive: true });
  markRestore(dir, path);
  const done = await restoreInto(asked, examined);
  endRestore(dir);
  const found = await judge(values, dir);
  const of = values['rehearsal-of'];
  if (of !== undefined)
    writeNote(resolve(of), { rehearsed: { at: new Date().toISOString(), made: examined.main.made } });
  return answer(examined.main, done, { before, found, values });
}

/** Empty but for keys, or what an earlier restore left half: that one is begun anew, in words. */
function mustBeEmpty(dir: string): string | undefined {
  const half = halfRestored(dir);
  if (half !== undefined) {
    if (isRestoring(dir)) throw new No(`another restore is at work in ${dir}`);
    for (const name of ['files', 'ledger', 'journal'])
      rmSync(join(dir, name), { recursive: true, force: true });
    return `An earlier restore of ${half} was cut off here. It was begun anew.`;
  }
  const held = existsSync(dir) ? readdirSync(dir).filter((name) => name !== 'keys') : [];
  if (held.length > 0)
    throw new No(
      `${dir} isn't empty (${held.slice(0, 4).join(', ')}). A restore goes into a new folder, beside the old one`,
    );
  return undefined;
}

function configOf(dir: string): Asked['config'] {
  return readConfig(['--data', dir, '--empty'], process.env);
}

type Found = { open: string | undefined; words: string };

/** Whether the public log went on: asked where somebody can be asked. */
async function judge(values: Values, dir: string): Promise<Found> {
  const opened = await openWorld(configOf(dir));
  try {
    const { world } = opened;
    if (values['nothing-since']) await settleBySaying(world);
    let words = '';
    if (values.log !== undefined) {
      try {
        const { is } = await judgeRestore(world, logReader(values.log));
        words = is === 'same' ? 'The public log holds nothing that this database does not.' : '';
      } catch (error) {
        if (!(error instanceof NotOurLog)) throw error;
        words = `${values.log} says nothing: ${error.message}.`;
      }
    }
    return { open: (await standing(world)).open, words };
  } finally {
    await opened.close();
  }
}

const REPLAY = `Start nothing yet. Take the missing entries back, without a fork:
  vouch ledger replay --from DIR|URL --data DIR     the public log: your web server's copy, or anybody's
Or look for a newer backup. If nothing was published since it was made, say so: vouch ledger replay --nothing-since.
The server may be started all the same: it takes statements, and publishes none.`;

const AGAIN = (made: string): string =>
  `What was done after ${made} is not here. Do again: members removed, keys changed, licences ended, consents taken back.
Before anything is disclosed on a consent from before that day, ask the worker once more. Everybody must sign in anew.
Erasures whose leaf is in the public log are carried out again by the replay; a wish that was not in the log yet is unknown here.`;

function answer(
  main: Manifest,
  done: Restored,
  { before, found, values }: { before: string | undefined; found: Found; values: Values },
): Answer {
  const mayGoOn = found.open === undefined;
  const rehearsal = values['rehearsal-of'] !== undefined;
  const people = [
    ...(before ? [before] : []),
    `Restored: ${rowsOf(main)} rows, ${main.files.count} sealed files, epoch ${main.log.epoch} of ${main.origin}, as of ${main.made}.`,
    ...(done.dropped > 0
      ? [
          `${done.dropped} record secrets belong to statements that aren't in this backup; they were left out.`,
        ]
      : []),
    ...(done.unproven > 0
      ? [
          `${done.unproven} statements have no record secret: their words are here, and they cannot be proven in a bundle any more.`,
        ]
      : []),
    ...(found.words ? [found.words] : []),
    ...(rehearsal
      ? ['On trial: it will never publish. Delete the folder when you have looked.']
      : [AGAIN(main.made)]),
    mayGoOn
      ? 'The log may go on: start the server.'
      : `THE LOG STANDS STILL: ${found.open}.${rehearsal ? '' : `\n${REPLAY}`}`,
  ];
  return {
    code: mayGoOn || rehearsal ? 0 : 1,
    machine: {
      ok: mayGoOn,
      restored: true,
      made: main.made,
      log: main.log,
      rows: rowsOf(main),
      files: main.files.count,
      unproven: done.unproven,
      halted: found.open ?? null,
    },
    people: people.join('\n'),
  };
}
