import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publicKey, sign } from '#ed25519';
import { hex, mustHex, utf8 } from './bytes.ts';
import { actText, leafText, openFields, openKey, singleBundle, sinceNumbers } from './bundle.ts';
import { docketBundle } from './docket-bundle.ts';
import type { EpochRef, HeadRef, Header, LeafLine, Registration } from './bundle.ts';
import { formatEntry, formatHead, formatLeaf, headSalt } from './lines.ts';
import type { Leaf, Subject } from './lines.ts';
import { Tree, leafHash } from './merkle.ts';
import { formatNote, parseNote, signCheckpoint, signText, vkeyOf } from './note.ts';
import type { SignerKey } from './note.ts';
import { parsePolicy } from './policy.ts';
import { signReceipt } from './receipt.ts';
import { commit, keyField } from './statement.ts';
import { verifyBundle } from './verify.ts';
import type { Verdict } from './verify.ts';

// A deployment in small: one log, one witness, two dockets, three epochs.
const origin = 'demo.vouch.invalid/vouch/1';
const log: SignerKey = { name: origin, algorithm: 1, seed: mustHex('01'.repeat(32)) };
const receipts: SignerKey = { name: origin, algorithm: 1, seed: mustHex('03'.repeat(32)) };
const witness: SignerKey = { name: 'ngo.example/witness', algorithm: 4, seed: mustHex('02'.repeat(32)) };
const policy = parsePolicy(
  `log ${vkeyOf(log).vkey}\nreceipt ${vkeyOf(receipts).vkey}\nwitness w1 ${vkeyOf(witness).vkey}\n# epoch 10\nquorum w1\n`,
);
assert.ok(typeof policy !== 'string');

const workplace: Subject = { kind: 'facility', id: 'osid:TH2019083D6R1XS' };
const unplaced: Subject = { kind: 'unplaced', id: 'deployment:demo.vouch.invalid' };
const seed = mustHex('07'.repeat(32));

const statement = (n: number, withKey: boolean) =>
  commit(
    [
      { name: 'kind', value: 'report' },
      { name: 'schema', value: 'vouch/report/1' },
      { name: 'subject', value: `${workplace.kind} ${workplace.id}` },
      { name: 'occurred', value: '2026-01-01' },
      { name: 'recorded', value: '2026-01-01T01:02:03Z' },
      { name: 'content', value: `sha256:${hex(leafHash(utf8(String(n))))}` },
      ...(withKey ? [{ name: 'key', value: keyField(publicKey(seed)) }] : []),
    ],
    mustHex(n.toString(16).padStart(64, '0')),
  );
const committed = [statement(1, true), statement(2, false), statement(3, true), statement(4, true)];
const leaves: Leaf[] = [
  ...committed.map(({ commitment }): Leaf => ({ type: 'statement', commitment })),
  { type: 'erased', index: 1 },
];

const sizes = [0, 3, 5];
const docketTree = Tree.of(leaves.map((leaf) => leafHash(utf8(formatLeaf(leaf)))));
const heads = sizes.map((size, epoch) =>
  [size, 0].map((own, docket) => ({
    salt: headSalt(mustHex(`${epoch}a`.repeat(32)), docket),
    size: own,
    root: hex(docketTree.root(own)),
  })),
);
const epochTrees = heads.map((both) => Tree.of(both.map((head) => leafHash(utf8(formatHead(head))))));
const closed = ['2026-01-01T00:00:10Z', '2026-01-01T00:00:20Z', '2026-01-01T00:00:30Z'];
const entries = [workplace, unplaced]
  .map((subject, index) => formatEntry({ type: 'docket', index, ...subject }))
  .concat(
    closed.map((time, number) => {
      const root = hex(epochTrees[number]?.root() ?? new Uint8Array(0));
      return formatEntry({ type: 'epoch', number, dockets: 2, root, closed: time });
    }),
  );
const logTree = Tree.of(entries.map((entry) => leafHash(utf8(entry))));

const registration = (index: number): Registration => ({
  index,
  proof: logTree.inclusionProof(index).map(hex),
});
const epoch = (number: number): EpochRef => ({
  number,
  dockets: 2,
  root: hex(epochTrees[number]?.root() ?? new Uint8Array(0)),
  closed: closed[number] ?? '',
  index: 2 + number,
  proof: logTree.inclusionProof(2 + number).map(hex),
});
function head(number: number, docket: number): HeadRef {
  const [own, tree] = [heads[number]?.[docket], epochTrees[number]];
  assert.ok(own && tree);
  return { ...own, proof: tree.inclusionProof(docket).map(hex) };
}

function header(type: 'docket' | 'single'): Header {
  const note = parseNote(signCheckpoint({ origin, size: entries.length, root: logTree.root() }, [log]));
  assert.ok(note);
  note.signatures.push(signText(note.text, witness, Date.parse('2026-01-01T00:00:31Z') / 1000));
  return {
    vouch: 1,
    type,
    docket: { index: 0, ...workplace },
    registration: registration(0),
    epoch: epoch(2),
    head: head(2, 0),
    since: sinceNumbers(2, 0).map((number) => ({
      epoch: epoch(number),
      head: head(number, 0),
      proof: docketTree.consistencyProof(sizes[number] ?? 0, 5).map(hex),
    })),
    unplaced: { docket: { index: 1, ...unplaced }, registration: registration(1), head: head(2, 1), open: 0 },
    checkpoint: formatNote(note),
  };
}

function authority(n: number, act: 'withdrawal' | 'erasure') {
  const one = committed[n];
  const field = one && openKey(one);
  assert.ok(one && field);
  const text = actText({ act, origin, docket: 0, commitment: one.commitment });
  return { n: one.n, field, key: hex(publicKey(seed)), signature: hex(sign(seed, utf8(text))) };
}

function lines(): LeafLine[] {
  const texts = leaves.map(leafText);
  const [a, , c, d] = committed.map((one) => openFields(one, (name) => name !== 'recorded'));
  assert.ok(a && c && d);
  return [
    { leaf: texts[0] ?? '', state: 'disclosed', ...a },
    { leaf: texts[1] ?? '', state: 'erased' },
    {
      leaf: texts[2] ?? '',
      state: 'withheld',
      reason: 'withdrawn',
      shown: c.fields,
      hidden: c.hidden,
      authority: authority(2, 'withdrawal'),
    },
    { leaf: texts[3] ?? '', state: 'withheld', reason: 'sealed', shown: d.fields, hidden: d.hidden },
    { leaf: texts[4] ?? '' },
  ];
}

async function written(all: LeafLine[]): Promise<string> {
  let text = '';
  for await (const line of docketBundle(header('docket'), all)) text += line;
  return text;
}

async function verdict(text: string, receipt?: string): Promise<Verdict> {
  assert.ok(typeof policy !== 'string');
  const one = await verifyBundle([utf8(text)], {
    policy,
    at: Date.parse('2026-01-01T00:01:00Z') / 1000,
    receipt,
  });
  assert.ok(!('refused' in one), JSON.stringify(one));
  return one;
}

test('a bundle that we write is unaltered and, but for the auditor, complete', async () => {
  const one = await verdict(await written(lines()));
  assert.deepEqual(one.reasons, ['unaudited']);
  assert.ok(one.unaltered && !one.complete);
  assert.deepEqual(one.counts, {
    statements: 4,
    disclosed: 1,
    erased: { by_worker: 0, unsigned: 1 },
    moved: 0,
    withheld: { 'not-licensed': 0, withdrawn: 1, suppressed: 0, sealed: 1 },
  });
  assert.equal(one.withKey, 3);
});

test('members stand in the page’s order, whatever order the writer is given', async () => {
  const turned = lines().map((line) => Object.fromEntries(Object.entries(line).reverse()) as LeafLine);
  assert.equal(await written(turned), await written(lines()));
});

test('an authority for another act or by another statement’s key is not one', async () => {
  for (const wrong of [authority(2, 'erasure'), authority(0, 'withdrawal'), undefined]) {
    const all = lines().map((line) =>
      line.state === 'withheld' && line.authority ? { ...line, authority: wrong } : line,
    );
    assert.deepEqual((await verdict(await written(all))).reasons, ['unaudited', 'withdrawal-unproven']);
  }
});

test('a worker’s own proof is small, and says unaltered only', async () => {
  const [first] = committed;
  assert.ok(first);
  const opened = openFields(first, (name) => ['kind', 'schema', 'subject'].includes(name));
  const place = { index: 0, proof: docketTree.inclusionProof(0).map(hex) };
  const text = singleBundle(header('single'), {
    leaf: `statement ${first.commitment}`,
    state: 'disclosed',
    ...opened,
    ...place,
  });
  assert.ok(text.length < 4500);
  const receipt = {
    origin,
    docket: 0,
    ...workplace,
    commitment: first.commitment,
    due: '2026-01-01T00:00:20Z',
  };
  const one = await verdict(text, signReceipt(receipt, [receipts]));
  assert.deepEqual(one.reasons, ['unaudited', 'count-mismatch']);
  assert.equal(one.receipt, 'kept');
});

test('a receipt for what is not there is broken once it is due', async () => {
  const receipt = {
    origin,
    docket: 0,
    ...workplace,
    commitment: 'ab'.repeat(32),
    due: '2026-01-01T00:00:30Z',
  };
  const text = await written(lines());
  assert.equal((await verdict(text, signReceipt(receipt, [receipts]))).receipt, 'BROKEN');
  const later = { ...receipt, due: '2026-01-01T00:00:40Z' };
  assert.equal((await verdict(text, signReceipt(later, [receipts]))).receipt, 'not due yet');
  const elsewhere = { ...receipt, docket: 1, ...unplaced };
  assert.equal((await verdict(text, signReceipt(elsewhere, [receipts]))).receipt, 'about another docket');
});
