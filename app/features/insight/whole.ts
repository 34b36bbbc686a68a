import { type Sum, Tables } from './bounds.ts';

const ROUNDING = 1e-6;
export const isWhole = (table: Float64Array): boolean =>
  table.every((n) => Math.abs(n - Math.round(n)) < ROUNDING);

/** How many tables are looked at before giving up; most need one or two. */
const PATIENCE = 6;

/**
 * A table of whole numbers with these sums: the linear bounds allow halves, and half an issue is none. Where one
 * count comes out broken, it is set to the whole number below and then above. Null when there is none, or none was
 * found in time; the cell then counts as worked out, which hides more, never less.
 */
export function wholeTable(columns: number, sums: readonly Sum[]): Float64Array | null {
  const open: Sum[][] = [[]];
  for (let looked = 0; looked < PATIENCE; looked++) {
    const set = open.pop();
    if (!set) return null;
    const tables = new Tables(columns, [...sums, ...set]);
    if (!tables.feasible) continue;
    const { table } = tables.least([]);
    const broken = table.findIndex((n) => Math.abs(n - Math.round(n)) >= ROUNDING);
    if (broken < 0) return table;
    for (const total of [Math.ceil(table[broken]!), Math.floor(table[broken]!)])
      open.push([...set, { columns: [broken], total }]);
  }
  return null;
}
