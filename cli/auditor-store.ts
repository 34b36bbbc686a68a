// An auditor's memory (ledger.md §7): one SQLite file. One epoch is one transaction, and all of
// them are on disk before anything is signed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import {
  type AuditMemory,
  type AuditedDocket,
  type AuditedLog,
  type AuditedMove,
  EMPTY_LOG,
  mustHex,
} from '../ledger/index.ts';
import { type Kept, State } from './cosign-state.ts';

const SCHEMA = `
  create table if not exists log (one integer primary key check (one = 1), state text not null);
  create table if not exists id (id text primary key, docket integer not null) without rowid;
  create table if not exists docket (docket integer primary key, state text not null);
  create table if not exists leaf (docket integer, leaf integer, line text not null, primary key (docket, leaf)) without rowid;
  create table if not exists statement (docket integer, commitment blob, leaf integer not null, primary key (docket, commitment)) without rowid;
  create table if not exists spent (docket integer, leaf integer, by text, primary key (docket, leaf, by)) without rowid;
  create table if not exists move (target integer, commitment blob, docket integer not null, leaf integer not null, fresh integer not null, primary key (target, commitment)) without rowid;
  create index if not exists fresh_move on move (fresh) where fresh = 1;
  create table if not exists unplaced (leaf integer primary key, closed integer not null);
  create table if not exists epoch (n integer primary key, size integer not null unique, root blob not null);
  create table if not exists seen (origin text primary key, size integer not null, root blob not null, note text not null);
  create table if not exists halt (id integer primary key, at text not null, epoch integer not null, why text not null, resumed text, because text);
`;

export type Halt = { at: string; epoch: number; why: string };

type Row = Record<string, unknown>;

export class AuditStore implements AuditMemory {
  readonly #db: DatabaseSync;
  readonly #dir: string;
  readonly #refused: State;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#dir = dir;
    this.#refused = new State(join(dir, 'cosigned'));
    this.#db = new DatabaseSync(join(dir, 'audit.sqlite'));
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -2000;');
    this.#db.exec(SCHEMA);
  }

  close(): void {
    this.#db.close();
  }

  #sql(text: string): StatementSync {
    const known = this.#prepared.get(text) ?? this.#db.prepare(text);
    this.#prepared.set(text, known);
    return known;
  }
  #one(text: string, ...values: (string | number | Uint8Array)[]): Row | undefined {
    return this.#sql(text).get(...values);
  }
  /** True if a row was changed. */
  #run(text: string, ...values: (string | number | Uint8Array)[]): boolean {
    return Number(this.#sql(text).run(...values).changes) > 0;
  }

  /** One that is on disk when it returns, and all before it: the file that is synced holds them in their order. */
  #durably(work: () => void): void {
    this.#db.exec('pragma synchronous = full');
    try {
      work();
    } finally {
      this.#db.exec('pragma synchronous = normal');
    }
  }

  /** All or nothing: what `work` throws, or says no to, leaves no trace. */
  async transaction<T>(work: () => Promise<{ keep: boolean; value: T }>): Promise<T> {
    this.#db.exec('begin immediate');
    try {
      const { keep, value } = await work();
      this.#db.exec(keep ? 'commit' : 'rollback');
      return value;
    } catch (error) {
      this.#db.exec('rollback');
      throw error;
    }
  }

  log(): AuditedLog {
    const row = this.#one('select state from log');
    return row ? JSON.parse(String(row['state'])) : EMPTY_LOG;
  }
  setLog(log: AuditedLog): void {
    this.#run('insert into log values (1, ?) on conflict do update set state = excluded.state', JSON.stringify(log)); // prettier-ignore
  }
  takeId(id: string, docket: number): boolean {
    return this.#run('insert into id values (?, ?) on conflict do nothing', id, docket);
  }
  docket(docket: number): AuditedDocket | undefined {
    const row = this.#one('select state from docket where docket = ?', docket);
    return row && JSON.parse(String(row['state']));
  }
  setDocket(docket: number, state: AuditedDocket): void {
    this.#run('insert into docket values (?, ?) on conflict do update set state = excluded.state', docket, JSON.stringify(state)); // prettier-ignore
  }
  keepLeaf(docket: number, leaf: number, line: string): void {
    this.#run('insert into leaf values (?, ?, ?) on conflict do nothing', docket, leaf, line);
  }
  takeCommitment(docket: number, commitment: string, leaf: number): boolean {
    return this.#run('insert into statement values (?, ?, ?) on conflict do nothing', docket, mustHex(commitment), leaf); // prettier-ignore
  }
  spend(docket: number, index: number, by: 'erased' | 'moved'): boolean {
    return this.#run(
      `insert into spent select ?, ?, ? where exists
        (select 1 from leaf where docket = ? and leaf = ? and line like 'statement %') on conflict do nothing`,
      docket,
      index,
      by,
      docket,
      index,
    );
  }
  addMove({ docket, leaf, to, commitment }: AuditedMove): boolean {
    return this.#run('insert into move values (?, ?, ?, ?, 1) on conflict do nothing', to, mustHex(commitment), docket, leaf); // prettier-ignore
  }
  *takeUnmetMoves(): Iterable<AuditedMove> {
    const rows = this.#sql(
      `select docket, leaf, target as "to", lower(hex(commitment)) as commitment from move m where fresh = 1
        and not exists (select 1 from statement s where s.docket = m.target and s.commitment = m.commitment)`,
    ).all();
    this.#run('update move set fresh = 0 where fresh = 1');
    for (const row of rows)
      yield {
        docket: Number(row['docket']),
        leaf: Number(row['leaf']),
        to: Number(row['to']),
        commitment: String(row['commitment']),
      };
  }
  open(leaf: number, closed: number): void {
    this.#run('insert into unplaced values (?, ?) on conflict do nothing', leaf, closed);
  }
  unopen(leaf: number): void {
    this.#run('delete from unplaced where leaf = ?', leaf);
  }
  stillOpen(): { open: number; oldest: number | undefined } {
    const row = this.#one('select count(*) as open, min(closed) as oldest from unplaced');
    const oldest = row?.['oldest'];
    return { open: Number(row?.['open'] ?? 0), oldest: typeof oldest === 'number' ? oldest : undefined };
  }
  *openBefore(closed: number): Iterable<{ leaf: number; closed: number }> {
    for (const row of this.#sql('select leaf, closed from unplaced where closed < ? order by leaf').iterate(
      closed,
    ))
      // prettier-ignore
      yield { leaf: Number(row['leaf']), closed: Number(row['closed']) };
  }

  /** An epoch that was found in order: the log's size and root with it. */
  saveEpoch(n: number, size: number, root: Uint8Array): void {
    this.#run('insert into epoch values (?, ?, ?)', n, size, root);
  }
  rootAt(size: number): Uint8Array | undefined {
    const root = this.#one('select root from epoch where size = ?', size)?.['root'];
    return root instanceof Uint8Array ? root : undefined;
  }

  last(origin: string): Kept | undefined {
    const row = this.#one('select size, root, note from seen where origin = ?', origin);
    const root = row?.['root'];
    if (!row || !(root instanceof Uint8Array)) return undefined;
    return { size: Number(row['size']), root, note: String(row['note']) };
  }
  save(origin: string, { size, root, note }: Kept): void {
    const text = `insert into seen values (?, ?, ?, ?) on conflict do update
      set size = excluded.size, root = excluded.root, note = excluded.note`;
    this.#durably(() => void this.#run(text, origin, size, root, note));
  }
  refuse(origin: string, body: string, split: boolean): void {
    this.#refused.refuse(origin, body, split);
  }

  /** Why nothing is signed any more; undefined if all is well, or a person decided to go on. */
  halted(): Halt | undefined {
    const row = this.#one('select at, epoch, why from halt where resumed is null order by id desc limit 1');
    return row && { at: String(row['at']), epoch: Number(row['epoch']), why: String(row['why']) };
  }
  halt({ at, epoch, why }: Halt): void {
    this.#durably(() => void this.#run('insert into halt (at, epoch, why) values (?, ?, ?)', at, epoch, why));
  }
  resume(at: string, because: string): boolean {
    return this.#run('update halt set resumed = ?, because = ? where resumed is null', at, because);
  }

  /** For whoever looks into the folder. */
  writeStatus(status: object): void {
    writeFileSync(join(this.#dir, 'status.json'), `${JSON.stringify(status, null, 2)}\n`, { mode: 0o600 });
  }

  /** Every leaf line that was found in order: what a replay after a lost backup needs. */
  *leaves(): Generator<{ docket: number; leaf: number; line: string }> {
    for (const row of this.#sql('select docket, leaf, line from leaf order by docket, leaf').iterate())
      yield { docket: Number(row['docket']), leaf: Number(row['leaf']), line: String(row['line']) };
  }
}
