// A bundle of any length by keys of its own, with the policy that it is good by.
import {
  Tree,
  commit,
  docketBundle,
  formatEntry,
  formatHead,
  formatLeaf,
  formatNote,
  headSalt,
  hex,
  leafHash,
  leafText,
  mustHex,
  openFields,
  parseNote,
  signCheckpoint,
  signText,
  sortFields,
  utf8,
  vkeyOf,
} from '../../ledger/index.ts';
import type { Committed, Header, LeafLine, SignerKey, Subject } from '../../ledger/index.ts';

const origin = 'long.vouch.invalid/vouch/1';
const log: SignerKey = { name: origin, algorithm: 1, seed: mustHex('11'.repeat(32)) };
const cosigner = (name: string, of: string): SignerKey => ({
  name,
  algorithm: 4,
  seed: mustHex(of.repeat(32)),
});
const [witness, auditor] = [cosigner('ngo.example/w', '12'), cosigner('audit.example/a', '13')];

export const LONG_POLICY = [
  `log ${vkeyOf(log).vkey}`,
  `# w1 is run by Open Hands`,
  `witness w1 ${vkeyOf(witness).vkey}`,
  `witness a1 ${vkeyOf(auditor).vkey}`,
  'group w 1 w1',
  'group a 1 a1',
  'group q all w a',
  'quorum q',
  '',
].join('\n');
export const LONG_CLOSED = '2026-03-01T06:00:00Z';

const workplace: Subject = { kind: 'facility', id: 'osid:TH2019083D6R1XS' };
const unplaced: Subject = { kind: 'unplaced', id: 'deployment:long.vouch.invalid' };

function statement(n: number): Committed {
  const fields = {
    kind: n % 4 === 0 ? 'answer' : 'report',
    schema: 'vouch/report/1',
    subject: `${workplace.kind} ${workplace.id}`,
    occurred: '2026-02-01',
    recorded: '2026-02-01T00:00:00Z',
    note: n === 777 ? 'the ferry came late' : `note ${n}`,
  };
  return commit(
    sortFields(Object.entries(fields).map(([name, value]) => ({ name, value }))),
    mustHex((n + 1).toString(16).padStart(64, '0')),
  );
}

/** `n` statements, all shown, in the log's only epoch. */
export async function longBundle(n: number): Promise<string> {
  const committed = Array.from({ length: n }, (_, i) => statement(i));
  const docket = Tree.of(
    committed.map(({ commitment }) => leafHash(utf8(formatLeaf({ type: 'statement', commitment })))),
  );
  const heads = [docket.root(), Tree.of([]).root()].map((root, i) => ({
    salt: headSalt(mustHex('14'.repeat(32)), i),
    size: i === 0 ? n : 0,
    root: hex(root),
  }));
  const tree = Tree.of(heads.map((head) => leafHash(utf8(formatHead(head)))));
  const entries = [workplace, unplaced].map((subject, index) =>
    formatEntry({ type: 'docket', index, ...subject }),
  );
  entries.push(
    formatEntry({ type: 'epoch', number: 0, dockets: 2, root: hex(tree.root()), closed: LONG_CLOSED }),
  );
  const logTree = Tree.of(entries.map((entry) => leafHash(utf8(entry))));
  const note = parseNote(signCheckpoint({ origin, size: 3, root: logTree.root() }, [log]));
  const [own, other] = heads;
  if (!note || !own || !other) throw new Error('a note that was just made can be read');
  const time = Date.parse(LONG_CLOSED) / 1000 + 5;
  note.signatures.push(signText(note.text, witness, time), signText(note.text, auditor, time));
  const at = (index: number) => ({ index, proof: logTree.inclusionProof(index).map(hex) });
  const header: Header = {
    vouch: 1,
    type: 'docket',
    docket: { index: 0, ...workplace },
    registration: at(0),
    epoch: { number: 0, dockets: 2, root: hex(tree.root()), closed: LONG_CLOSED, ...at(2) },
    head: { ...own, proof: tree.inclusionProof(0).map(hex) },
    since: [],
    unplaced: {
      docket: { index: 1, ...unplaced },
      registration: at(1),
      head: { ...other, proof: tree.inclusionProof(1).map(hex) },
      open: 0,
    },
    checkpoint: formatNote(note),
  };
  const lines = committed.map((one): LeafLine => {
    const leaf = leafText({ type: 'statement', commitment: one.commitment });
    return { leaf, state: 'disclosed', ...openFields(one, () => true) };
  });
  const parts: string[] = [];
  for await (const line of docketBundle(header, lines)) parts.push(line);
  return parts.join('');
}
