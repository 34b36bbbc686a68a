import {
  type Committed,
  type Header,
  type LeafLine,
  type SingleLine,
  type Target,
  type Authority,
  Tree,
  commit,
  docketBundle,
  hex,
  isHash,
  leafHash,
  leafText,
  openFields,
  openKey,
  parseLeaf,
  sinceNumbers,
  singleBundle,
  utf8,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import {
  type Docket,
  EMPTY_HEAD,
  type EpochRow,
  dockets,
  epochs,
  headsAt,
  lastEpoch,
  logLines,
  timeText,
} from '../log/index.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isLicensedFor, isShownTo, mayHold } from './audience.ts';
import {
  type LeafRow,
  type Opened,
  epochOfLeaf,
  epochSecret,
  isLicensed,
  isOnTheCase,
  leavesUpTo,
  openedStatements,
} from './bundle.store.ts';
import { EpochHeads, type EpochState, LogView, docketRef, epochRef, hexes } from './snapshot.ts';

export type BundleAsk = { docketId: number; epoch?: number; org: string; kind: string };

// One answer for a docket that isn't there, one that is empty of what may be shown, and one that may not be held.
const nothing = (): Refusal =>
  refuse(
    'not_found',
    'There is no bundle for you here. Ask the organisation on the case; asking is recorded.',
  );

/** A whole docket for a CSO on the case, or a regulator or auditor under a recorded licence (ledger.md 8). */
export function makeDocketBundle(world: World, ask: BundleAsk): Promise<AsyncIterable<string> | Refusal> {
  return world.jobs.read({}, async (db) => {
    const onTheCase = await isOnTheCase(db, ask.org, ask.docketId);
    const licensed = await isLicensed(
      db,
      ask.org,
      ask.docketId,
      world.clock.now().toISOString().slice(0, 10),
    );
    if (!mayHold({ kind: ask.kind, onTheCase, licensed })) return nothing();
    const made = await viewOf(db, ask.docketId, ask.epoch);
    if (!made) return nothing();
    const header = await headerOf(db, made, true);
    const lines = await linesOf(db, made, {
      isShown: isShownTo(ask.kind),
      isLicensed: (cso) => isLicensedFor(ask, cso),
    });
    return docketBundle(header, lines);
  });
}

/** A worker's own proof: one statement, its docket's head, the log. Undefined until its epoch is published. */
export function makeSingleBundle(
  world: World,
  docketId: number,
  statementId: string,
): Promise<string | undefined> {
  return world.jobs.read({}, async (db) => {
    const view = await viewOf(db, docketId, undefined);
    if (!view) return undefined;
    const opened = (await openedStatements(db, docketId)).find((s) => s.statement_id === statementId);
    const line = opened && `statement ${hex(opened.commitment)}\n`;
    const leaves = await leavesUpTo(db, docketId, view.heads.head(docketId).size);
    const index = leaves.findIndex((l) => l.line === line);
    if (!opened || index < 0 || !line) return undefined;
    const proof = hexes(Tree.of(leaves.map((l) => leafHash(utf8(l.line)))).inclusionProof(index));
    const single: SingleLine = {
      leaf: line.slice(0, -1),
      state: 'disclosed',
      ...openFields(committedOf(opened), () => true),
      index,
      proof,
    };
    return singleBundle(await headerOf(db, view, false), single);
  });
}

type View = {
  docket: Docket;
  registry: Docket[];
  log: LogView;
  row: EpochRow;
  epoch: EpochState;
  heads: EpochHeads;
};

async function viewOf(db: Db, docketId: number, n: number | undefined): Promise<View | undefined> {
  const registry = await dockets(db);
  const docket = registry[docketId];
  const last = await lastEpoch(db);
  const row = n === undefined ? await newestPublished(db, last) : (await epochs(db, [n]))[0];
  if (!docket || !row?.note) return undefined;
  const log = new LogView(await logLines(db), row.size);
  const epoch = await stateOf(db, log, row);
  if (!epoch || docketId >= row.dockets || !log.dockets.has(docketId)) return undefined;
  return { docket, registry, log, row, epoch, heads: new EpochHeads(epoch) };
}

async function newestPublished(db: Db, last: EpochRow | undefined): Promise<EpochRow | undefined> {
  if (!last || last.published) return last;
  return (await epochs(db, [last.n - 1]))[0];
}

async function stateOf(db: Db, log: LogView, row: EpochRow): Promise<EpochState | undefined> {
  const secret = await epochSecret(db, row.n);
  const entry = log.epochs.get(row.n);
  if (!secret || entry === undefined) return undefined;
  const map = await headsAt(db, row.n);
  const heads = Array.from({ length: row.dockets }, (_, i) => map.get(i) ?? EMPTY_HEAD);
  return { n: row.n, closed: timeText(row.closed), root: hex(row.root), entry, secret, heads };
}

async function headerOf(db: Db, view: View, whole: boolean): Promise<Header> {
  const { docket, log, row, epoch, heads } = view;
  const header: Header = {
    vouch: 1,
    type: whole ? 'docket' : 'single',
    docket: docketRef(docket),
    registration: log.registration(docket.docketId),
    epoch: epochRef(log, epoch),
    head: heads.head(docket.docketId),
    checkpoint: row.note ?? '',
  };
  if (!whole) return header;
  const unplaced = await unplacedOf(db, view);
  return { ...header, since: await sinceOf(db, view), ...(unplaced ? { unplaced } : {}) };
}

async function sinceOf(db: Db, { docket, log, epoch }: View): Promise<NonNullable<Header['since']>> {
  const registered = log.dockets.get(docket.docketId) ?? 0;
  const first = [...log.epochs].filter(([, entry]) => entry > registered).map(([n]) => n);
  const numbers = sinceNumbers(epoch.n, Math.min(...first, epoch.n));
  const head = epoch.heads[docket.docketId] ?? EMPTY_HEAD;
  const tree = Tree.of((await leavesUpTo(db, docket.docketId, head.size)).map((l) => leafHash(utf8(l.line))));
  const rows = await epochs(db, numbers);
  const since: NonNullable<Header['since']> = [];
  for (const row of rows.sort((a, b) => b.n - a.n)) {
    const state = await stateOf(db, log, row);
    if (!state) throw new Error(`epoch ${row.n} isn't whole in the database`);
    const older = state.heads[docket.docketId]?.size ?? 0;
    since.push({
      epoch: epochRef(log, state),
      head: new EpochHeads(state).head(docket.docketId),
      proof: hexes(tree.consistencyProof(older)),
    });
  }
  return since;
}

async function unplacedOf(db: Db, { docket, registry, log, heads }: View): Promise<Header['unplaced']> {
  const unplaced = registry.find((d) => d.kind === 'unplaced');
  if (!unplaced || unplaced.docketId === docket.docketId) return undefined;
  const head = heads.head(unplaced.docketId);
  const gone = new Set<number>();
  const leaves = await leavesUpTo(db, unplaced.docketId, head.size);
  for (const { line } of leaves) {
    const leaf = parseLeaf(line);
    if (leaf && leaf.type !== 'statement') gone.add(leaf.index);
  }
  const open = leaves.filter((l) => l.line.startsWith('statement ') && !gone.has(l.leaf));
  const oldest = open[0];
  const taken = oldest && (await epochOfLeaf(db, unplaced.docketId, oldest.leaf));
  const closed = taken === undefined ? undefined : (await epochs(db, [taken]))[0]?.closed;
  return {
    docket: docketRef(unplaced),
    registration: log.registration(unplaced.docketId),
    head,
    open: open.length,
    ...(closed ? { oldest: timeText(closed).slice(0, 10) } : {}),
  };
}

const committedOf = (s: Opened): Committed => commit(s.fields, s.m);

/** What a reader is given of a statement: fields by name, and whether it is theirs at all. */
type Reading = { isShown: (name: string) => boolean; isLicensed: (csoOrg: string) => boolean };

async function linesOf(db: Db, view: View, reading: Reading): Promise<LeafLine[]> {
  const { docket, epoch } = view;
  const leaves = await leavesUpTo(db, docket.docketId, epoch.heads[docket.docketId]?.size ?? 0);
  const opened = new Map((await openedStatements(db, docket.docketId)).map((s) => [hex(s.commitment), s]));
  const fate = new Map<number, 'erased' | 'moved'>();
  for (const { line } of leaves) {
    const leaf = parseLeaf(line);
    if (leaf?.type === 'erased') fate.set(leaf.index, 'erased');
    if (leaf?.type === 'moved' && !fate.has(leaf.index)) fate.set(leaf.index, 'moved');
  }
  const lines: LeafLine[] = [];
  for (const row of leaves)
    lines.push(await lineOf(db, view, { row, fate: fate.get(row.leaf), opened, reading }));
  return lines;
}

type LineAsk = {
  row: LeafRow;
  fate: 'erased' | 'moved' | undefined;
  opened: Map<string, Opened>;
  reading: Reading;
};

async function lineOf(db: Db, view: View, { row, fate, opened, reading }: LineAsk): Promise<LeafLine> {
  const leaf = parseLeaf(row.line);
  if (!leaf) throw new Error('a leaf in the database is no leaf');
  const text = leafText(leaf);
  if (leaf.type === 'moved')
    return { leaf: text, target: await targetOf(db, view, leaf.docket, leaf.commitment) };
  if (leaf.type === 'erased') return { leaf: text };
  if (fate) return { leaf: text, state: fate };
  const statement = opened.get(leaf.commitment);
  if (!statement || !isHash(leaf.commitment))
    throw new Error('a statement of the docket is missing in the database');
  const committed = committedOf(statement);
  const { fields: shown, hidden } = openFields(committed, (name) => name === 'kind');
  if (!statement.authority && !reading.isLicensed(statement.cso_org))
    return { leaf: text, state: 'withheld', reason: 'not-licensed', shown, hidden };
  if (!statement.authority)
    return { leaf: text, state: 'disclosed', ...openFields(committed, reading.isShown) };
  return {
    leaf: text,
    state: 'withheld',
    reason: 'withdrawn',
    shown,
    hidden,
    authority: authorityOf(statement, committed),
  };
}

function authorityOf(statement: Opened, committed: Committed): Authority {
  const field = openKey(committed);
  if (!field || !statement.key_raw || !statement.authority) throw new Error('a withdrawal without a key');
  return { n: committed.n, field, key: hex(statement.key_raw), signature: hex(statement.authority) };
}

async function targetOf(
  db: Db,
  { registry, log, heads }: View,
  docketId: number,
  commitment: string,
): Promise<Target> {
  const docket = registry[docketId];
  if (!docket) throw new Error('a statement was moved to no docket');
  const head = heads.head(docketId);
  const leaves = await leavesUpTo(db, docketId, head.size);
  const index = leaves.findIndex((l) => l.line === `statement ${commitment}\n`);
  const proof = hexes(Tree.of(leaves.map((l) => leafHash(utf8(l.line)))).inclusionProof(index));
  return { docket: docketRef(docket), registration: log.registration(docketId), head, index, proof };
}
