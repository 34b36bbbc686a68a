import pg from 'pg';
import { CopyOut } from './copy.ts';

/** What lives only as long as a sign-in does, and must not come back from the past. */
const PASSING: readonly string[] = [
  'auth.session',
  'auth.verification',
  'auth.passkey_challenge',
  'auth.session_about',
];
/** What the program itself writes while it restores. */
const OWN: readonly string[] = ['vouch.migration'];
/** Record secrets, of statements and of copies that wait for a worker's "yes": apart, with an end (ledger.md 9). */
export const SECRET_TABLES: readonly string[] = ['vouch.move_copy', 'vouch.record_secret'];

export type Table = { name: string; columns: string[]; key: string[] };
export type Sequence = { name: string; value: number; called: boolean };

const quoted = (name: string): string => name.split('.').map(pg.escapeIdentifier).join('.');

/** As it stands in a COPY: all columns, in the order of the primary key, so that one state always gives the same bytes. */
const copyText = ({ name, columns, key }: Table): string => {
  const order = key.length > 0 ? key.map(pg.escapeIdentifier).join(', ') : 't::text';
  return `copy (select ${columns.map(pg.escapeIdentifier).join(', ')} from ${quoted(name)} t order by ${order}) to stdout`;
};

/** Tables of the schemas that this role owns, by name; columns in their order, without generated ones. */
async function tablesOf(client: pg.Client, schema: string): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; key: string[] }>(
    `select n.nspname || '.' || c.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' order by a.attnum) as columns,
      array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality k(n, o)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n
        where i.indrelid = c.oid and i.indisprimary order by k.o) as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relkind = 'r' order by c.relname collate "C"`,
    [schema],
  );
  return rows.filter(({ name }) => !PASSING.includes(name) && !OWN.includes(name));
}

export type Migration = { name: string; sha256: string };

/** One consistent moment of the whole database, held open while it is copied: two roles share it, none sees around it. */
export class Snapshot {
  readonly owner: pg.Client;
  readonly #auth: pg.Client;

  private constructor(owner: pg.Client, auth: pg.Client) {
    this.owner = owner;
    this.#auth = auth;
  }

  static async open(ownerUrl: string, authUrl: string): Promise<Snapshot> {
    const owner = new pg.Client({ connectionString: ownerUrl });
    const auth = new pg.Client({ connectionString: authUrl });
    const snapshot = new Snapshot(owner, auth);
    try {
      await owner.connect();
      await auth.connect();
      await owner.query('begin isolation level repeatable read read only');
      const { rows } = await owner.query<{ id: string }>('select pg_export_snapshot() as id');
      await auth.query('begin isolation level repeatable read read only');
      await auth.query(`set transaction snapshot ${pg.escapeLiteral(rows[0]?.id ?? '')}`);
      return snapshot;
    } catch (error) {
      await snapshot.close();
      throw error;
    }
  }

  async tables(): Promise<Table[]> {
    return [...(await tablesOf(this.#auth, 'auth')), ...(await tablesOf(this.owner, 'vouch'))];
  }

  /** Starts copying one table out; `rows` is true when the last chunk was read. */
  copy(table: Table): CopyOut {
    const client = table.name.startsWith('auth.') ? this.#auth : this.owner;
    return client.query(new CopyOut(copyText(table)));
  }

  /** Numbers given out so far: perhaps a little ahead of the moment, never behind. */
  async sequences(): Promise<Sequence[]> {
    const { rows } = await this.owner.query<{ name: string }>(
      `select schemaname || '.' || sequencename as name from pg_sequences where schemaname = 'vouch' order by 1`,
    );
    const found: Sequence[] = [];
    for (const { name } of rows) {
      const at = await this.owner.query<{ value: string; called: boolean }>(
        `select last_value::text as value, is_called as called from ${quoted(name)}`,
      );
      found.push({ name, value: Number(at.rows[0]?.value ?? 1), called: at.rows[0]?.called ?? false });
    }
    return found;
  }

  async migrations(): Promise<Migration[]> {
    return (await this.owner.query<Migration>('select name, sha256 from migration order by name')).rows;
  }

  /** Sealed files that rows name, by hash. */
  async *files(): AsyncGenerator<string> {
    await this.owner.query(
      `declare files no scroll cursor for select distinct encode(sha256, 'hex') as sha from attachment order by 1`,
    );
    for (;;) {
      const { rows } = await this.owner.query<{ sha: string }>('fetch 1000 from files');
      if (rows.length === 0) return;
      for (const { sha } of rows) yield sha;
    }
  }

  async log(): Promise<{
    epoch: number;
    size: number;
    root: string;
    closed: Date | null;
    published: number;
  }> {
    const { rows } = await this.owner.query<{ n: number; size: number; root: Buffer; closed: Date }>(
      'select n, size, log_root as root, closed from epoch order by n desc limit 1',
    );
    const out = await this.owner.query<{ size: number }>(
      'select coalesce(max(size), 0)::bigint as size from epoch where published',
    );
    const [last] = rows;
    return {
      epoch: last?.n ?? -1,
      size: last?.size ?? 0,
      root: last?.root.toString('hex') ?? '',
      closed: last?.closed ?? null,
      published: out.rows[0]?.size ?? 0,
    };
  }

  async postgres(): Promise<string> {
    return (
      (await this.owner.query<{ v: string }>(`select current_setting('server_version') as v`)).rows[0]?.v ??
      ''
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.owner.end().catch(() => {}), this.#auth.end().catch(() => {})]);
  }
}
