// POSIX ustar, as much of it as a backup needs: regular files with short names, so that anybody's `tar` opens it.

const BLOCK = 512;

export class NotTar extends Error {}

export type TarEntry = { name: string; bytes: Buffer };

const octal = (n: number, digits: number): string => `${n.toString(8).padStart(digits - 1, '0')}\0`;

/** One file with its header and padding. `seconds` since 1970; names are ASCII, 100 bytes at most. */
export function tarFile(name: string, bytes: Buffer, seconds: number): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new Error(`"${name}" is no name for this archive`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 'ascii');
  header.write(
    `${octal(0o600, 8)}${octal(0, 8)}${octal(0, 8)}${octal(bytes.length, 12)}${octal(seconds, 12)}`,
    100,
  );
  header.write('        0', 148, 'ascii');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(`${octal(sumOf(header), 7)} `, 148, 'latin1');
  const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, bytes, padding]);
}

export const TAR_END = Buffer.alloc(2 * BLOCK);

function sumOf(header: Buffer): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : (header[i] ?? 0);
  return sum;
}

/** Reads exactly as many bytes as asked for out of chunks of any length. */
class Reader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    const parts = [this.#rest];
    let have = this.#rest.length;
    while (have < length) {
      const next = await this.#source.next();
      if (next.done) throw new NotTar('it breaks off');
      parts.push(next.value);
      have += next.value.length;
    }
    const all = Buffer.concat(parts);
    this.#rest = all.subarray(length);
    return all.subarray(0, length);
  }

  async isOver(): Promise<boolean> {
    return this.#rest.length === 0 && (await this.#source.next()).done === true;
  }
}

/** The files of an archive, one after the other; none longer than `most`. Throws NotTar for anything else. */
export async function* tarEntries(source: AsyncIterable<Buffer>, most: number): AsyncGenerator<TarEntry> {
  const reader = new Reader(source);
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const sum = Number.parseInt(header.toString('latin1', 148, 154), 8);
    if (sum !== sumOf(header) || header.toString('latin1', 257, 262) !== 'ustar')
      throw new NotTar('a header is damaged');
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8);
    if (!(size >= 0 && size <= most) || header[156] !== 0x30)
      throw new NotTar('a header says what cannot be');
    const name = header.toString('latin1', 0, 100).replace(/\0.*$/s, '');
    const bytes = await reader.take(size);
    await reader.take((BLOCK - (size % BLOCK)) % BLOCK);
    yield { name, bytes };
  }
  const end = await reader.take(BLOCK);
  if (!end.every((byte) => byte === 0) || !(await reader.isOver()))
    throw new NotTar('something follows its end');
}
