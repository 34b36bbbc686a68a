// Reads the list of a ZIP archive (PKWARE APPNOTE 6.3) and one file of it, without taking the archive into memory. The
// archive is only a wrapping: what is in it is judged file by file.

import type { Part } from './check.ts';

export type ZipEntry = { name: string; size: number; packed: number; method: number; at: number };

/** What is wrong with an archive, as a sentence's end. */
export class NotZip extends Error {}

const END = 0x06054b50;
const END64_AT = 0x07064b50;
const END64 = 0x06064b50;
const IN_LIST = 0x02014b50;
const LOCAL = 0x04034b50;
/** A list this long names half a million files. */
const LONGEST_LIST = 64 << 20;
const MOST_FILES = 100_000;

const read = async (file: Blob, from: number, to: number): Promise<DataView> =>
  new DataView(await file.slice(from, to).arrayBuffer());

/** A number of eight bytes; beyond 2^53 no file is that long. */
const long = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** The files in the archive, in its order; folders are left out. Throws NotZip. */
export async function zipEntries(file: Blob): Promise<ZipEntry[]> {
  const { count, size, at } = await endOf(file);
  if (at + size > file.size || size > LONGEST_LIST || count > MOST_FILES)
    throw new NotZip('its list of files is damaged');
  const list = await read(file, at, at + size);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  for (let i = 0, place = 0; i < count; i++) {
    if (place + 46 > list.byteLength || list.getUint32(place, true) !== IN_LIST)
      throw new NotZip('its list of files is damaged');
    const { entry, next } = entryAt(list, place);
    place = next;
    if (names.has(entry.name)) throw new NotZip(`it holds ${entry.name} twice`);
    names.add(entry.name);
    if (!entry.name.endsWith('/')) entries.push(entry);
  }
  return entries;
}

async function endOf(file: Blob): Promise<{ count: number; size: number; at: number }> {
  // The end record is followed by a comment of at most 64 KiB.
  const from = Math.max(0, file.size - 22 - 0xffff);
  const tail = await read(file, from, file.size);
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at--;
  if (at < 0) throw new NotZip('it is cut, or no archive at all');
  const short = {
    count: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    at: tail.getUint32(at + 16, true),
  };
  const isLong = short.count === 0xffff || short.size === 0xffffffff || short.at === 0xffffffff;
  if (!isLong) return short;
  if (at < 20 || tail.getUint32(at - 20, true) !== END64_AT) throw new NotZip('its end is damaged');
  const place = long(tail, at - 12);
  const end = await read(file, place, place + 56);
  if (end.byteLength < 56 || end.getUint32(0, true) !== END64) throw new NotZip('its end is damaged');
  return { count: long(end, 32), size: long(end, 40), at: long(end, 48) };
}

function entryAt(list: DataView, place: number): { entry: ZipEntry; next: number } {
  const nameLength = list.getUint16(place + 28, true);
  const extraLength = list.getUint16(place + 30, true);
  const next = place + 46 + nameLength + extraLength + list.getUint16(place + 32, true);
  if (next > list.byteLength) throw new NotZip('its list of files is damaged');
  if ((list.getUint16(place + 8, true) & 1) !== 0) throw new NotZip('it is locked with a password');
  const bytes = new Uint8Array(list.buffer, list.byteOffset + place + 46, nameLength);
  const entry: ZipEntry = {
    name: new TextDecoder().decode(bytes),
    method: list.getUint16(place + 10, true),
    packed: list.getUint32(place + 20, true),
    size: list.getUint32(place + 24, true),
    at: list.getUint32(place + 42, true),
  };
  widen(entry, list, place + 46 + nameLength, extraLength);
  return { entry, next };
}

/** Sizes that don't fit in four bytes stand in a field of their own, in this order, only those that don't. */
function widen(entry: ZipEntry, list: DataView, from: number, length: number): void {
  for (let at = from; at + 4 <= from + length; at += 4 + list.getUint16(at + 2, true)) {
    if (list.getUint16(at, true) !== 1) continue;
    const end = at + 4 + list.getUint16(at + 2, true);
    let value = at + 4;
    for (const name of ['size', 'packed', 'at'] as const) {
      if (entry[name] !== 0xffffffff) continue;
      if (value + 8 > end) throw new NotZip('its list of files is damaged');
      entry[name] = long(list, value);
      value += 8;
    }
  }
}

/** One file of the archive, to be streamed. Throws NotZip. */
export async function zipPart(file: Blob, entry: ZipEntry): Promise<Part> {
  const head = await read(file, entry.at, entry.at + 30);
  if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL)
    throw new NotZip(`${entry.name} is not where its list says`);
  const from = entry.at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const packed = file.slice(from, from + entry.packed);
  if (packed.size !== entry.packed) throw new NotZip(`${entry.name} is cut`);
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw new NotZip(`${entry.name} is packed in a way that this page can’t read`);
  return {
    size: entry.size,
    stream: () => packed.stream().pipeThrough(new DecompressionStream('deflate-raw')),
  };
}

/** One file of the archive as a file; a browser keeps a long one on disk. */
export async function zipFile(file: Blob, entry: ZipEntry): Promise<Blob> {
  const part = await zipPart(file, entry);
  return part instanceof Blob ? part : new Response(part.stream()).blob();
}

export const isZip = async (file: Blob): Promise<boolean> => {
  const head = await read(file, 0, 4);
  return head.byteLength === 4 && [LOCAL, END].includes(head.getUint32(0, true));
};
