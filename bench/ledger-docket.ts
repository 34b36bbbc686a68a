// A docket of many statements without a database: fields and secrets are functions of a statement's number.
import { randomBytes } from 'node:crypto';
import {
  type Committed,
  type Field,
  EMPTY_ROOT,
  Frontier,
  type Header,
  ProofPass,
  type SignerKey,
  type Subject,
  type Unmade,
  Tree,
  commit,
  formatEntry,
  formatHead,
  formatNote,
  headSalt,
  hex,
  leafHash,
  parseNote,
  sha256,
  signCheckpoint,
  signText,
  sinceNumbers,
  utf8,
  vkeyOf,
} from '../ledger/index.ts';
import { workerFields } from '../app/features/record/index.ts';

const origin = 'bench.vouch.invalid/vouch/1';
const subject: Subject = { kind: 'facility', id: 'osid:TH2019083D6R1XS' };
const unplaced: Subject = { kind: 'unplaced', id: 'deployment:bench.vouch.invalid' };
const EPOCHS = 9;
const CLOSED = Date.parse('2026-01-01T00:00:00Z') / 1000;
const timeOf = (epoch: number): string =>
  `${new Date((CLOSED + epoch * 21600) * 1000).toISOString().slice(0, 19)}Z`;

/** When the bundle is read: within the age that a policy allows. */
export const READ_AT = timeOf(EPOCHS);

const secretOf = (i: number): Uint8Array => sha256(utf8(`secret of statement ${i}`));

/** What a worker's device puts on record, eleven fields. */
const fieldsOf = (i: number): readonly Field[] => {
  const digest = `sha256:${i.toString(16).padStart(64, '0')}`;
  return workerFields({
    kind: 'report',
    subject,
    recorded: '2026-01-01T00:00:00Z',
    content: digest,
    key: digest,
    receiver: 'vouch:worker-line',
    thread: `6f1c9a52-0b8e-4b1e-9a52-${i.toString(16).padStart(12, '0')}`,
    urgency: 'P2',
  });
};
export const statementOf = (i: number): Committed => commit(fieldsOf(i), secretOf(i));

/** How many statements stood there at the close of an epoch. */
const sizeAt = (epoch: number, size: number): number => Math.floor((size * (epoch + 1)) / EPOCHS);

const hexes = (proof: Uint8Array[]): string[] => proof.map(hex);

/** The whole header, with as many earlier epochs as the page wants, and a policy whose one witness is an auditor. */
export async function docketHeader(
  size: number,
  leafHashes: AsyncIterable<Uint8Array>,
): Promise<{ header: Header; policy: string }> {
  const sizes = Array.from({ length: EPOCHS }, (_, n) => sizeAt(n, size));
  const pass = new ProofPass({ size, consistency: sizes });
  const edge = new Frontier();
  const roots = new Map<number, string>();
  for await (const leaf of leafHashes) {
    pass.append(leaf);
    edge.append(leaf);
    if (sizes.includes(edge.size)) roots.set(edge.size, hex(edge.root()));
  }
  const heads = sizes.map((own, n) => {
    const secret = new Uint8Array(32).fill(n);
    const states = [
      { size: own, root: roots.get(own) ?? '' },
      { size: 0, root: hex(EMPTY_ROOT) },
    ];
    return states.map((state, i) => ({ salt: headSalt(secret, i), ...state }));
  });
  const trees = heads.map((both) => Tree.of(both.map((head) => leafHash(utf8(formatHead(head))))));
  const entries = [
    ...[subject, unplaced].map((s, index) => formatEntry({ type: 'docket', index, ...s })),
    ...trees.map((tree, number) =>
      formatEntry({ type: 'epoch', number, dockets: 2, root: hex(tree.root()), closed: timeOf(number) }),
    ),
  ];
  const log = Tree.of(entries.map((entry) => leafHash(utf8(entry))));
  const registration = (index: number) => ({ index, proof: hexes(log.inclusionProof(index)) });
  const epoch = (number: number) => ({
    ...{ number, dockets: 2, root: hex(trees[number]?.root() ?? new Uint8Array(0)), closed: timeOf(number) },
    ...registration(2 + number),
  });
  const head = (number: number, docket: number) => {
    const [own, tree] = [heads[number]?.[docket], trees[number]];
    if (!own || !tree) throw new RangeError('there is no such head');
    return { ...own, proof: hexes(tree.inclusionProof(docket)) };
  };
  const last = EPOCHS - 1;
  const { note, policy } = signed({ size: entries.length, root: log.root() }, CLOSED + last * 21600 + 60);
  const header: Header = {
    ...{ vouch: 1, type: 'docket', docket: { index: 0, ...subject }, registration: registration(0) },
    ...{ epoch: epoch(last), head: head(last, 0) },
    since: sinceNumbers(last, 0).map((number) => ({
      epoch: epoch(number),
      head: head(number, 0),
      proof: hexes(pass.consistency(sizes[number] ?? 0)),
    })),
    unplaced: {
      docket: { index: 1, ...unplaced },
      registration: registration(1),
      head: head(last, 1),
      open: 0,
    },
    checkpoint: note,
  };
  return { header, policy };
}

function signed(state: { size: number; root: Uint8Array }, at: number): { note: string; policy: string } {
  const log: SignerKey = { name: origin, algorithm: 1, seed: randomBytes(32) };
  const auditor: SignerKey = { name: 'auditor.example/vouch', algorithm: 4, seed: randomBytes(32) };
  const note = parseNote(signCheckpoint({ origin, ...state }, [log]));
  if (!note) throw new Error('our own note can not be read');
  note.signatures.push(signText(note.text, auditor, at));
  const policy = `log ${vkeyOf(log).vkey}\nwitness one ${vkeyOf(auditor).vkey}\ngroup a 1 one\nquorum a\n`;
  return { note: formatNote(note), policy };
}

/** Every statement opened; that each is the one that was put on record is checked where its line is made. */
export async function* docketLines(commitments: AsyncIterable<Uint8Array>): AsyncGenerator<Unmade> {
  let i = 0;
  for await (const commitment of commitments) {
    yield { unmade: true, fields: fieldsOf(i), m: secretOf(i), commitment };
    i++;
  }
}
