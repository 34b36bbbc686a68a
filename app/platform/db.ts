import { setTimeout as wait } from 'node:timers/promises';
import {
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  sql,
} from 'kysely';
import pg from 'pg';
import type { DB } from './schema.ts';

// Numbers fit: counts and log indexes stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A date is a day, not a moment in somebody's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text: string) => text);

/** Who asks: policies see these settings and the row's columns, nothing else. */
export type Who = {
  org?: string;
  kind?: string;
  member?: string;
  user?: string;
  now?: string;
  lookup?: string;
  thread?: string;
  keys?: string;
  /** A community coordinator whose code was shown. */
  coordinator?: string;
  /** Threads and disclosures whose openings may be counted, with commas. */
  about?: string;
  /** Works of several organisations in which a party's own row was found, with commas; the one that is open. */
  joints?: string;
  joint?: string;
  /** How far its log may be read, and `1` where buyers that agree to be named are named. */
  upto?: string;
  named?: string;
  /**
   * Cases and threads that this member may not see: `.docket:id,docket:id`, `.` for none. Whoever names a member says it;
   * left out then, no case and no thread is seen. Without a member it is the system's own work, from which nothing is hidden.
   */
  hidden?: string;
};

/** Nothing is hidden. Not empty: that is what a connection leaves behind, and it opens nothing. */
export const NOTHING_HIDDEN = '.';
/** What is hidden: cases and threads, each with its docket. */
export const hiddenOnes = (hidden: string): { docket: number; id: string }[] =>
  hidden
    .slice(NOTHING_HIDDEN.length)
    .split(',')
    .filter((one) => one !== '')
    .map((one) => ({ docket: Number(one.split(':')[0]), id: one.split(':')[1] ?? '' }));

declare const writes: unique symbol;
/** Reads, inside one transaction. */
export type Db = Kysely<DB>;
/** Writes: only `Gate.write` hands one out, so a write outside a transaction does not compile. */
export type Tx = Kysely<DB> & { readonly [writes]: true };

/** A held snapshot. `release` may be called more than once. */
export type Held = { db: Db; release(): Promise<void> };

/** Serialization failure, deadlock, and a unique conflict that a second try sees as "already there". */
const RETRY = new Set(['40001', '40P01']);

const settings = (who: Who): string =>
  Object.entries(who)
    .map(([name, value]) => `set local app."${name}" = ${pg.escapeLiteral(value ?? '')};`)
    .join('');

/** What a transaction begins with. */
const beginning = (who: Who): string =>
  settings({ ...who, hidden: who.hidden ?? (who.member === undefined ? NOTHING_HIDDEN : '') });

/** Says more of who asks within a transaction: what a look-up found opens the next policy. */
export const say = async (db: Db, who: Who): Promise<void> => void (await sql.raw(settings(who)).execute(db));

/** Statements that are prepared, by text. Bounded: a text made anew each time must not fill the server's memory. */
const prepared = new Map<string, string>();
const MOST_PREPARED = 400;

function nameOf(text: string): string | undefined {
  const known = prepared.get(text);
  if (known || prepared.size >= MOST_PREPARED) return known;
  prepared.set(text, `s${prepared.size}`);
  return prepared.get(text);
}

/** Planned once a connection: planning a report's insert into nine tables costs more than running it. */
function preparing(client: pg.PoolClient): PostgresPoolClient {
  // Kysely's own narrower type of the same driver's answer; its other overload is for cursors, which nothing here uses.
  const query = <R>(text: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<R>> => {
    const name = values.length > 0 ? nameOf(text) : undefined;
    const ask = name ? { name, text, values: [...values] } : { text, values: [...values] };
    return client.query(ask) as Promise<unknown> as Promise<PostgresQueryResult<R>>;
  };
  return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
}

function preparingPool(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const known = clients.get(client) ?? preparing(client);
      clients.set(client, known);
      return known;
    },
  };
}

/** One database role's way in: its own pool, every statement inside a transaction that says who asks. */
export class Gate {
  readonly pool: pg.Pool;
  readonly #kysely: Kysely<DB>;

  constructor(url: string, max: number) {
    this.pool = new pg.Pool({ connectionString: url, max, idleTimeoutMillis: 10_000, allowExitOnIdle: true });
    // A connection that dies while idle (the server restarts) is replaced at the next use.
    this.pool.on('error', () => {});
    // One that dies while its transaction waits for us: the next statement in it fails, and that is said.
    this.pool.on('connect', (client) => void client.on('error', () => {}));
    this.#kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparingPool(this.pool) }) });
  }

  read<T>(who: Who, work: (db: Db) => Promise<T>): Promise<T> {
    return this.#retry(`begin read only;${beginning(who)}`, work);
  }

  /** READ COMMITTED: rules that need more take explicit locks. Conflicts are tried again here and nowhere else. */
  write<T>(who: Who, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#retry(`begin;${beginning(who)}`, (db) => work(db as Tx));
  }

  /**
   * A snapshot that stays one while a long answer is read out of it: one connection, repeatable read, until `release`.
   * Whoever holds one sees to it that it is released, also when the reader goes away.
   */
  hold(who: Who): Promise<Held> {
    return new Promise((ready, fail) => {
      const ended: Promise<void> = this.#once(
        `begin isolation level repeatable read read only;${beginning(who)}`,
        (db) =>
          new Promise<void>((done) => {
            ready({ db, release: () => (done(), ended.catch(() => {})) });
          }),
      );
      ended.catch(fail);
    });
  }

  async #retry<T>(begin: string, work: (db: Db) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(begin, work);
      } catch (error) {
        if (!RETRY.has(codeOf(error)) || attempt === 10) throw error;
        await wait(Math.random() * 5 * attempt);
      }
    }
  }

  #once<T>(begin: string, work: (db: Db) => Promise<T>): Promise<T> {
    return this.#kysely.connection().execute(async (connection) => {
      await sql.raw(begin).execute(connection);
      try {
        const done = await work(connection);
        await sql`commit`.execute(connection);
        return done;
      } catch (error) {
        await sql`rollback`.execute(connection).catch(() => {});
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.#kysely.destroy();
  }
}

/** The rule of a table that a row would break. */
export const constraintOf = (error: unknown): string =>
  error instanceof Error && 'constraint' in error && typeof error.constraint === 'string'
    ? error.constraint
    : '';

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
