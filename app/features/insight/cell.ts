import type { State, Unit } from './figure.ts';

/** The smallest unit counted: one workplace in one period, one measure. */
export type Atom = {
  value: number;
  /** Confirmed distinct workers behind the value. */
  workers: readonly string[];
  /** Confirmed distinct workers heard there at all, whatever they said. */
  heard: readonly string[];
  /** Nobody was heard and nothing counted. The adversary knows this: "not heard from" is shown. */
  silent: boolean;
};

export type Cell = {
  key: string;
  /** Indexes into the table's atoms. */
  atoms: readonly number[];
  k: number;
  /** 0 for the widest total, growing towards single workplaces; the finest is hidden first. */
  rank: number;
  /** The state of a cell that was released before; it can't be changed any more. */
  frozen?: State;
  /** Never shown, whatever it holds: a workplace too small to be told apart from its people. */
  barred?: boolean;
};

/** A whole that isn't a cell but is known once all its parts are (a year from its quarters). */
export type Implied = { key: string; atoms: readonly number[]; parts: readonly string[] };
/** Cells that partition a whole: rows or columns of a printed table. */
export type Line = { whole: string; parts: readonly string[] };

export type Table = {
  unit: Unit;
  atoms: readonly Atom[];
  cells: readonly Cell[];
  implied?: readonly Implied[];
  lines?: readonly Line[];
  /** Threshold for atoms that no cell shows. */
  k: number;
  /** An answer that may be held against those who gave it, or those few who didn't. */
  answers?: boolean;
};
