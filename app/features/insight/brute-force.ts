import type { Atom, Cell, Table } from './cell.ts';

/** For tests: tables to hide in, and an adversary who tries every table. */

let next = 0;
/** `workers` people who said `value` things; `heard` people spoke at all. */
export const atom = (value: number, workers = value, heard = workers): Atom => {
  const names = Array.from({ length: Math.max(workers, heard) }, () => `w${next++}`);
  return {
    value,
    workers: names.slice(0, workers),
    heard: names.slice(0, heard),
    silent: value === 0 && heard === 0,
  };
};
export const cell = (key: string, atoms: number[], rank: number, more: Partial<Cell> = {}): Cell => ({
  key,
  atoms,
  rank,
  k: 10,
  ...more,
});
/** A row of counts with its total. */
export const row = (...counts: Atom[]): Table => ({
  unit: 'contacts',
  atoms: counts,
  cells: [
    cell('total', counts.map((_, i) => i), 0), // prettier-ignore
    ...counts.map((_, i) => cell(String(i), [i], 1)),
  ],
  lines: [{ whole: 'total', parts: counts.map((_, i) => String(i)) }],
  k: 10,
});

/** Every table of whole counts that prints the same: brute force, sharing no line with the audit. */
export function* tablesThatPrintTheSame(atoms: readonly Atom[], shown: readonly Cell[]): Generator<number[]> {
  const left = shown.map((c) => c.atoms.reduce((t, i) => t + atoms[i]!.value, 0));
  const holding = atoms.map((_, i) => shown.flatMap((c, s) => (c.atoms.includes(i) ? [s] : [])));
  const lastOf = shown.map((c) => Math.max(...c.atoms));
  const table: number[] = [];
  function* from(i: number): Generator<number[]> {
    if (i === atoms.length) return yield table;
    const sums = holding[i]!;
    const cap = atoms[i]!.silent ? 0 : Math.min(12, ...sums.map((s) => left[s]!));
    for (let n = 0; n <= cap; n++) {
      if (sums.some((s) => lastOf[s] === i && left[s] !== n)) continue;
      for (const s of sums) left[s]! -= n;
      table[i] = n;
      yield* from(i + 1);
      for (const s of sums) left[s]! += n;
    }
  }
  yield* from(0);
}
