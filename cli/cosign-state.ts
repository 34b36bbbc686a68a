// What a cosigner keeps on disk: its key, what it signed last for each log, and what it refused.
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Seen, type SignerKey, fromHex, hex, parseNumber } from '../ledger/index.ts';

/** The file and the name it stands under are on disk when this returns. */
export function writeDurably(path: string, text: string, mode = 0o600): void {
  const file = openSync(`${path}.new`, 'w', mode);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
  syncFolder(dirname(path));
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** Made if it is missing; refused if others may read it. */
export function signerFrom(file: string, name: string): SignerKey {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeDurably(file, `${randomBytes(32).toString('hex')}\n`);
  }
  if ((statSync(file).mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others: chmod 600 it, or make a new key if they may have`);
  const seed = fromHex(readFileSync(file, 'utf8').trim());
  if (seed?.length !== 32) throw new Error(`${file} holds no key: 64 hex digits are expected`);
  return { name, algorithm: 4, seed };
}

/** What was cosigned last, with the log's own note for it: the other half of a proof that it showed two histories. */
export type Kept = Seen & { note: string };

/** A witness that forgets can be shown two histories, so what can't be read is never taken for nothing. */
export class State {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    syncFolder(dirname(dir));
  }

  #file(origin: string): string {
    return join(this.#dir, encodeURIComponent(origin));
  }

  last(origin: string): Kept | undefined {
    const file = this.#file(origin);
    if (!existsSync(file)) return undefined;
    const text = readFileSync(file, 'utf8');
    const [, digits = '', root = '', note = ''] = /^(\d+) ([0-9a-f]{64})\n([^]*)$/.exec(text) ?? [];
    const size = parseNumber(digits);
    const bytes = fromHex(root);
    if (size === undefined || bytes?.length !== 32)
      throw new Error(`${file} is damaged: without it nothing is signed. Restore it, or retire this key.`);
    return { size, root: bytes, note };
  }

  save(origin: string, { size, root, note }: Kept): void {
    writeDurably(this.#file(origin), `${size} ${hex(root)}\n${note}`);
  }

  /**
   * Keeps a checkpoint that was refused. `split`: with ours it proves that the log showed two histories; those are
   * never thrown away. Of the others, which may only be somebody's bad proof, the newest are kept.
   */
  refuse(origin: string, body: string, split: boolean): void {
    const folder = join(this.#dir, 'refused');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const note = body.slice(body.indexOf('\n\n') + 2);
    const text = note.slice(0, note.lastIndexOf('\n\n'));
    const name = `${split ? 'split' : 'unproven'}-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
    const alike = readdirSync(folder).filter((file) => file.startsWith(split ? 'split' : 'unproven'));
    if (alike.includes(name) || (split && alike.length >= MOST_REFUSED)) return;
    const age = (file: string): number => statSync(join(folder, file)).mtimeMs;
    const old = alike.sort((a, b) => age(b) - age(a)).slice(MOST_REFUSED - 1);
    for (const file of split ? [] : old) rmSync(join(folder, file), { force: true });
    const ours = this.last(origin)?.note ?? '';
    writeDurably(join(folder, name), `${body}\n--- cosigned before ---\n${ours}`);
  }
}

const MOST_REFUSED = 100;
