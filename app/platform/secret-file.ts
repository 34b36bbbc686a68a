import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * A secret in `dir`/keys, made at the first start. It has its name only once it is whole and on disk: a process that is
 * killed in between leaves no half secret, and of two that begin at once both read the same one.
 */
export function secretFile(dir: string, name: string, make: () => string): string {
  const folder = join(dir, 'keys');
  const file = join(folder, name);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const whole = join(folder, `.${name}-${randomBytes(6).toString('hex')}`);
    writeDurably(whole, make());
    giveName(whole, file);
    sync(folder);
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret === '')
    throw new Error(
      `${file} is empty. Put your copy of it back; if nothing was ever served from here, delete it.`,
    );
  return secret;
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
}

/** Unlike a renaming, a link never takes the place of what another process made meanwhile. */
function giveName(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(from);
  }
}

function sync(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
