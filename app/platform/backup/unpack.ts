// What of a backup becomes files again.
import { open, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { sync } from './archive.ts';
import { tarEntries } from './tar.ts';

/** Where each folder of the archive goes; an item that belongs to none is somebody else's. */
export type Places = { filesDir: string; ledgerDir: string; journalDir: string };

function placeOf(name: string, places: Places): string | undefined {
  const [folder = '', ...rest] = name.split('/');
  const path = rest.join('/');
  if (folder === 'files') return join(places.filesDir, path.slice(0, 2), path);
  if (folder === 'ledger') return join(places.ledgerDir, path);
  if (folder === 'journal') return join(places.journalDir, path);
  return undefined;
}

/** Writes one file whole, and on disk. False where the item is no file. */
export async function unpackItem(
  name: string,
  chunks: AsyncIterable<Buffer>,
  places: Places,
): Promise<boolean> {
  const path = placeOf(name, places);
  if (path === undefined) return false;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(`${path}.new`, 'w', name.startsWith('files/') ? 0o600 : 0o644);
  try {
    for await (const chunk of chunks) await file.write(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return true;
}

/** The installation's keys out of their opened box. */
export async function unpackKeys(plain: Buffer, keysDir: string): Promise<void> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 });
  for await (const { name, bytes } of tarEntries(Readable.from([plain]), 1 << 20)) {
    if (!/^[\w.-]+$/.test(name)) throw new Error(`"${name}" is no name of a key`);
    await writeFile(join(keysDir, name), bytes, { mode: 0o600 });
    await sync(join(keysDir, name));
  }
  await sync(keysDir);
}
