// ledger.md §8: reads an evidence bundle as a stream and gives the two verdicts with every reason that applies.

import { hex, mustHex, utf8 } from './bytes.ts';
import { noCounts } from './bundle.ts';
import type { Counts, Header, LeafLine, SingleLine } from './bundle.ts';
import { Malformed, fail, parseEnd, parseHeader, parseJsonLine } from './bundle-shape.ts';
import { parseBodyLine, parseSingleLine } from './leaf-shape.ts';
import { HERE, checkedAhead, uncheckedLines } from './line-check.ts';
import type { CheckLines, CheckedLines, LineWorks } from './line-check.ts';
import { LONGEST_LINE, lineText } from './line-reader.ts';
import type { Source } from './line-reader.ts';
import { formatLeaf, formatSubject } from './lines.ts';
import type { Leaf } from './lines.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import type { Policy } from './policy.ts';
import { sameBytes } from './quick-bytes.ts';
import { COMMITMENT_AT } from './quick-line.ts';
import { deniesComplete, deniesUnaltered, inOrder } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { EPOCH_SECONDS, MAX_AGE_SECONDS, hashesOf, judgeHeader } from './verify-header.ts';
import type { Place, Reading } from './verify-header.ts';
import { LeavesJudge, isOpening } from './verify-leaves.ts';
import { compareWithLog, compareWithOlder } from './verify-against.ts';
import type { LogFacts, OlderFacts } from './verify-against.ts';
import { judgePromise, readPromise } from './verify-promise.ts';
import type { Promised, PromiseVerdict } from './verify-promise.ts';

export type VerifyOptions = {
  policy: Policy;
  /** The time of reading, seconds since 1970. */
  at: number;
  /** Seconds, 48 h if left out. */
  maxAge?: number;
  /** Seconds; the policy's `# epoch`, then 6 h, if left out. */
  epochSeconds?: number;
  /** An earlier bundle. */
  older?: Source;
  /** A receipt, the whole signed note. */
  receipt?: string;
  /** What `readLog` made of the log. */
  log?: LogFacts;
  /** Called for each leaf line in order, with what is wrong with it alone. */
  onLine?: (seen: SeenLine) => void;
  /** Who checks lines; here and now if left out. The verdict is the same. */
  lineWorks?: LineWorks;
};

export type SeenLine = { index: number; leaf: Leaf; line: LeafLine | SingleLine; reasons: Reason[] };

export type Verdict = {
  unaltered: boolean;
  complete: boolean;
  /** Those that deny each, and all of them, in the page's order. */
  unalteredReasons: Reason[];
  completeReasons: Reason[];
  reasons: Reason[];
  /** As counted here, not as the end line says. */
  counts: Counts;
  /** Statement lines that name a worker's key. */
  withKey: number;
  receipt?: PromiseVerdict;
  /** The first line, if it could be read. */
  header?: Header;
  origin?: string;
};

/** Why no verdict can be given: OLDER, receipt or log can't be used. */
export type NoVerdict = { refused: string };

/** §8. Reads `source` once; the memory it takes doesn't depend on the number of lines. */
export async function verifyBundle(source: Source, options: VerifyOptions): Promise<Verdict | NoVerdict> {
  const reading = readingOf(options);
  let older: OlderFacts | undefined;
  if (options.older) {
    const facts = await readOlder(options.older, reading, options.lineWorks);
    if ('refused' in facts) return facts;
    older = facts;
  }
  let promised: Promised | undefined;
  if (options.receipt !== undefined) {
    const read = readPromise(options.receipt, options.policy);
    if (typeof read === 'string') return { refused: read };
    promised = read;
  }
  const { onLine, lineWorks } = options;
  const run = new Run(reading, { older, promised, onLine, lineWorks });
  return (await run.read(source)) ? run.conclude(options.log) : run.malformed();
}

function readingOf(options: VerifyOptions): Reading {
  const { policy, at, maxAge = MAX_AGE_SECONDS } = options;
  return { policy, at, maxAge, epochSeconds: options.epochSeconds ?? policy.epochSeconds ?? EPOCH_SECONDS };
}

/** OLDER counts only if it is itself unaltered: its age, and what it leaves out, don't matter. */
async function readOlder(
  source: Source,
  reading: Reading,
  lineWorks: LineWorks | undefined,
): Promise<OlderFacts | NoVerdict> {
  const run = new Run(reading, { lineWorks });
  if (!(await run.read(source))) return { refused: 'the older bundle is malformed' };
  const verdict = run.conclude(undefined);
  if ('refused' in verdict) return verdict;
  if (!verdict.unaltered || !run.header || !run.place) {
    return { refused: `the older bundle is itself not valid: ${verdict.unalteredReasons.join(', ')}` };
  }
  return { header: run.header, checkpoint: run.place.checkpoint };
}

type Besides = {
  older?: OlderFacts;
  promised?: Promised;
  onLine?: (seen: SeenLine) => void;
  lineWorks?: LineWorks;
};

type OpenedLine = { bytes: Uint8Array; from: number; to: number; mark: number; leaf: Uint8Array };

class Run {
  header: Header | undefined;
  place: Place | undefined;
  readonly #reading: Reading;
  readonly #besides: Besides;
  readonly #reasons = new Set<Reason>();
  #judge: LeavesJudge | undefined;
  #lines = 0;
  #ended = false;
  #kept = false;
  /** The root of the first `older.head.size` leaf lines, once they have come. */
  #rootThen: string | undefined;
  /** The promised commitment as it stands in a line. */
  readonly #promised: Uint8Array | undefined;

  constructor(reading: Reading, besides: Besides) {
    this.#reading = reading;
    this.#besides = besides;
    this.#promised = besides.promised && utf8(besides.promised.receipt.commitment);
  }

  /** False if the bundle is malformed. */
  async read(source: Source): Promise<boolean> {
    try {
      const works = this.#besides.lineWorks ?? HERE;
      const begin = () => this.#checker(works);
      for await (const lines of checkedAhead(source, begin, works.ahead)) this.#takeBatch(lines);
      if (!this.#ended) fail('no end line');
      return true;
    } catch (error) {
      if (error instanceof Malformed) return false;
      throw error;
    }
  }

  #checker(works: LineWorks): CheckLines {
    if (this.header?.type !== 'docket') return uncheckedLines;
    return works.begin({ subject: formatSubject(this.header.docket), kind: this.header.docket.kind });
  }

  #takeBatch({ bytes, ends, marks, leaves }: CheckedLines): void {
    let from = 0;
    for (const [i, end] of ends.entries()) {
      const mark = marks[i] ?? 0;
      const leaf = leaves.subarray(i * 32, i * 32 + 32);
      if (mark === 0 || !this.#judge || this.#ended) this.#take(lineText(bytes, from, end - 1));
      else this.#takeOpened(this.#judge, { bytes, from, to: end - 1, mark, leaf });
      from = end;
    }
  }

  #takeOpened(judge: LeavesJudge, line: OpenedLine): void {
    const { bytes, from, to, mark, leaf } = line;
    if (to - from > LONGEST_LINE) fail('a line is longer than 1 MiB');
    const index = judge.frontier.size;
    judge.takeOpened(mark, leaf);
    if (this.#promised && sameBytes(bytes, from + COMMITMENT_AT, this.#promised)) this.#kept = true;
    this.#snapshot(judge);
    if (!this.#besides.onLine) return;
    const body = parseBodyLine(lineText(bytes, from, to));
    if (!('end' in body)) this.#besides.onLine({ index, leaf: body.leaf, line: body.line, reasons: [] });
  }

  #take(line: string): void {
    if (this.#ended) fail('a line after the end');
    if (!this.header || !this.#judge) return this.#first(line);
    this.#lines++;
    if (this.header.type === 'single') return this.#single(this.header, this.#judge, line);
    const body = parseBodyLine(line);
    if ('end' in body) {
      this.#ended = true;
      return this.#judge.finish(this.header.head, body.end);
    }
    const index = this.#judge.frontier.size;
    const reasons = this.#judge.take(body.leaf, body.line);
    this.#see(body.leaf);
    this.#besides.onLine?.({ index, leaf: body.leaf, line: body.line, reasons });
  }

  #first(line: string): void {
    this.header = parseHeader(line);
    const { place, reasons } = judgeHeader(this.header, this.#reading);
    this.place = place;
    for (const reason of reasons) this.#reasons.add(reason);
    this.#judge = new LeavesJudge(place, this.header.docket);
    this.#snapshot(this.#judge);
  }

  #see(leaf: Leaf): void {
    if (leaf.type === 'statement' && leaf.commitment === this.#besides.promised?.receipt.commitment)
      this.#kept = true;
    if (this.#judge) this.#snapshot(this.#judge);
  }

  #snapshot({ frontier }: LeavesJudge): void {
    if (frontier.size === this.#besides.older?.header.head.size) this.#rootThen = hex(frontier.root());
  }

  #single(header: Header, judge: LeavesJudge, source: string): void {
    if (this.#lines === 2) {
      const end = parseEnd(parseJsonLine(source));
      if (JSON.stringify(end) !== JSON.stringify(judge.counts)) this.#reasons.add('totals-mismatch');
      this.#ended = true;
      return;
    }
    const { leaf, line } = parseSingleLine(source);
    const found: Reason[] = [];
    const statement = { commitment: leaf.commitment, subject: formatSubject(header.docket) };
    if (!isOpening(statement, line.fields, line.hidden, ['kind', 'schema', 'subject']))
      found.push('opening-mismatch');
    const tree = { size: header.head.size, root: mustHex(header.head.root) };
    if (!verifyInclusion(leafHash(utf8(formatLeaf(leaf))), line.index, tree, hashesOf(line.proof))) {
      found.push('root-mismatch');
    }
    if (header.head.size !== 1) this.#reasons.add('count-mismatch');
    for (const reason of found) this.#reasons.add(reason);
    judge.counts.statements = judge.counts.disclosed = 1;
    judge.withKey = [...line.fields, ...line.hidden].some(({ name }) => name === 'key') ? 1 : 0;
    this.#see(leaf);
    this.#besides.onLine?.({ index: line.index, leaf, line, reasons: found });
  }

  malformed(): Verdict {
    return this.#verdict(new Set<Reason>(['malformed']));
  }

  conclude(log: LogFacts | undefined): Verdict | NoVerdict {
    const { header, place } = this;
    if (!header || !place || !this.#judge) return this.malformed();
    const reasons = new Set([...this.#reasons, ...this.#judge.reasons]);
    const { older, promised } = this.#besides;
    if (older) {
      if (older.checkpoint.origin !== place.checkpoint.origin)
        return { refused: 'the older bundle is of another log' };
      for (const reason of compareWithOlder(header, place, older, this.#rootThen)) reasons.add(reason);
    }
    if (log) {
      const against = compareWithLog(header, place, log);
      if ('refused' in against) return against;
      for (const reason of against.reasons) reasons.add(reason);
    }
    if (reasons.has('malformed')) return this.malformed();
    if (promised && promised.receipt.origin !== place.checkpoint.origin) {
      return { refused: 'the receipt is of another log' };
    }
    const verdict = this.#verdict(reasons);
    const receipt = promised && judgePromise(promised, header, this.#kept, reasons);
    return receipt === undefined ? verdict : { ...verdict, receipt };
  }

  #verdict(reasons: ReadonlySet<Reason>): Verdict {
    const ordered = inOrder(reasons);
    const unalteredReasons = ordered.filter(deniesUnaltered);
    const completeReasons = ordered.filter(deniesComplete);
    return {
      unaltered: unalteredReasons.length === 0,
      complete: completeReasons.length === 0,
      unalteredReasons,
      completeReasons,
      reasons: ordered,
      counts: this.#judge?.counts ?? noCounts(),
      withKey: this.#judge?.withKey ?? 0,
      header: this.header,
      origin: this.place?.checkpoint.origin,
    };
  }
}
