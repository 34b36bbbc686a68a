import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveWriter } from './archive.ts';
import { belongsTo, packFiles, packFolder, pathsBelow } from './folders.ts';
import { sealKeys } from './keys-box.ts';
import {
  HEAD_ITEM,
  type Head,
  KEYS_ITEM,
  MANIFEST_ITEM,
  type Manifest,
  type TableItem,
  sealOf,
  timeOf,
} from './manifest.ts';
import { SECRET_TABLES, Snapshot, type Table } from './snapshot.ts';
import { TAR_END, tarFile } from './tar.ts';

/** What a backup is made of, and by whom. */
export type Source = {
  ownerUrl: string;
  authUrl: string;
  origin: string;
  program: string;
  /** Derived from the installation's root: seals the manifest. */
  sealKey: Buffer;
  filesDir: string;
  ledgerDir: string;
  journalDir: string;
  keysDir: string;
};

export type Wanted = {
  path: string;
  made: Date;
  /** How long record secrets may be kept: at most 30 days (ledger.md 9). */
  secretsUntil: Date;
  /** Keys go in only by name, and under a passphrase. */
  passphrase: string | undefined;
  onStep: (what: string, bytes: number) => void;
};

export type Made = { main: Manifest; secrets: Manifest; secretsPath: string; bytes: number };

/** Its end stands in its name too, for whoever tidies up by hand. */
export const secretsPathOf = (path: string, until: Date): string =>
  `${path}.secrets.until-${until.toISOString().slice(0, 10)}`;

/**
 * One consistent moment of database, files and log beside a running server, in two files: the backup, and the record
 * secrets, which end. Neither has its name before it is whole and on disk.
 */
export async function makeBackup(source: Source, wanted: Wanted): Promise<Made> {
  const secretsPath = secretsPathOf(wanted.path, wanted.secretsUntil);
  const snapshot = await Snapshot.open(source.ownerUrl, source.authUrl);
  const main = new ArchiveWriter(wanted.path, wanted.made);
  const secrets = new ArchiveWriter(secretsPath, wanted.made);
  try {
    const all = await snapshot.tables();
    const known = { source, wanted, snapshot, log: await snapshot.log() };
    const apart = (table: Table): boolean => SECRET_TABLES.includes(table.name);
    const ended = await writeOne(secrets, {
      ...known,
      tables: all.filter(apart),
      until: wanted.secretsUntil,
    });
    const whole = await writeOne(main, { ...known, tables: all.filter((t) => !apart(t)), until: undefined });
    // The secrets first: a backup that has its name has its secrets beside it.
    await secrets.close();
    await main.close();
    return { main: whole, secrets: ended, secretsPath, bytes: (await stat(wanted.path)).size };
  } catch (error) {
    await Promise.all([main.abandon(), secrets.abandon()]);
    throw error;
  } finally {
    await snapshot.close();
  }
}

type One = {
  source: Source;
  wanted: Wanted;
  snapshot: Snapshot;
  log: Awaited<ReturnType<Snapshot['log']>>;
  tables: readonly Table[];
  until: Date | undefined;
};

const json = (value: object): Buffer[] => [Buffer.from(`${JSON.stringify(value)}\n`)];

async function writeOne(archive: ArchiveWriter, one: One): Promise<Manifest> {
  const { source, wanted, snapshot, log, until } = one;
  const head: Head = {
    vouch: 1,
    type: until ? 'secrets' : 'backup',
    origin: source.origin,
    made: timeOf(wanted.made),
    ...(until ? { until: timeOf(until) } : {}),
    migrations: await snapshot.migrations(),
  };
  await archive.item(HEAD_ITEM, json(head));
  const tables = await packTables(archive, one);
  const folders = until ? NONE : await packFolders(archive, one);
  const keys =
    until || wanted.passphrase === undefined ? null : await packKeys(archive, source, wanted.passphrase);
  const manifest: Manifest = {
    ...head,
    program: source.program,
    postgres: await snapshot.postgres(),
    log: { ...log, closed: log.closed && timeOf(log.closed) },
    tables,
    sequences: until ? [] : await snapshot.sequences(),
    ...folders,
    keys,
    seal: null,
  };
  const sealed = { ...manifest, seal: sealOf(manifest, source.sealKey) };
  await archive.item(MANIFEST_ITEM, json(sealed));
  return sealed;
}

async function packTables(archive: ArchiveWriter, { tables, snapshot, wanted }: One): Promise<TableItem[]> {
  const items: TableItem[] = [];
  for (const table of tables) {
    const copy = snapshot.copy(table);
    const item = await archive.item(`tables/${table.name}`, copy.chunks());
    items.push({ name: table.name, columns: table.columns, rows: copy.rows, ...item });
    wanted.onStep(table.name, item.bytes);
  }
  return items;
}

const EMPTY_GROUP = {
  count: 0,
  bytes: 0,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};
const NONE = { files: EMPTY_GROUP, missing: [], ledger: EMPTY_GROUP, journal: EMPTY_GROUP };

type Folders = Pick<Manifest, 'files' | 'missing' | 'ledger' | 'journal'>;

async function packFolders(archive: ArchiveWriter, { source, snapshot, wanted, log }: One): Promise<Folders> {
  const step = (what: string) => (item: { bytes: number }) => wanted.onStep(what, item.bytes);
  const packed = await packFiles(archive, source.filesDir, snapshot.files(), step('files'));
  const tiles = (await pathsBelow(source.ledgerDir)).filter((path) => belongsTo(path, log.published));
  const ledger = await packFolder(
    archive,
    { dir: source.ledgerDir, as: 'ledger', paths: tiles },
    step('the log'),
  );
  const epochs = (await pathsBelow(source.journalDir)).filter(
    (path) => Number(/^(\d+)$/.exec(path)?.[1] ?? Infinity) <= log.epoch,
  );
  const journal = await packFolder(
    archive,
    { dir: source.journalDir, as: 'journal', paths: epochs },
    step('the journal'),
  );
  return { ...packed, ledger, journal };
}

/** The embedded database's own password belongs to its cluster, which isn't in the backup. */
const NOT_KEPT: readonly string[] = ['database', 'database-made'];

async function packKeys(
  archive: ArchiveWriter,
  source: Source,
  passphrase: string,
): Promise<Manifest['keys']> {
  const names = (await readdir(source.keysDir, { withFileTypes: true }))
    .filter((e) => e.isFile() && !NOT_KEPT.includes(e.name))
    .map((e) => e.name)
    .sort();
  const files = await Promise.all(
    names.map(async (name) => tarFile(name, await readFile(join(source.keysDir, name)), 0)),
  );
  return archive.item(KEYS_ITEM, [await sealKeys(Buffer.concat([...files, TAR_END]), passphrase)]);
}
