import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

const folder = fileURLToPath(new URL('../../db/migrations/', import.meta.url));

/** Every migration that this program knows, with the hash it is remembered by. */
export const knownMigrations = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((f) => f.endsWith('.sql'))
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(folder + name, 'utf8'))
          .digest('hex'),
      ]),
  );

/**
 * Runs, as vouch_owner, every migration that has not run, each in one transaction, in order; forward only.
 * Throws where a migration that already ran was edited since: history on disk and in the database would differ.
 * `only`: no others than these, for a restore that needs the schema of its backup first.
 */
export async function migrate(client: pg.Client, only?: ReadonlySet<string>): Promise<string[]> {
  await client.query('create table if not exists migration (name text primary key, sha256 text not null)');
  await client.query('select pg_advisory_lock(7461)');
  const ran = new Map<string, string>();
  for (const row of (await client.query('select name, sha256 from migration')).rows)
    ran.set(row.name, row.sha256);
  const fresh: string[] = [];
  for (const name of readdirSync(folder)
    .filter((f) => f.endsWith('.sql'))
    .sort()) {
    if (only && !only.has(name)) continue;
    const text = readFileSync(folder + name, 'utf8');
    const sha = createHash('sha256').update(text).digest('hex');
    const before = ran.get(name);
    if (before === sha) continue;
    if (before)
      throw new Error(`Migration ${name} was changed after it ran here. Put it back and add a new one.`);
    await client.query('begin');
    await client.query(text);
    await client.query('insert into migration values ($1, $2)', [name, sha]);
    await client.query('commit');
    fresh.push(name);
  }
  await client.query('select pg_advisory_unlock(7461)');
  return fresh;
}
