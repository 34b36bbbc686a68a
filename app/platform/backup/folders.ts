// What lies in folders: sealed files, the public log, the journal.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../db.ts';
import type { ArchiveWriter, Item } from './archive.ts';
import { Group } from './manifest.ts';

const CHUNK = 1 << 20;
const WIDTH = 256;

/** Files below a folder by their path, in one order everywhere; none where there is no folder. */
export async function pathsBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(dir.length + 1))
    .sort();
}

/**
 * Whether a file of the log belongs to its first `size` entries. What was published after the moment of the backup isn't
 * part of it: beside a database that doesn't know it, it would stop the restored log.
 */
export function belongsTo(path: string, size: number): boolean {
  if (path === 'policy') return true;
  const checkpoint = /^checkpoint\.(\d+)$/.exec(path);
  if (checkpoint) return Number(checkpoint[1]) <= size;
  const tile = /^tile\/(entries|\d+)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path);
  if (!tile) return false;
  const [, level = '', groups = '', width = String(WIDTH)] = tile;
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  const span = level === 'entries' ? 1 : WIDTH ** Number(level);
  return (index * WIDTH + Number(width)) * span <= size;
}

/** What it takes of a folder into the archive, in order. */
export async function packFolder(
  archive: ArchiveWriter,
  from: { dir: string; as: string; paths: readonly string[] },
  each: (item: Item) => void = () => {},
): Promise<ReturnType<Group['end']>> {
  const group = new Group();
  for (const path of from.paths) {
    // They are a few hundred bytes to 20 kB each.
    const item = await archive.item(`${from.as}/${path}`, [await readFile(join(from.dir, path))]);
    group.add(path, item);
    each(item);
  }
  return group.end();
}

export type Packed = { files: ReturnType<Group['end']>; missing: string[] };

/** Sealed pictures, each checked against its name. One that is gone although a row of the moment names it was erased since. */
export async function packFiles(
  archive: ArchiveWriter,
  dir: string,
  hashes: AsyncIterable<string>,
  each: (item: Item) => void = () => {},
): Promise<Packed> {
  const group = new Group();
  const missing: string[] = [];
  for await (const sha of hashes) {
    try {
      const path = join(dir, sha.slice(0, 2), sha);
      const item = await archive.item(`files/${sha}`, await opened(path));
      if (item.sha256 !== sha) throw new Error(`${path} isn't what its name says: the disk damaged it`);
      group.add(sha, item);
      each(item);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      missing.push(sha);
    }
  }
  return { files: group.end(), missing };
}

/** Open before the archive hears of it: a file that is gone must not leave half an item. */
async function opened(path: string): Promise<AsyncIterable<Buffer>> {
  const stream = createReadStream(path, { highWaterMark: CHUNK });
  await new Promise<void>((done, fail) => {
    stream.once('open', () => done());
    stream.once('error', fail);
  });
  return stream;
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
