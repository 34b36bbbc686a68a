// A folder into which a backup is being restored: until that is whole, nothing else may begin there.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const fileOf = (dir: string): string => join(dir, 'RESTORE-NOT-FINISHED.txt');

const lines = (dir: string): string[] =>
  existsSync(fileOf(dir)) ? readFileSync(fileOf(dir), 'utf8').split('\n') : [];

/** What is being restored there; undefined where nothing is. */
export const halfRestored = (dir: string): string | undefined => lines(dir)[0];

/** Whether whoever began it is still at it. */
export function isRestoring(dir: string): boolean {
  const pid = Number(lines(dir)[1] ?? 0);
  if (!(pid > 1) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function markRestore(dir: string, path: string): void {
  const file = openSync(fileOf(dir), 'w', 0o600);
  writeSync(file, `${path}\n${process.pid}\n`);
  fsyncSync(file);
  closeSync(file);
}

export const endRestore = (dir: string): void => rmSync(fileOf(dir), { force: true });

export function refuseHalfRestored(dir: string): void {
  const path = halfRestored(dir);
  if (path !== undefined)
    throw new Error(
      `The restore of ${path} into ${dir} was cut off. Nothing here may be used: run it again (vouch restore), it begins anew.`,
    );
}
