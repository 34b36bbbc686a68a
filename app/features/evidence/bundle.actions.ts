import {
  type Header,
  type SingleLine,
  commit,
  docketBundle,
  hex,
  openFields,
  singleBundle,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { oneStatement, placesOf } from './bundle.store.ts';
import { type Asker, recordExport } from './export.actions.ts';
import { type Frame, frameOf } from './frame.actions.ts';
import { headerOf, linesOf, passOver } from './lines.actions.ts';
import { byThreads } from './makers.actions.ts';
import { type ReadOut, readOut } from './readout.actions.ts';
import { docketRef, epochRef, hexes } from './snapshot.ts';
import { type When, atTheBeat, decide, nothing } from './standing.actions.ts';
import { isOwnStatement, newestPublished } from './standing.store.ts';

export type BundleAsk = Asker & When & { docketId: number; stallMs?: number };

/** Whole lines in the order of the file, several in a piece. `count` = how many there will be, header and end line included. */
export type Bundle = ReadOut<string> & { count: number; docket: number; epoch: number };

export const gone = (): Refusal =>
  refuse(
    'wrong_state',
    'What opened a statement then is gone: it was erased after that epoch, or lost in a recovery. Ask for the newest epoch. If that says the same, ask those who run this installation.',
  );

/** A whole docket, for whoever may hold it (ledger.md 8), read out of one snapshot of the database. */
export async function makeDocketBundle(world: World, ask: BundleAsk): Promise<Bundle | Refusal> {
  const began = performance.now();
  const given = await decide(world, ask, [ask.docketId], ask);
  const one = given?.dockets[0];
  // To a buyer also this is nothing: it would tell when somebody had words erased.
  if (given && given.lost.length > 0 && ask.kind !== 'buyer') return gone();
  if (!given || !one) return atTheBeat(began, nothing());
  await recordExport(world, ask, given, 'bundle');
  const begin = async (db: Db) =>
    bundleIn(db, await frameOf(world, db, given.epoch, { dockets: [one], whole: true }), one.docket, ask);
  const { head, lines } = await readOut(world, begin, ask.stallMs);
  return Object.assign(lines, { count: head.head.size + 2, docket: one.docket, epoch: given.epoch.n });
}

/** One docket's bundle within a frame that others share. */
export async function bundleIn(
  db: Db,
  frame: Frame,
  docket: number,
  asker: Asker,
): Promise<{ head: Header; lines: AsyncGenerator<string> }> {
  const head = await headerOf(db, frame, docket);
  const lines = linesOf(db, frame, docket, asker);
  return { head, lines: byThreads(head.head.size, (makers) => docketBundle(head, lines, makers)) };
}

/** A worker's own proof: one statement, its docket's head, the log. Undefined until its epoch is published. */
export async function makeSingleBundle(
  world: World,
  docketId: number,
  statementId: string,
): Promise<string | undefined> {
  const held = await world.jobs.hold({});
  try {
    return await singleIn(world, held.db, docketId, statementId);
  } finally {
    await held.release();
  }
}

async function singleIn(
  world: World,
  db: Db,
  docketId: number,
  statementId: string,
): Promise<string | undefined> {
  const epoch = await newestPublished(db);
  const statement = await oneStatement(db, docketId, statementId);
  if (!epoch || !statement || docketId >= epoch.dockets) return undefined;
  const frame = await frameOf(world, db, epoch, { dockets: [{ docket: docketId, size: 0 }], whole: false });
  const [docket, head] = [frame.named.get(docketId), frame.heads.get(docketId)];
  if (!docket || !head) return undefined;
  const leaf = `statement ${hex(statement.commitment)}`;
  const [place] = await placesOf(db, docketId, { lines: [`${leaf}\n`], size: head.size });
  if (!place) return undefined;
  const pass = await passOver(db, { docketId, ...head }, { inclusion: [place.leaf] });
  const single: SingleLine = {
    leaf,
    state: 'disclosed',
    ...openFields(commit(statement.fields, statement.m), () => true),
    index: place.leaf,
    proof: hexes(pass.inclusion(place.leaf)),
  };
  const header: Header = {
    vouch: 1,
    type: 'single',
    docket: docketRef(docket),
    registration: frame.log.registration(docket),
    epoch: epochRef(frame.log, frame.epoch),
    head,
    checkpoint: frame.note,
  };
  return singleBundle(header, single);
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** One statement for the organisation that reads it: to show it on, with the worker's leave, as theirs alone. */
export async function makeCaseSingle(
  world: World,
  ask: Asker & { docketId: number; statementId: string },
): Promise<string | Refusal> {
  const began = performance.now();
  const given = await decide(world, ask, [ask.docketId], {});
  const statement = UUID.test(ask.statementId) ? ask.statementId : '00000000-0000-0000-0000-000000000000';
  const own = await world.jobs.read({}, (db) =>
    isOwnStatement(db, { org: ask.org, docket: given?.dockets[0]?.docket ?? -1, statement }),
  );
  const isCso = ask.kind === 'cso' || ask.kind === 'union';
  if (!given || !own || !isCso) return atTheBeat(began, nothing());
  const made = await makeSingleBundle(world, ask.docketId, statement);
  if (made === undefined) return atTheBeat(began, nothing());
  await recordExport(world, ask, given, 'single');
  return made;
}
