// ledger.md §8: what an evidence bundle consists of, and how it is written. Its readers are in bundle-shape.ts.

import { formatLeaf } from './lines.ts';
import type { Kind, Leaf } from './lines.ts';
import type { Committed, Field } from './statement.ts';

/** Hashes in hex, leaf to root, at most 63. */
export type Proof = string[];

export type DocketRef = { index: number; kind: Kind; id: string; opening?: { secret: string; id: string } };
/** A docket entry in the log. */
export type Registration = { index: number; proof: Proof };
/** An epoch entry in the log at `index`. */
export type EpochRef = {
  number: number;
  dockets: number;
  root: string;
  closed: string;
  index: number;
  proof: Proof;
};
/** A head in the epoch tree. */
export type HeadRef = { salt: string; size: number; root: string; proof: Proof };
/** An earlier epoch; `proof` is the consistency proof from its size to the size now. */
export type SinceRef = { epoch: EpochRef; head: HeadRef; proof: Proof };
export type UnplacedRef = {
  docket: DocketRef;
  registration: Registration;
  head: HeadRef;
  open: number;
  /** Date; left out exactly if `open` is 0. */
  oldest?: string;
};

export type Header = {
  vouch: 1;
  type: 'docket' | 'single';
  docket: DocketRef;
  registration: Registration;
  epoch: EpochRef;
  head: HeadRef;
  /** Docket bundles only. */
  since?: SinceRef[];
  /** Docket bundles only; left out in the unplaced docket's own. */
  unplaced?: UnplacedRef;
  /** The signed note. */
  checkpoint: string;
};

export type ShownField = { i: number; name: string; value: string; salt: string };
export type HiddenField = { i: number; name: string; hash: string };

/** The worker's own signature, with the statement's field `key` opened; `n` = number of its fields. */
export type Authority = {
  n: number;
  field: ShownField & { path: Proof };
  key: string;
  signature: string;
};

export const WITHHELD = ['not-licensed', 'withdrawn', 'suppressed', 'sealed'] as const;
export type WithheldReason = (typeof WITHHELD)[number];

/** Where a moved statement stands now, in the same epoch. */
export type Target = {
  docket: DocketRef;
  registration: Registration;
  head: HeadRef;
  index: number;
  proof: Proof;
};

/** One line; `leaf` without its LF. */
export type LeafLine =
  | { leaf: string; state: 'disclosed'; fields: ShownField[]; hidden: HiddenField[] }
  | { leaf: string; state: 'erased'; authority?: Authority }
  | { leaf: string; state: 'moved' }
  | {
      leaf: string;
      state: 'withheld';
      reason: WithheldReason;
      shown: ShownField[];
      hidden: HiddenField[];
      authority?: Authority;
    }
  | { leaf: string; state?: undefined; target?: Target; authority?: Authority };

/**
 * A statement whose fields are all opened, before its line is made: that can wait for another thread. `commitment`: what
 * stands in the docket, 32 bytes, which the statement must turn out to be.
 */
export type Unmade = {
  readonly unmade: true;
  readonly fields: readonly Field[];
  readonly m: Uint8Array;
  readonly commitment: Uint8Array;
};

/** The line of a `single` bundle: a disclosed one with its place in the docket. */
export type SingleLine = {
  leaf: string;
  state: 'disclosed';
  fields: ShownField[];
  hidden: HiddenField[];
  index: number;
  proof: Proof;
};

export type Counts = {
  statements: number;
  disclosed: number;
  erased: { by_worker: number; unsigned: number };
  moved: number;
  withheld: Record<WithheldReason, number>;
};

export const noCounts = (): Counts => ({
  statements: 0,
  disclosed: 0,
  erased: { by_worker: 0, unsigned: 0 },
  moved: 0,
  withheld: { 'not-licensed': 0, withdrawn: 0, suppressed: 0, sealed: 0 },
});

/** Adds one line to the counts. A control leaf counts for nothing. */
export function countLine(counts: Counts, line: LeafLine | Unmade): void {
  if ('unmade' in line) {
    counts.statements++;
    counts.disclosed++;
    return;
  }
  if (line.state === undefined) return;
  counts.statements++;
  if (line.state === 'disclosed') counts.disclosed++;
  if (line.state === 'erased') counts.erased[line.authority ? 'by_worker' : 'unsigned']++;
  if (line.state === 'moved') counts.moved++;
  if (line.state === 'withheld') counts.withheld[line.reason]++;
}

/** §3: a docket leaf as it stands in a bundle, without its LF. */
export const leafText = (leaf: Leaf): string => formatLeaf(leaf).slice(0, -1);

/** The fields of a committed statement, those that `isShown` says opened and the rest hidden. */
export function openFields(
  committed: Committed,
  isShown: (name: string) => boolean,
): { fields: ShownField[]; hidden: HiddenField[] } {
  const fields: ShownField[] = [];
  const hidden: HiddenField[] = [];
  // Salts and hashes become text when they are read, so only what is written is read.
  for (const part of committed.parts) {
    const { i, name } = part;
    if (isShown(name)) fields.push({ i, name, value: part.value, salt: part.salt });
    else hidden.push({ i, name, hash: part.hidden });
  }
  return { fields, hidden };
}

/** The opening of the field `key` of a committed statement, for an authority; undefined if it has no key. */
export function openKey(committed: Committed): Authority['field'] | undefined {
  const part = committed.parts.find(({ name }) => name === 'key');
  return part && { i: part.i, name: 'key', value: part.value, salt: part.salt, path: committed.path(part.i) };
}

/** What a worker signs to withdraw, erase or move a statement. */
export type Act =
  | { act: 'withdrawal' | 'erasure'; origin: string; docket: number; commitment: string }
  | {
      act: 'move';
      origin: string;
      docket: number;
      commitment: string;
      target: number;
      newCommitment: string;
    };

/** §8, `authority`: the text that is signed with the statement's key. */
export function actText(act: Act): string {
  const target = act.act === 'move' ? `${act.target} ${act.newCommitment}\n` : '';
  return `vouch/1 ${act.act}\n${act.origin}\n${act.docket}\n${act.commitment}\n${target}`;
}

// Members in the page's order, whatever the order in the caller's objects; undefined ones are left out.

const docketRef = ({ index, kind, id, opening }: DocketRef) => ({
  index,
  kind,
  id,
  opening: opening && { secret: opening.secret, id: opening.id },
});
const registration = ({ index, proof }: Registration) => ({ index, proof });
const epochRef = (e: EpochRef) => ({
  number: e.number,
  dockets: e.dockets,
  root: e.root,
  closed: e.closed,
  index: e.index,
  proof: e.proof,
});
const headRef = ({ salt, size, root, proof }: HeadRef) => ({ salt, size, root, proof });
const shown = ({ i, name, value, salt }: ShownField) => ({ i, name, value, salt });
const hiddenField = ({ i, name, hash }: HiddenField) => ({ i, name, hash });
const authorityRef = (a: Authority) => ({
  n: a.n,
  field: { ...shown(a.field), path: a.field.path },
  key: a.key,
  signature: a.signature,
});

export function headerLine(header: Header): string {
  const { unplaced } = header;
  const ordered = {
    vouch: 1,
    type: header.type,
    docket: docketRef(header.docket),
    registration: registration(header.registration),
    epoch: epochRef(header.epoch),
    head: headRef(header.head),
    since: header.since?.map((s) => ({ epoch: epochRef(s.epoch), head: headRef(s.head), proof: s.proof })),
    unplaced: unplaced && {
      docket: docketRef(unplaced.docket),
      registration: registration(unplaced.registration),
      head: headRef(unplaced.head),
      open: unplaced.open,
      oldest: unplaced.oldest,
    },
    checkpoint: header.checkpoint,
  };
  return `${JSON.stringify(ordered)}\n`;
}

export function leafLine(line: LeafLine | SingleLine): string {
  return `${JSON.stringify(orderedLine(line))}\n`;
}

function orderedLine(line: LeafLine | SingleLine): object {
  const { leaf, state } = line;
  if (state === 'moved') return { leaf, state };
  if (state === 'erased') return { leaf, state, authority: line.authority && authorityRef(line.authority) };
  if (state === 'disclosed') {
    const opened = { leaf, state, fields: line.fields.map(shown), hidden: line.hidden.map(hiddenField) };
    return 'proof' in line ? { ...opened, index: line.index, proof: line.proof } : opened;
  }
  const authority = line.authority && authorityRef(line.authority);
  if (state === 'withheld') {
    const { reason } = line;
    return {
      leaf,
      state,
      reason,
      shown: line.shown.map(shown),
      hidden: line.hidden.map(hiddenField),
      authority,
    };
  }
  const { target } = line;
  return { leaf, target: target && orderedTarget(target), authority };
}

const orderedTarget = (target: Target) => ({
  docket: docketRef(target.docket),
  registration: registration(target.registration),
  head: headRef(target.head),
  index: target.index,
  proof: target.proof,
});

export function endLine(counts: Counts): string {
  const { statements, disclosed, erased, moved, withheld } = counts;
  return `${JSON.stringify({
    end: true,
    statements,
    disclosed,
    erased: { by_worker: erased.by_worker, unsigned: erased.unsigned },
    moved,
    withheld: Object.fromEntries(WITHHELD.map((reason) => [reason, withheld[reason]])),
  })}\n`;
}

/** A worker's own proof: the header without `since` and `unplaced`, one line, the end line. */
export function singleBundle(header: Header, line: SingleLine): string {
  const counts = noCounts();
  countLine(counts, line);
  return (
    headerLine({ ...header, type: 'single', since: undefined, unplaced: undefined }) +
    leafLine(line) +
    endLine(counts)
  );
}

/** §8: the earlier epochs of a docket bundle of epoch `n`: n − 1, n − 2, n − 4, n − 8 … while ≥ `first`. */
export function sinceNumbers(n: number, first: number): number[] {
  const numbers: number[] = [];
  for (let back = 1; n - back >= first; back *= 2) numbers.push(n - back);
  return numbers;
}
