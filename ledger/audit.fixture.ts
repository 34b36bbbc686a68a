// An operator for tests: keeps whole dockets, closes epochs, and gives an auditor what it asks for, or something else.

import { hmacSha256, sha256 } from '#sha256';
import {
  FEED_CHUNK,
  FEED_END,
  feedDocket,
  feedEntries,
  feedLeaves,
  feedOpening,
  feedOpenings,
  feedReasons,
} from './audit-feed.ts';
import type { UnplacedClaim } from './audit.ts';
import { hex, u64be, utf8 } from './bytes.ts';
import { formatHead, formatTime, headSalt } from './lines.ts';
import { growthProof } from './growth.ts';
import { Frontier, Tree, leafHash } from './merkle.ts';

export const ORIGIN = 'audit.vouch.invalid/vouch/1';
export const SEAL_KEY = sha256(utf8('K_seal of a test'));
export const DAY = 86_400;

export const commitment = (n: number): string => hex(sha256(u64be(n)));
export const statement = (n: number): string => `statement ${commitment(n)}\n`;

export type Closed = { epoch: number; lines: () => Generator<string>; size: number; root: Uint8Array };

export class Operator {
  readonly dockets: { id: string; lines: string[]; frontier: Frontier; given: number }[] = [];
  readonly log = new Tree();
  #entries: string[] = [];
  #openings: { docket: number; id: string }[] = [];
  #epoch = 0;
  #closed = 1_767_225_600;

  constructor() {
    this.register('unplaced deployment:audit.vouch.invalid');
  }

  /** `<kind> <id>`; `opens` = the id behind a sealed one. Gives the docket's number. */
  register(subject: string, opens?: string): number {
    const index = this.dockets.length;
    this.dockets.push({ id: subject, lines: [], frontier: new Frontier(), given: 0 });
    this.entry(`docket ${index} ${subject}\n`);
    if (opens) this.#openings.push({ docket: index, id: opens });
    return index;
  }

  entry(line: string): void {
    this.#entries.push(line);
  }
  opening(docket: number, id: string): void {
    this.#openings.push({ docket, id });
  }
  add(docket: number, ...lines: string[]): void {
    this.dockets[docket]?.lines.push(...lines);
  }

  /** `days` after the last one. */
  close(days: number, claim: UnplacedClaim, reasons: { leaf: number; reason: string }[] = []): Closed {
    const epoch = this.#epoch++;
    this.#closed += days * DAY;
    const secret = hmacSha256(SEAL_KEY, u64be(epoch));
    const heads = new Frontier();
    const dockets = this.dockets.map((docket, i) => {
      const fresh = docket.lines.slice(docket.given);
      const hashes = fresh.map((line) => leafHash(utf8(line)));
      const consistency = growthProof(docket.frontier.toJSON(), hashes).map(hex);
      for (const hash of hashes) docket.frontier.append(hash);
      docket.given = docket.lines.length;
      const head = { salt: headSalt(secret, i), size: docket.given, root: hex(docket.frontier.root()) };
      heads.append(leafHash(utf8(formatHead(head))));
      return { ...head, consistency, fresh };
    });
    const entry = `epoch ${epoch} ${dockets.length} ${hex(heads.root())} ${formatTime(this.#closed)}\n`;
    const [entries, openings] = [[...this.#entries, entry], this.#openings];
    [this.#entries, this.#openings] = [[], []];
    for (const line of entries) this.log.append(leafHash(utf8(line)));
    const lines = function* () {
      yield feedOpening({ origin: ORIGIN, epoch, dockets: dockets.length, unplaced: claim });
      if (openings.length > 0) yield feedOpenings(openings);
      for (let at = 0; at < entries.length; at += FEED_CHUNK)
        yield feedEntries(entries.slice(at, at + FEED_CHUNK));
      for (const [i, { fresh, ...head }] of dockets.entries()) {
        yield feedDocket(i, head);
        for (let at = 0; at < fresh.length; at += FEED_CHUNK)
          yield feedLeaves(fresh.slice(at, at + FEED_CHUNK));
      }
      if (reasons.length > 0) yield feedReasons(reasons);
      yield FEED_END;
    };
    return { epoch, lines, size: this.log.size, root: this.log.root() };
  }
}

export function* bytesOf(lines: Iterable<string>): Generator<Uint8Array> {
  for (const line of lines) yield utf8(line);
}
