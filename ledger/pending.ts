// ledger.md §8: statements said to be erased or moved whose control leaf hasn't come yet. A docket may be erased as a
// whole, so they are kept as bytes: 33 for each leaf of a block in which there is one.

import { hex, mustHex } from './bytes.ts';

/** A state, and 4 more once a `moved` leaf has come for an erased statement. */
const [ERASED, MOVED, MOVED_SEEN] = [1, 2, 4];
const BLOCK = 256;
const ROW = 33;

type Block = { rows: Uint8Array; count: number };
export type Pending = { state: 'erased' | 'moved'; commitment: string; movedSeen: boolean };

/** §8: by the statement's index. */
export class PendingStatements {
  readonly #blocks = new Map<number, Block>();
  #erased = 0;
  #moved = 0;

  add(index: number, state: 'erased' | 'moved', commitment: string): void {
    const at = Math.floor(index / BLOCK);
    const block = this.#blocks.get(at) ?? { rows: new Uint8Array(BLOCK * ROW), count: 0 };
    this.#blocks.set(at, block);
    const row = (index % BLOCK) * ROW;
    block.rows[row] = state === 'erased' ? ERASED : MOVED;
    block.rows.set(mustHex(commitment), row + 1);
    block.count++;
    if (state === 'erased') this.#erased++;
    else this.#moved++;
  }

  get(index: number): Pending | undefined {
    const row = this.#row(index);
    const flags = row?.[0] ?? 0;
    if (!row || flags === 0) return undefined;
    const state = (flags & ERASED) !== 0 ? 'erased' : 'moved';
    return { state, commitment: hex(row.subarray(1)), movedSeen: (flags & MOVED_SEEN) !== 0 };
  }

  /** An erased statement was moved before: its `erased` leaf is still to come. */
  see(index: number): void {
    const row = this.#row(index);
    if (row) row[0] = (row[0] ?? 0) | MOVED_SEEN;
  }

  delete(index: number): void {
    const row = this.#row(index);
    if (!row || row[0] === 0) return;
    if (((row[0] ?? 0) & ERASED) !== 0) this.#erased--;
    else this.#moved--;
    row[0] = 0;
    const at = Math.floor(index / BLOCK);
    const block = this.#blocks.get(at);
    if (block && --block.count === 0) this.#blocks.delete(at);
  }

  /** Whether any of this state is left. */
  has(state: 'erased' | 'moved'): boolean {
    return (state === 'erased' ? this.#erased : this.#moved) > 0;
  }

  #row(index: number): Uint8Array | undefined {
    const row = (index % BLOCK) * ROW;
    return this.#blocks.get(Math.floor(index / BLOCK))?.rows.subarray(row, row + ROW);
  }
}
