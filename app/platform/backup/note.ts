// What the installation knows of its backups: one small file in the data folder.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const note = z.object({
  /** The newest backup: where it was put, when, how large; its secrets and their end. */
  last: z
    .object({ path: z.string(), made: z.string(), bytes: z.number(), secrets: z.string(), until: z.string() })
    .optional(),
  /** When a backup was last restored on trial, and how old it was. */
  rehearsed: z.object({ at: z.string(), made: z.string() }).optional(),
});
export type BackupNote = z.infer<typeof note>;

const fileOf = (dir: string): string => join(dir, 'backups.json');

/** Empty where there is none, or where it can't be read: it says nothing that a backup depends on. */
export function readNote(dir: string): BackupNote {
  try {
    return note.parse(JSON.parse(readFileSync(fileOf(dir), 'utf8')));
  } catch {
    return {};
  }
}

export function writeNote(dir: string, said: BackupNote): void {
  const next = `${fileOf(dir)}.new`;
  writeFileSync(next, `${JSON.stringify({ ...readNote(dir), ...said })}\n`, { mode: 0o600 });
  renameSync(next, fileOf(dir));
}
