import {
  type DocketRef,
  type EpochRef,
  type HeadRef,
  type Registration,
  EMPTY_ROOT,
  ProofPass,
  type Tree,
  formatHead,
  headSalt,
  hex,
  isKind,
  leafHash,
  utf8,
} from '../../../ledger/index.ts';
import type { Docket } from '../log/index.ts';

/** One epoch as it was closed; `entry` = its place in the log. */
export type EpochState = {
  n: number;
  closed: string;
  root: string;
  dockets: number;
  entry: number;
  secret: Uint8Array;
};
export type HeadAt = { size: number; root: Uint8Array };
export const EMPTY: HeadAt = { size: 0, root: EMPTY_ROOT };

export const hexes = (proof: readonly Uint8Array[]): string[] => proof.map((h) => hex(h));

/** The log up to a checkpoint: proofs for its entries. The tree may have grown beyond it. */
export class LogView {
  readonly size: number;
  readonly #tree: Tree;
  constructor(tree: Tree, size: number) {
    this.#tree = tree;
    this.size = size;
  }
  proof(index: number): string[] {
    return hexes(this.#tree.inclusionProof(index, this.size));
  }
  registration(docket: Docket): Registration {
    if (docket.logIndex === null || docket.logIndex >= this.size)
      throw new Error(`docket ${docket.docketId} isn't in the log yet`);
    return { index: docket.logIndex, proof: this.proof(docket.logIndex) };
  }
}

export const docketRef = (docket: Docket): DocketRef => {
  if (!isKind(docket.kind)) throw new Error(`no kind of docket: ${docket.kind}`);
  return { index: docket.docketId, kind: docket.kind, id: docket.id };
};

export const epochRef = (log: LogView, e: EpochState): EpochRef => ({
  number: e.n,
  dockets: e.dockets,
  root: e.root,
  closed: e.closed,
  index: e.entry,
  proof: log.proof(e.entry),
});

/**
 * The heads of some dockets, proven in one pass over all heads of an epoch: in memory are the wanted ones' proofs and the
 * edge of the tree, however many dockets there are (ledger.md 4).
 */
export class HeadPass {
  readonly #epoch: EpochState;
  readonly #pass: ProofPass;
  readonly #heads = new Map<number, HeadAt>();
  readonly #wanted: ReadonlySet<number>;

  constructor(epoch: EpochState, wanted: readonly number[]) {
    this.#epoch = epoch;
    this.#wanted = new Set(wanted.filter((docket) => docket < epoch.dockets));
    this.#pass = new ProofPass({ size: epoch.dockets, inclusion: [...this.#wanted] });
  }

  /** In the order of the dockets, each once. */
  append(head: HeadAt): void {
    const docket = this.#pass.count;
    const line = formatHead({
      salt: headSalt(this.#epoch.secret, docket),
      size: head.size,
      root: hex(head.root),
    });
    this.#pass.append(leafHash(utf8(line)));
    if (this.#wanted.has(docket)) this.#heads.set(docket, head);
  }

  /** All wanted heads with their proofs. Throws if the heads given aren't those that the log's entry stands for. */
  refs(): Map<number, HeadRef> {
    if (hex(this.#pass.root()) !== this.#epoch.root)
      throw new Error(`epoch ${this.#epoch.n}: the heads in the database don't give its root`);
    return new Map(
      [...this.#heads].map(([docket, head]) => [
        docket,
        {
          salt: headSalt(this.#epoch.secret, docket),
          size: head.size,
          root: hex(head.root),
          proof: hexes(this.#pass.inclusion(docket)),
        },
      ]),
    );
  }
}
