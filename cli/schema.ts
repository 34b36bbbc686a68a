// Writes app/platform/schema.ts, the types of the database, from a freshly migrated one: `node cli/schema.ts`.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../app/platform/database.ts';
import { startEmbedded } from '../app/platform/postgres/embedded.ts';

const usage = `vouch schema [FILE]    writes the types of the database (app/platform/schema.ts)`;

/** Returns the exit code. */
export async function run([out = 'app/platform/schema.ts', ...rest]: string[]): Promise<number> {
  if (out === '--help' || out === '-h' || out.startsWith('-') || rest.length > 0) {
    console.log(usage);
    return out === '--help' || out === '-h' ? 0 : 2;
  }
  const dir = mkdtempSync(join(tmpdir(), 'vouch-schema-'));
  // The database's own user must be able to enter it.
  chmodSync(dir, 0o711);
  const server = await startEmbedded({ dir, durable: false });
  try {
    const base = await prepareDatabase(server.url, 'vouch', Buffer.from('schema'));
    execFileSync(
      'kysely-codegen',
      [
        '--url',
        base,
        '--dialect',
        'postgres',
        '--default-schema',
        'vouch',
        '--numeric-parser',
        'number',
        '--date-parser',
        'string',
        '--out-file',
        out,
        '--log-level',
        'error',
      ],
      {
        stdio: 'inherit',
      },
    );
    // app/platform/db.ts reads int8 as a number.
    writeFileSync(
      out,
      readFileSync(out, 'utf8').replace('Int8 = ColumnType<string,', 'Int8 = ColumnType<number,'),
    );
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return 0;
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2));
