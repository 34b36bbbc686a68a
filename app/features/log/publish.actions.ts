import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  LogEdge,
  addSignatures,
  formatAddCheckpoint,
  formatNote,
  leafHash,
  parseNote,
  parseSignatures,
  signCheckpoint,
  Tree,
  utf8,
} from '../../../ledger/index.ts';
import type { World } from '../../platform/world.ts';
import { logKey } from './log-keys.ts';
import type { WitnessAt } from './policy.ts';
import { logLines, markPublished, unpublished, type EpochRow } from './sequencer.store.ts';

export class LogForked extends Error {}

/** Temporary name, fsync, rename. A file that is there with other bytes stops the log: a backup went backwards. */
function writeOnce(path: string, bytes: Uint8Array, sync = true): void {
  if (existsSync(path)) {
    if (!readFileSync(path).equals(bytes))
      throw new LogForked(`${path} exists with other bytes: the log stands still until a person looks`);
    return;
  }
  replace(path, bytes, sync);
}

function replace(path: string, bytes: Uint8Array, sync: boolean): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(`${path}.new`, 'w', 0o644);
  writeSync(file, bytes);
  if (sync) fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/**
 * Publishes the epochs that were closed and not yet published, in order: files, signature, witnesses, checkpoint.
 * Every step gives the same bytes when it is run again. Without `witnesses` (the demo's past) only the log signs.
 */
export class Publisher {
  readonly #world: World;
  readonly #witnesses: readonly WitnessAt[];
  readonly #sync: boolean;
  #edge: LogEdge | undefined;
  #tree = new Tree();

  /** `sync` false: whoever publishes sees to it that the files reach the disk before anything counts on them. */
  constructor(world: World, witnesses: readonly WitnessAt[], sync = true) {
    this.#world = world;
    this.#witnesses = witnesses;
    this.#sync = sync;
  }

  async publish(cosign = true): Promise<number> {
    const waiting = await this.#world.sequencer.read({}, unpublished);
    const last = waiting.at(-1);
    if (!last) return 0;
    const lines = await this.#world.sequencer.read({}, logLines);
    for (const epoch of waiting) await this.#one(epoch, lines, cosign && epoch === last);
    return waiting.length;
  }

  async #one(epoch: EpochRow, lines: readonly string[], cosign: boolean): Promise<void> {
    this.#advance(lines, epoch.size);
    const dir = this.#world.ledgerDir;
    for (const file of this.#edge?.takeFiles() ?? []) writeOnce(join(dir, file.path), file.bytes, this.#sync);
    const signed = signCheckpoint(
      { origin: this.#world.keys.origin, size: epoch.size, root: epoch.log_root },
      [logKey(this.#world)],
    );
    const note = cosign ? await this.#cosigned(signed, epoch.size) : signed;
    // The log's own signature is fixed; cosignatures carry their time, so the first ones obtained are the ones kept.
    const kept = join(dir, `checkpoint.${epoch.size}`);
    if (!existsSync(kept)) writeOnce(kept, utf8(note), this.#sync);
    replace(join(dir, 'checkpoint'), utf8(note), this.#sync);
    await this.#world.sequencer.write({}, (tx) => markPublished(tx, epoch.n, note));
  }

  #advance(lines: readonly string[], size: number): void {
    if (!this.#edge || this.#edge.size > size) {
      this.#edge = new LogEdge();
      this.#tree = new Tree();
    }
    for (let i = this.#edge.size; i < size; i++) {
      const line = lines[i] ?? '';
      this.#edge.append(line);
      this.#tree.append(leafHash(utf8(line)));
    }
  }

  async #cosigned(signed: string, size: number): Promise<string> {
    const note = parseNote(signed);
    if (!note) throw new Error('our own note cannot be read');
    const answers = await Promise.all(
      this.#witnesses.map((w) => this.#ask(w, signed, size).catch(() => undefined)),
    );
    return formatNote(
      addSignatures(
        note,
        answers.flatMap((a) => (a ? (parseSignatures(a) ?? []) : [])),
      ),
    );
  }

  readonly #seen = new Map<string, number>();

  async #ask(witness: WitnessAt, signed: string, size: number, again = true): Promise<string | undefined> {
    const old = this.#seen.get(witness.url) ?? 0;
    const proof = old > 0 && old <= size ? this.#tree.consistencyProof(old, size) : [];
    const answer = await fetch(`${witness.url}/add-checkpoint`, {
      method: 'POST',
      body: formatAddCheckpoint(old, proof, signed),
      signal: AbortSignal.timeout(3000),
    });
    const body = await answer.text();
    if (answer.status === 409 && again && /^\d+\n?$/.test(body)) {
      this.#seen.set(witness.url, Number(body));
      return this.#ask(witness, signed, size, false);
    }
    if (answer.status !== 200) return undefined;
    this.#seen.set(witness.url, size);
    return body;
  }
}
