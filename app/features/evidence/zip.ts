/**
 * Reads a ZIP file by its directory, in constant memory, for archives of evidence: no zip64, no encryption, no comment,
 * nothing before, between or after the entries. Whatever else a ZIP may be is refused: two programs that read one file in
 * two ways would give two answers. Knows no machine: `read` gives bytes of a file, on a server or in a browser.
 */
import { Inflate } from 'fflate';

/** Bytes [start, start + length) of the file; fewer only at its end. */
export type ReadAt = (start: number, length: number) => Promise<Uint8Array>;

/** What makes it no archive of ours, in words. */
export class ZipFault extends Error {}
const fail = (why: string): never => {
  throw new ZipFault(why);
};

export type ZipEntry = {
  name: string;
  /** Bytes of the file itself, as the directory says. */
  size: number;
  packed: number;
  deflated: boolean;
  /** CRC-32 of the file: sees damage, not intent. */
  crc: number;
  /** Where its packed bytes begin. */
  start: number;
};

const [LOCAL, CENTRAL, END, DESCRIPTOR] = [0x04034b50, 0x02014b50, 0x06054b50, 0x08074b50];
const END_SIZE = 22;
const LOCAL_SIZE = 30;
const MOST_ENTRIES = 20_000;
const LARGEST_DIRECTORY = 8 << 20;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const ascii = (bytes: Uint8Array): string => {
  const text = String.fromCharCode(...bytes);
  return /^[\x21-\x7e]+$/.test(text) ? text : fail('an entry has an odd name');
};

async function exactly(read: ReadAt, start: number, length: number): Promise<Uint8Array> {
  const bytes = await read(start, length);
  return bytes.length === length ? bytes : fail('the file is cut off');
}

/** All entries in the order of the file. `isName` decides which names there may be. */
export async function zipEntries(
  read: ReadAt,
  size: number,
  isName: (name: string) => boolean,
): Promise<ZipEntry[]> {
  if (size < END_SIZE) return fail('the file is too short to be an archive');
  const end = viewOf(await exactly(read, size - END_SIZE, END_SIZE));
  if (end.getUint32(0, true) !== END)
    return fail('there is no directory at its end: it is no archive, or it is cut off');
  const [count, length, at] = [end.getUint16(10, true), end.getUint32(12, true), end.getUint32(16, true)];
  if (end.getUint16(8, true) !== count || end.getUint32(4, true) !== 0)
    return fail('it is one of several parts');
  if (count > MOST_ENTRIES || length > LARGEST_DIRECTORY || at + length + END_SIZE !== size)
    return fail('its directory is not where it says');
  const directory = await exactly(read, at, length);
  const found = directoryOf(directory, count, isName);
  let next = 0;
  const entries: ZipEntry[] = [];
  for (const entry of found) {
    if (entry.offset !== next) return fail(`${entry.name} doesn’t follow the entry before it`);
    const start = await dataStart(read, entry);
    next = await dataEnd(read, start, entry);
    if (next > at) return fail(`${entry.name} runs into the directory`);
    const { name, packed, deflated, crc } = entry;
    entries.push({ name, size: entry.size, packed, deflated, crc, start });
  }
  return next === at ? entries : fail('there are bytes that no entry names');
}

type Listed = Omit<ZipEntry, 'start'> & { offset: number; flags: number };

function directoryOf(bytes: Uint8Array, count: number, isName: (name: string) => boolean): Listed[] {
  const view = viewOf(bytes);
  const names = new Set<string>();
  const list: Listed[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL)
      return fail('its directory is damaged');
    const u16 = (offset: number) => view.getUint16(at + offset, true);
    const u32 = (offset: number) => view.getUint32(at + offset, true);
    const lengths = [u16(28), u16(30), u16(32)] as const;
    const end = at + 46 + lengths[0] + lengths[1] + lengths[2];
    if (end > bytes.length) return fail('its directory is damaged');
    const name = ascii(bytes.subarray(at + 46, at + 46 + lengths[0]));
    if (!isName(name)) return fail(`it holds an entry that belongs to no archive of evidence: ${name}`);
    if (names.has(name)) return fail(`${name} stands in it twice`);
    names.add(name);
    const [flags, method, packed, size] = [u16(8), u16(10), u32(20), u32(24)];
    if ((flags & ~(8 | 0x800 | 6)) !== 0)
      return fail(`${name} is encrypted, or packed in a way not known here`);
    if (method !== 0 && method !== 8) return fail(`${name} is packed in a way not known here`);
    if (method === 0 && packed !== size) return fail(`${name} has two sizes`);
    if ([packed, size, u32(42)].includes(0xffffffff)) return fail(`${name} is too large`);
    list.push({ name, flags, packed, size, deflated: method === 8, crc: u32(16), offset: u32(42) });
    at = end;
  }
  if (at !== bytes.length) return fail('its directory is longer than its entries');
  return list.sort((a, b) => a.offset - b.offset);
}

async function dataStart(read: ReadAt, entry: Listed): Promise<number> {
  const view = viewOf(await exactly(read, entry.offset, LOCAL_SIZE));
  if (view.getUint32(0, true) !== LOCAL) return fail(`${entry.name} isn’t where the directory says`);
  const [flags, method] = [view.getUint16(6, true), view.getUint16(8, true)];
  const [nameLength, extraLength] = [view.getUint16(26, true), view.getUint16(28, true)];
  const name = ascii(await exactly(read, entry.offset + LOCAL_SIZE, nameLength));
  if (name !== entry.name || flags !== entry.flags || (method === 8) !== entry.deflated)
    return fail(`${entry.name} says other things of itself than the directory`);
  return entry.offset + LOCAL_SIZE + nameLength + extraLength;
}

/** Behind the bytes and, where sizes weren't known when it was written, the descriptor. */
async function dataEnd(read: ReadAt, start: number, entry: Listed): Promise<number> {
  const end = start + entry.packed;
  if ((entry.flags & 8) === 0) return end;
  const view = viewOf(await exactly(read, end, 16));
  const says = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
  const should = [DESCRIPTOR, entry.crc, entry.packed, entry.size];
  return says.every((n, i) => n === should[i]) ? end + 16 : fail(`${entry.name} has two sizes`);
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
/** Goes on from `crc`; begins and ends with all bits turned. */
function crcOf(crc: number, bytes: Uint8Array): number {
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return crc;
}

/** Small pieces: one of 16 KiB unpacks to at most 16 MiB, so that a bomb is seen before it fills the memory. */
const PIECE = 1 << 14;
const STORED_PIECE = 1 << 18;

/** An entry's bytes. Ends with a ZipFault where they are more or fewer than the directory says. */
export async function* zipBytes(read: ReadAt, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  const inflate = entry.deflated ? new Inflate((chunk) => void out.push(chunk)) : undefined;
  let [given, crc] = [0, -1];
  const piece = inflate ? PIECE : STORED_PIECE;
  for (let at = 0; at < entry.packed; at += piece) {
    const bytes = await exactly(read, entry.start + at, Math.min(piece, entry.packed - at));
    try {
      if (inflate) inflate.push(bytes, at + piece >= entry.packed);
      else out.push(bytes);
    } catch {
      return fail(`${entry.name} can’t be unpacked`);
    }
    for (const chunk of out.splice(0)) {
      given += chunk.length;
      if (given > entry.size) return fail(`${entry.name} unpacks to more than it says`);
      crc = crcOf(crc, chunk);
      if (chunk.length > 0) yield chunk;
    }
  }
  if (given !== entry.size) return fail(`${entry.name} unpacks to less than it says`);
  if (~crc >>> 0 !== entry.crc) return fail(`${entry.name} is damaged`);
}
