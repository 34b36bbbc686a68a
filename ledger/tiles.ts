// C2SP tlog-tiles (ledger.md §5): paths, contents, and the parts of a log that must be written after it grew.

import { concat, fromUtf8, mustHex, hex, u16be, utf8 } from './bytes.ts';
import { EMPTY_ROOT, Tree, leafHash, rootAt } from './merkle.ts';
import type { HashAt } from './merkle.ts';

/** Hashes a full tile holds; a tile at level L spans 256^(L + 1) leaves. */
export const TILE_WIDTH = 256;

/** `level` −1 is an entry bundle. `width` 1 … 256. */
export type TileRef = { level: number; index: number; width: number };

/** `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`. */
export function tilePath({ level, index, width }: TileRef): string {
  const groups: string[] = [];
  for (let rest = index, last = true; last || rest > 0; rest = Math.floor(rest / 1000), last = false) {
    groups.unshift(`${last ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
  }
  const folder = level < 0 ? 'entries' : String(level);
  return `tile/${folder}/${groups.join('/')}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** What a log of `size` entries consists of, that one of `older` entries (0 for all) doesn't have yet. */
export function tilesBetween(older: number, size: number): TileRef[] {
  const refs: TileRef[] = [];
  for (
    let level = -1, span = 1;
    level < 0 || Math.floor(size / span) > 0;
    level++, span *= level > 0 ? TILE_WIDTH : 1
  ) {
    const [before, now] = [Math.floor(older / span), Math.floor(size / span)];
    if (before === now) continue;
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < now; index++) {
      refs.push({ level, index, width: Math.min(TILE_WIDTH, now - index * TILE_WIDTH) });
    }
  }
  return refs;
}

/** The bytes of a hash tile: `width` hashes, hash j the root of the complete subtree of 256^level leaves at j. */
export function tileBytes({ level, index, width }: TileRef, hashAt: HashAt): Uint8Array {
  const hashes: Uint8Array[] = [];
  for (let j = 0; j < width; j++) hashes.push(hashAt(level * 8, index * TILE_WIDTH + j));
  return concat(...hashes);
}

/** An entry bundle: each entry with its length before it, 16 bits, big endian. */
export const entryBundle = (entries: readonly string[]): Uint8Array =>
  concat(
    ...entries.flatMap((entry) => {
      const bytes = utf8(entry);
      if (bytes.length > 0xffff) throw new RangeError('an entry has at most 65535 bytes');
      return [u16be(bytes.length), bytes];
    }),
  );

/** Reads an entry bundle; undefined if a length goes beyond its end or an entry isn't UTF-8. */
export function parseEntryBundle(bytes: Uint8Array): string[] | undefined {
  const entries: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    const entry =
      at + 2 + length <= bytes.length ? fromUtf8(bytes.subarray(at + 2, at + 2 + length)) : undefined;
    if (entry === undefined) return undefined;
    entries.push(entry);
    at += 2 + length;
  }
  return entries;
}

export type LogFile = { path: string; bytes: Uint8Array };

/**
 * The right edge of a log: what is needed to append and to write the files of the next checkpoint, at most 255
 * hashes a level and 255 entries. A sequencer keeps it (`toJSON`) and needs no other part of the log.
 */
export class LogEdge {
  #size = 0;
  #written = 0;
  #entries: string[] = [];
  #tiles: Uint8Array[][] = [];
  #full: LogFile[] = [];

  get size(): number {
    return this.#size;
  }

  /** Appends one entry with its LF. */
  append(entry: string): void {
    this.#entries.push(entry);
    this.#push(0, leafHash(utf8(entry)));
    this.#size++;
    if (this.#entries.length < TILE_WIDTH) return;
    this.#full.push({ path: this.#path(-1, this.#size), bytes: entryBundle(this.#entries) });
    this.#entries = [];
  }

  #push(level: number, hash: Uint8Array): void {
    const row = (this.#tiles[level] ??= []);
    row.push(hash);
    if (row.length < TILE_WIDTH) return;
    const index = Math.floor(this.#size / TILE_WIDTH ** (level + 1));
    this.#full.push({ path: tilePath({ level, index, width: TILE_WIDTH }), bytes: concat(...row) });
    this.#tiles[level] = [];
    this.#push(level + 1, Tree.of(row).root());
  }

  /** The root of all that was appended. */
  root(): Uint8Array {
    if (this.#size === 0) return EMPTY_ROOT;
    const trees = this.#tiles.map((row) => Tree.of(row));
    return rootAt(this.#size, (level, index) => {
      const row = Math.floor(level / 8);
      const first = Math.floor(this.#size / TILE_WIDTH ** (row + 1)) * TILE_WIDTH;
      const tree = trees[row];
      const at = index - first / 2 ** (level % 8);
      if (tree && at >= 0) return tree.hashAt(level % 8, at);
      throw new RangeError('a hash left of the edge');
    });
  }

  /** Every file that the checkpoint of this size needs and that wasn't given out before; full tiles once only. */
  takeFiles(): LogFile[] {
    const files = this.#full;
    this.#full = [];
    const written = this.#written;
    if (written === this.#size) return files;
    this.#written = this.#size;
    const grew = (span: number) => Math.floor(written / span) < Math.floor(this.#size / span);
    if (this.#entries.length > 0)
      files.push({ path: this.#path(-1, this.#size), bytes: entryBundle(this.#entries) });
    this.#tiles.forEach((row, level) => {
      if (row.length === 0 || !grew(TILE_WIDTH ** level)) return;
      files.push({ path: this.#path(level, this.#size), bytes: concat(...row) });
    });
    return files;
  }

  #path(level: number, size: number): string {
    const here = level < 0 ? size : Math.floor(size / TILE_WIDTH ** level);
    const index = Math.floor((here - 1) / TILE_WIDTH);
    return tilePath({ level, index, width: here - index * TILE_WIDTH });
  }

  toJSON(): LogEdgeJson {
    if (this.#full.length > 0) throw new RangeError('take the files first: full tiles are not kept');
    return { size: this.#size, entries: this.#entries, tiles: this.#tiles.map((row) => row.map(hex)) };
  }

  /** Throws a RangeError if the parts don't fit the size. */
  static fromJSON(json: LogEdgeJson): LogEdge {
    const edge = new LogEdge();
    const fits = (level: number, length: number) =>
      length === Math.floor(json.size / TILE_WIDTH ** Math.max(level, 0)) % TILE_WIDTH;
    if (!Number.isSafeInteger(json.size) || !fits(-1, json.entries.length))
      throw new RangeError('not a log edge');
    if (!json.tiles.every((row, level) => fits(level, row.length))) throw new RangeError('not a log edge');
    edge.#size = edge.#written = json.size;
    edge.#entries = [...json.entries];
    edge.#tiles = json.tiles.map((row) => row.map(mustHex));
    return edge;
  }
}

export type LogEdgeJson = { size: number; entries: string[]; tiles: string[][] };
