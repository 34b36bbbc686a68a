// A living installation with a backup of it, in folders and processes of its own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { registerWorkplaces } from '../app/features/network/index.ts';
import { openOwnWorld, runningDatabase } from '../cli/own-world.ts';
import { ORG, dataFolder } from './deployment.ts';
import { root } from './source.ts';

export const EPOCH = ['--empty', '--epoch', '2'];
export const PASSPHRASE = 'eleven herons over the mangrove';

export type Said = { status: number | null; text: string; json: Record<string, unknown> };

/** The command in a process of its own; its last line as JSON. */
export function vouch(...args: string[]): Said {
  const env = { ...process.env, DATABASE_URL: undefined };
  const command = [join(root, 'cli', 'vouch.ts'), ...args, '--json'];
  const done = spawnSync(process.execPath, command, { encoding: 'utf8', env });
  const last = done.stdout.trim().split('\n').at(-1) ?? '';
  return {
    status: done.status,
    text: `${done.stdout}${done.stderr}`,
    json: last.startsWith('{') ? JSON.parse(last) : {},
  };
}

/** As superuser, in what runs over a folder. */
export async function database<T>(dir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: runningDatabase(dir) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const numberOf = (dir: string, text: string): Promise<number> =>
  database(dir, async (c) => (await c.query<{ n: number }>(text)).rows[0]?.n ?? -1);

export const epochOf = (dir: string): Promise<number> =>
  numberOf(dir, 'select max(n) as n from vouch.epoch where published');

export async function nextEpochs(dir: string, more = 2): Promise<void> {
  const from = await epochOf(dir);
  for (let i = 0; i < 600 && (await epochOf(dir)) < from + more; i++) await wait(100);
}

/** Registers one workplace beside a running server; its docket, or why not. */
export async function registerPlace(dir: string, id: string): Promise<number | string> {
  const opened = await openOwnWorld(dir);
  const place = { scheme: 'osid', id, name: 'Heron Plant 3', country: 'TH', region: '', sector: 'seafood' };
  try {
    const done = await registerWorkplaces(opened.world, { org: ORG, kind: 'cso' }, [
      { ...place, headcount: 80, supplies: [] },
    ]);
    return 'refused' in done ? done.why : (done.dockets[0] ?? -1);
  } finally {
    await opened.close();
  }
}

/** Folders of a test: where it keeps backups, and empty ones to restore into. */
export function folders() {
  const aside = mkdtempSync(join(tmpdir(), 'vouch-backups-'));
  const made: { remove(): void }[] = [];
  const at = (name: string): string => join(aside, name);
  writeFileSync(at('passphrase'), `${PASSPHRASE}\n`);
  return {
    aside,
    at,
    /** Not there yet; the database's user can enter it. */
    fresh(): string {
      const folder = dataFolder();
      made.push(folder);
      rmSync(folder.dir, { recursive: true });
      return folder.dir;
    },
    secretsOf: (name: string): string =>
      at(readdirSync(aside).find((file) => file.startsWith(`${name}.secrets.until-`)) ?? 'none'),
    remove(): void {
      for (const folder of made) folder.remove();
      rmSync(aside, { recursive: true, force: true });
    },
  };
}
