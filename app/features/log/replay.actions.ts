import {
  EMPTY_ROOT,
  Frontier,
  type LogReader,
  hex,
  leafHash,
  parseTime,
  utf8,
} from '../../../ledger/index.ts';
import type { TileStore } from '../../platform/tile-store.ts';
import type { World } from '../../platform/world.ts';
import { growBy } from './batch.ts';
import { type Grown, saveEpoch } from './closing.store.ts';
import { HeadTable, frontierOf, peaksOf } from './heads.ts';
import { journalStore, readJournal } from './journal.actions.ts';
import { type Lease, leaseOf } from './lease.actions.ts';
import { NotOurLog, type PublicLog, compareLogs, readPublicLog } from './recovery.actions.ts';
import { saveSettled } from './recovery.store.ts';
import { ReplayFiles } from './replay-files.actions.ts';
import {
  addDockets,
  addLost,
  countLost,
  docketsHere,
  forgetWaiting,
  leavesOfEpoch,
  standingAmong,
} from './replay.store.ts';
import { type Growth, type KeptLeaves, type PublicEpoch, epochsOf, growthOfRun } from './replay.ts';
import {
  type EpochRow,
  headsAt,
  lastEpoch,
  lastPublished,
  logLines,
  peaksAt,
  unpublished,
} from './sequencer.store.ts';

export type ReplayOptions = {
  read: LogReader;
  /** Where the journal is: the data folder's, or a copy. */
  journal?: TileStore;
  kept: KeptLeaves;
  policy: string;
  onEpoch?: (done: number, all: number) => void;
};

export type Replayed = {
  /** Epochs taken back, and the log's size now. */
  epochs: number;
  size: number;
  /** Epochs whose heads nobody can prove any more. */
  unproven: number;
  /** Leaves whose statement is gone. */
  lost: number;
};

/**
 * Continues a restored database up to the published log, without a fork (ledger.md 10): entries from the public log,
 * leaves and secrets from the journal, or leaves from an auditor. Each epoch is one transaction whose root is checked
 * first; after a crash the rest is taken the next time. Throws NotOurLog, in words, where it can't be done.
 */
export async function replayLog(world: World, options: ReplayOptions): Promise<Replayed> {
  const lease = leaseOf(world);
  await lease.take();
  const found = await readPublicLog(world, options.read);
  const compared = await compareLogs(world, found);
  if (compared.is === 'fork')
    throw new NotOurLog(
      `entry ${compared.at} of this database is another one: it closed epochs of its own. Restore the backup again, and replay before anything else`,
    );
  const replay = new Replay(world, lease, options, found);
  return replay.run();
}

class Replay {
  readonly #world: World;
  readonly #lease: Lease;
  readonly #options: ReplayOptions;
  readonly #found: PublicLog;
  readonly #heads = new HeadTable();
  readonly #log = new Frontier();
  readonly #files: ReplayFiles;
  #unproven = 0;

  constructor(world: World, lease: Lease, options: ReplayOptions, found: PublicLog) {
    this.#world = world;
    this.#lease = lease;
    this.#options = options;
    this.#found = found;
    this.#files = new ReplayFiles(world, lease, found);
  }

  async run(): Promise<Replayed> {
    const last = await this.#world.sequencer.read({}, lastEpoch);
    const epochs = epochsOf(this.#found.lines, last?.size ?? 0);
    if (!epochs) throw new NotOurLog('its entries are not those of a log of this protocol');
    await this.#load(last);
    for (const epoch of await this.#world.sequencer.read({}, unpublished)) await this.#files.write(epoch);
    for (let i = 0; i < epochs.length;) i = await this.#next(epochs, i);
    await this.#files.publish(this.#options.policy);
    const lost = await this.#world.sequencer.read({}, countLost);
    await this.#lease.write((tx) =>
      saveSettled(tx, { at: this.#world.clock.now(), how: 'replayed', epochs: epochs.length, lost }),
    );
    return { epochs: epochs.length, size: this.#found.size, unproven: this.#unproven, lost };
  }

  async #load(last: EpochRow | undefined): Promise<void> {
    const published = (await this.#world.sequencer.read({}, lastPublished))?.size ?? 0;
    const lines = await this.#world.sequencer.read({}, logLines);
    for (const [i, line] of lines.entries()) {
      this.#log.append(leafHash(utf8(line)));
      if (i < published) this.#files.begin(line);
    }
    this.#files.begun();
    this.#heads.growTo(last?.dockets ?? 0, EMPTY_ROOT);
    for (const [id, { size, root }] of await this.#world.sequencer.read({}, (db) =>
      headsAt(db, last?.n ?? -1),
    ))
      this.#heads.set(id, size, root);
  }

  /** One epoch with its journal; or a run of epochs without, as far as the next one that has it. */
  async #next(epochs: readonly PublicEpoch[], at: number): Promise<number> {
    const epoch = epochs[at];
    if (!epoch) return at + 1;
    const written = await this.#journal(epoch.n);
    if (written) {
      const growth = written.grown.map(({ docketId, first, statements, controls }) => ({
        ...{ docketId, first },
        batch: { statements, controls },
      }));
      await this.#take(epoch, growth, written.secret);
      this.#options.onEpoch?.(at + 1, epochs.length);
      return at + 1;
    }
    let end = at + 1;
    while (end < epochs.length && !(await this.#journal(epochs[end]?.n ?? -1))) end++;
    const growth = growthOfRun(this.#options.kept, (d) => this.#sizeOf(d), await this.#upTo(epochs, end));
    if (!Array.isArray(growth))
      throw new NotOurLog(
        `what docket ${growth.missing} got in epochs ${epoch.n} to ${epochs[end - 1]?.n} is in no journal and in no file of leaves. Name an auditor's: --leaves FILE`,
      );
    if (end === epochs.length && this.#options.kept.dockets().length === 0)
      throw new NotOurLog(
        `there is no journal for epochs ${epoch.n} to ${epochs[end - 1]?.n}: nothing says what they took in. Name a copy of it (--journal DIR), or an auditor's leaves (--leaves FILE)`,
      );
    for (let i = at; i < end; i++) {
      const one = epochs[i];
      if (one) await this.#take(one, i === end - 1 ? growth : [], undefined);
      this.#unproven++;
      this.#options.onEpoch?.(i + 1, epochs.length);
    }
    return end;
  }

  readonly #own = (): TileStore => this.#options.journal ?? journalStore(this.#world);

  async #journal(n: number) {
    const found = await readJournal(this.#own(), this.#world.keys, n);
    if (found === 'unreadable')
      throw new NotOurLog(
        `the journal of epoch ${n} is damaged, or of another installation: move it away to go on without`,
      );
    return found;
  }

  #sizeOf(docketId: number): number {
    return docketId < this.#heads.count ? this.#heads.sizeOf(docketId) : 0;
  }

  /** How far each docket had grown before the first later epoch that names it. */
  async #upTo(epochs: readonly PublicEpoch[], from: number): Promise<Map<number, number>> {
    const upTo = new Map<number, number>();
    for (const { n } of epochs.slice(from)) {
      const written = await this.#journal(n);
      for (const { docketId, first } of written?.grown ?? [])
        if (!upTo.has(docketId)) upTo.set(docketId, first);
    }
    return upTo;
  }

  /** Checks one epoch against the public log, writes its files, then takes it in. */
  async #take(epoch: PublicEpoch, growth: readonly Growth[], secret: Uint8Array | undefined): Promise<void> {
    const here = await this.#world.sequencer.read({}, docketsHere);
    for (const { docketId, kind, id } of epoch.registered) {
      const own = here.get(docketId);
      if (own && (own.kind !== kind || own.id !== id))
        throw new NotOurLog(
          `docket ${docketId} is ${kind} ${id} in the log and ${own.kind} ${own.id} here: it was registered after the backup was restored. Restore it again, and replay before anybody registers`,
        );
    }
    this.#heads.growTo(epoch.dockets, EMPTY_ROOT);
    const grown = await this.#grow(epoch, growth);
    if (secret && hex(this.#heads.epochRoot(secret)) !== epoch.root)
      throw new NotOurLog(
        `what the journal says of epoch ${epoch.n} does not give the root that was published`,
      );
    for (const line of epoch.entries) this.#log.append(leafHash(utf8(line)));
    const closing = {
      n: epoch.n,
      closed: new Date((parseTime(epoch.closed) ?? 0) * 1000),
      secret,
      root: Buffer.from(epoch.root, 'hex'),
      dockets: epoch.dockets,
      logRoot: this.#log.root(),
      firstEntry: epoch.firstEntry,
      entries: epoch.entries,
      placed: epoch.registered,
      grown,
    };
    await this.#lease.write(async (tx) => {
      await addDockets(
        tx,
        epoch.registered.filter(({ docketId }) => !here.has(docketId)),
      );
      await saveEpoch(tx, closing);
      await forgetWaiting(tx, epoch.n, epoch.entries);
    });
    await this.#lose(epoch.n, grown);
    const row = await this.#world.sequencer.read({}, lastEpoch);
    if (row) await this.#files.write(row);
  }

  async #grow(epoch: PublicEpoch, growth: readonly Growth[]): Promise<Grown[]> {
    const peaks = await this.#world.sequencer.read({}, (db) =>
      peaksAt(
        db,
        growth.map((g) => g.docketId),
      ),
    );
    return growth.map(({ docketId, first, batch }) => {
      const tree = frontierOf(peaks.get(docketId) ?? { size: 0, peaks: new Uint8Array(0) });
      if (tree.size !== first || docketId >= epoch.dockets)
        throw new NotOurLog(
          `docket ${docketId} has ${tree.size} leaves here, epoch ${epoch.n} goes on from ${first}`,
        );
      growBy(tree, batch);
      this.#heads.set(docketId, tree.size, tree.root());
      return { docketId, first, batch, size: tree.size, root: tree.root(), peaks: peaksOf(tree) };
    });
  }

  /** Whose statement isn't here, only the role that makes bundles may say. */
  async #lose(n: number, grown: readonly Grown[]): Promise<void> {
    const leaves = await this.#world.sequencer.read({}, (db) =>
      leavesOfEpoch(
        db,
        n,
        grown.map((g) => g.docketId),
      ),
    );
    const there = await this.#world.jobs.read({}, (db) => standingAmong(db, leaves));
    const lost = leaves.filter((l) => !there.has(`${l.docketId} ${l.commitment.toString('hex')}`));
    await this.#lease.write((tx) => addLost(tx, n, this.#world.clock.now(), lost));
  }
}
