import pg from 'pg';
import { Gate } from './db.ts';
import { migrate } from './migrate.ts';
import { onServer } from './postgres/embedded.ts';
import { ensureRoles, urlAs } from './roles.ts';

export type Gates = {
  anon: Gate;
  app: Gate;
  sequencer: Gate;
  jobs: Gate;
  eraser: Gate;
  authUrl: string;
  sequencerUrl: string;
  jobsUrl: string;
  close(): Promise<void>;
};

/**
 * The product's database on a server: made, roles mended, migrated (`only` so far, if it is said). `url` may create
 * databases and roles.
 */
export async function prepareDatabase(
  url: string,
  name: string,
  secret: Buffer,
  only?: ReadonlySet<string>,
): Promise<string> {
  await onServer(url, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  });
  const base = new URL(url);
  base.pathname = `/${name}`;
  await onServer(base.href, (client) => ensureRoles(client, secret));
  await onServer(urlAs('vouch_owner', base.href, secret), (client) => migrate(client, only));
  await onServer(base.href, (client) => prepareJobs(client, urlAs('vouch_jobs', base.href, secret)));
  return base.href;
}

export function openGates(base: string, secret: Buffer): Gates {
  const gates = {
    anon: new Gate(urlAs('vouch_anon', base, secret), 8),
    app: new Gate(urlAs('vouch_app', base, secret), 8),
    sequencer: new Gate(urlAs('vouch_sequencer', base, secret), 3),
    jobs: new Gate(urlAs('vouch_jobs', base, secret), 4),
    eraser: new Gate(urlAs('vouch_eraser', base, secret), 2),
  };
  return {
    ...gates,
    authUrl: urlAs('vouch_auth', base, secret),
    sequencerUrl: urlAs('vouch_sequencer', base, secret),
    jobsUrl: urlAs('vouch_jobs', base, secret),
    close: async () => void (await Promise.all(Object.values(gates).map((g) => g.close()))),
  };
}

/** The job queue's library makes its tables itself, and wants to make its schema too: for that once, and not after. */
async function prepareJobs(client: pg.Client, jobsUrl: string): Promise<void> {
  const found = await client.query("select to_regclass('graphile_worker.migrations') as it");
  if (found.rows[0]?.it) return;
  const name = pg.escapeIdentifier(client.database ?? '');
  await client.query(`grant create on database ${name} to vouch_jobs`);
  try {
    const { runMigrations } = await import('graphile-worker');
    await runMigrations({ connectionString: jobsUrl, schema: 'graphile_worker' });
  } finally {
    await client.query(`revoke create on database ${name} from vouch_jobs`);
  }
}
