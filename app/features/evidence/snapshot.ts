import {
  type DocketRef,
  type EpochRef,
  type HeadRef,
  type Registration,
  headSalt,
  hex,
  isKind,
  leafHash,
  parseEntry,
  Tree,
  utf8,
} from '../../../ledger/index.ts';
import { type Docket, EMPTY_HEAD, type HeadState, epochTree } from '../log/index.ts';

/** One epoch as it was closed: what is needed to prove any head in it, at one checkpoint of the log. */
export type EpochState = {
  n: number;
  closed: string;
  root: string;
  entry: number;
  secret: Uint8Array;
  heads: HeadState[];
};

export const hexes = (proof: readonly Uint8Array[]): string[] => proof.map((h) => hex(h));

/** The log up to a checkpoint: proofs for entries, and where each epoch and docket stands. */
export class LogView {
  readonly size: number;
  readonly #tree: Tree;
  readonly epochs = new Map<number, number>();
  readonly dockets = new Map<number, number>();

  constructor(lines: readonly string[], size: number) {
    this.size = size;
    this.#tree = Tree.of(lines.slice(0, size).map((line) => leafHash(utf8(line))));
    lines.slice(0, size).forEach((line, i) => {
      const entry = parseEntry(line);
      if (entry?.type === 'epoch') this.epochs.set(entry.number, i);
      if (entry?.type === 'docket') this.dockets.set(entry.index, i);
    });
  }

  proof(index: number): string[] {
    return hexes(this.#tree.inclusionProof(index));
  }

  registration(docket: number): Registration {
    const index = this.dockets.get(docket);
    if (index === undefined) throw new Error(`docket ${docket} isn't in the log yet`);
    return { index, proof: this.proof(index) };
  }
}

export const docketRef = (docket: Docket): DocketRef => {
  if (!isKind(docket.kind)) throw new Error(`no kind of docket: ${docket.kind}`);
  return { index: docket.docketId, kind: docket.kind, id: docket.id };
};

export const epochRef = (log: LogView, e: EpochState): EpochRef => ({
  number: e.n,
  dockets: e.heads.length,
  root: e.root,
  closed: e.closed,
  index: e.entry,
  proof: log.proof(e.entry),
});

/** All heads of one epoch as a tree, made once for however many heads are proven in it. */
export class EpochHeads {
  readonly #epoch: EpochState;
  readonly #tree: Tree;
  constructor(epoch: EpochState) {
    this.#epoch = epoch;
    this.#tree = epochTree(epoch.secret, epoch.heads);
    if (hex(this.#tree.root()) !== epoch.root)
      throw new Error(`epoch ${epoch.n}: the heads in the database don't give its root`);
  }
  head(docket: number): HeadRef {
    const head = this.#epoch.heads[docket] ?? EMPTY_HEAD;
    return {
      salt: headSalt(this.#epoch.secret, docket),
      size: head.size,
      root: hex(head.root),
      proof: hexes(this.#tree.inclusionProof(docket)),
    };
  }
}
