// What a thief of the machine would find: every row of every table, every file, the database's own files with its log.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** A word as it could lie about: as it is, in hex (bytea), in base64 at each of three alignments. */
export function spellings(word: string): Buffer[] {
  const bytes = Buffer.from(word);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift, 0x20), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters mix with whatever stands beside the word.
    return text.slice(Math.ceil((shift * 8) / 6), -1);
  });
  return [word, word.toUpperCase(), bytes.toString('hex'), ...base64].map((s) => Buffer.from(s));
}

export const found = (hay: Buffer, needles: readonly Buffer[]): boolean =>
  needles.some((needle) => hay.includes(needle));

/** Every table of every schema but PostgreSQL's own, as text. */
export async function dumpOf(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast' order by 1`,
    );
    const dump = new Map<string, string>();
    for (const { name } of rows) {
      const table = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      dump.set(name, table.rows.map((r) => r.row).join('\n'));
    }
    return dump;
  } finally {
    await client.end();
  }
}

/** The folder of the database's own files, after everything in memory was written to them. */
export async function clusterOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('checkpoint');
    const { rows } = await client.query<{ dir: string }>(`select current_setting('data_directory') as dir`);
    return rows[0]?.dir ?? '';
  } finally {
    await client.end();
  }
}

/** Files below a folder that hold one of the needles. A file that ends while we look held nothing for long. */
export function filesWith(
  dir: string,
  needles: readonly Buffer[],
): { looked: number; bytes: number; holding: string[] } {
  const holding: string[] = [];
  let [looked, bytes] = [0, 0];
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !existsSync(path) || statSync(path).size === 0) continue;
    try {
      const hay = readFileSync(path);
      looked++;
      bytes += hay.length;
      if (found(hay, needles)) holding.push(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return { looked, bytes, holding };
}
