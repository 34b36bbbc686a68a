// ledger.md §3, §5 and §7: what an auditor checks of the log's own entries, those of one epoch at a time.

import { utf8 } from './bytes.ts';
import { idKey, parseEntry, parseTime, unplacedId } from './lines.ts';
import type { Entry } from './lines.ts';
import { Frontier, leafHash } from './merkle.ts';
import type { AuditMemory, AuditedLog } from './audit-memory.ts';
import type { Faults } from './audit-reasons.ts';
import { canBeSealed, isSealed, sealId } from './sealed.ts';

export type EpochEntry = Entry & { type: 'epoch' };

/** What an audit goes by: the log's origin, K_seal (32 bytes), and clear ids behind sealed ones, as they are given. */
export type AuditGround = { origin: string; sealKey: Uint8Array };

/**
 * Takes the entries of one epoch, its own last: numbers are dense, ids stand once without regard to case and kind,
 * sealed ones by what they open to.
 */
export class EntryAudit {
  readonly #memory: AuditMemory;
  readonly #ground: AuditGround;
  readonly #faults: Faults;
  readonly #log: AuditedLog;
  readonly #frontier: Frontier;
  readonly #openings = new Map<number, string[]>();
  #epoch: EpochEntry | undefined;

  constructor(memory: AuditMemory, ground: AuditGround, faults: Faults) {
    this.#memory = memory;
    this.#ground = ground;
    this.#faults = faults;
    this.#log = { ...memory.log() };
    this.#frontier = Frontier.fromJSON(this.#log.frontier);
  }

  /** The clear id behind a sealed id or alias of that docket; before the entry that it belongs to. */
  opening(docket: number, id: string): void {
    this.#openings.set(docket, [...(this.#openings.get(docket) ?? []), id]);
  }

  /** The next entry, with its LF. */
  entry(line: string): void {
    const entry = parseEntry(line);
    const log = this.#log;
    if (!entry || this.#epoch)
      this.#faults.add('malformed', `log entry ${this.#frontier.size} is not one of this epoch`);
    if (entry?.type === 'docket')
      readDocket(entry, { log, origin: this.#ground.origin, faults: this.#faults });
    if (entry?.type === 'alias' && entry.index >= log.dockets)
      this.#faults.add('malformed', `an alias of docket ${entry.index}, which is not registered`);
    if (entry?.type === 'docket' || entry?.type === 'alias') this.#id(entry);
    if (entry?.type === 'epoch') this.#epoch = entry;
    this.#frontier.append(leafHash(utf8(line)));
  }

  #id({ index, id }: { index: number; id: string }): void {
    const twice = () =>
      this.#faults.add('duplicate-registration', `an id of docket ${index} stands twice`, index);
    if (!this.#memory.takeId(idKey(id), index)) twice();
    if (!isSealed(id)) return;
    const clear = this.#openings
      .get(index)
      ?.find((one) => canBeSealed(one) && sealId(this.#ground.sealKey, one).sealed === id);
    if (clear === undefined)
      this.#faults.add(
        'seal-mismatch',
        `a sealed id of docket ${index} is not the one seal of the id given`,
        index,
      );
    else if (!this.#memory.takeId(idKey(clear), index)) twice();
  }

  /** All entries were given; undefined if the epoch's own isn't among them. */
  end(): { entry: EpochEntry; log: AuditedLog } | undefined {
    this.#log.frontier = this.#frontier.toJSON();
    if (this.#epoch) readEpoch(this.#epoch, this.#log, this.#faults);
    else this.#faults.add('epoch-not-in-log', 'the log gives no epoch entry');
    this.#memory.setLog(this.#log);
    return this.#epoch && { entry: this.#epoch, log: this.#log };
  }
}

type Reading = { log: AuditedLog; origin: string; faults: Faults };

function readDocket(entry: Entry & { type: 'docket' }, { log, origin, faults }: Reading): void {
  if (entry.index !== log.dockets++)
    faults.add('malformed', `docket ${entry.index} is out of its order`, entry.index);
  if (entry.kind !== 'unplaced') return;
  if (log.unplaced !== undefined || entry.id !== unplacedId(origin))
    faults.add('malformed', `docket ${entry.index} is a second or a strange docket of unplaced statements`);
  log.unplaced ??= entry.index;
}

function readEpoch(epoch: EpochEntry, log: AuditedLog, faults: Faults): void {
  const closed = parseTime(epoch.closed);
  if (epoch.number !== log.epochs || epoch.dockets !== log.dockets || closed === undefined)
    faults.add('malformed', `the entry of epoch ${epoch.number} has another number, or other dockets`);
  if (log.unplaced === undefined)
    faults.add('malformed', 'no docket of unplaced statements was registered first');
  if (closed !== undefined && log.closed !== undefined && closed < log.closed)
    faults.add('malformed', `epoch ${epoch.number} closed before the one before it`);
  log.epochs = epoch.number + 1;
  log.closed = closed ?? log.closed;
}
