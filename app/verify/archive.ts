// Judges an archive of many dockets (.vouch.zip: index.json and one bundle a docket): each bundle by itself, then what
// the list says against what is there. The archive has no verdict of its own that its bundles don't have.

import { NotZip, zipEntries, zipPart } from './zip.ts';
import type { ZipEntry } from './zip.ts';
import { checkBundle } from './check.ts';
import type { Answer, Inputs } from './check.ts';

export const INDEX = 'index.json';
const BUNDLE = /\.vouch\.jsonl$/;
/** A list longer than this names more dockets than an archive can hold. */
const LONGEST_INDEX = 64 << 20;

/** A docket of the archive; without `answer` it could not be read, and `fault` says why. */
export type ArchiveRow = { entry?: ZipEntry; name: string; listed: boolean; answer?: Answer; fault?: string };
export type Archive = { rows: ArchiveRow[]; index?: string; epochs: string[] };
export type ArchiveAnswer = Archive | { refused: string };

export async function checkArchive(
  file: Blob,
  inputs: Inputs,
  progress: (done: number, of?: string) => void,
): Promise<ArchiveAnswer> {
  let entries: ZipEntry[];
  let listed: Set<string> | undefined;
  try {
    entries = await zipEntries(file);
    listed = await listedIn(file, entries);
  } catch (error) {
    if (error instanceof NotZip) return { refused: `this archive can’t be read: ${error.message}` };
    throw error;
  }
  const bundles = entries.filter(({ name }) => BUNDLE.test(name));
  if (bundles.length === 0 && !listed?.size)
    return { refused: 'there is no evidence bundle in this archive' };
  const rows: ArchiveRow[] = [];
  let before = 0;
  for (const entry of bundles) {
    const said = (done: number) => progress(before + (done / (entry.size || 1)) * entry.packed, entry.name);
    rows.push({
      entry,
      name: entry.name,
      listed: listed?.has(entry.name) ?? false,
      ...(await one(file, entry, inputs, said)),
    });
    before += entry.packed;
  }
  const there = new Set(bundles.map(({ name }) => name));
  for (const name of listed ?? [])
    if (!there.has(name)) rows.push({ name, listed: true, fault: 'not in the archive' });
  return { rows, index: indexSays(listed), epochs: epochsOf(rows) };
}

async function one(
  file: Blob,
  entry: ZipEntry,
  inputs: Inputs,
  progress: (done: number) => void,
): Promise<{ answer?: Answer; fault?: string }> {
  try {
    const answer = await checkBundle(await zipPart(file, entry), inputs, progress);
    return { answer: 'refused' in answer ? answer : withoutLines(answer) };
  } catch (error) {
    // A damaged stream is a fault of this file alone: the others are still judged.
    return {
      fault: error instanceof NotZip ? error.message : 'it can’t be unpacked: the archive is damaged',
    };
  }
}

/** Lines are listed when a docket is opened: a thousand tables would be kept for nothing. */
const withoutLines = (answer: Exclude<Answer, { refused: string }>): Answer => ({
  ...answer,
  table: {
    ...answer.table,
    length: 0,
    states: new Uint8Array(0),
    kinds: new Uint16Array(0),
    faults: new Uint8Array(0),
    ends: new Float64Array(0),
  },
});

/** The bundles that index.json names; undefined without one that can be read. */
async function listedIn(file: Blob, entries: readonly ZipEntry[]): Promise<Set<string> | undefined> {
  const entry = entries.find(({ name }) => name === INDEX);
  if (!entry || entry.size > LONGEST_INDEX) return undefined;
  const part = await zipPart(file, entry);
  const text = part instanceof Blob ? await part.text() : await new Response(part.stream()).text();
  try {
    return new Set(namesIn(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

function* namesIn(value: unknown): Generator<string> {
  if (typeof value === 'string' && BUNDLE.test(value)) yield value;
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) yield* namesIn(member);
}

const indexSays = (listed: Set<string> | undefined): string | undefined =>
  listed ? undefined : 'The archive has no index.json that can be read: what should be in it is not known.';

/** The states of the log that the bundles show; in one archive they should be one. */
const epochsOf = (rows: readonly ArchiveRow[]): string[] => [
  ...new Set(
    rows.flatMap(({ answer }) => {
      const header = answer && 'verdict' in answer ? answer.verdict.header : undefined;
      return header ? [`epoch ${header.epoch.number}`] : [];
    }),
  ),
];
