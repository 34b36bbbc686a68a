import {
  EMPTY_ROOT,
  Frontier,
  type LogReader,
  LogEdge,
  type LogFile,
  equalBytes,
  formatCheckpoint,
  formatTime,
  leafHash,
  parseNote,
  readCheckpoint,
  utf8,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { sameBytes } from '../../platform/tile-store.ts';
import {
  type AtDocket,
  type HeadOf,
  allEpochs,
  allLeaves,
  headsByDocket,
  headsByEpoch,
  leavesUnknown,
  oneMoment,
  placedDockets,
  secretsMissing,
  statementsMissing,
} from './check.store.ts';
import { type CompareWith, compareWithPublished } from './compare.actions.ts';
import { epochEntry } from './epoch.ts';
import { HeadTable } from './heads.ts';
import { type EpochRow, logPages } from './sequencer.store.ts';
import { tileStore } from './tile-store.actions.ts';
import type { Trouble } from './trouble.ts';

type Epochs = readonly (EpochRow & { k: Buffer | null })[];
type Files = { read: LogReader; place: string; published: number };

/**
 * Compares all there is: the database with itself, with the published files, with every cosigner. A page of each at a
 * time, so that a large log takes time and no memory; the heads take 40 bytes a docket.
 */
export async function* checkLog(world: World, given: CompareWith = {}): AsyncGenerator<Trouble> {
  yield* await compareWithPublished(world, given);
  const store = tileStore(world);
  const read: LogReader = given.read ?? ((path) => store.read(path));
  const published = readCheckpoint(await read('checkpoint'))?.checkpoint.size ?? 0;
  const files = { read, place: given.place ?? store.place, published };
  // A generator can't stand inside a transaction's callback: what a part finds is handed over when it ends.
  for (const part of PARTS)
    yield* await world.jobs.read({}, async (db) => {
      await oneMoment(db);
      const found: Trouble[] = [];
      for await (const trouble of part(db, world, files)) if (found.length < MOST_FOUND) found.push(trouble);
      return found;
    });
}

/** Of one part: a database that is wrong everywhere needn't be told line by line. */
const MOST_FOUND = 10_000;

type Checking = (db: Db, world: World, files: Files) => AsyncGenerator<Trouble>;

/** Entries in order and as the epochs say; the files as the entries say. */
async function* ofLog(db: Db, world: World, files: Files): AsyncGenerator<Trouble> {
  const epochs = await allEpochs(db);
  const [tree, expected] = [new Frontier(), new Expected()];
  let dockets = 0;
  let at = 0;
  for await (const page of logPages(db)) {
    for (const { idx, line } of page) {
      if (idx !== tree.size) {
        yield { kind: 'changed-entry', words: `log_entry: entry ${tree.size} is missing` };
        return;
      }
      tree.append(leafHash(utf8(line)));
      if (line.startsWith('docket ')) dockets++;
      if (tree.size <= files.published) expected.append(line);
      const epoch = epochs[at];
      if (epoch?.size === tree.size) {
        yield* ofEpoch(epoch, { line, tree, dockets, at });
        at++;
      }
      if (tree.size === files.published) yield* ofFiles(files, expected.take(true));
    }
    if (tree.size < files.published) yield* ofFiles(files, expected.take(false));
  }
  if (at < epochs.length)
    yield { kind: 'changed-entry', words: `log_entry: the entries end before epoch ${epochs[at]?.n} does` };
  for (const epoch of epochs) if (epoch.size <= files.published) yield* ofCheckpoint(world, epoch, files);
  for await (const rows of placedDockets(db))
    for (const d of rows)
      yield {
        kind: 'changed-docket',
        words: `docket ${d.docket_id} isn't what the log registered at entry ${d.log_index}`,
      };
}

type Reached = { line: string; tree: Frontier; dockets: number; at: number };

function* ofEpoch(epoch: EpochRow, { line, tree, dockets, at }: Reached): Generator<Trouble> {
  const closed = formatTime(epoch.closed.getTime() / 1000);
  const entry = epochEntry({ number: at, dockets, root: epoch.root, closed });
  if (epoch.n !== at || epoch.dockets !== dockets || entry !== line)
    yield { kind: 'changed-epoch', words: `epoch ${epoch.n}: its row and its log entry don't say the same` };
  if (!equalBytes(tree.root(), epoch.log_root))
    yield {
      kind: 'changed-entry',
      words: `epoch ${epoch.n}: the entries up to it don't give the root that was signed`,
    };
}

/** Full files as they come; of each level the narrow one that stands at the end, and no earlier one. */
class Expected {
  readonly #edge = new LogEdge();
  readonly #narrow = new Map<string, LogFile>();

  append(line: string): void {
    this.#edge.append(line);
  }

  take(isEnd: boolean): LogFile[] {
    if (this.#edge.size === 0) return [];
    const full: LogFile[] = [];
    for (const file of this.#edge.takeFiles()) {
      const [path = '', width] = file.path.split('.p/');
      if (width === undefined) full.push(file);
      if (width === undefined) this.#narrow.delete(path);
      else this.#narrow.set(path, file);
    }
    return isEnd ? [...full, ...this.#narrow.values()] : full;
  }
}

async function* ofFiles({ read, place }: Files, expected: readonly LogFile[]): AsyncGenerator<Trouble> {
  for (const file of expected) {
    const there = await read(file.path);
    if (!there) yield { kind: 'missing-file', words: `${place}/${file.path} is missing` };
    else if (!sameBytes(there, file.bytes))
      yield { kind: 'changed-file', words: `${place}/${file.path} has other bytes than the database gives` };
  }
}

async function* ofCheckpoint(world: World, epoch: EpochRow, { read, place }: Files): AsyncGenerator<Trouble> {
  const bytes = await read(`checkpoint.${epoch.size}`);
  const path = `${place}/checkpoint.${epoch.size}`;
  if (!bytes) return void (yield { kind: 'missing-file', words: `${path} is missing` });
  const text = parseNote(Buffer.from(bytes).toString('utf8'))?.text;
  const root = new Uint8Array(epoch.log_root);
  if (text !== formatCheckpoint({ origin: world.keys.origin, size: epoch.size, root }))
    yield { kind: 'changed-file', words: `${path} isn't the checkpoint of epoch ${epoch.n}` };
}

/** Leaves in order, and each head the root of the leaves before it. */
async function* ofDockets(db: Db): AsyncGenerator<Trouble> {
  const heads = singly(headsByDocket(db));
  let head = await heads.next();
  let [docket, tree] = [-1, new Frontier()];
  const atEnd = function* (next: number): Generator<Trouble> {
    if (docket >= 0 && docket !== next && !(head.done === true || head.value.docket_id > docket))
      yield {
        kind: 'changed-leaf',
        words: `docket ${docket}: its leaves end at ${tree.size}, a head says ${head.value.size}`,
      };
  };
  for await (const leaves of allLeaves(db))
    for (const { docket_id, leaf, line } of leaves) {
      if (docket_id !== docket) {
        yield* atEnd(docket_id);
        [docket, tree] = [docket_id, new Frontier()];
        while (head.done !== true && head.value.docket_id < docket) head = await heads.next();
      }
      if (leaf !== tree.size)
        yield { kind: 'changed-leaf', words: `docket ${docket}: leaf ${tree.size} is missing` };
      tree.append(leafHash(utf8(line)));
      while (head.done !== true && head.value.docket_id === docket && head.value.size === tree.size) {
        if (!equalBytes(tree.root(), head.value.root))
          yield {
            kind: 'changed-leaf',
            words: `docket ${docket}: its first ${tree.size} leaves don't give the root of its head in epoch ${head.value.epoch}`,
          };
        head = await heads.next();
      }
    }
  yield* atEnd(-1);
}

async function* singly<T>(pages: AsyncIterable<T[]>): AsyncGenerator<T, undefined> {
  for await (const page of pages) yield* page;
  return undefined;
}

/** Each epoch's root from its secret and the heads as they were then. */
async function* ofEpochRoots(db: Db): AsyncGenerator<Trouble> {
  const changes = singly<HeadOf>(headsByEpoch(db));
  let change = await changes.next();
  const table = new HeadTable();
  for (const epoch of (await allEpochs(db)) satisfies Epochs) {
    table.growTo(epoch.dockets, EMPTY_ROOT);
    for (; change.done !== true && change.value.epoch <= epoch.n; change = await changes.next()) {
      const { docket_id, size, root } = change.value;
      if (docket_id < epoch.dockets) table.set(docket_id, size, root);
      else yield { kind: 'changed-head', words: `docket ${docket_id} has a head before it was registered` };
    }
    if (epoch.lost) continue;
    if (!epoch.k)
      yield {
        kind: 'secret-missing',
        words: `epoch ${epoch.n}: its secret is missing, so no bundle can be made of it`,
      };
    else if (!equalBytes(table.epochRoot(epoch.k), epoch.root))
      yield {
        kind: 'wrong-root',
        words: `epoch ${epoch.n}: the heads and the secret in the database don't give its root`,
      };
  }
}

const counted = async (rows: AsyncIterable<AtDocket[]>): Promise<Map<number, number>> => {
  const byDocket = new Map<number, number>();
  for await (const page of rows)
    for (const { docket_id } of page) byDocket.set(docket_id, (byDocket.get(docket_id) ?? 0) + 1);
  return byDocket;
};

/** Statements against leaves. Told by docket and number, never by whose they are. */
async function* ofStatements(db: Db, world: World): AsyncGenerator<Trouble> {
  const last = (await allEpochs(db)).at(-1);
  // Whoever waits at the moment waits for the next epoch: two beats are the promise (ledger.md 6).
  const due = new Date((last?.closed.getTime() ?? 0) - 2 * world.config.epochSeconds * 1000);
  for (const [docket, n] of await counted(statementsMissing(db, due)))
    yield {
      kind: 'statement-missing',
      words: `docket ${docket}: ${n} of its statements are due and not in the log`,
    };
  for (const [docket, n] of await counted(leavesUnknown(db)))
    yield {
      kind: 'leaf-unknown',
      words: `docket ${docket}: ${n} of its leaves have no statement, and none says that it was erased`,
    };
  for (const [docket, n] of await counted(secretsMissing(db)))
    yield {
      kind: 'record-secret-missing',
      words: `docket ${docket}: ${n} of its statements have lost their secret, so no bundle can open them`,
    };
}

const PARTS: readonly Checking[] = [ofLog, ofDockets, ofEpochRoots, ofStatements];
