import { type Sum, Tables } from './bounds.ts';
import type { Atom, Cell } from './cell.ts';
import { isWhole, wholeTable } from './whole.ts';

/** A cell of which no more may be known than that it is somewhere in an interval so wide; 0 in it, if `deniable`. */
export type Guarded = { key: string; atoms: readonly number[]; width: number; deniable: boolean };
/** The widest interval found so far, by key. Hiding more only widens it, so it is kept between rounds. */
export type Seen = Map<string, { least: number; most: number }>;
export type Leak = { cell: Guarded; heldBy: string[] };

/**
 * Looks for a guarded cell that all shown cells together bound closer than it may be; null if there is none.
 *
 * Atoms that stand in exactly the same shown cells can't be told apart, so each such group is one unknown, and
 * an atom that shares its group can be anything from 0 to the whole group. This is exact and keeps the systems
 * small. Each table found for one cell (two tables that print the same and differ by its width are the proof that
 * a cell is safe) also counts as evidence for the others. Half a person and half an issue are none: only tables of
 * whole numbers count.
 */
export function audit(
  atoms: readonly Atom[],
  shown: readonly Cell[],
  guard: { cells: readonly Guarded[]; seen: Seen },
): Leak | null {
  const system = groupAtoms(atoms, shown);
  const asked = guard.cells.map((cell) => ({ cell, ...questionOf(system, cell) })).filter((q) => q.open);
  for (const { cell, free, inside } of asked) {
    const value = cell.atoms.reduce((total, i) => total + atoms[i]!.value, 0);
    if (!guard.seen.has(cell.key)) guard.seen.set(cell.key, { least: value, most: value });
    if (free) guard.seen.get(cell.key)!.most = Infinity;
    if (inside.length === 0) guard.seen.get(cell.key)!.least = 0;
  }
  const wide = ({ cell }: { cell: Guarded }) => {
    const { least, most } = guard.seen.get(cell.key)!;
    return most - least >= cell.width - ROUNDING && !(cell.deniable && least > ROUNDING);
  };
  const learn = (table: Float64Array) => {
    if (!isWhole(table)) return;
    for (const { cell, touched, inside } of asked) {
      const range = guard.seen.get(cell.key)!;
      range.most = Math.max(range.most, total(table, touched));
      range.least = Math.min(range.least, total(table, inside));
    }
  };
  if (asked.every(wide)) return null;
  const tables = new Tables(system.groups.length, system.sums);
  if (!tables.feasible) throw new Error('the true table fits its own sums');
  for (const question of asked) {
    if (wide(question)) continue;
    const most = tables.most(question.touched);
    if (!most) throw new Error('every group stands in a sum');
    learn(most.table);
    if (wide(question)) continue;
    const least = tables.least(question.inside);
    learn(least.table);
    if (wide(question)) continue;
    for (const goal of goalsOf(question, { least: least.value, most: most.value })) {
      const table = wholeTable(system.groups.length, [...system.sums, goal]);
      if (!table) break;
      learn(table);
    }
    if (wide(question)) continue;
    const held = new Set([...most.held, ...least.held]);
    return { cell: question.cell, heldBy: [...held].map((i) => system.sums[i]!.key) };
  }
  return null;
}

/** Tables that would show the cell safe: as little in it and as much as the bounds allow, or as it must be able to hold. */
function goalsOf(
  { cell, touched, inside }: { cell: Guarded; touched: readonly number[]; inside: readonly number[] },
  { least, most }: { least: number; most: number },
): Sum[] {
  const low = cell.deniable ? 0 : Math.ceil(least - ROUNDING);
  const high = cell.deniable ? cell.width : Math.floor(most + ROUNDING);
  if (least > low + ROUNDING || most < high - ROUNDING || high - low < cell.width) return [];
  return [
    { columns: inside, total: low },
    { columns: touched, total: high },
  ];
}

const ROUNDING = 1e-6;
const total = (table: Float64Array, columns: readonly number[]): number =>
  columns.reduce((t, c) => t + table[c]!, 0);

type System = {
  /** Atom indexes of each unknown. */
  groups: number[][];
  sums: { key: string; columns: number[]; total: number }[];
  /** Which group an atom is in; -1 known to be 0; -2 in no shown cell, so unbounded. */
  groupOf: Int32Array;
};

function groupAtoms(atoms: readonly Atom[], shown: readonly Cell[]): System {
  const groupOf = new Int32Array(atoms.length).fill(-2);
  const totals = shown.map((cell) => cell.atoms.reduce((t, i) => t + atoms[i]!.value, 0));
  const within: number[][] = atoms.map(() => []);
  shown.forEach((cell, s) => {
    for (const i of cell.atoms) {
      if (totals[s] === 0 || atoms[i]!.silent) groupOf[i] = -1;
      else within[i]!.push(s);
    }
  });
  atoms.forEach((atom, i) => {
    if (atom.silent) groupOf[i] = -1;
  });
  const index = new Map<string, number>();
  const groups: number[][] = [];
  const columns = shown.map(() => [] as number[]);
  within.forEach((cells, i) => {
    if (groupOf[i] === -1 || cells.length === 0) return;
    const signature = cells.join(',');
    let group = index.get(signature);
    if (group === undefined) {
      group = groups.push([]) - 1;
      index.set(signature, group);
      for (const s of cells) columns[s]!.push(group);
    }
    groups[group]!.push(i);
    groupOf[i] = group;
  });
  const sums = shown.flatMap((cell, s) =>
    totals[s] === 0 ? [] : [{ key: cell.key, columns: columns[s]!, total: totals[s]! }],
  );
  return { groups, sums, groupOf };
}

/** Groups the cell touches and groups wholly inside it. Not open: a shown zero, of k or more heard, covers it all. */
function questionOf(system: System, cell: Guarded) {
  const counts = new Map<number, number>();
  for (const i of cell.atoms) {
    const group = system.groupOf[i]!;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const free = counts.has(-2);
  const touched = [...counts.keys()].filter((group) => group >= 0);
  const inside = touched.filter((group) => counts.get(group) === system.groups[group]!.length);
  return { touched, inside, free, open: free || touched.length > 0 };
}
