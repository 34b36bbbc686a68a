import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { Damaged, type Item, readItems } from './archive.ts';
import {
  Group,
  HEAD_ITEM,
  type Head,
  KEYS_ITEM,
  MANIFEST_ITEM,
  type Manifest,
  head,
  manifest,
} from './manifest.ts';

/** JSON by its schema, or Damaged in words. Manifests are a few hundred kB. */
async function read<T>(schema: z.ZodType<T>, chunks: AsyncIterable<Buffer>, what: string): Promise<T> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  try {
    return schema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
  } catch {
    throw new Damaged(`its ${what} is not one of this program, or of a newer version of it`);
  }
}

/** Hashes an item on its way to whoever takes it. */
export async function* hashed(
  chunks: AsyncIterable<Buffer>,
  done: (item: Item) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  done({ bytes, sha256: hash.digest('hex') });
}

export type Take = {
  head?(head: Head): Promise<void> | void;
  /** Whoever takes an item must read all of it. */
  item?(name: string, chunks: AsyncIterable<Buffer>): Promise<void>;
};

const FOLDERS = ['files', 'ledger', 'journal'] as const;
type Folder = (typeof FOLDERS)[number];

/** What an archive really holds, while it is read once. */
class Found {
  head: Head | undefined;
  manifest: Manifest | undefined;
  readonly tables = new Map<string, Item>();
  readonly groups = { files: new Group(), ledger: new Group(), journal: new Group() };
  keys: Item | null = null;

  add(name: string, item: Item): void {
    const [folder = '', ...rest] = name.split('/');
    const path = rest.join('/');
    const isFolder = (text: string): text is Folder => (FOLDERS as readonly string[]).includes(text);
    if (name === KEYS_ITEM) this.keys = item;
    else if (folder === 'tables') this.tables.set(path, item);
    else if (isFolder(folder)) {
      if (folder === 'files' && path !== item.sha256) throw new Damaged(`the file ${path} is another one`);
      this.groups[folder].add(path, item);
    } else throw new Damaged(`it holds something unknown: ${name}`);
  }

  /** All that the manifest says, and nothing else. */
  whole(): Manifest {
    const m = this.manifest;
    if (!m) throw new Damaged('it breaks off before its end');
    const isSame = (a: Item | null | undefined, b: Item | null): boolean =>
      a?.sha256 === b?.sha256 && a?.bytes === b?.bytes;
    if (JSON.stringify(this.head) !== JSON.stringify(head.parse(pick(m))))
      throw new Damaged('its beginning and end differ');
    for (const table of m.tables)
      if (!isSame(this.tables.get(table.name), table))
        throw new Damaged(`the table ${table.name} is not as it was written`);
    if (m.tables.length !== this.tables.size) throw new Damaged('it holds other tables than it says');
    for (const folder of FOLDERS)
      if (JSON.stringify(this.groups[folder].end()) !== JSON.stringify(m[folder]))
        throw new Damaged(`the ${folder} in it are not as they were written`);
    if (!isSame(this.keys, m.keys)) throw new Damaged('the keys in it are not as they were written');
    return m;
  }
}

const pick = (m: Manifest): Head => ({
  vouch: m.vouch,
  type: m.type,
  origin: m.origin,
  made: m.made,
  ...(m.until === undefined ? {} : { until: m.until }),
  migrations: m.migrations,
});

/** Reads an archive from end to end and checks every hash. Gives its manifest; throws Damaged with what is wrong. */
export async function checkArchive(path: string, take: Take = {}): Promise<Manifest> {
  const found = new Found();
  await readItems(path, async (name, chunks) => {
    if (found.manifest) throw new Damaged('something follows its end');
    if (!found.head) {
      if (name !== HEAD_ITEM) throw new Damaged('it is no backup of this program');
      found.head = await read(head, chunks, 'beginning');
      await take.head?.(found.head);
    } else if (name === MANIFEST_ITEM) found.manifest = await read(manifest, chunks, 'list of contents');
    else {
      // Before anybody writes it anywhere.
      if (/(^|\/)\.\.?(\/|$)|\\|\/\//.test(name)) throw new Damaged(`it holds a file of no place: ${name}`);
      let item: Item | undefined;
      const through = hashed(chunks, (done) => (item = done));
      if (take.item) await take.item(name, through);
      for await (const _rest of through);
      if (!item) throw new Damaged(`${name} was not read to its end`);
      found.add(name, item);
    }
  });
  return found.whole();
}
