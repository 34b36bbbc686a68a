// ledger.md §7: what an operator gives an auditor of one epoch, as JSON Lines, and the auditor's way through it. The
// page fixes no format; this is ours. In this order, each line with its members in this order:
//   {"vouch":1,"type":"audit","origin","epoch","dockets","unplaced":{"open","oldest"?}}
//   {"openings":[{"docket","id"}…]}                        clear ids behind the sealed ones registered in this epoch
//   {"entries":["docket 0 …",…]}                           the log's entries since the last epoch, this one's last
//   {"docket","salt","size","root","consistency":[…]}      each docket, in the order of their numbers,
//   {"leaves":["statement …",…]}                           and its new leaf lines
//   {"reasons":[{"leaf","reason"}…]}                       why statements are still unplaced
//   {"end":true}
// Openings, entries, leaves and reasons come in any number of lines, none of them longer than 1 MiB.

import { EpochAudit } from './audit.ts';
import type { AuditedHead, UnplacedClaim } from './audit.ts';
import type { AuditGround } from './audit-log.ts';
import type { AuditMemory } from './audit-memory.ts';
import type { AuditFault } from './audit-reasons.ts';
import { Malformed, fail, hash, list, members, parseJsonLine, proof, text, whole } from './bundle-shape.ts';
import { concat, fromUtf8 } from './bytes.ts';
import { isDate } from './lines.ts';
import type { Source } from './line-reader.ts';

export type FeedOpening = { origin: string; epoch: number; dockets: number; unplaced: UnplacedClaim };

/** So many log entries or leaf lines stay below 1 MiB. */
export const FEED_CHUNK = 2000;

const json = (value: object): string => `${JSON.stringify(value)}\n`;

export const feedOpening = ({ origin, epoch, dockets, unplaced }: FeedOpening): string =>
  json({
    vouch: 1,
    type: 'audit',
    origin,
    epoch,
    dockets,
    unplaced:
      unplaced.oldest === undefined
        ? { open: unplaced.open }
        : { open: unplaced.open, oldest: unplaced.oldest },
  });

/** `lines` with their LF. */
export const feedEntries = (lines: readonly string[]): string =>
  json({ entries: lines.map((line) => line.slice(0, -1)) });

export const feedOpenings = (openings: readonly { docket: number; id: string }[]): string =>
  json({ openings: openings.map(({ docket, id }) => ({ docket, id })) });

export const feedDocket = (docket: number, { salt, size, root, consistency }: AuditedHead): string =>
  json({ docket, salt, size, root, consistency });

/** `lines` with their LF. */
export const feedLeaves = (lines: readonly string[]): string =>
  json({ leaves: lines.map((line) => line.slice(0, -1)) });

export const feedReasons = (reasons: readonly { leaf: number; reason: string }[]): string =>
  json({ reasons: reasons.map(({ leaf, reason }) => ({ leaf, reason })) });

export const FEED_END = '{"end":true}\n';

/** The feed ended before its last line: nothing is known of the epoch, and it is asked for again. */
export class FeedCut extends Error {}

export type FeedWants = AuditGround & { epoch: number; isReason: (reason: string) => boolean };

/**
 * Audits one epoch as it comes. What isn't in the format above is a fault of whoever sent it; what breaks off isn't:
 * that throws FeedCut, or whatever the source throws.
 */
export async function auditFeed(
  source: Source,
  memory: AuditMemory,
  wants: FeedWants,
): Promise<AuditFault[]> {
  const feed = new Feed(memory, wants);
  let drained = false;
  const watched = (async function* () {
    yield* source;
    drained = true;
  })();
  try {
    for await (const line of linesOf(watched)) feed.line(line);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    if (!drained) return [...feed.faults(), { reason: 'malformed', words: `the feed: ${error.message}` }];
  }
  if (!feed.ended) throw new FeedCut(`the feed of epoch ${wants.epoch} broke off`);
  return feed.faults();
}

const LF = 10;
const LONGEST = 1 << 20;

async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    let from = 0;
    for (let to = chunk.indexOf(LF); to >= 0; to = chunk.indexOf(LF, from)) {
      const line = fromUtf8(concat(...rest, chunk.subarray(from, to)));
      yield line ?? fail('not UTF-8');
      [rest, length, from] = [[], 0, to + 1];
    }
    if (from === chunk.length) continue;
    rest.push(chunk.slice(from));
    length += chunk.length - from;
    if (length > LONGEST) fail('a line is longer than 1 MiB');
  }
  if (length > 0) fail('the last line has no LF');
}

type Members = Record<string, unknown>;

class Feed {
  readonly #audit: EpochAudit;
  readonly #wants: FeedWants;
  readonly #reasons = new Set<number>();
  #opening: FeedOpening | undefined;
  #dockets = 0;
  #faults: AuditFault[] = [];
  ended = false;

  constructor(memory: AuditMemory, wants: FeedWants) {
    this.#audit = new EpochAudit(memory, wants);
    this.#wants = wants;
  }

  faults(): AuditFault[] {
    return this.#faults;
  }

  line(line: string): void {
    const value = parseJsonLine(line);
    if (this.ended) return fail('a line behind the end');
    if (!this.#opening) {
      this.#opening = opening(value, this.#wants);
      return;
    }
    if (typeof value !== 'object' || value === null) return fail('not an object');
    if ('docket' in value) this.#docket(members(value, ['docket', 'salt', 'size', 'root', 'consistency']));
    else if ('leaves' in value) this.#audit.leaves(lines(members(value, ['leaves'])['leaves']));
    else if ('entries' in value) {
      for (const entry of lines(members(value, ['entries'])['entries'])) this.#audit.entry(entry);
    } else if ('openings' in value) this.#openings(list(members(value, ['openings'])['openings']));
    else if ('reasons' in value) this.#given(list(members(value, ['reasons'])['reasons']));
    else this.#end(members(value, ['end']), this.#opening);
  }

  #docket(m: Members): void {
    if (whole(m['docket']) !== this.#dockets++) return fail('a docket out of its order');
    const head = { salt: hash(m['salt']), size: whole(m['size']), root: hash(m['root']) };
    this.#audit.docket({ ...head, consistency: proof(m['consistency']) });
  }

  #openings(given: unknown[]): void {
    for (const value of given) {
      const m = members(value, ['docket', 'id']);
      this.#audit.opening(whole(m['docket']), text(m['id']));
    }
  }

  #given(reasons: unknown[]): void {
    for (const value of reasons) {
      const m = members(value, ['leaf', 'reason']);
      if (this.#wants.isReason(text(m['reason']))) this.#reasons.add(whole(m['leaf']));
    }
  }

  #end(m: Members, { unplaced, dockets }: FeedOpening): void {
    if (m['end'] !== true) return fail('an end that is not one');
    if (dockets !== this.#dockets) return fail('another number of dockets than announced');
    this.#faults = this.#audit.end({ unplaced, reasonOf: (leaf) => this.#reasons.has(leaf) });
    this.ended = true;
  }
}

function opening(value: unknown, wants: FeedWants): FeedOpening {
  const m = members(value, ['vouch', 'type', 'origin', 'epoch', 'dockets', 'unplaced']);
  if (m['vouch'] !== 1 || m['type'] !== 'audit') return fail('not an audit feed of version 1');
  if (text(m['origin']) !== wants.origin) return fail('the feed of another log');
  if (whole(m['epoch']) !== wants.epoch) return fail('another epoch than was asked for');
  const u = members(m['unplaced'], ['open', 'oldest?']);
  const claim = { open: whole(u['open']) };
  const [epoch, dockets] = [whole(m['epoch']), whole(m['dockets'])];
  if (u['oldest'] === undefined) return { origin: wants.origin, epoch, dockets, unplaced: claim };
  const oldest = text(u['oldest']);
  if (!isDate(oldest)) return fail('oldest is not a day');
  return { origin: wants.origin, epoch, dockets, unplaced: { ...claim, oldest } };
}

const lines = (value: unknown): string[] => list(value).map((line) => `${text(line)}\n`);
