// Every file of the protocol's known answers, and every kind of broken file, chosen on the page: it says what it must,
// and never "yes" twice about a bad one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { REASONS, deniesComplete, deniesUnaltered } from '../../ledger/index.ts';
import type { Reason } from '../../ledger/index.ts';
import { Reader, VECTORS, bundleFile, bundleText } from './verify-page.ts';

type Vector = {
  file: string;
  about: string;
  at: string;
  unaltered: boolean;
  complete: boolean;
  unaltered_reasons: Reason[];
  complete_reasons: Reason[];
  older?: string;
  policy?: string;
  log?: string;
};

const { vectors } = JSON.parse(readFileSync(`${VECTORS}bundles/index.json`, 'utf8')) as { vectors: Vector[] };
/** The page takes no log: what only a log can show, only the command can find. */
const LOG_ONLY = 'duplicate-registration-log.vouch.jsonl';

let reader: Reader;
before(async () => {
  reader = await Reader.open();
});
after(() => reader.close());

const yesNo = (answer: boolean): string => (answer ? 'yes' : 'no');
const inPageOrder = (vector: Vector): Reason[] =>
  REASONS.filter((one) => vector.unaltered_reasons.includes(one) || vector.complete_reasons.includes(one));

test('all known answers, with the older bundle and the policy that each names', async () => {
  const seen = new Set<Reason>();
  let policy = '';
  for (const vector of vectors) {
    if (vector.file === LOG_ONLY) continue;
    const wanted = vector.policy ?? '../policy';
    if (wanted !== policy) await reader.trust(`${VECTORS}bundles/${(policy = wanted)}`);
    await reader.at(vector.at);
    if (vector.older) await reader.add('older bundle', `${VECTORS}bundles/${vector.older}`);
    await reader.choose(`${VECTORS}bundles/${vector.file}`);
    const reasons = inPageOrder(vector);
    assert.deepEqual(
      await reader.answered(),
      { unaltered: yesNo(vector.unaltered), complete: yesNo(vector.complete), reasons },
      `${vector.file}: ${vector.about}`,
    );
    for (const reason of reasons) seen.add(reason);
    if (vector.older) await reader.remove('older bundle');
  }
  assert.deepEqual(
    REASONS.filter((reason) => !seen.has(reason)),
    [],
    'a reason that no file showed',
  );
});

test('each reason stands with what it denies, what it means, what it does not mean, and what to do', async () => {
  for (const reason of REASONS) {
    const vector = vectors.find((one) => inPageOrder(one)[0] === reason && one.file !== LOG_ONLY);
    assert.ok(vector, reason);
    await reader.at(vector.at);
    await reader.trust(`${VECTORS}bundles/${vector.policy ?? '../policy'}`);
    if (vector.older) await reader.add('older bundle', `${VECTORS}bundles/${vector.older}`);
    await reader.choose(`${VECTORS}bundles/${vector.file}`);
    const [name = '', denied = ''] = await reader.words('.why li:first-child > :first-child > *');
    assert.equal(name, reason);
    assert.equal(/not unaltered/.test(denied), deniesUnaltered(reason), denied);
    assert.equal(/not complete/.test(denied), deniesComplete(reason), denied);
    const [, means = '', rest = ''] = await reader.words('.why li:first-child > *');
    assert.ok(means.length > 30 && rest.split('\n').length >= 2, `${reason}: ${means} ${rest}`);
    if (vector.older) await reader.remove('older bundle');
  }
});

const good = bundleText('good-full');
const lines = good.match(/[^\n]*\n/g) ?? [];
const bytes = Buffer.from(good);
const at = (line: number): number => Buffer.byteLength(lines.slice(0, line).join(''));

/** Name, content, and what the page guesses beside its verdict. */
const BROKEN: readonly [string, string | Uint8Array, RegExp?][] = [
  ['empty', '', /empty/],
  ['not JSON', 'It was a dark and stormy night.\n', /doesn’t begin like a bundle/],
  ['a JSON that is something else', '{"hello":"world"}\n', /doesn’t begin like a bundle/],
  ['JSON of great depth', `{"vouch":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n`],
  ['the header alone', lines[0] ?? ''],
  ['cut in the middle of a line', bytes.subarray(0, at(5) + 20)],
  ['cut at the end of a line', bytes.subarray(0, at(6))],
  ['without its last line feed', bytes.subarray(0, -1)],
  ['a line of two million characters', `${lines[0]}{"leaf":"${'x'.repeat(2_000_000)}"}\n`],
  ['a header of two million characters', `{"vouch":1,"type":"${'x'.repeat(2_000_000)}"}\n`],
  [
    'wrong UTF-8',
    Buffer.concat([bytes.subarray(0, at(3) + 40), Buffer.from([0xc3, 0x28]), bytes.subarray(at(3) + 42)]),
  ],
  ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le')],
  ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]), /byte order mark/],
  ['line ends of another system', good.replaceAll('\n', '\r\n'), /line ends were changed/],
  ['zeros', new Uint8Array(5000)],
  ['compressed', gzipSync(bytes), /Unpack it first/],
  ['a web page', '<!doctype html><title>Not found</title>', /web page/],
  ['a PDF', '%PDF-1.7\n%âãÏÓ\n', /PDF/],
  ['a receipt', readFileSync(`${VECTORS}receipts/good`), /receipt/],
  ['a policy', readFileSync(`${VECTORS}policy`), /policy/],
  ['two bundles, one after the other', good + good],
];

test('what is no whole bundle is called that, with a guess where one is possible', async () => {
  await reader.at('2026-01-02T07:00:00Z');
  await reader.trust(`${VECTORS}policy`);
  for (const [name, content, hint] of BROKEN) {
    await reader.choose(reader.write('broken.vouch.jsonl', content));
    assert.deepEqual(
      await reader.answered(),
      { unaltered: 'no', complete: 'no', reasons: ['malformed'] },
      name,
    );
    if (hint) assert.match((await reader.words('.hint1')).join(), hint, name);
    assert.equal(await reader.page.locator('.counts').count(), 0, `${name}: nothing is counted in it`);
  }
});

test('a file that begins like an archive and is none: no to both, and what is wrong with it', async () => {
  const zips: [string, Uint8Array][] = [
    ['only the first letters', Buffer.from('PK\x03\x04 and then nothing')],
    [
      'an end that points beyond',
      Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(4), Buffer.alloc(14, 0xfe)]),
    ],
    ['an empty one', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])],
  ];
  for (const [name, content] of zips) {
    await reader.choose(reader.write('broken.vouch.zip', content));
    const { unaltered, complete } = await reader.answered();
    assert.deepEqual([unaltered, complete], ['no', 'no'], name);
    assert.match((await reader.words('.said')).join(), /^malformed \S/, name);
  }
});

/** From here to the header's end stand signature lines: one by a key that nobody knows is ignored (ledger.md 8). */
const signatures = Buffer.byteLength(good.slice(0, good.indexOf('\\n\\n—')));

test('one byte changed, anywhere: never yes twice, but where the protocol leaves a byte unbound', async () => {
  const places = [0, 9, ...Array.from({ length: 38 }, (_, i) => Math.floor(((i + 0.5) * bytes.length) / 38))];
  let judged = 0;
  for (const place of places) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    await reader.choose(reader.write('changed.vouch.jsonl', changed));
    const { unaltered, complete, reasons } = await reader.answered();
    const where = `byte ${place}, ${JSON.stringify(good.slice(place - 20, place + 20))}`;
    const isSignature = place > signatures && place < at(1);
    if (isSignature && reasons.length === 0) continue;
    assert.ok((unaltered === 'no' || complete === 'no') && reasons.length > 0, where);
    judged++;
  }
  assert.ok(judged > 30, `${judged} of ${places.length} places were bound`);
});

test('a file that was good is good again', async () => {
  await reader.choose(bundleFile('good-full'));
  assert.deepEqual(await reader.answered(), { unaltered: 'yes', complete: 'yes', reasons: [] });
});

test('nothing of this asked the network for anything, and the page fell over nothing', () => {
  assert.deepEqual(
    reader.requests.filter((url) => !/^(file|blob):/.test(url)),
    [],
  );
  assert.deepEqual(reader.faults, []);
});
