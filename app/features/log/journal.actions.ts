import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { ServerKeys } from '../../platform/keys.ts';
import { DiskTiles, type TileStore } from '../../platform/tile-store.ts';
import type { World } from '../../platform/world.ts';
import { AROUND, type JournalEpoch, formatJournal, parseJournal } from './journal.ts';
import { journalOf } from './journal.store.ts';

const NAME = Buffer.from('vouch journal 1\n');
const [NONCE, TAG] = [12, 16];

export const journalDir = (config: Pick<World['config'], 'dir' | 'journalDir'>): string =>
  config.journalDir ?? join(config.dir, 'journal');

/** Where the journal lies: never beside the public log, since whoever may copy that one must not see this one grow. */
export const journalStore = (world: Pick<World, 'config'>, sync = true): TileStore =>
  new DiskTiles(journalDir(world.config), sync);

type Sealing = Pick<ServerKeys, 'origin' | 'derive'>;

const place = (keys: Sealing, n: number): Buffer => Buffer.from(`vouch/1 journal\n${keys.origin}\n${n}\n`);

/**
 * Seals an epoch under a key of this installation. The nonce is a keyed hash of what is sealed: the same epoch gives the
 * same bytes again, and two histories of one epoch never share a nonce.
 */
export function sealEpoch(keys: Sealing, epoch: JournalEpoch): Uint8Array {
  const plain = formatJournal(epoch);
  const about = place(keys, epoch.n);
  const nonce = createHmac('sha256', keys.derive('journal nonce')).update(about).update(plain).digest();
  const iv = nonce.subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', keys.derive('journal'), iv).setAAD(about);
  return Buffer.concat([NAME, iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined where it isn't sealed by this installation for this epoch. */
export function openEpoch(keys: Sealing, n: number, bytes: Uint8Array): JournalEpoch | undefined {
  if (bytes.length <= AROUND || !NAME.equals(bytes.subarray(0, NAME.length))) return undefined;
  const iv = bytes.subarray(NAME.length, NAME.length + NONCE);
  const opener = createDecipheriv('aes-256-gcm', keys.derive('journal'), iv).setAAD(place(keys, n));
  opener.setAuthTag(bytes.subarray(-TAG));
  try {
    const plain = Buffer.concat([opener.update(bytes.subarray(NAME.length + NONCE, -TAG)), opener.final()]);
    const epoch = parseJournal(new Uint8Array(plain));
    return epoch?.n === n ? epoch : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What can't be taken back from the public log after a loss: each epoch's secret and leaves, as one sealed file that
 * never changes, before its checkpoint goes out. Throws OtherBytes where another history of this epoch is written down.
 */
export async function writeJournal(world: World, n: number, sync = true): Promise<void> {
  const epoch = await world.sequencer.read({}, (db) => journalOf(db, n));
  if (epoch) await journalStore(world, sync).once(String(n), sealEpoch(world.keys, epoch));
}

/** The journal of an epoch; undefined if there is none, 'unreadable' if it is damaged or of other keys. */
export async function readJournal(
  store: TileStore,
  keys: Sealing,
  n: number,
): Promise<JournalEpoch | 'unreadable' | undefined> {
  const bytes = await store.read(String(n));
  return bytes && (openEpoch(keys, n, bytes) ?? 'unreadable');
}
