import {
  LogEdge,
  judgeSignatures,
  parseNote,
  parsePolicy,
  signCheckpoint,
  utf8,
} from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { writeJournal } from './journal.actions.ts';
import type { Lease } from './lease.actions.ts';
import { keepNote } from './note-file.actions.ts';
import type { PublicLog } from './recovery.actions.ts';
import { type EpochRow, unpublished } from './sequencer.store.ts';
import { logSigners } from './signing.actions.ts';
import { markPublished } from './state.store.ts';
import { tileStore } from './tile-store.actions.ts';

/** The static files of a log that is taken back. */
export class ReplayFiles {
  readonly #world: World;
  readonly #lease: Lease;
  readonly #found: PublicLog;
  readonly #edge = new LogEdge();

  constructor(world: World, lease: Lease, found: PublicLog) {
    this.#world = world;
    this.#lease = lease;
    this.#found = found;
  }

  /** An entry whose files are there: those published before the backup. */
  begin(line: string): void {
    this.#edge.append(line);
  }
  begun(): void {
    this.#edge.takeFiles();
  }

  /** Tiles, journal and the log's own signature, byte for byte as they were. */
  async write(epoch: EpochRow): Promise<void> {
    const store = tileStore(this.#world);
    for (const line of this.#found.lines.slice(this.#edge.size, epoch.size)) this.#edge.append(line);
    await writeJournal(this.#world, epoch.n);
    for (const file of this.#edge.takeFiles()) await store.once(file.path, file.bytes);
    await keepNote(store, `checkpoint.${epoch.size}`, await this.#signed(epoch));
  }

  async #signed(epoch: EpochRow): Promise<string> {
    const signers = await this.#world.sequencer.read({}, (db) => logSigners(this.#world, db, epoch));
    const checkpoint = {
      origin: this.#world.keys.origin,
      size: epoch.size,
      root: new Uint8Array(epoch.log_root),
    };
    return signCheckpoint(checkpoint, signers);
  }

  /** What the policy calls verified is published again, with the notes that stood; the newest last, as `checkpoint`. */
  async publish(text: string): Promise<void> {
    const policy = parsePolicy(text);
    const isVerified = (note: string): boolean => {
      const parsed = parseNote(note);
      return (
        typeof policy !== 'string' &&
        parsed !== undefined &&
        !judgeSignatures(policy, parsed, this.#world.keys.origin).quorumMissing
      );
    };
    const done: { n: number; note: string }[] = [];
    for (const epoch of await this.#world.sequencer.read({}, unpublished)) {
      const note = epoch.size === this.#found.size ? this.#found.note : await this.#signed(epoch);
      if (isVerified(note)) done.push({ n: epoch.n, note });
    }
    const newest = done.at(-1);
    if (!newest) return;
    await this.#lease.write(async (tx) => {
      await markPublished(tx, done);
      await tileStore(this.#world).replace('checkpoint', utf8(newest.note));
    });
  }
}
