import {
  LogEdge,
  type Policy,
  Tree,
  addSignatures,
  equalBytes,
  formatNote,
  judgeSignatures,
  leafHash,
  parseNote,
  parsePolicy,
  parseSignatures,
  readCheckpoint,
  signCheckpoint,
  utf8,
} from '../../../ledger/index.ts';
import { DiskTiles, OtherBytes, type TileStore } from '../../platform/tile-store.ts';
import type { World } from '../../platform/world.ts';
import { type Asked, Asking } from './asking.actions.ts';
import { cosignatures } from './cosignature.store.ts';
import { LogHalted } from './halt.ts';
import { keepNote } from './note-file.actions.ts';
import { writeJournal } from './journal.actions.ts';
import { type Lease, leaseOf } from './lease.actions.ts';
import { policyText } from './policy.ts';
import {
  type EpochRow,
  epochsUpTo,
  lastEpoch,
  lastPublished,
  logLines,
  unpublished,
} from './sequencer.store.ts';
import { refuseUnsettled } from './recovery.actions.ts';
import { logSigners } from './signing.actions.ts';
import type { OnStage } from './stages.ts';
import { clearHalt, markPublished, saveBelow, saveHalt } from './state.store.ts';
import { tileStore } from './tile-store.actions.ts';

export type PublisherOptions = {
  lease?: Lease;
  store?: TileStore;
  /** False: whoever publishes sees to it that the files reach the disk before anything counts on them. */
  sync?: boolean;
  /** How long an epoch waits for its cosigners; who answers later is heard all the same. */
  patienceMs?: number;
  onStage?: OnStage;
};

const PATIENCE_MS = 3000;
/** Among so many of the newest epochs one is looked for that has its quorum by now. */
const MOST_LATE = 16;

/**
 * Publishes closed epochs, stage by stage (ledger.md 10): sign, files, cosigners, `checkpoint`. Each stage is a function
 * of the database and gives the same bytes when it is done again. `checkpoint.<size>` bears the log's own signature and
 * never changes; `checkpoint` and the epoch's note bear the cosignatures too, and only a quorum of them publishes.
 */
export class Publisher {
  readonly #world: World;
  readonly #policy: Policy;
  readonly #asking: Asking;
  readonly #lease: Lease;
  readonly #store: TileStore;
  readonly #patience: number;
  readonly #onStage: OnStage;
  readonly #sync: boolean;
  #edge: LogEdge | undefined;
  #tree = new Tree();

  constructor(world: World, cosigners: readonly Asked[], options: PublisherOptions = {}) {
    const policy = parsePolicy(policyText(world, cosigners));
    if (typeof policy === 'string') throw new Error(`the policy of this log: ${policy}`);
    this.#world = world;
    this.#policy = policy;
    this.#asking = new Asking(world, policy, cosigners);
    this.#lease = options.lease ?? leaseOf(world);
    this.#store =
      options.store ?? (options.sync === false ? new DiskTiles(world.ledgerDir, false) : tileStore(world));
    this.#patience = options.patienceMs ?? PATIENCE_MS;
    this.#onStage = options.onStage ?? (() => {});
    this.#sync = options.sync ?? true;
  }

  /**
   * At start and at fail-over, before any epoch is closed: compares the database with what is published and with what
   * each cosigner has seen (ledger.md 10), and finishes what was closed and not published. Throws LogHalted.
   */
  async start(): Promise<void> {
    await this.#guarded(async () => {
      await this.#lease.take();
      await refuseUnsettled(this.#world);
      await this.#compare();
      await this.#stages(true);
      const last = await this.#world.sequencer.read({}, lastEpoch);
      // Nothing new to ask about: they are asked about the last one again.
      if (last?.published && !this.#quorumIsNone()) await this.#ask(last);
      await this.#lease.write(clearHalt);
    });
  }

  /**
   * Publishes what was closed. Returns how many epochs are published now that weren't. `cosign` false: nobody is asked,
   * what was signed meanwhile counts.
   */
  publish(cosign = true): Promise<number> {
    return this.#guarded(() => this.#stages(cosign));
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // Files that were given out and not written must be given out again.
      this.#edge = undefined;
      const halted =
        error instanceof OtherBytes
          ? new LogHalted('other-bytes', `${error.path} exists with other bytes than this log has for it`)
          : error;
      if (halted instanceof LogHalted)
        await this.#lease.write((tx) =>
          saveHalt(tx, { at: this.#world.clock.now(), kind: halted.kind, why: halted.message }),
        );
      throw halted;
    }
  }

  #quorumIsNone(): boolean {
    return this.#policy.quorum === undefined;
  }

  async #stages(cosign: boolean): Promise<number> {
    await this.#lease.take();
    const waiting = await this.#world.sequencer.read({}, unpublished);
    // What this process has written stays written: while the quorum is missing, epochs wait here for long.
    for (const epoch of waiting) if (!this.#edge || this.#edge.size < epoch.size) await this.#files(epoch);
    const last = waiting.at(-1);
    if (last && cosign && !this.#quorumIsNone()) await this.#ask(last);
    return this.#settle(waiting);
  }

  async #files(epoch: EpochRow): Promise<void> {
    await this.#advance(epoch.size);
    const note = await this.#signed(epoch);
    await this.#onStage('signed', epoch.n);
    await writeJournal(this.#world, epoch.n, this.#sync);
    for (const file of this.#edge?.takeFiles() ?? []) {
      await this.#store.once(file.path, file.bytes);
      await this.#onStage('file', epoch.n);
    }
    await keepNote(this.#store, `checkpoint.${epoch.size}`, note);
    await this.#onStage('filed', epoch.n);
  }

  async #signed(epoch: EpochRow): Promise<string> {
    const signers = await this.#world.sequencer.read({}, (db) => logSigners(this.#world, db, epoch));
    return signCheckpoint(this.#checkpointOf(epoch), signers);
  }

  #checkpointOf(epoch: EpochRow) {
    return { origin: this.#world.keys.origin, size: epoch.size, root: new Uint8Array(epoch.log_root) };
  }

  async #ask(epoch: EpochRow): Promise<void> {
    await this.#advance(epoch.size);
    await this.#onStage('asking', epoch.n);
    const asked = { ...this.#checkpointOf(epoch), note: await this.#signed(epoch) };
    await this.#asking.ask(asked, this.#tree, this.#patience);
    const against = this.#asking.contradictions();
    if (against.length > 0) throw new LogHalted('behind-witness', `${against.join('; ')}`);
    await this.#onStage('cosigned', epoch.n);
  }

  /** The log's signature, then cosignatures in the order of the policy. */
  async #cosigned(epoch: EpochRow): Promise<string> {
    const note = parseNote(await this.#signed(epoch));
    if (!note) throw new Error('our own note cannot be read');
    const kept = new Map(
      (await this.#world.sequencer.read({}, (db) => cosignatures(db, epoch.size))).map((c) => [
        c.vkey,
        c.line,
      ]),
    );
    const lines = [...this.#policy.witnesses.values()].flatMap(
      (key) => parseSignatures(kept.get(key.vkey) ?? '') ?? [],
    );
    return formatNote(addSignatures(note, lines));
  }

  #isVerified(note: string): boolean {
    const parsed = parseNote(note);
    return (
      parsed !== undefined && !judgeSignatures(this.#policy, parsed, this.#world.keys.origin).quorumMissing
    );
  }

  /** The newest epoch that has its quorum is published; those before it are passed over. Without a quorum rule all are. */
  async #settle(waiting: readonly EpochRow[]): Promise<number> {
    const asked = this.#quorumIsNone() ? waiting : waiting.slice(-MOST_LATE);
    const notes = await Promise.all(
      asked.map(async (epoch) => ({ epoch, n: epoch.n, note: await this.#cosigned(epoch) })),
    );
    const verified = notes.filter(({ note }) => this.#isVerified(note));
    const done = this.#quorumIsNone() ? verified : verified.slice(-1);
    const newest = done.at(-1);
    const isBelow = newest?.n !== notes.at(-1)?.n;
    if (newest) await this.#publishOne(newest.epoch, newest.note, done);
    else if (waiting.length === 0) await this.#withLater();
    await this.#lease.write((tx) => saveBelow(tx, isBelow ? this.#world.clock.now() : null));
    return done.length;
  }

  /** The file and the mark in one transaction that holds the lease: who lost it can't put an old checkpoint back. */
  async #publishOne(
    epoch: EpochRow,
    note: string,
    done: readonly { n: number; note: string }[],
  ): Promise<void> {
    await this.#onStage('publishing', epoch.n);
    await this.#lease.write(async (tx) => {
      await markPublished(tx, done);
      const there = readCheckpoint(await this.#store.read('checkpoint'));
      if (there && there.checkpoint.size > epoch.size)
        throw new LogHalted(
          'behind-files',
          `the published checkpoint has ${there.checkpoint.size} entries, here are ${epoch.size}`,
        );
      await this.#store.replace('checkpoint', utf8(note));
    });
    await this.#onStage('published', epoch.n);
  }

  /** Cosignatures that came after their epoch was published stand in its note and in `checkpoint` too. */
  async #withLater(): Promise<void> {
    const last = await this.#world.sequencer.read({}, lastPublished);
    if (!last?.note || last.lost) return;
    const note = await this.#cosigned(last);
    if (note.length > last.note.length && note.startsWith((await this.#signed(last)).trimEnd()))
      await this.#publishOne(last, note, [{ n: last.n, note }]);
  }

  async #advance(size: number): Promise<void> {
    if (!this.#edge || this.#edge.size > size) await this.#load();
    const edge = this.#edge;
    if (!edge) throw new Error('no edge');
    const lines = await this.#world.sequencer.read({}, (db) => logLines(db, edge.size, size));
    for (const line of lines) {
      edge.append(line);
      this.#tree.append(leafHash(utf8(line)));
    }
    if (edge.size !== size) throw new Error(`the database has ${edge.size} entries, an epoch says ${size}`);
  }

  /** From what is published on, files come out anew; all of them where nothing is published yet. */
  async #load(): Promise<void> {
    const isThere = (await this.#store.read('checkpoint')) !== undefined;
    const { size = 0 } = (isThere && (await this.#world.sequencer.read({}, lastPublished))) || {};
    this.#edge = undefined;
    const edge = new LogEdge();
    this.#tree = new Tree();
    for (const line of await this.#world.sequencer.read({}, (db) => logLines(db, 0, size))) {
      edge.append(line);
      this.#tree.append(leafHash(utf8(line)));
    }
    edge.takeFiles();
    this.#edge = edge;
  }

  async #compare(): Promise<void> {
    const found = readCheckpoint(await this.#store.read('checkpoint'));
    const last = await this.#world.sequencer.read({}, lastEpoch);
    if (!found) return this.#again();
    const { origin, size, root } = found.checkpoint;
    // Without saying where it lies: these words are shown to everybody.
    const place = 'the published checkpoint';
    if (origin !== this.#world.keys.origin)
      throw new LogHalted('fork', `${place} is of another log: ${origin}`);
    if (size > (last?.size ?? 0))
      throw new LogHalted('behind-files', `${place} has ${size} entries, the database ${last?.size ?? 0}`);
    await this.#advance(Math.max(size, last?.size ?? 0));
    if (!equalBytes(this.#tree.root(size), root))
      throw new LogHalted('fork', `${place} and the database have other logs of ${size} entries`);
    this.#edge = undefined;
  }

  /** Nothing is there, and something was published: another place, or an emptied one. All files are written again. */
  async #again(): Promise<void> {
    const last = await this.#world.sequencer.read({}, lastPublished);
    if (!last?.note) return;
    for (const epoch of await this.#world.sequencer.read({}, (db) => epochsUpTo(db, last.n)))
      await this.#files(epoch);
    await this.#lease.write(() => this.#store.replace('checkpoint', utf8(last.note ?? '')));
  }
}
