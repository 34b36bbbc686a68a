/**
 * An archive of many dockets, `*.vouch.zip`: one bundle a docket, all of one epoch and one checkpoint, and `index.json`,
 * which says what was asked and what came. Written in archive.actions.ts; judged here, for the command line and the browser
 * alike. An archive proves nothing that its bundles don't prove: the index isn't signed.
 */
import {
  type Counts,
  type NoVerdict,
  type Reason,
  type Verdict,
  WITHHELD,
  inOrder,
  noCounts,
} from '../../../ledger/index.ts';
import { type ReadAt, type ZipEntry, ZipFault, zipBytes, zipEntries } from './zip.ts';

export type { ReadAt } from './zip.ts';

export const INDEX = 'index.json';
export const fileOf = (docket: number): string => `docket-${docket}.vouch.jsonl`;
const isName = (name: string): boolean =>
  name === INDEX || /^docket-(0|[1-9]\d{0,9})\.vouch\.jsonl$/.test(name);
const LARGEST_INDEX = 32 << 20;

/** `nothing`: the docket is empty, isn't there, or isn't the reader's to see. They are listed alike on purpose. */
export type ListedDocket =
  | { docket: number; file: string; sha256: string; bytes: number; lines: number; counts: Counts }
  | { docket: number; nothing: true };

export type ArchiveIndex = {
  vouch_archive: 1;
  origin: string;
  asked: { for: string; kind: string; dockets: 'chain' | number[]; quarter?: string };
  epoch: { number: number; closed: string };
  dockets: ListedDocket[];
};

/** Members in one order, so that the same archive is the same bytes. */
export function indexText(index: ArchiveIndex): string {
  const { origin, asked, epoch } = index;
  return `${JSON.stringify(
    {
      vouch_archive: 1,
      origin,
      asked: { for: asked.for, kind: asked.kind, dockets: asked.dockets, quarter: asked.quarter },
      epoch: { number: epoch.number, closed: epoch.closed },
      dockets: index.dockets.map((d) =>
        'nothing' in d
          ? { docket: d.docket, nothing: true }
          : {
              docket: d.docket,
              file: d.file,
              sha256: d.sha256,
              bytes: d.bytes,
              lines: d.lines,
              counts: orderedCounts(d.counts),
            },
      ),
    },
    null,
    1,
  )}\n`;
}

const orderedCounts = ({ statements, disclosed, erased, moved, withheld }: Counts): Counts => ({
  statements,
  disclosed,
  erased: { by_worker: erased.by_worker, unsigned: erased.unsigned },
  moved,
  withheld: Object.fromEntries(WITHHELD.map((reason) => [reason, withheld[reason]])) as Counts['withheld'],
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for anything that wasn't written as `indexText` writes it. */
export function parseIndex(text: string): ArchiveIndex | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isIndex(value) || indexText(value) !== text) return undefined;
    const numbers = value.dockets.map((d) => d.docket);
    return numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? n)) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Enough that writing it again can't throw; the comparison of the texts says the rest. */
function isIndex(value: unknown): value is ArchiveIndex {
  if (!isRecord(value) || value['vouch_archive'] !== 1 || typeof value['origin'] !== 'string') return false;
  const { asked, epoch, dockets } = value;
  if (!isRecord(asked) || !isRecord(epoch) || !Array.isArray(dockets)) return false;
  const list = asked['dockets'];
  if (list !== 'chain' && !(Array.isArray(list) && list.every((n) => typeof n === 'number'))) return false;
  const texts = [asked['for'], asked['kind'], epoch['closed'], asked['quarter'] ?? ''];
  if (!texts.every((t) => typeof t === 'string') || typeof epoch['number'] !== 'number') return false;
  return dockets.every((d: unknown) => isRecord(d) && typeof d['docket'] === 'number' && isListed(d));
}

function isListed(d: Record<string, unknown>): boolean {
  if (d['nothing'] === true) return true;
  const counts = d['counts'];
  return (
    d['file'] === fileOf(Number(d['docket'])) &&
    typeof d['sha256'] === 'string' &&
    [d['bytes'], d['lines']].every((n) => Number.isSafeInteger(n)) &&
    isRecord(counts) &&
    isRecord(counts['erased']) &&
    isRecord(counts['withheld'])
  );
}

/** SHA-256 of a stream, in hex. Given from outside: each machine has its own. */
export type Hasher = { update(bytes: Uint8Array): void; hex(): string };
export type Judge = (file: AsyncIterable<Uint8Array>) => Promise<Verdict | NoVerdict>;

/** One bundle of the archive. `faults` = what of it doesn't agree with the index, in words. */
export type ArchiveFile = { file: string; docket: number; verdict?: Verdict; faults: string[] };

export type ArchiveVerdict = {
  unaltered: boolean;
  complete: boolean;
  /** Of all bundles together, in the page's order; `malformed` also where the archive itself is wrong. */
  reasons: Reason[];
  /** Sums of what was counted in the bundles. */
  counts: Counts;
  files: ArchiveFile[];
  /** Dockets for which there was nothing: no statement about them follows. */
  nothing: number[];
  faults: string[];
  index?: ArchiveIndex;
};

export type ArchiveTools = {
  judge: Judge;
  hasher: () => Hasher;
  onFile?: (file: string, done: number, of: number) => void;
};

/** Judges each bundle by itself, then whether they are what the index says, of one epoch and one checkpoint. */
export async function verifyArchive(
  read: ReadAt,
  size: number,
  tools: ArchiveTools,
): Promise<ArchiveVerdict | NoVerdict> {
  let entries: ZipEntry[];
  let index: ArchiveIndex | undefined;
  try {
    entries = await zipEntries(read, size, isName);
    index = await readIndex(read, entries);
  } catch (error) {
    if (error instanceof ZipFault) return conclude([], [error.message], undefined);
    throw error;
  }
  if (!index) return conclude([], ['index.json is missing, or is not one that Vouch wrote'], undefined);
  const faults: string[] = [];
  const listed = new Map(index.dockets.flatMap((d) => ('nothing' in d ? [] : [[d.file, d] as const])));
  for (const { name } of entries)
    if (name !== INDEX && !listed.has(name)) faults.push(`${name} is in the archive and not in its index`);
  const files: ArchiveFile[] = [];
  for (const d of listed.values()) {
    tools.onFile?.(d.file, files.length, listed.size);
    const entry = entries.find(({ name }) => name === d.file);
    if (!entry)
      files.push({ file: d.file, docket: d.docket, faults: ['it is in the index and not in the archive'] });
    else {
      const judged = await judgeFile(read, entry, { d, index, tools });
      if ('refused' in judged) return judged;
      files.push(judged);
    }
  }
  const notes = new Set(files.flatMap(({ verdict }) => verdict?.header?.checkpoint ?? []));
  if (notes.size > 1) faults.push('its bundles show different states of the log');
  return conclude(files, faults, index);
}

async function readIndex(read: ReadAt, entries: readonly ZipEntry[]): Promise<ArchiveIndex | undefined> {
  const entry = entries.find(({ name }) => name === INDEX);
  if (!entry || entry.size > LARGEST_INDEX) return undefined;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  try {
    for await (const chunk of zipBytes(read, entry)) text += decoder.decode(chunk, { stream: true });
    text += decoder.decode();
  } catch (error) {
    if (error instanceof ZipFault) throw error;
    return undefined;
  }
  return parseIndex(text);
}

type Listed = Exclude<ListedDocket, { nothing: true }>;

async function judgeFile(
  read: ReadAt,
  entry: ZipEntry,
  { d, index, tools }: { d: Listed; index: ArchiveIndex; tools: ArchiveTools },
): Promise<ArchiveFile | NoVerdict> {
  const hasher = tools.hasher();
  const faults: string[] = [];
  let lines = 0;
  async function* seen(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of zipBytes(read, entry)) {
        hasher.update(chunk);
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
        yield chunk;
      }
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      faults.push(error.message);
    }
  }
  const verdict = await tools.judge(seen());
  if ('refused' in verdict) return verdict;
  const { header } = verdict;
  if (verdict.reasons.includes('malformed')) return { file: d.file, docket: d.docket, verdict, faults };
  if (hasher.hex() !== d.sha256 || entry.size !== d.bytes || lines !== d.lines)
    faults.push('it is not the file that the index names');
  if (header?.docket.index !== d.docket) faults.push('it is about another docket than the index says');
  if (header?.epoch.number !== index.epoch.number || header.epoch.closed !== index.epoch.closed)
    faults.push('it is of another epoch than the index says');
  if (JSON.stringify(verdict.counts) !== JSON.stringify(d.counts)) faults.push('the index counts otherwise');
  return { file: d.file, docket: d.docket, verdict, faults };
}

function conclude(files: ArchiveFile[], faults: string[], index: ArchiveIndex | undefined): ArchiveVerdict {
  const isWrong = faults.length > 0 || files.some((f) => f.faults.length > 0 || !f.verdict);
  const reasons = new Set<Reason>(files.flatMap((f) => f.verdict?.reasons ?? []));
  if (isWrong) reasons.add('malformed');
  const counts = noCounts();
  for (const { verdict } of files) if (verdict) addCounts(counts, verdict.counts);
  return {
    unaltered: !isWrong && files.every((f) => f.verdict?.unaltered === true),
    complete: !isWrong && files.every((f) => f.verdict?.complete === true),
    reasons: inOrder(reasons),
    counts,
    files,
    nothing: (index?.dockets ?? []).flatMap((d) => ('nothing' in d ? [d.docket] : [])),
    faults,
    ...(index ? { index } : {}),
  };
}

function addCounts(sum: Counts, more: Counts): void {
  sum.statements += more.statements;
  sum.disclosed += more.disclosed;
  sum.erased.by_worker += more.erased.by_worker;
  sum.erased.unsigned += more.erased.unsigned;
  sum.moved += more.moved;
  for (const reason of WITHHELD) sum.withheld[reason] += more.withheld[reason];
}
