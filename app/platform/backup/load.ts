import pg from 'pg';
import { copyIn } from './copy.ts';
import type { Manifest, TableItem } from './manifest.ts';

const quoted = (name: string): string => name.split('.').map(pg.escapeIdentifier).join('.');
const listed = (names: readonly string[]): string => names.map(pg.escapeIdentifier).join(', ');

/** Tables of a schema that hold a row; `besides` are known to. */
export async function filledTables(
  client: pg.Client,
  schema: string,
  besides: readonly string[] = [],
): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename::text as name from pg_tables where schemaname = $1 order by 1`,
    [schema],
  );
  const filled: string[] = [];
  for (const { name } of rows) {
    if (besides.includes(name)) continue;
    const found = await client.query(`select 1 from ${quoted(`${schema}.${name}`)} limit 1`);
    if (found.rowCount) filled.push(name);
  }
  return filled;
}

/**
 * Loads tables of one role's schema in one transaction: all of them or nothing. Row-level security is lifted for its
 * owner inside it, because COPY can't pass policies, and forced again before the commit: nobody else ever sees it open.
 */
export class Load {
  readonly #client: pg.Client;
  readonly #schema: string;
  readonly #forced: Set<string>;

  private constructor(client: pg.Client, schema: string, forced: Set<string>) {
    this.#client = client;
    this.#schema = schema;
    this.#forced = forced;
  }

  static async begin(url: string, schema: string, keep: readonly string[]): Promise<Load> {
    const client = new pg.Client({ connectionString: url });
    // A connection that dies fails the next query; this only keeps it from ending the program before.
    client.on('error', () => {});
    const load = new Load(client, schema, new Set());
    try {
      await client.connect();
      await load.#empty(keep);
      return load;
    } catch (error) {
      await load.abandon();
      throw error;
    }
  }

  async #empty(keep: readonly string[]): Promise<void> {
    const [client, schema] = [this.#client, this.#schema];
    await client.query('begin');
    const { rows } = await client.query<{ name: string; forced: boolean }>(
      `select c.relname::text as name, c.relforcerowsecurity as forced from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relkind = 'r' order by 1`,
      [schema],
    );
    const own = rows.filter(({ name }) => !keep.includes(name));
    // What migrations put in to begin with is in the backup too.
    if (own.length > 0)
      await client.query(`truncate ${own.map(({ name }) => quoted(`${schema}.${name}`)).join(', ')}`);
    await this.#references('deferrable initially deferred');
    for (const { name, forced } of own) if (forced) this.#forced.add(`${schema}.${name}`);
  }

  /** Tables come in the order of their names, not of what refers to what: references are judged at the end. */
  async #references(how: 'deferrable initially deferred' | 'not deferrable'): Promise<void> {
    const { rows } = await this.#client.query<{ t: string; c: string }>(
      `select c.relname::text as t, k.conname::text as c from pg_constraint k join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = c.relnamespace where k.contype = 'f' and n.nspname = $1 order by 1, 2`,
      [this.#schema],
    );
    if (how === 'not deferrable') await this.#client.query('set constraints all immediate');
    for (const { t, c } of rows)
      await this.#client.query(
        `alter table ${quoted(`${this.#schema}.${t}`)} alter constraint ${pg.escapeIdentifier(c)} ${how}`,
      );
  }

  /** Throws, with the reason, what the database doesn't take. */
  async table(
    { name, columns }: Pick<TableItem, 'name' | 'columns'>,
    chunks: AsyncIterable<Buffer>,
  ): Promise<void> {
    const text = `copy ${quoted(name)} (${listed(columns)}) from stdin`;
    if (!this.#forced.has(name)) return copyIn(this.#client, text, chunks);
    await this.#client.query(`alter table ${quoted(name)} no force row level security`);
    await copyIn(this.#client, text, chunks);
    await this.#client.query(`alter table ${quoted(name)} force row level security`);
  }

  async sequences(all: Manifest['sequences']): Promise<void> {
    for (const { name, value, called } of all)
      await this.#client.query('select setval($1::regclass, $2, $3)', [quoted(name), value, called]);
  }

  /** Counts what came in against what went out. */
  async counts(tables: readonly TableItem[]): Promise<void> {
    for (const { name, rows } of tables) {
      if (!name.startsWith(`${this.#schema}.`)) continue;
      const found = await this.#client.query<{ n: string }>(
        `select count(*)::text as n from ${quoted(name)}`,
      );
      if (Number(found.rows[0]?.n) !== rows)
        throw new Error(`the table ${name} took ${found.rows[0]?.n} of ${rows} rows`);
    }
  }

  async query(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
    return this.#client.query(text, values);
  }

  async commit(): Promise<void> {
    await this.#references('not deferrable');
    await this.#client.query('commit');
    await this.#client.end();
  }

  /** Nothing of it is there. Fine after `commit` too. */
  async abandon(): Promise<void> {
    await this.#client.end().catch(() => {});
  }
}
