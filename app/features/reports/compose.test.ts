import assert from 'node:assert/strict';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { test } from 'node:test';
import { commit } from '../../../ledger/statement.ts';
import { fromBase64url, hex } from '../../../seal/bytes.ts';
import { newCode } from '../../../seal/code.ts';
import { open, openBytes, readersOf } from '../../../seal/envelope.ts';
import { fourWords } from '../../../seal/keys.ts';
import { newRingKey } from '../../../seal/ring.ts';
import { workerFields } from '../record/fields.ts';
import { additionOf, readThreadForm } from './additions.ts';
import { readAnswers } from './answers.ts';
import { composeAddition, composeReport, openEnvelope, rootOf, workerKey } from './noscript.actions.ts';
import { commitmentOf } from './phone/compose.ts';
import { solve } from './phone/wire.ts';

const ORIGIN = 'x.invalid/vouch/1';
const RECORDED = '2026-11-21T10:00:00Z';
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
const secret = () => new Uint8Array(randomBytes(32));

async function world() {
  const ring = await newRingKey();
  const receiver = {
    org: 'ngo:a',
    name: 'A',
    country: 'TH',
    languages: [],
    kid: ring.kid,
    jwk: ring.publicJwk,
  };
  const directory = {
    origin: ORIGIN,
    epochSeconds: 10,
    places: [
      {
        docket: 4,
        kind: 'facility',
        id: 'osid:4',
        name: 'Tern',
        country: 'TH',
        region: '',
        sector: '',
        receiver: 'ngo:a',
      },
    ],
    receivers: [{ ...receiver, words: await fourWords(ring.publicJwk) }],
    unplaced: { docket: 0, kind: 'unplaced', id: 'deployment:x', receiverByCountry: {}, receiver: 'ngo:a' },
  };
  const form: Record<string, string[]> = {
    what: ['DOC'],
    where: ['4'],
    danger: ['P1'],
    words: ['marker-words'],
  };
  const plain = {
    answers: readAnswers((name) => form[name] ?? []),
    directory,
    language: 'my',
    photos: [{ type: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]) }],
    code: newCode(),
    statementId: '8c5a1f4e-7b39-4a52-9d8e-1c2b3a4d5e6f',
    m: secret(),
    recorded: RECORDED,
    today: '2026-11-21',
  };
  return { ring, plain, receiver, directory };
}

async function composed() {
  const all = await world();
  const report = await composeReport(all.plain);
  assert.ok(!('refused' in report));
  return { ...all, report };
}

test('what goes to the server names docket, reader and urgency, and holds no word and no category', async () => {
  const { report, ring, plain } = await composed();
  const { body, files } = report;
  assert.deepEqual([body.docket, body.receiver, body.urgency], [4, 'ngo:a', 'P1']);
  const sent = JSON.stringify(body) + files.map((file) => Buffer.from(file).toString()).join();
  for (const marker of ['marker-words', '"DOC"', 'Tern', plain.code])
    assert.ok(!sent.includes(marker), marker);
  const said = (await open(body.envelope, ring.privateJwk)) as { words: string; photos: string[] };
  assert.equal(said.words, 'marker-words');
  assert.deepEqual(said.photos, files.map(sha256));
  assert.equal((await openBytes(files[0] ?? new Uint8Array(0), ring.privateJwk))?.type, 'image/jpeg');
});

test('the commitment is the one that the server computes from what it was sent', async () => {
  const { body } = (await composed()).report;
  const key = fromBase64url(body.key) ?? new Uint8Array(0);
  const fields = workerFields({
    kind: 'report',
    subject: { kind: 'facility', id: 'osid:4' },
    recorded: RECORDED,
    content: `sha256:${sha256(body.envelope)}`,
    key: `sha256:${sha256(key)}`,
    receiver: body.receiver,
    thread: body.statementId,
    urgency: body.urgency,
  });
  assert.equal(body.commitment, commit(fields, fromBase64url(body.m) ?? new Uint8Array(0)).commitment);
});

test('only the worker’s code opens the thread from another phone', async () => {
  const { report, plain } = await composed();
  const typed = await rootOf(plain.code.replace(/(.{4})/g, '$1 '), ORIGIN);
  const other = await rootOf(newCode(), ORIGIN);
  assert.ok(typed && other);
  assert.equal(typed.lookup, report.body.lookup);
  const key = await workerKey(typed.root, report.body.wrappedKey);
  assert.ok(key);
  assert.equal(((await openEnvelope(report.body.envelope, key)) as { words: string }).words, 'marker-words');
  assert.equal(await workerKey(other.root, report.body.wrappedKey), undefined);
  assert.equal(await rootOf('1234', ORIGIN), undefined);
});

test('sent again at another time it is the same statement: only the commitment follows the time', async () => {
  const { report } = await composed();
  const { body } = report;
  const sealed = {
    ...body,
    kind: 'report',
    docket: { index: 4, kind: 'facility', id: 'osid:4' },
    thread: body.statementId,
  } as const;
  assert.equal(await commitmentOf(sealed, RECORDED), body.commitment);
  assert.notEqual(await commitmentOf(sealed, '2026-11-21T10:00:01Z'), body.commitment);
});

test('a report that lacks an answer, or comes with a mistyped code, is refused before anything is sealed', async () => {
  const { plain } = await world();
  const answers = { ...plain.answers, danger: '' } as const;
  assert.deepEqual(await composeReport({ ...plain, answers }), {
    refused: 'answer',
    step: 'danger',
    problem: 'danger.none',
  });
  assert.deepEqual(await composeReport({ ...plain, code: '1' }), { refused: 'code' });
});

const threadForm = (form: Record<string, string | string[]>) =>
  readThreadForm((name) => [form[name] ?? []].flat());

async function added(form: Record<string, string | string[]>) {
  const { report, plain, receiver, ring } = await composed();
  const typed = await rootOf(plain.code, ORIGIN);
  const addition = additionOf(threadForm(form), 'en');
  assert.ok(typed && addition && !('problem' in addition));
  const thread = {
    docket: { index: 4, kind: 'facility', id: 'osid:4' },
    threadId: plain.statementId,
    publicKey: report.body.publicKey,
  };
  const re = { statementId: plain.statementId, commitment: report.body.commitment };
  const more = {
    root: typed.root,
    statementId: crypto.randomUUID(),
    m: secret(),
    recorded: RECORDED,
    origin: ORIGIN,
  };
  const { body } = await composeAddition({ ...addition, thread, receiver, photos: [], re, ...more });
  return { body, report, ring, said: await open(body.envelope, ring.privateJwk) };
}

test('an addition is sealed to the organisation and to the worker, under a key of its own', async () => {
  const { body, report, said } = await added({ act: 'reply', words: ' more ' });
  assert.deepEqual(said, { v: 1, kind: 'message', language: 'en', words: 'more', photos: [] });
  assert.equal(readersOf(body.envelope)?.length, 2);
  assert.notEqual(body.key, report.body.key);
  assert.equal(body.lookup, report.body.lookup);
  assert.equal(body.signature, undefined);
});

test('a withdrawal is signed by the key of the report itself, over the ledger’s words', async () => {
  const { body, report } = await added({ act: 'withdraw', re: '8c5a1f4e-7b39-4a52-9d8e-1c2b3a4d5e6f' });
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: report.body.key }, format: 'jwk' });
  const text = `vouch/1 withdrawal\n${ORIGIN}\n4\n${report.body.commitment}\n`;
  const signature = Buffer.from(body.signature ?? '', 'base64url');
  assert.ok(verify(null, Buffer.from(text), key, signature));
  assert.ok(!verify(null, Buffer.from(text.replace('\n4\n', '\n5\n')), key, signature));
});

test('consent is answered scope by scope, and a remedy with one of four outcomes', () => {
  const re = '8c5a1f4e-7b39-4a52-9d8e-1c2b3a4d5e6f';
  const asked = { act: 'consent', re, asked: ['photo', 'contact_again'], 'scope.photo': 'no' };
  assert.deepEqual(additionOf(threadForm(asked), 'en'), { problem: 'consent.none' });
  const answered = additionOf(threadForm({ ...asked, 'scope.contact_again': 'yes' }), 'en');
  assert.ok(answered && 'said' in answered);
  assert.deepEqual(answered.said([]), {
    v: 1,
    kind: 'consent_answer',
    language: 'en',
    re,
    answers: { photo: 'no', contact_again: 'yes' },
  });
  assert.deepEqual(additionOf(threadForm({ act: 'remedy', re }), 'en'), { problem: 'remedy.none' });
  const remedy = additionOf(threadForm({ act: 'remedy', re, outcome: 'partly', well: '2' }), 'en');
  assert.ok(remedy && 'said' in remedy);
  assert.deepEqual(remedy.said([]), {
    v: 1,
    kind: 'remedy_answer',
    language: 'en',
    re,
    outcome: 'partly',
    well: 2,
  });
  assert.deepEqual(additionOf(threadForm({ act: 'reply', words: ' ' }), 'en'), { problem: 'thread.empty' });
  assert.equal(additionOf(threadForm({ act: 'shout' }), 'en'), undefined);
  assert.deepEqual(additionOf(threadForm({ act: 'withdraw', re: '../x' }), 'en'), { problem: 'open.failed' });
});

test('the puzzle’s answer has as many leading zero bits as it was asked for', async () => {
  const solved = await solve({ time: RECORDED, puzzle: { salt: 'salt', bits: 11, expires: 1, mac: 'mac' } });
  const digest = sha256(`salt.${solved.nonce}`);
  assert.match(digest, /^00[01]/);
  assert.equal(solved.mac, 'mac');
  assert.equal(hex(new Uint8Array(2)), '0000');
});
