// The world of the deployment in a data folder, for commands: beside a running server, or where none runs.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, readConfig } from '../app/config.ts';
import { halfRestored } from '../app/platform/backup/marker.ts';
import { openGates } from '../app/platform/database.ts';
import { Files } from '../app/platform/files.ts';
import { serverKeys } from '../app/platform/keys.ts';
import { outbox } from '../app/platform/mail.ts';
import { onServer } from '../app/platform/postgres/embedded.ts';
import { type OpenWorld, openWorld, realClock } from '../app/world.ts';
import { BadUse } from './ledger-inputs.ts';

export const dataDir = (named: string | undefined): string =>
  resolve(named ?? process.env['DATA_DIR'] ?? 'data');

/** The settings of what is in `dir`. Throws BadUse where nothing is: a command must not begin a deployment by a typing mistake. */
export function ownConfig(dir: string): Config {
  const origin = join(dir, 'keys', 'origin');
  if (!existsSync(origin))
    throw new BadUse(`There is no Vouch in ${dir}. Name its folder with --data, or DATA_DIR.`);
  const isDemo = readFileSync(origin, 'utf8').startsWith('demo.');
  return readConfig(['--data', dir, ...(isDemo ? [] : ['--empty'])], process.env);
}

/** Where the cluster of `dir` is: in it, or where the database's own user can enter. */
function clusterOf(dir: string): string {
  const note = join(dir, 'WHERE-THE-DATABASE-IS.txt');
  const place = existsSync(note) ? readFileSync(note, 'utf8').trim().split('\n').at(-1) : undefined;
  return place ?? join(dir, 'pg');
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** The running embedded database of `dir`, as superuser; undefined if none runs. */
export function runningDatabase(dir: string): string | undefined {
  const file = join(clusterOf(dir), 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  if (!isAlive(Number(pid)) || !port) return undefined;
  const secret = readFileSync(join(dir, 'keys', 'database'), 'utf8').trim();
  return `postgres://postgres:${secret}@127.0.0.1:${port}/vouch`;
}

/** Opens it. A database that runs is used as it is, never started a second time or migrated under its server. */
export async function openOwnWorld(dir: string): Promise<OpenWorld> {
  const config = ownConfig(dir);
  const half = halfRestored(dir);
  if (half !== undefined)
    throw new BadUse(`The restore of ${half} into ${dir} was cut off. Run it again: vouch restore.`);
  const running = config.databaseUrl ?? runningDatabase(dir);
  if (!running) return openWorld(config);
  await onServer(running, (client) => client.query('select 1')).catch((error: unknown) => {
    throw new BadUse(
      `The database doesn't answer: ${error instanceof Error ? error.message : String(error)}.`,
    );
  });
  const keys = serverKeys(dir, config.domain);
  const { close, ...gates } = openGates(running, keys.roles);
  const world = {
    ...{
      config,
      clock: realClock,
      keys,
      ...gates,
      files: new Files(join(dir, 'files')),
      ledgerDir: join(dir, 'ledger'),
    },
    mail: outbox(dir, config.smtpUrl, `http://localhost:${config.port}/desk`),
  };
  return { world, database: undefined, close };
}
