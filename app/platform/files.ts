import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type Stored = { sha256: string; size: number };
/** Bytes that arrived and are not yet kept: `keep` makes them durable, `drop` forgets them. */
export type Arrived = Stored & { keep(): Promise<void>; drop(): Promise<void> };

export class TooLarge extends Error {}

/** Sealed bytes on disk, named by their hash. An object store can stand behind the same three calls. */
export class Files {
  readonly #dir: string;
  constructor(dir: string) {
    this.#dir = dir;
  }

  #path(sha256: string): string {
    return join(this.#dir, sha256.slice(0, 2), sha256);
  }

  /** Reads a stream to a temporary file and stops reading at `limit` bytes. Throws TooLarge. */
  async receive(stream: Readable, limit: number): Promise<Arrived> {
    const temporary = join(this.#dir, 'arriving', randomUUID());
    await mkdir(dirname(temporary), { recursive: true });
    const hash = createHash('sha256');
    let size = 0;
    const drop = () => rm(temporary, { force: true });
    try {
      await pipeline(
        stream,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            size += chunk.length;
            if (size > limit) throw new TooLarge();
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(temporary),
      );
    } catch (error) {
      await drop();
      throw error;
    }
    const sha256 = hash.digest('hex');
    return { sha256, size, drop, keep: () => this.#keep(temporary, sha256) };
  }

  async #keep(temporary: string, sha256: string): Promise<void> {
    const file = await open(temporary, 'r');
    await file.sync();
    await file.close();
    await mkdir(dirname(this.#path(sha256)), { recursive: true });
    await rename(temporary, this.#path(sha256));
  }

  has(sha256: string): boolean {
    return /^[0-9a-f]{64}$/.test(sha256) && existsSync(this.#path(sha256));
  }

  /** Gone, also if it was not there. */
  async remove(sha256: string): Promise<void> {
    if (/^[0-9a-f]{64}$/.test(sha256)) await rm(this.#path(sha256), { force: true });
  }

  async read(sha256: string): Promise<{ size: number; stream: Readable } | undefined> {
    if (!this.has(sha256)) return undefined;
    const { size } = await stat(this.#path(sha256));
    return { size, stream: createReadStream(this.#path(sha256)) };
  }
}
