import {
  type LogReader,
  equalBytes,
  formatNote,
  isBy,
  leafHash,
  Frontier,
  readCheckpoint,
  readEntries,
  utf8,
  verifySignature,
  vkeyOf,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { LogHalted } from './halt.ts';
import { inWords } from './recovery.ts';
import { isUnsettled, restoreSince, saveSeen, saveSettled, unsettled } from './recovery.store.ts';
import { allKeys } from './signing.actions.ts';
import { lastEpoch, logLines } from './sequencer.store.ts';

/** Throws LogHalted while it isn't known that a restored log may go on. */
export async function mustBeSettled(db: Db): Promise<void> {
  const open = await unsettled(db);
  if (open) throw new LogHalted('restored', inWords(open));
}
export const refuseUnsettled = (world: World): Promise<void> => world.sequencer.read({}, mustBeSettled);

/** While a restored log may be behind, no docket may be registered: its number may be another's in the public log. */
export const awaitsRecovery = (world: World): Promise<boolean> => world.anon.read({}, isUnsettled);

/** The public log can't be taken as ours, or doesn't hold together: in words for a person. */
export class NotOurLog extends Error {}

/** A published log as it was read: its entries give the root that its checkpoint says, under our own signature. */
export type PublicLog = { size: number; lines: string[]; note: string };

/** Reads a public log whole. Throws NotOurLog where it isn't this installation's, or its files don't agree. */
export async function readPublicLog(world: World, read: LogReader): Promise<PublicLog> {
  const found = readCheckpoint(await read('checkpoint'));
  if (!found) throw new NotOurLog('there is no checkpoint, or it cannot be read');
  const { note, checkpoint } = found;
  if (checkpoint.origin !== world.keys.origin)
    throw new NotOurLog(`it is the log of ${checkpoint.origin}, and this is ${world.keys.origin}`);
  const keys = allKeys(world, 'log').map(vkeyOf);
  const isOurs = note.signatures.some((s) =>
    keys.some((k) => isBy(s, k) && verifySignature(note.text, s, k)),
  );
  if (!isOurs) throw new NotOurLog('its checkpoint is not signed by a key of this installation');
  const lines = await readEntries(read, checkpoint.size);
  if (!lines) throw new NotOurLog(`some of its ${checkpoint.size} entries are missing`);
  const tree = new Frontier();
  for (const line of lines) tree.append(leafHash(utf8(line)));
  if (!equalBytes(tree.root(), checkpoint.root))
    throw new NotOurLog('its entries do not give the root of its checkpoint');
  return { size: checkpoint.size, lines, note: formatNote(note) };
}

export type Compared = { is: 'same' | 'ahead'; size: number } | { is: 'fork'; at: number };

/** How the database's log stands to a public one: the same or longer, behind it, or another from an entry on. */
export async function compareLogs(world: World, found: PublicLog): Promise<Compared> {
  const here = await world.sequencer.read({}, logLines);
  const at = here.findIndex((line, i) => i < found.size && line !== found.lines[i]);
  if (at >= 0) return { is: 'fork', at };
  return { is: found.size > here.length ? 'ahead' : 'same', size: found.size };
}

/**
 * After a restore, with the public log at hand: settles it where that log holds nothing that the database doesn't, else
 * writes down what was found. The sequencer doesn't start before.
 */
export async function judgeRestore(world: World, read: LogReader): Promise<Compared> {
  const compared = await compareLogs(world, await readPublicLog(world, read));
  await world.sequencer.write({}, async (tx) => {
    if (compared.is === 'same') await settle(world, tx, 'same');
    else if (compared.is === 'fork') await saveSeen(tx, 'fork', null);
    else await saveSeen(tx, 'behind', compared.size);
  });
  return compared;
}

const settle = (world: World, tx: Parameters<typeof saveSettled>[0], how: 'same' | 'said'): Promise<void> =>
  saveSettled(tx, { at: world.clock.now(), how, epochs: 0, lost: 0 });

/** A person's word that nothing was published after the backup. */
export const settleBySaying = (world: World): Promise<void> =>
  world.sequencer.write({}, (tx) => settle(world, tx, 'said'));

export type Standing = { open: string | undefined; epoch: number; size: number };

/** Where a restored log stands, for the report of a command. */
export async function standing(world: World): Promise<Standing> {
  return world.sequencer.read({}, async (db) => {
    const open = await unsettled(db);
    const last = await lastEpoch(db);
    return { open: open && inWords(open), epoch: last?.n ?? -1, size: last?.size ?? 0 };
  });
}

const TOLD_DAYS = 90;
const asked = new WeakMap<World, { at: number; found: { from: string; to: string } | undefined }>();

/** The days between which a worker's words may have been lost, for three months after a restore; looked up once a minute. */
export async function lastRestore(world: World): Promise<{ from: string; to: string } | undefined> {
  const now = world.clock.now().getTime();
  const known = asked.get(world);
  if (known && Math.abs(now - known.at) < 60_000) return known.found;
  const row = await world.anon.read({}, (db) => restoreSince(db, new Date(now - TOLD_DAYS * 86_400_000)));
  const found = row && { from: row.made.toISOString().slice(0, 10), to: row.at.toISOString().slice(0, 10) };
  asked.set(world, { at: now, found });
  return found;
}
