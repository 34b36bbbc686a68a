import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Gate, type Tx, codeOf } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { timeText } from './epoch.ts';
import { type LeaseRow, type Who, endLease, holdLease, readLease, takeLease } from './lease.store.ts';

/** Somebody else closes epochs: who, since when, until when at least. */
export class LeaseHeld extends Error {}
/** The lease went to another while this one slept: nothing more may be written. */
export class Fenced extends Error {}

const LEASE_SECONDS = 30;
const LOCKED = '55P03';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

/** A holder on this machine whose process has ended holds nothing, however long its lease would still run. */
const hasEnded = (row: LeaseRow): boolean =>
  row.host === hostname() && row.pid !== null && row.pid !== process.pid && !isAlive(row.pid);

const inWords = (row: LeaseRow): string =>
  `${row.name ?? 'another sequencer'} (process ${row.pid} on ${row.host}) closes epochs ` +
  `since ${row.since ? timeText(row.since) : '?'}, its lease runs until ${row.until ? timeText(row.until) : '?'}`;

/** One holder a process: who works in one process works one after the other anyway. */
const OWN = randomUUID();

export type LeaseOptions = { name?: string; seconds?: number; holder?: string };

/**
 * One sequencer at a time (ledger.md 10). Every transaction that writes says the number it was given; whoever took over
 * has a higher one, so an old holder that wakes up can write nothing.
 */
export class Lease {
  readonly #gate: Gate;
  readonly #who: Who;
  #fence: number | undefined;

  constructor(world: Pick<World, 'sequencer'>, options: LeaseOptions = {}) {
    this.#gate = world.sequencer;
    this.#who = {
      holder: options.holder ?? OWN,
      name: options.name ?? 'a sequencer',
      host: hostname(),
      pid: process.pid,
      seconds: options.seconds ?? LEASE_SECONDS,
    };
  }

  get seconds(): number {
    return this.#who.seconds;
  }

  /** Takes or keeps it. Throws LeaseHeld, in words for a person, while somebody else has it. */
  async take(): Promise<void> {
    if (this.#fence !== undefined) {
      await this.write(() => Promise.resolve());
      return;
    }
    const row = await this.#gate.read({}, readLease);
    const from = hasEnded(row) ? row.holder : null;
    try {
      this.#fence = await this.#gate.write({}, (tx) => takeLease(tx, this.#who, from));
    } catch (error) {
      // Its holder is in the middle of an epoch.
      if (codeOf(error) !== LOCKED) throw error;
    }
    if (this.#fence === undefined) throw new LeaseHeld(inWords(await this.#gate.read({}, readLease)));
  }

  /** A transaction of the holder. Throws Fenced, with nothing written, if the lease went to another meanwhile. */
  async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#fence === undefined) await this.take();
    const fence = this.#fence;
    if (fence === undefined) throw new Fenced('no lease');
    return this.#gate.write({}, async (tx) => {
      if (!(await holdLease(tx, this.#who, fence))) {
        this.#fence = undefined;
        throw new Fenced(
          `the lease ${fence} is over: ${inWords(await readLease(tx))}. Nothing was written here`,
        );
      }
      return work(tx);
    });
  }

  async release(): Promise<void> {
    const fence = this.#fence;
    this.#fence = undefined;
    if (fence !== undefined) await this.#gate.write({}, (tx) => endLease(tx, this.#who.holder, fence));
  }
}

const own = new WeakMap<Gate, Lease>();

/** This process's lease on the log of a world's database. */
export function leaseOf(world: World): Lease {
  const known = own.get(world.sequencer);
  if (known) return known;
  const lease = new Lease(world, { name: `the ${world.config.role} of ${world.keys.origin}` });
  own.set(world.sequencer, lease);
  return lease;
}
