import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** A file of the log, by its path in it, that is there with other bytes (ledger.md 10). */
export class OtherBytes extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} is there with other bytes`);
    this.path = path;
  }
}

/** Where the static log lies (ledger.md 5). Paths are the C2SP ones. Rejects where the store can't be reached or is full. */
export type TileStore = {
  /** Where, in words for a person. */
  readonly place: string;
  read(path: string): Promise<Uint8Array | undefined>;
  /** Writes a file that never changes: the same bytes again are fine, others are OtherBytes. Durable when it resolves. */
  once(path: string, bytes: Uint8Array): Promise<void>;
  /** Writes the one file that changes, `checkpoint`: whole or not at all. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && Buffer.compare(a, b) === 0;

/** In a folder: temporary name, fsync, rename, fsync of the folder. `sync` false: whoever writes syncs later, all at once. */
export class DiskTiles implements TileStore {
  readonly place: string;
  readonly #sync: boolean;
  constructor(dir: string, sync = true) {
    this.place = dir;
    this.#sync = sync;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(join(this.place, path));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async once(path: string, bytes: Uint8Array): Promise<void> {
    const there = await this.read(path);
    if (!there) return this.replace(path, bytes);
    if (!sameBytes(there, bytes)) throw new OtherBytes(path);
  }

  replace(path: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.place, path);
    // One name, so that what a crash left is written over: whoever else wrote here would write the same bytes.
    const next = `${file}.new`;
    try {
      this.#folders(dirname(file));
      write(next, bytes, this.#sync);
      renameSync(next, file);
      if (this.#sync) syncFolder(dirname(file));
      return Promise.resolve();
    } catch (error) {
      // A full disk: what is half there must not lie about under any name.
      rmSync(next, { force: true });
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** A new folder is only there for good once the one above it is on disk too. */
  #folders(dir: string): void {
    const first = mkdirSync(dir, { recursive: true });
    if (!first || !this.#sync) return;
    const parts = relative(dirname(first), dir).split(sep);
    for (let at = dirname(first); parts.length > 0; at = join(at, parts.shift() ?? '')) syncFolder(at);
  }
}

function write(path: string, bytes: Uint8Array, sync: boolean): void {
  const file = openSync(path, 'w', 0o644);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    if (sync) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(dir: string): void {
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
