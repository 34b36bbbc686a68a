import { createHash } from 'node:crypto';
import { Zip, ZipPassThrough } from 'fflate';
import { type Counts, countLine, docketBundle, noCounts } from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { timeText } from '../log/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type ArchiveIndex, INDEX, type ListedDocket, fileOf, indexText } from './archive.ts';
import { quarterName } from './audience.ts';
import { gone } from './bundle.actions.ts';
import { type Asker, recordExport } from './export.actions.ts';
import { type Frame, frameOf } from './frame.actions.ts';
import { headerOf, linesOf } from './lines.actions.ts';
import { byThreads } from './makers.actions.ts';
import { type ReadOut, readOut } from './readout.actions.ts';
import { type Given, type When, atTheBeat, decide, nothing, wholeList } from './standing.actions.ts';

export type ArchiveAsk = Asker & When & { dockets: 'chain' | readonly number[]; stallMs?: number };

/** The bytes of a ZIP. `count` = lines of all its bundles; `name` = what to call the file. */
export type Archive = ReadOut<Uint8Array> & { count: number; dockets: number; name: string };

/** A ZIP without zip64 ends at 4 GiB; a line is 1 to 2 kB. */
const MOST_LINES = 1_500_000;
const LARGEST = 0xffffffff - (64 << 20);

/**
 * The bundles of many dockets in one file, of one epoch and one checkpoint, out of one snapshot (ledger.md 8). Whoever may
 * hold none of them gets the answer for a docket that isn't there; among those that are given, the others stand as empty.
 */
export async function makeArchive(world: World, ask: ArchiveAsk): Promise<Archive | Refusal> {
  const began = performance.now();
  const asked = ask.dockets === 'chain' ? await wholeList(world, ask) : [...ask.dockets];
  const given = await decide(world, ask, asked, ask);
  if (given && given.lost.length > 0 && ask.kind !== 'buyer') return gone();
  if (!given || given.dockets.length === 0) return atTheBeat(began, nothing());
  const count = given.dockets.reduce((sum, d) => sum + d.size + 2, 0);
  if (count > MOST_LINES)
    return refuse('too_large', 'That is too much for one archive. Ask for fewer dockets at once.');
  await recordExport(world, ask, given, 'archive');
  const list = [...new Set(asked)].sort((a, b) => a - b);
  const begin = async (db: Db) => {
    const frame = await frameOf(world, db, given.epoch, { dockets: given.dockets, whole: true });
    return { head: frame, lines: new ArchiveWriter({ world, db, frame, ask, list, given }).bytes() };
  };
  const { lines } = await readOut(world, begin, ask.stallMs);
  const what = ask.dockets === 'chain' ? 'chain' : 'dockets';
  const when = given.quarter ? quarterName(given.quarter) : `epoch-${given.epoch.n}`;
  return Object.assign(lines, { count, dockets: given.dockets.length, name: `${what}-${when}.vouch.zip` });
}

type Writing = { world: World; db: Db; frame: Frame; ask: ArchiveAsk; list: number[]; given: Given };

const PIECE = 1 << 16;

/**
 * Stored, not packed: the same bytes whatever version packs them, and the line feeds that pass can be counted against the
 * number of lines announced. Times in the file are fixed, order is by docket.
 */
class ArchiveWriter {
  readonly #w: Writing;
  readonly #out: Uint8Array[] = [];
  readonly #zip: Zip;
  #written = 0;

  constructor(writing: Writing) {
    this.#w = writing;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#out.push(chunk);
    });
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    const { list, given } = this.#w;
    const held = new Set(given.dockets.map((d) => d.docket));
    const listed: ListedDocket[] = [];
    for (const docket of list) {
      if (held.has(docket)) listed.push(yield* this.#one(docket));
      else listed.push({ docket, nothing: true });
    }
    const file = this.#file(INDEX);
    file.push(Buffer.from(indexText(this.#index(listed))), true);
    this.#zip.end();
    yield* this.#take();
  }

  #index(dockets: ListedDocket[]): ArchiveIndex {
    const { world, ask, given, list } = this.#w;
    return {
      vouch_archive: 1,
      origin: world.keys.origin,
      asked: {
        for: ask.org,
        kind: ask.kind,
        dockets: ask.dockets === 'chain' ? 'chain' : list,
        ...(given.quarter ? { quarter: quarterName(given.quarter) } : {}),
      },
      epoch: { number: given.epoch.n, closed: timeText(given.epoch.closed) },
      dockets,
    };
  }

  #file(name: string): ZipPassThrough {
    const file = new ZipPassThrough(name);
    // By the clock on the wall, as ZIP has it: the same two numbers in every time zone.
    file.mtime = new Date(1980, 0, 1);
    this.#zip.add(file);
    return file;
  }

  *#take(): Generator<Uint8Array> {
    for (const chunk of this.#out.splice(0)) {
      this.#written += chunk.length;
      if (this.#written > LARGEST) throw new Error('the archive is larger than a ZIP can be');
      yield chunk;
    }
  }

  async *#one(docket: number): AsyncGenerator<Uint8Array, ListedDocket> {
    const { db, frame, ask } = this.#w;
    const counts: Counts = noCounts();
    const hash = createHash('sha256');
    const file = this.#file(fileOf(docket));
    // The header and the end line.
    let [bytes, lines, piece] = [0, 2, ''];
    const push = (last: boolean) => {
      const chunk = Buffer.from(piece);
      piece = '';
      bytes += chunk.length;
      hash.update(chunk);
      file.push(chunk, last);
    };
    const counted = async function* () {
      for await (const line of linesOf(db, frame, docket, ask)) {
        countLine(counts, line);
        lines++;
        yield line;
      }
    };
    const head = await headerOf(db, frame, docket);
    for await (const text of byThreads(head.head.size, (makers) => docketBundle(head, counted(), makers))) {
      piece += text;
      if (piece.length < PIECE) continue;
      push(false);
      yield* this.#take();
    }
    push(true);
    yield* this.#take();
    return { docket, file: fileOf(docket), sha256: hash.digest('hex'), bytes, lines, counts };
  }
}
