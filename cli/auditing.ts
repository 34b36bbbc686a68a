// An auditor at work (ledger.md §7): before it cosigns a checkpoint it audits every epoch up to it, one at a time, and
// after one that isn't in order it signs nothing more for this log until a person decides.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AddCheckpoint,
  type AuditFault,
  FeedCut,
  Frontier,
  UNPLACED_REASONS,
  auditFeed,
  equalBytes,
  formatNote,
  formatTime,
} from '../ledger/index.ts';
import { type Channel, ChannelDown } from './auditor-channel.ts';
import type { AuditStore } from './auditor-store.ts';
import type { Answer } from './cosign-server.ts';

/** Of an epoch that failed so much is kept as evidence. */
const MOST_EVIDENCE = 256 * 1024 * 1024;

const now = (): string => formatTime(Date.now() / 1000);
const isReason = (reason: string): boolean => (UNPLACED_REASONS as readonly string[]).includes(reason);

// What is said aloud: the reasons name dockets and numbers, and are for the auditor's people alone. Not 422, which is a
// witness's word for a proof of growth that fails: the log may well have grown, and the dockets not.
const STOPPED: Answer = { status: 403, body: 'this auditor has stopped signing for this log\n' };
const NOT_NOW: Answer = { status: 503, body: 'the epochs could not be fetched, ask again\n' };
const NO_EPOCH: Answer = { status: 403, body: 'no audited epoch ends there\n' };

export class Auditor {
  readonly #store: AuditStore;
  readonly #channel: Channel;
  readonly #origin: string;
  readonly #dir: string;
  #sealKey: Uint8Array | undefined;

  constructor(store: AuditStore, channel: Channel, { origin, dir }: { origin: string; dir: string }) {
    this.#store = store;
    this.#channel = channel;
    this.#origin = origin;
    this.#dir = join(dir, 'evidence');
    this.#status('ready');
  }

  #status(says: string): void {
    const { epochs, frontier } = this.#store.log();
    const halted = this.#store.halted();
    this.#store.writeStatus({
      log: this.#origin,
      at: now(),
      says,
      epochs,
      size: frontier.size,
      ...(halted ? { halted: { ...halted, why: halted.why.split('\n') } } : {}),
    });
  }

  /** For `Cosigner`: undefined if every docket of every epoch up to this checkpoint is in order. */
  readonly vet = async ({ checkpoint, note }: AddCheckpoint): Promise<Answer | undefined> => {
    try {
      if (this.#store.halted() || !(await this.#reach(checkpoint.size))) return STOPPED;
    } catch (error) {
      if (!(error instanceof ChannelDown) && !(error instanceof FeedCut)) throw error;
      this.#status(error.message);
      console.error(error.message);
      return NOT_NOW;
    }
    const root = this.#store.rootAt(checkpoint.size);
    if (root && equalBytes(root, checkpoint.root)) return undefined;
    if (!root) return NO_EPOCH;
    const words = `it signed another root for size ${checkpoint.size} than that of the entries it gave`;
    this.#keep(`checkpoint-${checkpoint.size}`, formatNote(note));
    this.#halt(this.#store.log().epochs - 1, [{ reason: 'history-rewritten', words }]);
    return STOPPED;
  };

  /** Audits epochs until the log is that long; false if one isn't in order. */
  async #reach(size: number): Promise<boolean> {
    for (let log = this.#store.log(); log.frontier.size < size; log = this.#store.log()) {
      const faults = await this.#epoch(log.epochs);
      if (faults.length > 0) {
        this.#halt(log.epochs, faults);
        return false;
      }
    }
    this.#status('in order');
    return true;
  }

  #halt(epoch: number, faults: readonly AuditFault[]): void {
    const why = faults.map(({ reason, words }) => `${reason}: ${words}`).join('\n');
    this.#store.halt({ at: now(), epoch, why });
    this.#status('stopped');
    console.error(`${this.#origin}, epoch ${epoch} is NOT in order; nothing more is signed:\n${why}`);
  }

  /** One epoch in one transaction; what was fetched is kept if it isn't in order. */
  async #epoch(n: number): Promise<AuditFault[]> {
    this.#sealKey ??= await this.#channel.sealKey();
    const wants = { origin: this.#origin, sealKey: this.#sealKey, epoch: n, isReason };
    const spool = new Spool(this.#dir, `epoch-${n}.jsonl`);
    let inOrder = true;
    try {
      return await this.#store.transaction(async () => {
        const faults = await auditFeed(spool.watch(this.#channel.epoch(n)), this.#store, wants);
        inOrder = faults.length === 0;
        const { frontier } = this.#store.log();
        if (inOrder) this.#store.saveEpoch(n, frontier.size, Frontier.fromJSON(frontier).root());
        return { keep: inOrder, value: faults };
      });
    } finally {
      spool.end(!inOrder);
    }
  }

  #keep(name: string, text: string): void {
    const spool = new Spool(this.#dir, name);
    spool.write(Buffer.from(text));
    spool.end(true);
  }
}

/** So much waits in memory before there is a file at all: most epochs are smaller. */
const IN_MEMORY = 1024 * 1024;

/** A copy of what passes by, on disk where it is long, thrown away if nobody needs it. */
class Spool {
  readonly #path: string;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #file: number | undefined;

  constructor(dir: string, name: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#path = join(dir, name);
  }

  write(part: Uint8Array): void {
    if ((this.#bytes += part.length) > MOST_EVIDENCE) return;
    this.#waiting.push(part);
    if (this.#bytes > IN_MEMORY) this.#flush();
  }

  #flush(): void {
    this.#file ??= openSync(`${this.#path}.part`, 'w', 0o600);
    for (const part of this.#waiting) writeSync(this.#file, part);
    this.#waiting = [];
  }

  async *watch(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      this.write(part);
      yield part;
    }
  }

  end(keep: boolean): void {
    if (keep) this.#flush();
    if (this.#file === undefined) return;
    if (keep) fsyncSync(this.#file);
    closeSync(this.#file);
    if (keep) renameSync(`${this.#path}.part`, this.#path);
    else rmSync(`${this.#path}.part`, { force: true });
  }
}
