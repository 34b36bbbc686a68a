import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../ports.ts';
import { secretFile } from '../secret-file.ts';
import { binariesFor, enterable, outsidePlace, type RunAs, runAs } from './place.ts';

export type Embedded = {
  /** As superuser, to database `postgres`: for making roles and databases only. */
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
};

type Options = { dir: string; flags?: string[]; durable?: boolean };

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A dead postmaster whose parent has not waited for it yet still has a pid: it holds nothing.
    return !(existsSync(`/proc/${pid}/stat`) && / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
  } catch {
    return false;
  }
};

/** Where the cluster lives: in the data folder, or outside it where the database's user can't enter that. */
function clusterDir(dir: string, as: RunAs): string {
  if (enterable(dir, as)) return join(dir, 'pg');
  const place = join(outsidePlace(dir), 'pg');
  writeFileSync(
    join(dir, 'WHERE-THE-DATABASE-IS.txt'),
    `The database runs as the user "${as?.name}", who cannot enter this folder. Its files are in:\n${place}\n`,
  );
  return place;
}

/** After kill -9 of node alone the postmaster still runs: ask it to stop, wait, then start anew. */
async function endLeftover(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid < 2) return;
  const name = existsSync(`/proc/${pid}/comm`) ? readFileSync(`/proc/${pid}/comm`, 'utf8').trim() : '';
  if (name && name !== 'postgres') return;
  if (alive(pid)) process.kill(pid, 'SIGINT');
  for (let i = 0; i < 200 && alive(pid); i++) await wait(50);
}

const once = (cluster: string, bin: string, as: RunAs, args: string[]): Promise<ChildProcess> =>
  new Promise((done, fail) => {
    const child = spawn(join(bin, 'bin', 'postgres'), ['-D', cluster, ...args], {
      ...(as ? { uid: as.uid, gid: as.gid } : {}),
      // Ctrl-C goes to the whole group: we end the database ourselves, after the last answer.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH ?? '', LC_MESSAGES: 'C', TZ: 'UTC' },
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString();
      if (said.includes('ready to accept connections')) done(child);
    });
    child.once('error', fail);
    child.once('exit', () => fail(new Error(`The database did not start:\n${said.slice(-2000)}`)));
  });

function initialise(cluster: string, bin: string, as: RunAs, secret: string): Promise<void> {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const file = join(tmpdir(), `vouch-pw-${randomBytes(6).toString('hex')}`);
  writeFileSync(file, secret, { mode: 0o600 });
  if (as) [cluster, file].forEach((p) => chownSync(p, as.uid, as.gid));
  const args = [
    '-D',
    cluster,
    '-A',
    'scram-sha-256',
    '-U',
    'postgres',
    `--pwfile=${file}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ];
  return new Promise((done, fail) =>
    execFile(join(bin, 'bin', 'initdb'), args, as ? { uid: as.uid, gid: as.gid } : {}, (error, _out, err) => {
      rmSync(file, { force: true });
      if (error) fail(new Error(`The database could not be made in ${cluster}:\n${err}`));
      else done();
    }),
  );
}

/** Starts the embedded server over `dir`; makes it on the first run. Rejects with what the server said. */
export async function startEmbedded({ dir, flags = [], durable = true }: Options): Promise<Embedded> {
  mkdirSync(dir, { recursive: true });
  const as = runAs();
  const bin = binariesFor(as);
  const cluster = clusterDir(dir, as);
  const secret = secretFile(dir, 'database', () => randomBytes(24).toString('hex'));
  // A first start that was cut off leaves a half-made cluster: it holds nothing yet, so it is made again.
  const complete = join(dir, 'keys', 'database-made');
  if (!existsSync(complete)) {
    rmSync(cluster, { recursive: true, force: true });
    await initialise(cluster, bin, as, secret);
    writeFileSync(complete, '');
  }
  await endLeftover(cluster);
  const args = [
    ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    ...[
      '-c',
      'shared_buffers=48MB',
      '-c',
      'max_connections=60',
      '-c',
      'log_min_messages=log',
      '-c',
      'log_min_error_statement=panic',
      '-c',
      'log_checkpoints=off',
      '-c',
      'log_statement=none',
    ],
    ...[
      '-c',
      'jit=off',
      '-c',
      'max_wal_size=256MB',
      '-c',
      'autovacuum_max_workers=1',
      '-c',
      'max_parallel_workers_per_gather=0',
    ],
    ...(durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off']),
    ...flags,
  ];
  let child: ChildProcess | undefined;
  let port = 0;
  for (let attempt = 0; !child; attempt++) {
    try {
      port = await freePort();
      child = await once(cluster, bin, as, ['-p', String(port), ...args]);
    } catch (error) {
      if (attempt >= 20) throw error;
      await wait(500);
    }
  }
  const server = child;
  const url = `postgres://postgres:${secret}@127.0.0.1:${port}/postgres`;
  return { url, port, pid: server.pid ?? 0, stop: () => stop(server) };
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((done) => server.once('exit', done));
  server.kill('SIGINT');
  await Promise.race([gone, wait(15_000, undefined, { ref: false })]);
}

/** One statement on one connection, for making databases and roles. */
export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
