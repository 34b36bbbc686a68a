// ledger.md §7: what an auditor must remember between epochs. Whoever audits keeps it: here in memory, in the
// program in a database, where one epoch is one transaction.

import type { FrontierJson } from './merkle.ts';

/** The log so far. `closed` = when the last epoch closed, seconds since 1970; `unplaced` = the number of that docket. */
export type AuditedLog = {
  frontier: FrontierJson;
  dockets: number;
  epochs: number;
  closed: number | undefined;
  unplaced: number | undefined;
};

export type AuditedDocket = { root: string; frontier: FrontierJson };

/** `leaf` of `docket` says that its statement stands in docket `to` as `commitment`. */
export type AuditedMove = { docket: number; leaf: number; to: number; commitment: string };

export const EMPTY_LOG: AuditedLog = {
  frontier: { size: 0, peaks: [] },
  dockets: 0,
  epochs: 0,
  closed: undefined,
  unplaced: undefined,
};

export interface AuditMemory {
  log(): AuditedLog;
  setLog(log: AuditedLog): void;
  /** Gives an id, an alias or an opened id, lower case, to a docket; false if it has one. */
  takeId(id: string, docket: number): boolean;
  docket(docket: number): AuditedDocket | undefined;
  setDocket(docket: number, state: AuditedDocket): void;
  /** Keeps a leaf's line, with its LF. */
  keepLeaf(docket: number, leaf: number, line: string): void;
  /** False if this commitment stands in the docket already. */
  takeCommitment(docket: number, commitment: string, leaf: number): boolean;
  /** Uses up the statement at `index`; false if there is none, or if it was erased (moved) before. */
  spend(docket: number, index: number, by: 'erased' | 'moved'): boolean;
  /** False if another move has this target already: then two statements would hide behind one. */
  addMove(move: AuditedMove): boolean;
  /** Moves added since the last call whose target doesn't stand where they say. */
  takeUnmetMoves(): Iterable<AuditedMove>;
  /** A statement in `unplaced`, taken in by the epoch that closed then; and out again, moved or erased. */
  open(leaf: number, closed: number): void;
  unopen(leaf: number): void;
  /** How many are open, and when the oldest was taken in. */
  stillOpen(): { open: number; oldest: number | undefined };
  /** Open ones taken in before that time. */
  openBefore(closed: number): Iterable<{ leaf: number; closed: number }>;
}

/** An auditor's memory that ends with the process: for tests, and for auditing a small log in one go. */
export class Remembered implements AuditMemory {
  #log = EMPTY_LOG;
  readonly #ids = new Map<string, number>();
  readonly #dockets = new Map<number, AuditedDocket>();
  readonly #commitments = new Map<string, number>();
  readonly #statements = new Set<string>();
  readonly #spent = new Set<string>();
  readonly #targets = new Set<string>();
  readonly #open = new Map<number, number>();
  #moves: AuditedMove[] = [];
  /** Lines by `<docket> <leaf>`. */
  readonly leaves = new Map<string, string>();

  log(): AuditedLog {
    return this.#log;
  }
  setLog(log: AuditedLog): void {
    this.#log = log;
  }
  takeId(id: string, docket: number): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.set(id, docket);
    return true;
  }
  docket(docket: number): AuditedDocket | undefined {
    return this.#dockets.get(docket);
  }
  setDocket(docket: number, state: AuditedDocket): void {
    this.#dockets.set(docket, state);
  }
  keepLeaf(docket: number, leaf: number, line: string): void {
    this.leaves.set(`${docket} ${leaf}`, line);
  }
  takeCommitment(docket: number, commitment: string, leaf: number): boolean {
    this.#statements.add(`${docket} ${leaf}`);
    if (this.#commitments.has(`${docket} ${commitment}`)) return false;
    this.#commitments.set(`${docket} ${commitment}`, leaf);
    return true;
  }
  spend(docket: number, index: number, by: 'erased' | 'moved'): boolean {
    const key = `${docket} ${index} ${by}`;
    if (!this.#statements.has(`${docket} ${index}`) || this.#spent.has(key)) return false;
    this.#spent.add(key);
    return true;
  }
  addMove(move: AuditedMove): boolean {
    this.#moves.push(move);
    const key = `${move.to} ${move.commitment}`;
    if (this.#targets.has(key)) return false;
    this.#targets.add(key);
    return true;
  }
  takeUnmetMoves(): AuditedMove[] {
    const moves = this.#moves;
    this.#moves = [];
    return moves.filter(({ to, commitment }) => !this.#commitments.has(`${to} ${commitment}`));
  }
  open(leaf: number, closed: number): void {
    this.#open.set(leaf, closed);
  }
  unopen(leaf: number): void {
    this.#open.delete(leaf);
  }
  stillOpen(): { open: number; oldest: number | undefined } {
    // Leaves come in the order of their epochs, and a Map keeps it.
    const [oldest] = this.#open.values();
    return { open: this.#open.size, oldest };
  }
  *openBefore(closed: number): Iterable<{ leaf: number; closed: number }> {
    for (const [leaf, at] of this.#open) if (at < closed) yield { leaf, closed: at };
  }
}
