// A backup's file: a tar of items under gzip, written and read as a stream. A long item is several files of the tar,
// `name`, `name.part2`, …, because its length isn't known before its end.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Gzip, createGunzip, createGzip } from 'node:zlib';
import { NotTar, TAR_END, tarEntries, tarFile } from './tar.ts';

/** Longest piece of an item: a row of a table, a chunk of a file. */
const MOST = 64 << 20;

export type Item = { bytes: number; sha256: string };

/** Not a backup, or not what was written: in words for a person. */
export class Damaged extends Error {}

const partName = (name: string, part: number): string => (part === 1 ? name : `${name}.part${part}`);

/** Writes `path`.part; `close` makes it durable and gives it its name. Owner-readable only. */
export class ArchiveWriter {
  readonly path: string;
  readonly #seconds: number;
  readonly #gzip: Gzip = createGzip({ level: 6 });
  readonly #done: Promise<void>;
  #failed: Error | undefined;

  constructor(path: string, made: Date) {
    this.path = path;
    this.#seconds = Math.floor(made.getTime() / 1000);
    this.#done = pipeline(this.#gzip, createWriteStream(`${path}.part`, { mode: 0o600 }));
    this.#done.catch((error: unknown) => {
      this.#failed = error instanceof Error ? error : new Error(String(error));
    });
  }

  async item(name: string, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Item> {
    const hash = createHash('sha256');
    let [bytes, part] = [0, 0];
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      await this.#write(tarFile(partName(name, ++part), chunk, this.#seconds));
    }
    if (part === 0) await this.#write(tarFile(name, Buffer.alloc(0), this.#seconds));
    return { bytes, sha256: hash.digest('hex') };
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#failed) throw this.#failed;
    if (!this.#gzip.write(bytes)) await Promise.race([once(this.#gzip, 'drain'), this.#done]);
  }

  async close(): Promise<void> {
    await this.#write(TAR_END);
    this.#gzip.end();
    await this.#done;
    await sync(`${this.path}.part`);
    await rename(`${this.path}.part`, this.path);
    await sync(dirname(this.path));
  }

  async abandon(): Promise<void> {
    this.#gzip.destroy();
    await this.#done.catch(() => {});
    await rm(`${this.path}.part`, { force: true });
  }
}

export async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What gzip writes before the first byte, but for the letter of the system it ran on. */
const isGzip = (b: Buffer): boolean =>
  b.length === 10 && b.readUInt32BE(0) === 0x1f8b0800 && b.readUInt32BE(4) === 0 && b[8] === 0;

async function* unzipped(path: string): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  const file = await open(path, 'r');
  try {
    const start = Buffer.alloc(10);
    await file.read(start, 0, 10, 0);
    if (!isGzip(start)) throw new Damaged(`${path} is no backup, or its beginning is damaged`);
  } finally {
    await file.close();
  }
  const gunzip = createGunzip();
  const reading = pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), gunzip);
  reading.catch(() => {});
  for await (const chunk of gunzip) if (Buffer.isBuffer(chunk)) yield chunk;
  await reading;
  if (gunzip.bytesWritten !== size) throw new Damaged(`something follows the end of ${path}`);
}

export type Visit = (name: string, chunks: AsyncIterable<Buffer>) => Promise<void>;

/** Every item in order. What a visitor leaves of one is skipped. Throws Damaged where the file isn't as written. */
export async function readItems(path: string, visit: Visit): Promise<void> {
  try {
    await walk(path, visit);
  } catch (error) {
    const isZlib = error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
    if (error instanceof NotTar || isZlib)
      throw new Damaged(`${path} is damaged: ${error instanceof Error ? error.message : ''}`);
    throw error;
  }
}

async function walk(path: string, visit: Visit): Promise<void> {
  const entries = tarEntries(unzipped(path), MOST);
  let next = await entries.next();
  try {
    while (!next.done) {
      const name = next.value.name;
      const chunks = (async function* () {
        for (let part = 1; !next.done && next.value.name === partName(name, part); part++) {
          yield next.value.bytes;
          next = await entries.next();
        }
      })();
      await visit(name, chunks);
      for await (const _rest of chunks);
    }
  } finally {
    await entries.return(undefined);
  }
}
