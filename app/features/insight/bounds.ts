/**
 * What can be worked out from sums. An adversary who holds every released figure knows sums over unknown
 * counts, each of them at least 0. The tables that fit those sums are a polytope; the least and the most a
 * hidden cell can be are two linear programs over it. This solves them exactly (up to rounding), by the
 * simplex method on a dense tableau: systems here have at most a few hundred sums.
 */

export type Sum = { columns: readonly number[]; total: number };
export type Extreme = {
  value: number;
  /** One table that attains it. */
  table: Float64Array;
  /** Indexes of the sums that hold it there. */
  held: number[];
};

const EPS = 1e-7;

export class Tables {
  readonly feasible: boolean;
  readonly #columns: number;
  readonly #width: number;
  readonly #rows: Float64Array[];
  readonly #basis: number[];

  /** All tables of `columns` counts, each at least 0, that have these sums. */
  constructor(columns: number, sums: readonly Sum[]) {
    this.#columns = columns;
    this.#width = columns + sums.length + 1;
    this.#basis = sums.map((_, i) => columns + i);
    this.#rows = sums.map((sum, i) => {
      const row = new Float64Array(this.#width);
      for (const c of sum.columns) row[c] = 1;
      row[columns + i] = 1;
      row[this.#width - 1] = sum.total;
      return row;
    });
    this.feasible = this.#enter();
  }

  /** Phase one: from "nothing but the gaps" to a table that has all the sums. */
  #enter(): boolean {
    const cost = new Float64Array(this.#width);
    for (const row of this.#rows) for (let j = 0; j < this.#width; j++) cost[j]! += row[j]!;
    for (let i = 0; i < this.#rows.length; i++) cost[this.#columns + i] = 0;
    if (!this.#climb(cost)) return false;
    if (cost[this.#width - 1]! > EPS * 100) return false;
    // A gap that is still in the basis stands at 0: swap it for a count, or its sum says nothing new.
    this.#rows.forEach((row, r) => {
      if (this.#basis[r]! < this.#columns) return;
      for (let j = 0; j < this.#columns; j++)
        if (Math.abs(row[j]!) > EPS) {
          this.#pivot(r, j, cost);
          return;
        }
    });
    return true;
  }

  /** The most that the sum of `columns` can be, or null where nothing bounds it. */
  most(columns: readonly number[]): Extreme | null {
    return this.#extreme(columns, 1);
  }

  /** The least that the sum of `columns` can be. */
  least(columns: readonly number[]): Extreme {
    const found = this.#extreme(columns, -1);
    if (!found) throw new Error('counts are never below 0');
    return found;
  }

  #extreme(columns: readonly number[], sign: 1 | -1): Extreme | null {
    const goal = new Float64Array(this.#width);
    for (const c of columns) goal[c] = sign;
    const cost = goal.slice();
    this.#rows.forEach((row, r) => {
      const weight = goal[this.#basis[r]!]!;
      if (weight !== 0) for (let j = 0; j < this.#width; j++) cost[j]! -= weight * row[j]!;
    });
    if (!this.#climb(cost)) return null;
    const table = new Float64Array(this.#columns);
    this.#rows.forEach((row, r) => {
      const column = this.#basis[r]!;
      if (column < this.#columns) table[column] = Math.max(0, row[this.#width - 1]!);
    });
    const held: number[] = [];
    for (let i = 0; i < this.#rows.length; i++) if (Math.abs(cost[this.#columns + i]!) > EPS) held.push(i);
    return { value: columns.reduce((total, c) => total + table[c]!, 0), table, held };
  }

  /** Walks from table to table while `cost` can grow. False where it grows without end. */
  #climb(cost: Float64Array): boolean {
    const patience = 4 * this.#width;
    for (let step = 0; ; step++) {
      // The steepest column first; after long wandering the first one (Bland), which can't go in circles.
      const column = this.#entering(cost, step > patience);
      if (column < 0) return true;
      const leaving = this.#leaving(column);
      if (leaving < 0) return false;
      this.#pivot(leaving, column, cost);
    }
  }

  #entering(cost: Float64Array, first: boolean): number {
    let best = -1;
    let steepest = EPS;
    for (let j = 0; j < this.#columns; j++) {
      if (cost[j]! <= steepest) continue;
      if (first) return j;
      steepest = cost[j]!;
      best = j;
    }
    return best;
  }

  #leaving(column: number): number {
    let best = -1;
    let least = Infinity;
    this.#rows.forEach((row, r) => {
      if (row[column]! <= EPS) return;
      const ratio = row[this.#width - 1]! / row[column]!;
      if (ratio < least - EPS || (ratio < least + EPS && best >= 0 && this.#basis[r]! < this.#basis[best]!)) {
        least = Math.min(least, ratio);
        best = r;
      }
    });
    return best;
  }

  #pivot(r: number, column: number, cost: Float64Array): void {
    const pivot = this.#rows[r]!;
    const by = pivot[column]!;
    for (let j = 0; j < this.#width; j++) pivot[j]! /= by;
    const sweep = (row: Float64Array) => {
      const times = row[column]!;
      if (times === 0) return;
      for (let j = 0; j < this.#width; j++) if (pivot[j] !== 0) row[j]! -= times * pivot[j]!;
      row[column] = 0;
    };
    for (const row of this.#rows) if (row !== pivot) sweep(row);
    sweep(cost);
    this.#basis[r] = column;
  }
}
