import {
  type Authority,
  type Committed,
  type Header,
  type Leaf,
  type LeafLine,
  type Target,
  type Unmade,
  ProofPass,
  commit,
  hex,
  leafHash,
  leafText,
  mustHex,
  openFields,
  openKey,
  parseLeaf,
  utf8,
} from '../../../ledger/index.ts';
import type { Db } from '../../platform/db.ts';
import { K_PARTNER } from '../insight/index.ts';
import { type Reader, fateFor, isHushed, isShownTo } from './audience.ts';
import {
  type ControlRow,
  type OpenedRow,
  controlLeaves,
  leafLines,
  openedLeaves,
  placesOf,
  workersIn,
} from './bundle.store.ts';
import type { Frame } from './frame.actions.ts';
import { docketRef, epochRef, hexes } from './snapshot.ts';

/** The header of a docket's bundle: one pass over its leaves for the proofs that it only ever grew. */
export async function headerOf(db: Db, frame: Frame, docketId: number): Promise<Header> {
  const docket = frame.named.get(docketId);
  const head = frame.heads.get(docketId);
  if (!docket || !head) throw new Error(`docket ${docketId} has no head in epoch ${frame.epoch.n}`);
  const earlier = [...frame.earlier].filter(([, e]) => e.heads.has(docketId)).sort(([a], [b]) => b - a);
  const sizes = earlier.map(([, e]) => e.heads.get(docketId)?.size ?? 0);
  const pass = await passOver(db, { docketId, ...head }, { consistency: sizes });
  return {
    vouch: 1,
    type: 'docket',
    docket: docketRef(docket),
    registration: frame.log.registration(docket),
    epoch: epochRef(frame.log, frame.epoch),
    head,
    since: earlier.flatMap(([, e], i) => {
      const then = e.heads.get(docketId);
      return then ? [{ epoch: e.epoch, head: then, proof: hexes(pass.consistency(sizes[i] ?? 0)) }] : [];
    }),
    ...(frame.unplaced && docket.kind !== 'unplaced' ? { unplaced: frame.unplaced } : {}),
    checkpoint: frame.note,
  };
}

type Tree = { docketId: number; size: number; root: string };
type Wants = { inclusion?: number[]; consistency?: number[] };

/** Takes all leaves of a docket once. Throws if they aren't those that its head stands for. */
export async function passOver(db: Db, { docketId, size, root }: Tree, wants: Wants): Promise<ProofPass> {
  const pass = new ProofPass({ size, ...wants });
  for await (const rows of leafLines(db, docketId, size))
    for (const { line } of rows) pass.append(leafHash(utf8(line)));
  if (pass.count !== size || hex(pass.root()) !== root)
    throw new Error(`docket ${docketId}: the leaves in the database don't give its root`);
  return pass;
}

/** The docket's lines in order. In memory: one batch, the control leaves, and the places that moved statements went to. */
export async function* linesOf(
  db: Db,
  frame: Frame,
  docketId: number,
  reader: Reader,
): AsyncGenerator<LeafLine | Unmade> {
  const size = frame.heads.get(docketId)?.size ?? 0;
  const controls = await controlLeaves(db, docketId, size);
  const fates = fatesOf(controls);
  const moves = new Moves(db, frame, controls);
  const kind = frame.named.get(docketId)?.kind ?? '';
  const workers = kind === 'programme' ? await workersIn(db, docketId) : 0;
  const isShown = isShownTo(reader.kind);
  for await (const rows of openedLeaves(db, docketId, size))
    for (const row of rows) {
      const leaf = leafOf(row.line);
      const fate = fates.get(row.leaf);
      if (leaf.type !== 'statement') yield await moves.lineOf(row.leaf, leaf);
      else if (fate) yield goneLine(leaf, fate, row);
      else yield statementLine(leaf, openedOf(row, docketId), { reader, docket: { kind, workers }, isShown });
    }
}

function leafOf(line: string): Leaf {
  const leaf = parseLeaf(line);
  if (!leaf) throw new Error('a leaf in the database is no leaf');
  return leaf;
}

type Fate = 'erased' | 'moved';
/** A statement that was moved and then erased is erased (ledger.md 8). */
function fatesOf(controls: readonly ControlRow[]): Map<number, Fate> {
  const fates = new Map<number, Fate>();
  for (const { line } of controls) {
    const leaf = leafOf(line);
    if (leaf.type === 'erased') fates.set(leaf.index, 'erased');
    if (leaf.type === 'moved' && !fates.has(leaf.index)) fates.set(leaf.index, 'moved');
  }
  return fates;
}

const goneLine = (leaf: Leaf, fate: Fate, row: OpenedRow): LeafLine =>
  fate === 'erased' && row.erasure
    ? { leaf: leafText(leaf), state: 'erased', authority: row.erasure }
    : { leaf: leafText(leaf), state: fate };

type Opened = Required<Pick<OpenedRow, 'key_raw' | 'authority' | 'by_org'>> & {
  fields: { name: string; value: string }[];
  m: Buffer;
  cso_org: string;
};

/** A statement that is missing without an `erased` leaf would look like one that was held back: nothing is made of it. */
function openedOf(row: OpenedRow, docketId: number): Opened {
  const { fields, m, cso_org, key_raw, authority, by_org } = row;
  if (!fields || cso_org === null)
    throw new Error(
      `docket ${docketId}: the statement of leaf ${row.leaf} is missing in the database, and was not erased`,
    );
  if (!m) throw new Error(`docket ${docketId}: what opens the statement of leaf ${row.leaf} is missing`);
  return { fields, m, cso_org, key_raw, authority, by_org };
}

type Reading = {
  reader: Reader;
  docket: { kind: string; workers: number };
  isShown: (name: string) => boolean;
};

function statementLine(leaf: Leaf & { type: 'statement' }, s: Opened, reading: Reading): LeafLine | Unmade {
  const said = {
    csoOrg: s.cso_org,
    withdrawn: s.authority !== null,
    byWorker: s.by_org === null,
    hasContent: s.fields.some(({ name }) => name === 'content'),
  };
  const fate = fateFor(reading.reader, said, reading.docket, K_PARTNER);
  // Most lines of whoever may see everything: threads make them, and check them as it is done below.
  if (fate === 'disclosed' && s.fields.every(({ name }) => reading.isShown(name)))
    return { unmade: true, fields: s.fields, m: s.m, commitment: mustHex(leaf.commitment) };
  const committed = commit(s.fields, s.m);
  if (committed.commitment !== leaf.commitment)
    throw new Error('a statement in the database is not the one that was put on record');
  const text = leafText(leaf);
  if (fate === 'disclosed') {
    const hushed = s.fields.some((field) => isHushed(reading.reader.kind, field));
    const isShown = (name: string): boolean => reading.isShown(name) && !(hushed && name === 'code');
    return { leaf: text, state: 'disclosed', ...openFields(committed, isShown) };
  }
  const must = fate === 'sealed' ? ['kind', 'content'] : ['kind'];
  const { fields: shown, hidden } = openFields(committed, (name) => must.includes(name));
  const line = { leaf: text, state: 'withheld' as const, reason: fate, shown, hidden };
  return fate === 'withdrawn' ? { ...line, authority: authorityOf(s, committed) } : line;
}

function authorityOf(s: Opened, committed: Committed): Authority {
  const field = openKey(committed);
  if (!field || !s.key_raw || !s.authority) throw new Error('a withdrawal without a key');
  return { n: committed.n, field, key: hex(s.key_raw), signature: hex(s.authority) };
}

/** Where moved statements stand now: each target docket is read once, for all that were moved there. */
class Moves {
  readonly #db: Db;
  readonly #frame: Frame;
  readonly #controls: Map<number, ControlRow>;
  /** By target docket, then commitment: the index and the proof's hashes in one piece. */
  readonly #proven = new Map<number, Map<string, { index: number; proof: Uint8Array }>>();

  constructor(db: Db, frame: Frame, controls: readonly ControlRow[]) {
    this.#db = db;
    this.#frame = frame;
    this.#controls = new Map(controls.map((c) => [c.leaf, c]));
  }

  async lineOf(at: number, leaf: Leaf & { type: 'moved' | 'erased' }): Promise<LeafLine> {
    if (leaf.type === 'erased') return { leaf: leafText(leaf) };
    const authority = this.#controls.get(at)?.authority;
    return {
      leaf: leafText(leaf),
      target: await this.#target(leaf.docket, leaf.commitment),
      ...(authority ? { authority } : {}),
    };
  }

  async #target(docketId: number, commitment: string): Promise<Target> {
    const docket = this.#frame.named.get(docketId);
    const head = this.#frame.heads.get(docketId);
    const there = this.#proven.get(docketId) ?? (await this.#prove(docketId));
    const place = there.get(commitment);
    if (!docket || !head || !place)
      throw new Error(`a statement was moved to docket ${docketId}, and doesn't stand there`);
    return {
      docket: docketRef(docket),
      registration: this.#frame.log.registration(docket),
      head,
      index: place.index,
      proof: hexesOf(place.proof),
    };
  }

  async #prove(docketId: number): Promise<Map<string, { index: number; proof: Uint8Array }>> {
    const head = this.#frame.heads.get(docketId);
    const lines = [...this.#controls.values()].flatMap(({ line }) => {
      const leaf = leafOf(line);
      return leaf.type === 'moved' && leaf.docket === docketId ? [`statement ${leaf.commitment}\n`] : [];
    });
    const proven = new Map<string, { index: number; proof: Uint8Array }>();
    this.#proven.set(docketId, proven);
    if (!head) return proven;
    const places = await placesOf(this.#db, docketId, { lines, size: head.size });
    const pass = await passOver(this.#db, { docketId, ...head }, { inclusion: places.map((p) => p.leaf) });
    for (const { leaf, line } of places)
      proven.set(line.slice(10, -1), { index: leaf, proof: Buffer.concat(pass.inclusion(leaf)) });
    return proven;
  }
}

const hexesOf = (proof: Uint8Array): string[] =>
  Array.from({ length: proof.length / 32 }, (_, i) => hex(proof.subarray(32 * i, 32 * i + 32)));
