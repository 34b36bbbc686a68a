import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  BadUse,
  answering,
  logReader,
  openFile,
  readPolicy,
  readSeconds,
  readTextFile,
  readTime,
} from './ledger-inputs.ts';
import { LARGE_BUNDLE, lineThreads } from './line-workers.ts';
import { isArchive, verifyArchiveFile } from './verify-archive.ts';
import {
  PLAIN,
  deniesComplete,
  deniesUnaltered,
  readCheckpoint,
  readEntries,
  verifyBundle,
} from '../ledger/index.ts';
import type { LogFacts, Verdict } from '../ledger/index.ts';

const usage = `vouch verify FILE [options]    checks an evidence bundle, or an archive of many (.vouch.zip), offline
  --policy P          whom you trust: the log's key, the witnesses and how many (VOUCH_POLICY, data/ledger/policy)
  --older FILE        an earlier bundle of the same log: nothing in it may have changed
  --receipt R         a receipt: was its promise kept?
  --log DIR           a copy of the public log
  --at TIME           judge as if read at this time (2026-01-02T07:00:00Z)
  --max-age SECONDS   how old the evidence may be (172800)
  --epoch SECONDS     how often the log closes an epoch (the policy's, else 21600)
  --json              for machines
Ends with 0 if both answers are yes and a receipt's promise isn't broken, 1 if not, 2 if it can't tell.`;

const options = {
  policy: { type: 'string' },
  older: { type: 'string' },
  receipt: { type: 'string' },
  log: { type: 'string' },
  at: { type: 'string' },
  'max-age': { type: 'string' },
  epoch: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns the exit code. */
export const run = (args: string[]): Promise<number> => answering(usage, () => verify(args));

async function verify(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new BadUse('Name one bundle to check.');
  const at = readTime(values.at, '--at') ?? Date.now() / 1000;
  const [maxAge, epochSeconds] = [
    readSeconds(values['max-age'], '--max-age'),
    readSeconds(values.epoch, '--epoch'),
  ];
  const policy = await readPolicy(values.policy);
  const older =
    values.older === undefined ? undefined : (await openFile(values.older, 'older bundle')).chunks;
  const receipt = values.receipt === undefined ? undefined : await readTextFile(values.receipt, 'receipt');
  const log = values.log === undefined ? undefined : await logFacts(values.log);
  if (await isArchive(path)) {
    if (older ?? receipt) throw new BadUse('--older and --receipt are for one bundle: unpack the archive.');
    return verifyArchiveFile(path, { policy, at, maxAge, epochSeconds, log }, values.json);
  }
  const { size, chunks } = await openFile(path, 'bundle');
  const judged = { policy, at, maxAge, epochSeconds, older, receipt, log };
  const threads = size >= LARGE_BUNDLE && availableParallelism() > 1 ? lineThreads() : undefined;
  const verdict = await verifyBundle(withProgress(chunks, size), { ...judged, lineWorks: threads }).finally(
    () => threads?.end(),
  );
  if ('refused' in verdict) throw new BadUse(`No verdict: ${verdict.refused}.`);
  process.stdout.write(values.json ? `${JSON.stringify(forMachines(verdict))}\n` : forPeople(verdict));
  return verdict.unaltered && verdict.complete && verdict.receipt !== 'BROKEN' ? 0 : 1;
}

async function logFacts(folder: string): Promise<LogFacts> {
  const read = logReader(folder);
  const found = readCheckpoint(await read('checkpoint'));
  const entries = found && (await readEntries(read, found.checkpoint.size));
  if (!entries) throw new BadUse(`There is no whole log in ${folder}.`);
  return { entries };
}

function forMachines({ unaltered, complete, reasons, counts, receipt }: Verdict): object {
  const answer = { unaltered, complete, reasons, counts: { end: true, ...counts } };
  return receipt === undefined || receipt === 'about another docket' ? answer : { ...answer, receipt };
}

/** Long files only, and only where somebody watches. */
async function* withProgress(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  const isShown = process.stderr.isTTY && size > 1 << 24;
  let [done, shown] = [0, -1];
  for await (const chunk of chunks) {
    yield chunk;
    done += chunk.length;
    const percent = Math.floor((100 * done) / size);
    if (isShown && percent !== shown)
      process.stderr.write(`\rchecking ${String((shown = percent)).padStart(3)} %`);
  }
  if (isShown) process.stderr.write('\r\x1b[K');
}

const yes = (answer: boolean): string => (answer ? 'yes' : 'no');

function forPeople(verdict: Verdict): string {
  const { header, reasons, receipt } = verdict;
  const lines = [
    `Unaltered: ${yes(verdict.unaltered)}${verdict.unaltered ? '  What is shown is what was put on record.' : ''}`,
    `Complete:  ${yes(verdict.complete)}${verdict.complete ? `  This is all there is up to ${header?.epoch.closed}.` : ''}`,
    '',
  ];
  for (const reason of reasons) {
    const denied = [
      ...(deniesUnaltered(reason) ? ['unaltered'] : []),
      ...(deniesComplete(reason) ? ['complete'] : []),
    ];
    lines.push(`  ${reason} (not ${denied.join(', not ')})`, `    ${PLAIN[reason]}`);
  }
  if (reasons.length > 0) lines.push('');
  if (header) {
    const { index, kind, id } = header.docket;
    lines.push(`Docket ${index}, ${kind} ${id}, epoch ${header.epoch.number}, closed ${header.epoch.closed}`);
  }
  lines.push(...countLines(verdict));
  if (header?.unplaced && !reasons.includes('malformed')) {
    const { open, oldest } = header.unplaced;
    lines.push(
      `${String(open).padStart(6)}  of the whole deployment without a known workplace${oldest ? `, oldest from ${oldest}` : ''}`,
    );
  }
  if (receipt !== undefined) lines.push('', `Receipt: ${PROMISE[receipt]}`);
  return `${lines.join('\n')}\n`;
}

const PROMISE = {
  kept: 'kept. The statement is on record.',
  BROKEN: 'BROKEN. The statement was taken, and it is not on record.',
  'not due yet': 'not due yet. Ask again with a later bundle.',
  unknown: 'unknown. A bundle of one statement can’t tell.',
  'about another docket': 'it is about another docket than this bundle.',
};

function countLines({ counts, withKey }: Verdict): string[] {
  const { withheld, erased } = counts;
  const rows: [number, string][] = [
    [counts.statements, 'statements'],
    [counts.disclosed, 'shown'],
    [withheld['not-licensed'], 'withheld by the operator: no licence to show them to you'],
    [withheld.suppressed, 'withheld by the operator: too few people to show'],
    [withheld.sealed, 'withheld by the operator: sealed to others'],
    [withheld.withdrawn, 'withdrawn by the worker'],
    [erased.by_worker, 'erased by the worker'],
    [erased.unsigned, 'erased without a worker’s signature'],
    [counts.moved, 'moved to another workplace'],
    [withKey, 'of those with fields shown or hidden carry a worker’s own key'],
  ];
  return rows.map(([n, what]) => `${String(n).padStart(6)}  ${what}`);
}
