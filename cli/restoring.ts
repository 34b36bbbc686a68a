// Bringing a backup back: looked through from end to end first, then loaded whole or not at all.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../app/config.ts';
import { journalDir } from '../app/features/log/index.ts';
import { closeSignIn, prepareSignIn } from '../app/features/network/index.ts';
import { Damaged } from '../app/platform/backup/archive.ts';
import { checkArchive } from '../app/platform/backup/check.ts';
import { openKeys } from '../app/platform/backup/keys-box.ts';
import { Load, filledTables } from '../app/platform/backup/load.ts';
import { type Head, KEYS_ITEM, type Manifest, isSealedBy } from '../app/platform/backup/manifest.ts';
import { unpackItem, unpackKeys } from '../app/platform/backup/unpack.ts';
import { halfRestored } from '../app/platform/backup/marker.ts';
import { prepareDatabase } from '../app/platform/database.ts';
import { serverKeys } from '../app/platform/keys.ts';
import { knownMigrations } from '../app/platform/migrate.ts';
import { onServer, startEmbedded } from '../app/platform/postgres/embedded.ts';
import { urlAs } from '../app/platform/roles.ts';

/** A restore that is refused: in words. */
export class No extends Error {}

export type Asked = {
  path: string;
  secrets: string | undefined;
  dir: string;
  config: Config;
  passphrase: string | undefined;
  rehearsal: boolean;
  onStep: (what: string, bytes: number) => void;
};

export type Examined = { main: Manifest; secrets: Manifest | undefined; keys: Buffer | undefined };
export type Restored = { unproven: number; dropped: number };

/** Everything that can be refused is refused here, before anything is touched. */
export async function examine(asked: Asked): Promise<Examined> {
  const box: Buffer[] = [];
  const main = await checkArchive(asked.path, {
    head: (head) => mustFit(head, 'backup'),
    item: async (name, chunks) => {
      if (name === KEYS_ITEM) for await (const chunk of chunks) box.push(chunk);
    },
  });
  const secrets = asked.secrets === undefined ? undefined : await examineSecrets(asked.secrets, main);
  const keys =
    box.length > 0 && asked.passphrase !== undefined
      ? await openKeys(Buffer.concat(box), asked.passphrase)
      : undefined;
  await mustBeSealed(asked, { main, secrets, keys });
  if (asked.config.databaseUrl !== undefined) await mustBeEmptyDatabase(asked.config.databaseUrl, asked.dir);
  return { main, secrets, keys };
}

async function examineSecrets(path: string, main: Manifest): Promise<Manifest> {
  const found = await checkArchive(path, { head: (head) => mustFit(head, 'secrets') });
  if (found.origin !== main.origin)
    throw new No(`${path} holds secrets of ${found.origin}, the backup is of ${main.origin}`);
  return found;
}

function mustFit(head: Head, type: Head['type']): void {
  if (head.type !== type)
    throw new No(
      type === 'backup'
        ? 'these are record secrets, not a backup'
        : 'the file after --secrets holds no record secrets',
    );
  // The day that workers are told is kept by the program too, not by good will.
  if (head.until !== undefined && Date.parse(head.until) < Date.now())
    throw new No(
      `these record secrets ended on ${head.until}: delete them. Without them the backup can be restored all the same`,
    );
  const known = knownMigrations();
  for (const { name, sha256 } of head.migrations) {
    if (!known.has(name))
      throw new No(`the backup is of a newer version of this program (${name}): update the program first`);
    if (known.get(name) !== sha256)
      throw new No(`the backup was made by another build of this program (${name} differs)`);
  }
}

/** The keys that the restored installation will have must be those that the backup was made with. */
async function mustBeSealed(asked: Asked, { main, secrets, keys }: Examined): Promise<void> {
  const found = existsSync(join(asked.dir, 'keys', 'root'));
  if (!found && !keys)
    throw new No(
      main.keys
        ? 'the keys are in the backup, sealed: give --passphrase-file'
        : `the keys of the installation are not in the backup. Put the copy of the folder keys/ into ${asked.dir} first. Without them the log can not be signed, and nobody could tell this installation from another`,
    );
  const trial = mkdtempSync(join(tmpdir(), 'vouch-keys-'));
  try {
    if (keys) await unpackKeys(keys, join(trial, 'keys'));
    else await cp(join(asked.dir, 'keys'), join(trial, 'keys'), { recursive: true });
    const origin = readFileSync(join(trial, 'keys', 'origin'), 'utf8').trim();
    if (origin !== main.origin) throw new No(`the keys are of ${origin}, the backup is of ${main.origin}`);
    const seal = serverKeys(trial, '').derive('backup');
    for (const m of [main, ...(secrets ? [secrets] : [])])
      if (!isSealedBy(m, seal)) throw new No('it was not made with these keys, or somebody wrote into it');
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

/** What a new database holds before anybody did anything. */
const SEEDS: readonly string[] = ['migration', 'ledger_state', 'sequencer_lease', 'demo_state'];

async function mustBeEmptyDatabase(url: string, dir: string): Promise<void> {
  if (halfRestored(dir) !== undefined) return;
  const filled = await onServer(url, (client) => filledTables(client, 'vouch', SEEDS)).catch(
    (error: unknown) => {
      // A database that isn't there is empty; one that can't be reached is told of when it is needed.
      if (error instanceof Error && 'code' in error && error.code === '3D000') return [];
      throw new No(`the database doesn't answer: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  if (filled.length > 0) throw new No(`the database isn't empty (${filled.slice(0, 4).join(', ')})`);
}

/** Loads it. What is thrown leaves an empty database and a folder that says that it is half. */
export async function restoreInto(asked: Asked, examined: Examined): Promise<Restored> {
  const { dir, config } = asked;
  if (examined.keys) await unpackKeys(examined.keys, join(dir, 'keys'));
  // They belong to a cluster that stayed behind.
  const hasCluster = existsSync(join(dir, 'pg')) || existsSync(join(dir, 'WHERE-THE-DATABASE-IS.txt'));
  if (!hasCluster) rmSync(join(dir, 'keys', 'database-made'), { force: true });
  const keys = serverKeys(dir, config.domain);
  const database = config.databaseUrl ? undefined : await startEmbedded({ dir });
  try {
    const url = new URL(config.databaseUrl ?? database?.url ?? '');
    const name = database ? 'vouch' : url.pathname.slice(1) || 'vouch';
    // The schema as it was when the backup was made, sign-in's too.
    const known = new Set(examined.main.migrations.map((m) => m.name));
    const base = await prepareDatabase(url.href, name, keys.roles, known);
    const signIn = { config, keys, authUrl: urlAs('vouch_auth', base, keys.roles) };
    await prepareSignIn(signIn);
    await closeSignIn(signIn);
    const done = await loadAll(asked, examined, base, keys.roles);
    await prepareDatabase(url.href, name, keys.roles);
    await remember(asked, examined.main, done, urlAs('vouch_owner', base, keys.roles));
    return done;
  } finally {
    await database?.stop();
  }
}

/** The row that keeps the log still until it is known that it may go on. */
const remember = (asked: Asked, main: Manifest, done: Restored, ownerUrl: string): Promise<unknown> =>
  onServer(ownerUrl, (client) =>
    client.query(
      `insert into recovery (at, made, epoch, size, state, unproven) values (now(), $1, $2, $3, $4, $5)`,
      [
        ...[main.made, main.log.epoch, main.log.size],
        ...[asked.rehearsal ? 'rehearsal' : 'unchecked', done.unproven],
      ],
    ),
  );

async function loadAll(asked: Asked, examined: Examined, base: string, secret: Buffer): Promise<Restored> {
  const places = {
    filesDir: join(asked.dir, 'files'),
    ledgerDir: join(asked.dir, 'ledger'),
    journalDir: journalDir(asked.config),
  };
  const auth = await Load.begin(urlAs('vouch_auth', base, secret), 'auth', []);
  const vouch = await Load.begin(urlAs('vouch_owner', base, secret), 'vouch', ['migration']);
  try {
    const take = (m: Manifest) => async (name: string, chunks: AsyncIterable<Buffer>) => {
      const table = m.tables.find((t) => `tables/${t.name}` === name);
      if (table) await (table.name.startsWith('auth.') ? auth : vouch).table(table, chunks);
      else await unpackItem(name, chunks, places);
      asked.onStep(name, table?.bytes ?? 0);
    };
    // Read a second time: what is loaded is hashed while it is loaded.
    const again = await checkArchive(asked.path, { item: take(examined.main) });
    if (again.seal !== examined.main.seal) throw new Damaged(`${asked.path} changed while it was read`);
    if (asked.secrets !== undefined && examined.secrets)
      await checkArchive(asked.secrets, { item: take(examined.secrets) });
    await vouch.counts(examined.main.tables);
    await auth.counts(examined.main.tables);
    await vouch.sequences(examined.main.sequences);
    const done = await afterLoad(vouch);
    await auth.commit();
    await vouch.commit();
    return done;
  } finally {
    await auth.abandon();
    await vouch.abandon();
  }
}

/** What must not come back from the past, and what the past can't know. */
async function afterLoad(vouch: Load): Promise<Restored> {
  const dropped = await vouch.query(
    `delete from record_secret r where not exists (select 1 from statement s where s.docket_id = r.docket_id and s.statement_id = r.statement_id)`,
  );
  const unproven = await vouch.query(
    `select count(*)::int as n from statement s where not exists (select 1 from record_secret r where r.docket_id = s.docket_id and r.statement_id = s.statement_id)`,
  );
  await vouch.query('update sequencer_lease set holder = null, fence = fence + 1');
  const [row] = unproven.rows as { n: number }[];
  return { dropped: dropped.rowCount ?? 0, unproven: row?.n ?? 0 };
}
