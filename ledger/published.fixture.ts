// What an operator would publish of random dockets (dockets.fixture.ts): epoch trees, the log, a checkpoint, bundles.
import {
  type Statement,
  type Built,
  EPOCH_SECONDS,
  auditor,
  authorityOf,
  logSigner,
  origin,
  subjectOf,
} from './dockets.fixture.ts';
import {
  type Header,
  type Leaf,
  type LeafLine,
  ProofPass,
  Tree,
  docketBundle,
  formatEntry,
  formatHead,
  formatLeaf,
  formatNote,
  headSalt,
  hex,
  leafHash,
  leafText,
  openFields,
  parseNote,
  sha256,
  signCheckpoint,
  signText,
  sinceNumbers,
  utf8,
} from './index.ts';

const START = Date.parse('2026-01-01T00:00:00Z') / 1000;
const timeOf = (n: number): string =>
  `${new Date((START + n * EPOCH_SECONDS) * 1000).toISOString().slice(0, 19)}Z`;

const hexes = (proof: Uint8Array[]): string[] => proof.map(hex);
export const leafHashes = (leaves: readonly Leaf[]): Uint8Array[] =>
  leaves.map((leaf) => leafHash(utf8(formatLeaf(leaf))));

/** The log and the epoch trees over what was built. */
export class Published {
  readonly built: Built;
  readonly docketTrees: Tree[];
  readonly heads: { salt: string; size: number; root: string }[][];
  readonly epochTrees: Tree[];
  readonly entries: string[] = [];
  readonly registrations: number[] = [];
  readonly epochs: number[] = [];
  readonly logTree: Tree;
  readonly note: string;

  constructor(built: Built) {
    this.built = built;
    this.docketTrees = built.leaves.map((leaves) => Tree.of(leafHashes(leaves)));
    this.heads = built.sizes.map((sizes, n) =>
      sizes.map((size, d) => {
        const root = hex(this.docketTrees[d]?.root(size) ?? new Uint8Array(0));
        return { salt: headSalt(sha256(utf8(`K ${n}`)), d), size, root };
      }),
    );
    this.epochTrees = this.heads.map((heads) =>
      Tree.of(heads.map((head) => leafHash(utf8(formatHead(head))))),
    );
    for (const [number, tree] of this.epochTrees.entries()) {
      const dockets = built.registeredBy(number);
      while (this.registrations.length < dockets) {
        const index = this.registrations.length;
        this.registrations.push(this.entries.length);
        this.entries.push(formatEntry({ type: 'docket', index, ...subjectOf(index) }));
      }
      this.epochs.push(this.entries.length);
      this.entries.push(
        formatEntry({ type: 'epoch', number, dockets, root: hex(tree.root()), closed: timeOf(number) }),
      );
    }
    this.logTree = Tree.of(this.entries.map((entry) => leafHash(utf8(entry))));
    const note = parseNote(
      signCheckpoint({ origin, size: this.entries.length, root: this.logTree.root() }, [logSigner]),
    );
    if (!note) throw new Error('our own note can not be read');
    note.signatures.push(signText(note.text, auditor, this.readAt - 60));
    this.note = formatNote(note);
  }

  get last(): number {
    return this.built.plan.epochs.length - 1;
  }

  get readAt(): number {
    return START + this.last * EPOCH_SECONDS + 120;
  }

  registration = (docket: number) => {
    const index = this.registrations[docket] ?? -1;
    return { index, proof: hexes(this.logTree.inclusionProof(index)) };
  };

  epoch = (number: number) => {
    const [index, tree] = [this.epochs[number] ?? -1, this.epochTrees[number]];
    const root = hex(tree?.root() ?? new Uint8Array(0));
    const proof = hexes(this.logTree.inclusionProof(index));
    return { number, dockets: this.built.registeredBy(number), root, closed: timeOf(number), index, proof };
  };

  head = (number: number, docket: number) => {
    const [head, tree] = [this.heads[number]?.[docket], this.epochTrees[number]];
    if (!head || !tree) throw new RangeError('no such head');
    return { ...head, proof: hexes(tree.inclusionProof(docket)) };
  };

  header(docket: number): Header {
    const { last } = this;
    const first = (this.registrations[docket] ?? 0) - docket;
    const now = this.head(last, docket);
    const numbers = sinceNumbers(last, first);
    const olders = numbers.map((n) => this.heads[n]?.[docket]?.size ?? -1);
    const pass = new ProofPass({ size: now.size, consistency: olders });
    for (const leaf of leafHashes(this.built.leaves[docket] ?? [])) pass.append(leaf);
    const since = numbers.map((n, i) => ({
      epoch: this.epoch(n),
      head: this.head(n, docket),
      proof: hexes(pass.consistency(olders[i] ?? -1)),
    }));
    const open = this.built.statements.filter((s) => s.docket === 0 && !s.moved && !s.erased).length;
    const unplaced = {
      ...{
        docket: { index: 0, ...subjectOf(0) },
        registration: this.registration(0),
        head: this.head(last, 0),
      },
      ...(open > 0 ? { open, oldest: '2026-01-01' } : { open }),
    };
    return {
      ...{ vouch: 1, type: 'docket', docket: { index: docket, ...subjectOf(docket) } },
      ...{ registration: this.registration(docket), epoch: this.epoch(last), head: now, since },
      ...(docket === 0 ? {} : { unplaced }),
      checkpoint: this.note,
    };
  }

  lineOf(leaf: Leaf): LeafLine {
    const [statement, text] = [this.built.lines.get(leaf), leafText(leaf)];
    if (!statement || leaf.type === 'erased') return { leaf: text };
    if (leaf.type === 'moved') return this.#movedLine(text, statement);
    if (statement.erased)
      return {
        leaf: text,
        state: 'erased',
        ...(statement.erased.authority ? { authority: statement.erased.authority } : {}),
      };
    if (statement.moved) return { leaf: text, state: 'moved' };
    const { shown: reason, committed } = statement;
    if (reason === 'disclosed')
      return { leaf: text, state: 'disclosed', ...openFields(committed, (name) => name !== 'recorded') };
    const opened = openFields(
      committed,
      (name) => name === 'kind' || (reason === 'sealed' && name === 'content'),
    );
    const authority = reason === 'withdrawn' ? authorityOf(statement, { act: 'withdrawal' }) : undefined;
    const line = {
      leaf: text,
      state: 'withheld' as const,
      reason,
      shown: opened.fields,
      hidden: opened.hidden,
    };
    return authority ? { ...line, authority } : line;
  }

  #movedLine(leaf: string, { moved }: Statement): LeafLine {
    if (!moved) return { leaf };
    const { docket, index } = moved.to;
    const proof = hexes(this.docketTrees[docket]?.inclusionProof(index) ?? []);
    const target = {
      ...{ docket: { index: docket, ...subjectOf(docket) }, registration: this.registration(docket) },
      ...{ head: this.head(this.last, docket), index, proof },
    };
    return moved.authority ? { leaf, target, authority: moved.authority } : { leaf, target };
  }

  async bundle(docket: number): Promise<string> {
    let text = '';
    const lines = (this.built.leaves[docket] ?? []).map((leaf) => this.lineOf(leaf));
    for await (const line of docketBundle(this.header(docket), lines)) text += line;
    return text;
  }
}
