import { sql } from 'kysely';
import pg from 'pg';
import { onServer } from '../../platform/postgres/embedded.ts';
import { urlAs } from '../../platform/roles.ts';
import type { World } from '../../platform/world.ts';
import type { Tour } from './tour.ts';

/** `half`: a load began here and was cut off. `taken`: somebody's own installation. */
export type Found = 'empty' | 'half' | 'loaded' | 'taken';

export const findDemo = (world: World): Promise<Found> =>
  world.jobs.read({}, async (db) => {
    const { rows } = await sql<{ begun: boolean; loaded: boolean; used: boolean }>`
      select exists (select from demo_state) as begun, exists (select from demo_state where tour is not null) as loaded,
        exists (select from docket) as used`.execute(db);
    const { begun, loaded, used } = rows[0] ?? { begun: false, loaded: false, used: true };
    if (loaded) return 'loaded';
    return begun ? 'half' : used ? 'taken' : 'empty';
  });

export const saveBegun = (world: World): Promise<unknown> =>
  world.jobs.write({}, (tx) => sql`insert into demo_state (one, tour) values (true, null)`.execute(tx));

/** The last thing of a load, and durable: what was committed before it is on disk once this is. */
export const saveTour = (world: World, tour: Tour): Promise<unknown> =>
  world.jobs.write({}, (tx) => sql`update demo_state set tour = ${JSON.stringify(tour)}::jsonb`.execute(tx));

async function emptySchema(url: string, schema: string, but: string[]): Promise<void> {
  await onServer(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = $1 and not tablename = any ($2)',
      [schema, but],
    );
    const names = rows.map(({ name }) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`);
    if (names.length > 0) await client.query(`truncate ${names.join(', ')} restart identity`);
  });
}

/** Everything but what the database was made with, as the owners of both schemas. Only `emptyHalfMade` may ask for it. */
export async function emptyTables(world: World): Promise<void> {
  const owner = urlAs('vouch_owner', world.authUrl, world.keys.roles);
  await emptySchema(world.authUrl, 'auth', ['marker']);
  await emptySchema(owner, 'vouch', ['migration', 'demo_state']);
  await onServer(owner, async (client) => {
    await client.query('alter sequence case_number restart');
    await client.query('insert into sequencer_lease default values');
    await client.query('insert into ledger_state default values');
  });
}
