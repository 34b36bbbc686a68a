import { audit, type Guarded } from './audit.ts';
import type { Atom, Cell, Table } from './cell.ts';
import { CAUTION, type State } from './figure.ts';

/**
 * Which figures may be shown (reference 7.5). The threat is an employer, a buyer, or both together with the
 * public page, who hold every released figure, for every audience, and subtract. What must hold: nothing about
 * 1 … k−1 workers can be read off. A hidden count of people can't be bounded to an interval narrower than k; of a
 * hidden issue behind which fewer than k workers stand nobody can work out that it exists (`CAUTION`).
 *
 * Three steps, each only ever hides more, so the loop ends:
 *  1. primary: fewer than k workers behind the cell is "too few", or a value under what its unit asks.
 *  2. remainders: what is left when shown cells are taken from a shown whole is a cell of its own, shown by
 *     subtraction; it must pass the same threshold. This covers complements, lines of a table, two audiences'
 *     populations, and a running total against its own older figure. That no issue is left tells on nobody.
 *  3. audit: exact linear bounds of every hidden cell over all shown sums together; while one is too narrow, the
 *     finest and smallest shown cell that pins it is hidden too. A total goes last, but it goes.
 *
 * What was released stays: frozen cells are known to the adversary for ever, and only new ones can be hidden.
 * Not covered: an adversary who knows other counts from elsewhere (an employer knows the issues it was told of),
 * what one measure says of another, and inference from the order of hiding.
 */

type Known = { key: string; atoms: readonly number[]; value: number; hide: readonly string[] };

/** The state of every cell, by its key. */
export function suppress(table: Table): Map<string, State> {
  const states = new Map(table.cells.map((cell) => [cell.key, cell.frozen ?? primary(cell, table)]));
  hideRemainders(table, states);
  hideUntilWide(table, states);
  return states;
}

/** At least `n` distinct names among the atoms'; stops counting there. */
export function reaches(atoms: Iterable<Atom>, of: 'workers' | 'heard', n: number): boolean {
  const names = new Set<string>();
  for (const atom of atoms)
    for (const name of atom[of]) {
      names.add(name);
      if (names.size >= n) return true;
    }
  return names.size >= n;
}

const pick = (table: Table, indexes: readonly number[]): Atom[] => indexes.map((i) => table.atoms[i]!);
const sum = (atoms: readonly Atom[]): number => atoms.reduce((total, atom) => total + atom.value, 0);
const distinct = (atoms: readonly Atom[], of: 'workers' | 'heard'): number =>
  new Set(atoms.flatMap((atom) => atom[of])).size;

/** Rules 1 to 3 of reference 7.5 on one cell by itself. */
export function primary(cell: Cell, table: Table): State {
  if (cell.barred) return 'too_few';
  const atoms = pick(table, cell.atoms);
  if (atoms.every((atom) => atom.silent)) return 'not_heard';
  const value = sum(atoms);
  if (value === 0) return reaches(atoms, 'heard', cell.k) ? 'zero' : 'too_few';
  if (value < CAUTION[table.unit].least(cell.k) || !reaches(atoms, 'workers', cell.k)) return 'too_few';
  return table.answers && tellsOnTheRest(atoms, cell.k) ? 'too_few' : 'shown';
}

/** Nearly everybody answered alike: the few others stand out, or everybody does. */
function tellsOnTheRest(atoms: readonly Atom[], k: number): boolean {
  const heard = distinct(atoms, 'heard');
  const others = heard - distinct(atoms, 'workers');
  return (others >= 1 && others < k) || (others <= heard * 0.1 && heard < 2 * k);
}

const isShown = (state: State | undefined): boolean => state === 'shown' || state === 'zero';

const isKnown = (state: State | undefined): boolean => isShown(state) || state === 'not_heard';

/** Cells and wholes whose value everybody can see or add up. */
function known(table: Table, states: Map<string, State>): Known[] {
  const fresh = new Set(table.cells.filter((cell) => !cell.frozen).map((cell) => cell.key));
  const cells = table.cells
    .filter((cell) => isShown(states.get(cell.key)))
    .map((cell) => ({ key: cell.key, atoms: cell.atoms, hide: fresh.has(cell.key) ? [cell.key] : [] }));
  const wholes = (table.implied ?? [])
    .filter((whole) => whole.parts.every((part) => isKnown(states.get(part))))
    .map((whole) => ({ ...whole, hide: whole.parts.filter((p) => fresh.has(p) && isShown(states.get(p))) }));
  return [...cells, ...wholes].map((k) => ({ ...k, value: sum(pick(table, k.atoms)) }));
}

/** A remainder may stand when it holds nobody, or is itself fit to be shown. */
function remainderStands(table: Table, whole: readonly number[], taken: Set<number>): boolean {
  const rest = pick(
    table,
    whole.filter((i) => !taken.has(i)),
  );
  if (rest.every((atom) => atom.silent)) return true;
  const value = sum(rest);
  if (value === 0) return table.unit === 'issues' || reaches(rest, 'heard', table.k);
  if (value < CAUTION[table.unit].least(table.k) || !reaches(rest, 'workers', table.k)) return false;
  return !(table.answers && tellsOnTheRest(rest, table.k));
}

type Subtraction = { whole: Known; parts: Known[] };

/** Every whole with each shown subset, and every printed line with all its shown parts. */
function subtractions(table: Table, states: Map<string, State>): Subtraction[] {
  const all = known(table, states);
  const byKey = new Map(all.map((k) => [k.key, k]));
  const lines = (table.lines ?? []).flatMap(({ whole, parts }) => {
    const total = byKey.get(whole);
    const shown = parts.flatMap((part) => byKey.get(part) ?? []);
    return total && shown.length > 1 ? [{ whole: total, parts: shown }] : [];
  });
  const sets = all.map((k) => new Set(k.atoms));
  const pairs = all.flatMap((whole, w) =>
    all
      .filter((part) => part.atoms.length < whole.atoms.length && part.atoms.every((i) => sets[w]!.has(i)))
      .map((part) => ({ whole, parts: [part] })),
  );
  // All of a zero whole is zero: subtracting from it says nothing that the zero didn't.
  return [...pairs, ...lines].filter((s) => s.whole.value > 0);
}

function hideRemainders(table: Table, states: Map<string, State>): void {
  for (;;) {
    const leak = subtractions(table, states).find(
      ({ whole, parts }) =>
        [whole, ...parts].some((k) => k.hide.length > 0) &&
        !remainderStands(table, whole.atoms, new Set(parts.flatMap((part) => part.atoms))),
    );
    if (!leak) return;
    const parts = leak.parts.flatMap((part) => part.hide);
    const key = cheapest(table, parts.length > 0 ? parts : leak.whole.hide);
    states.set(key, 'too_few');
  }
}

/** The finest of these cells, then the smallest: what costs the reader least. */
function cheapest(table: Table, keys: readonly string[]): string {
  const cells = table.cells.filter((cell) => keys.includes(cell.key));
  const value = (cell: Cell) => sum(pick(table, cell.atoms));
  cells.sort((a, b) => b.rank - a.rank || value(a) - value(b) || (a.key < b.key ? -1 : 1));
  const first = cells[0];
  if (!first) throw new Error('nothing to hide was named');
  return first.key;
}

/**
 * Hidden cells, and single workplaces with few workers that no table lists. People: every hidden cell. Issues:
 * those that may not be shown; one that was hidden for the sake of another, with k workers behind it, may be
 * worked out. Fewer than k: it may not even be known that there is one. (Where no table has a line for it there is
 * no "too few" that hints at it, and 0 among the possibilities is enough.)
 */
function guarded(table: Table, states: Map<string, State>): Guarded[] {
  const { width, deniable } = CAUTION[table.unit];
  const needs = (cell: Pick<Cell, 'key' | 'atoms' | 'k'>): Guarded => {
    const few = deniable && !reaches(pick(table, cell.atoms), 'workers', cell.k);
    return { key: cell.key, atoms: cell.atoms, width: width(cell.k), deniable: few };
  };
  const few = table.atoms.flatMap((atom, i) => {
    const alone = deniable
      ? atom.value > 0 && !reaches([atom], 'workers', table.k)
      : !atom.silent && !reaches([atom], atom.value > 0 ? 'workers' : 'heard', table.k);
    if (!alone) return [];
    const one = needs({ key: `atom ${i}`, atoms: [i], k: table.k });
    return [deniable ? { ...one, width: 1 } : one];
  });
  const hidden = table.cells.filter((cell) => {
    if (states.get(cell.key) !== 'too_few') return false;
    const own = pick(table, cell.atoms);
    return deniable ? sum(own) > 0 && primary(cell, table) === 'too_few' : own.some((atom) => !atom.silent);
  });
  return [...hidden.map(needs), ...few];
}

function hideUntilWide(table: Table, states: Map<string, State>): void {
  const seen = new Map<string, { least: number; most: number }>();
  for (;;) {
    const shown = table.cells.filter((cell) => isShown(states.get(cell.key)));
    const fresh = new Set(shown.filter((cell) => !cell.frozen).map((cell) => cell.key));
    if (fresh.size === 0) return;
    const leak = audit(table.atoms, shown, { cells: guarded(table, states), seen });
    if (!leak) return;
    const overlapping = shown.filter((cell) => cell.atoms.some((i) => leak.cell.atoms.includes(i)));
    const pinning = [leak.heldBy, overlapping.map((cell) => cell.key), [...fresh]]
      .map((keys) => keys.filter((key) => fresh.has(key)))
      .find((keys) => keys.length > 0);
    states.set(effective(table, shown, { of: pinning ?? [], fresh }), 'too_few');
  }
}

/**
 * Hiding what the other shown cells add up to anyway would cost a figure and hide nothing: then it is one of
 * those others that must go.
 */
function effective(
  table: Table,
  shown: readonly Cell[],
  pinning: { of: readonly string[]; fresh: ReadonlySet<string> },
): string {
  const first = cheapest(table, pinning.of);
  const left = new Set(pinning.of);
  const tried = new Set<string>();
  while (left.size > 0) {
    const key = cheapest(table, [...left]);
    left.delete(key);
    tried.add(key);
    const others = shown.filter((cell) => cell.key !== key);
    const cell = shown.find((c) => c.key === key)!;
    const implied = audit(table.atoms, others, {
      cells: [{ ...cell, width: 1, deniable: false }],
      seen: new Map(),
    });
    if (!implied) return key;
    for (const held of implied.heldBy) if (pinning.fresh.has(held) && !tried.has(held)) left.add(held);
  }
  return first;
}
